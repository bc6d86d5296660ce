// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `--emit tree` print? The tree with two blanks a level, without places: equal listings mean equal trees.

/// A syntax tree as text.
public struct TreeListing {
  private var lines: [String] = []
  private var depth = 0

  private init() {}

  /// Returns the listing of a file.
  public static func text(of tree: FileSyntax) -> String {
    var listing = TreeListing()
    for declaration in tree.declarations { listing.declaration(declaration) }
    return listing.lines.map { $0 + "\n" }.joined()
  }

  /// Returns the listing of a study.
  public static func text(of tree: StudySyntax) -> String {
    var listing = TreeListing()
    listing.documentation(tree.documentation)
    listing.line("study \(quoted(tree.title)) of \(quoted(tree.world?.text ?? ""))")
    for clause in tree.clauses { listing.clause(clause.kind) }
    return listing.lines.map { $0 + "\n" }.joined()
  }

  mutating func line(_ text: String) {
    lines.append(String(repeating: "  ", count: depth) + text)
  }

  mutating func part(_ title: String, _ content: (inout TreeListing) -> Void) {
    line(title)
    depth += 1
    content(&self)
    depth -= 1
  }

  private mutating func documentation(_ text: String) {
    guard !text.isEmpty else { return }
    for written in text.split(separator: "\n", omittingEmptySubsequences: false) {
      line("documentation \(written)")
    }
  }

  private mutating func declaration(_ declaration: DeclarationSyntax) {
    documentation(declaration.documentation)
    switch declaration.kind {
    case .world(let title): line("world \(Self.quoted(title))")
    case .parameter(let parameter): self.parameter(parameter)
    case .group(let group): self.group(group)
    case .network(let network):
      part("network \(network.name.text): \(network.reader.text) -> \(network.read.text)") {
        $0.part("generator \(network.generator.text)") { $0.arguments(network.arguments) }
      }
    case .function(let name, let parameters, let body):
      let list = parameters.map(\.text).joined(separator: ", ")
      part("function \(name.text)(\(list))") { $0.expression(body) }
    case .step(let step): self.step(step)
    case .measure(let measure): self.measure(measure)
    case .estimate(let name, let value):
      part("estimate \(name.text)") { $0.expression(value) }
    case .aligned(let group, let value, let limit, let allowance):
      part("aligned \(group.text)") {
        $0.expression(value)
        $0.part("at most") { $0.expression(limit) }
        if let allowance { $0.part("for all but") { $0.expression(allowance) } }
      }
    case .run(let settings):
      part("run") { for setting in settings { $0.setting(setting.kind) } }
    }
  }

  private mutating func parameter(_ parameter: ParameterSyntax) {
    var title = "\(parameter.isCoupling ? "coupling" : "parameter") \(parameter.name.text)"
    if let symbol = parameter.symbol { title += " \(Self.quoted(symbol))" }
    if parameter.isCount { title += ": count" }
    part(title) {
      $0.expression(parameter.value)
      $0.range(parameter.range)
      if let off = parameter.off { $0.part("off at") { $0.expression(off) } }
    }
  }

  private mutating func range(_ range: RangeSyntax?) {
    guard let range else { return }
    part("in") {
      $0.expression(range.low)
      $0.expression(range.high)
    }
  }

  private mutating func group(_ group: GroupSyntax) {
    part("\(group.isEnvironment ? "environment" : "agents") \(group.name.text)") {
      if let size = group.size { $0.part("size") { $0.expression(size) } }
      for member in group.members {
        $0.documentation(member.documentation)
        var title = "\(member.isTrait ? "trait" : "state") \(member.name.text)"
        switch member.annotation {
        case nil: break
        case .precise: title += ": precise"
        case .cases(let cases, _):
          title += ": { \(cases.map(\.text).joined(separator: ", ")) }"
        }
        $0.part(title) {
          switch member.initial {
          case .value(let value): $0.expression(value)
          case .draw(let draw): $0.draw(draw)
          }
        }
      }
    }
  }

  private mutating func step(_ step: StepSyntax) {
    part("step \(step.group.text)") {
      switch step.schedule {
      case .synchronous: break
      case .sequential: $0.line("sequential")
      case .shuffled: $0.line("shuffled")
      case .withProbability(let value): $0.part("with probability") { $0.expression(value) }
      }
      if let every = step.every { $0.part("every") { $0.expression(every) } }
      $0.statements(step.statements)
    }
  }

  private mutating func statements(_ statements: [StatementSyntax]) {
    for statement in statements {
      switch statement.kind {
      case .letValue(let name, let value): part("let \(name.text) =") { $0.expression(value) }
      case .letDraw(let name, let draw): part("let \(name.text) ~") { $0.draw(draw) }
      case .assign(let name, let value): part("\(name.text) =") { $0.expression(value) }
      case .draw(let name, let draw): part("\(name.text) ~") { $0.draw(draw) }
      case .conditional(let condition, let then, let otherwise):
        part("if") { $0.expression(condition) }
        part("then") { $0.statements(then) }
        if let otherwise { part("else") { $0.statements(otherwise) } }
      }
    }
  }

  private mutating func measure(_ measure: MeasureSyntax) {
    part("\(measure.isHarm ? "harm" : "measure") \(measure.name.text)") {
      $0.expression(measure.value)
      $0.range(measure.range)
      if let limit = measure.limit { $0.part("limit") { $0.expression(limit) } }
      switch measure.timing {
      case .everyStep: break
      case .atEnd: $0.line("at end")
      case .first: $0.line("first")
      case .when(let condition): $0.part("when") { $0.expression(condition) }
      }
    }
  }

  mutating func setting(_ kind: RunSettingSyntax.Kind) {
    switch kind {
    case .steps(let value): part("steps") { $0.expression(value) }
    case .warmup(let value?): part("warmup") { $0.expression(value) }
    case .warmup(nil): line("warmup auto")
    case .replicates(let value): part("replicates") { $0.expression(value) }
    case .networks(let value): part("networks") { $0.expression(value) }
    case .seed(let value): part("seed") { $0.expression(value) }
    case .recordEvery(let value): part("record every") { $0.expression(value) }
    case .stopWhen(let value): part("stop when") { $0.expression(value) }
    case .drawsPacked: line("draws packed")
    case .starts(let name, let low, let high):
      part("starts \(name.text)") {
        $0.expression(low)
        $0.expression(high)
      }
    }
  }

  private mutating func draw(_ draw: DrawSyntax) {
    part("draw \(draw.name.text)") {
      $0.arguments(draw.arguments)
      for arm in draw.arms ?? [] { $0.part("arm \(arm.choice.text)") { $0.expression(arm.value) } }
    }
  }

  private mutating func arguments(_ arguments: [ArgumentSyntax]) {
    for argument in arguments {
      let label = argument.label?.text ?? ""
      switch argument.value {
      case .expression(let value) where argument.label == nil: expression(value)
      case .expression(let value): part("\(label):") { $0.expression(value) }
      case .equation(let value): part("\(label) =") { $0.expression(value) }
      case .draw(let value): part("\(label) ~") { $0.draw(value) }
      }
    }
  }

  mutating func expression(_ expression: ExpressionSyntax) {
    switch expression.kind {
    case .number(let value, let spelling): line("number \(spelling) = \(value)")
    case .boolean(let value): line("\(value)")
    case .string(let text): line("string \(Self.quoted(text))")
    case .name(let name): line("name \(name)")
    case .member(let base, let name): line("member \(base.text).\(name.text)")
    case .unary(let sign, let operand): part("unary \(sign)") { $0.expression(operand) }
    case .binary(let sign, let left, let right):
      part("binary \(sign.text)") {
        $0.expression(left)
        $0.expression(right)
      }
    case .parenthesised(let inner): part("( )") { $0.expression(inner) }
    case .call(let name, let arguments): part("call \(name.text)") { $0.arguments(arguments) }
    case .aggregate(let name, let value, let condition, let otherwise):
      part("aggregate \(name.text)") {
        $0.expression(value)
        if let condition { $0.part("where") { $0.expression(condition) } }
        if let otherwise { $0.part("else") { $0.expression(otherwise) } }
      }
    case .conditional(let condition, let then, let otherwise):
      part("if") {
        $0.expression(condition)
        $0.part("then") { $0.expression(then) }
        $0.part("else") { $0.expression(otherwise) }
      }
    case .missing: line("missing")
    }
  }

  /// Returns a string as it could be written in a world.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.properties.generalCategory == .control:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
