// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a world, as a person would want to be told? Its parameters, couplings, agents, equations and measures.
//
// One list of sections is the model of all forms; `text` and `markdown` lay it out, `json` adds the numbers.

import WorldModel

/// A description of a checked world.
public struct WorldDescription: Sendable {
  /// A part of the description.
  public struct Section: Hashable, Sendable {
    /// Heading, such as `Couplings`.
    public var title: String
    /// What stands under it.
    public var rows: [Row]
  }

  /// One line of the description.
  public struct Row: Hashable, Sendable {
    /// What is declared, in the words of the language.
    public var code: String
    /// What it means, in the words of the author; empty when nothing was written.
    public var meaning: String
    /// Levels of indentation.
    public var level = 0
  }

  let checked: CheckedWorld
  let equations: EquationText
  /// The parts of the description, in the order of reading; none is empty.
  public private(set) var sections: [Section] = []

  var world: World { checked.together }

  /// Describes a world.
  public init(_ checked: CheckedWorld) {
    self.checked = checked
    equations = EquationText(checked.together)
    let all = [
      Section(title: "Parameters", rows: rows { !$0.isCoupling }),
      Section(title: "Couplings", rows: rows { $0.isCoupling }),
      Section(title: "Agents", rows: world.groups.enumerated().flatMap { rows($1, GroupID($0)) }),
      Section(title: "Networks", rows: world.networks.map(row)),
      Section(title: "Each step", rows: world.blocks.flatMap(rows)),
      Section(title: "Measures", rows: world.measures.filter { !$0.isHarm }.map(row) + estimates),
      Section(title: "Harms", rows: world.measures.filter(\.isHarm).map(row)),
      Section(title: "Alone", rows: world.alignments.map(row)),
      Section(title: "Run", rows: runRows),
    ]
    sections = all.filter { !$0.rows.isEmpty }
  }

  private func rows(of isShown: (Parameter) -> Bool) -> [Row] {
    world.parameters.enumerated().filter { isShown($1) }.map { index, parameter in
      var code = parameter.name
      if let symbol = parameter.symbol { code += " \"\(symbol)\"" }
      if parameter.isCount { code += ": count" }
      code += " = \(Self.number(parameter.defaultValue)) in \(Self.range(parameter.range))"
      if let off = parameter.offValue { code += " off at \(Self.number(off))" }
      if let role = role(of: ParameterID(index)) { code += ", \(role)" }
      return Row(code: code, meaning: parameter.documentation)
    }
  }

  /// What a coupling does when it is switched off, if a proof has told.
  func role(of id: ParameterID) -> String? {
    guard let isolation = checked.isolation else { return nil }
    if isolation.linking.contains(id) { return "links agents" }
    return isolation.conditioning.contains(id) ? "makes conditions" : nil
  }

  /// The size of a group as text; `nil` for a lone agent.
  func size(of group: Group) -> String? { group.size.map { equations.text(of: $0) } }

  private func rows(_ group: Group, _ id: GroupID) -> [Row] {
    let kind = group.isEnvironment ? "environment" : "agents"
    let size = size(of: group).map { "[\($0)]" } ?? ""
    let head = Row(code: "\(kind) \(group.name)\(size)", meaning: group.documentation)
    return [head]
      + group.members.map { member in
        Row(
          code: "\(member.isTrait ? "trait" : "state") \(equation(of: member, in: id))",
          meaning: member.documentation, level: 1)
      }
  }

  /// How a member begins, as in the language.
  func equation(of member: Member, in group: GroupID) -> String {
    var type = ""
    switch member.type {
    case .cases(let set): type = ": { \(set.names.joined(separator: ", ")) }"
    case .number(.double): type = ": precise"
    default: break
    }
    switch member.initial {
    case .value(let value):
      return "\(member.name)\(type) = \(equations.text(of: value, group: group))"
    case .draw(let draw):
      return "\(member.name)\(type) ~ \(equations.text(of: draw, group: group))"
    case .column(let column):
      return "\(member.name)\(type) = file(\"\(column.path)\", \(column.column))"
    }
  }

  private func row(_ network: Network) -> Row {
    let ends =
      "\(world.groups[network.reader.index].name) -> \(world.groups[network.read.index].name)"
    return Row(
      code: "\(network.name): \(ends) = \(generator(of: network))", meaning: network.documentation)
  }

  private func rows(_ block: StepBlock) -> [Row] {
    [Row(code: equations.header(of: block), meaning: "")]
      + equations.lines(of: block).map { line in
        let indent = line.prefix { $0 == " " }.count
        return Row(code: String(line.dropFirst(indent)), meaning: "", level: 1 + indent / 2)
      }
  }

  /// What a measure is, as in the language.
  func equation(of measure: Measure) -> String {
    if case .first(let condition) = measure.timing {
      return "first \(equations.text(of: condition))"
    }
    return equations.text(of: measure.value)
  }

  private func row(_ measure: Measure) -> Row {
    var code = "\(measure.name) = \(equation(of: measure))"
    if let range = measure.range { code += " in \(Self.range(range))" }
    if let limit = measure.limit { code += " limit \(equations.text(of: limit))" }
    switch measure.timing {
    case .atEnd: code += " at end"
    case .when(let condition): code += " when \(equations.text(of: condition))"
    case .everyStep, .first: break
    }
    return Row(code: code, meaning: measure.documentation)
  }

  private var estimates: [Row] {
    world.estimates.map {
      Row(code: "estimate \($0.name) = \(equations.text(of: $0.value))", meaning: $0.documentation)
    }
  }

  private func row(_ alignment: Alignment) -> Row {
    let value = equations.text(of: alignment.value, group: alignment.group)
    var code = "one \(world.groups[alignment.group.index].name) alone: \(value)"
    code += " at most \(equations.text(of: alignment.limit))"
    if alignment.allowance.kind != .number(0) {
      code += " for all but \(equations.text(of: alignment.allowance))"
    }
    return Row(code: code, meaning: "")
  }

  private var runRows: [Row] {
    let settings = world.settings
    let networks = settings.networks ?? min(16, settings.replicates)
    var codes = [
      "steps \(settings.steps)", "warmup \(settings.warmup.map(String.init) ?? "auto")",
      "replicates \(settings.replicates)", "networks \(networks)",
    ]
    if let starts = settings.starts {
      codes.append(
        "starts \(world.parameters[starts.parameter.index].name) in "
          + "[\(Self.number(starts.low)), \(Self.number(starts.high))]")
    }
    if settings.recordEvery != 1 { codes.append("record every \(settings.recordEvery)") }
    if let condition = settings.stopWhen {
      codes.append("stop when \(equations.text(of: condition))")
    }
    if settings.drawsPacked { codes.append("draws packed") }
    codes.append("seed \(settings.seed)")
    return codes.map { Row(code: $0, meaning: "") }
  }

  static func number(_ value: Double) -> String { EquationText.number(value) }

  static func range(_ range: ClosedRange<Double>) -> String {
    "\(number(range.lowerBound))...\(number(range.upperBound))"
  }
}
