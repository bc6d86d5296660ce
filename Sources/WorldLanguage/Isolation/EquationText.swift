// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a checked or folded expression or statement read in the language itself?

import WorldModel

/// Writes expressions and statements of one world as text.
public struct EquationText: Sendable {
  private let world: World

  /// Creates a writer for a world.
  public init(_ world: World) { self.world = world }

  /// Returns an expression as text.
  ///
  /// - Parameters:
  ///   - expression: An expression of the world.
  ///   - group: Group of the agent that computes; `nil` in measures.
  ///   - locals: The `let` names of the block; empty elsewhere.
  /// - Returns: One line.
  public func text(
    of expression: Expression, group: GroupID? = nil, locals: [Local] = []
  ) -> String {
    text(expression, Place(own: group, locals: locals), 0)
  }

  /// Returns the statements of a block as text.
  ///
  /// - Parameter block: A block of the world.
  /// - Returns: One line a statement, without indentation of the first level.
  public func lines(of block: StepBlock) -> [String] {
    lines(block.statements, Place(own: block.group, locals: block.locals), "")
  }

  /// Returns a draw as text.
  ///
  /// - Parameters:
  ///   - draw: A draw of the world.
  ///   - group: Group of the agent that draws.
  ///   - locals: The `let` names of the block; empty elsewhere.
  /// - Returns: One line such as `bernoulli(0.5)`.
  public func text(of draw: Draw, group: GroupID, locals: [Local] = []) -> String {
    text(draw, Place(own: group, locals: locals))
  }

  /// Returns how a block begins, such as `step clerk shuffled`.
  ///
  /// - Parameter block: A block of the world.
  /// - Returns: The line before its brace.
  public func header(of block: StepBlock) -> String {
    var result = "step \(world.groups[block.group.index].name)"
    switch block.schedule {
    case .synchronous: break
    case .partial(let probability):
      result += " with probability " + text(of: probability, group: block.group)
    case .sequential: result += " sequential"
    case .shuffled: result += " shuffled"
    }
    if let every = block.every { result += " every " + text(of: every, group: block.group) }
    return result
  }
}

extension EquationText {
  /// Where an expression stands.
  private struct Place {
    var own: GroupID?
    var locals: [Local]
    var other: GroupID?
    var range = ""

    init(own: GroupID?, locals: [Local]) {
      self.own = own
      self.locals = locals
    }
  }

  private func lines(_ statements: [Statement], _ place: Place, _ indent: String) -> [String] {
    statements.flatMap { statement -> [String] in
      switch statement.kind {
      case .bind(let local, let value):
        return ["\(indent)let \(name(local, place)) = \(text(value, place, 0))"]
      case .bindDraw(let local, let draw):
        return ["\(indent)let \(name(local, place)) ~ \(text(draw, place))"]
      case .bindPick(let local, let network, _):
        let source = world.networks[network.index].name
        return ["\(indent)let \(name(local, place)) ~ pick(\(source))"]
      case .assign(let member, let value):
        return ["\(indent)\(name(member, place.own)) = \(text(value, place, 0))"]
      case .assignDraw(let member, let draw):
        return ["\(indent)\(name(member, place.own)) ~ \(text(draw, place))"]
      case .conditional(let condition, let then, let otherwise):
        var result = ["\(indent)if \(text(condition, place, 0)) {"]
        result += lines(then, place, indent + "  ")
        if !otherwise.isEmpty {
          result.append("\(indent)} else {")
          result += lines(otherwise, place, indent + "  ")
        }
        return result + ["\(indent)}"]
      }
    }
  }

  private func name(_ local: LocalID, _ place: Place) -> String { place.locals[local.index].name }

  private func name(_ member: MemberID, _ group: GroupID?) -> String {
    group.map { world.groups[$0.index].members[member.index].name } ?? "?"
  }

  private func name(_ network: NetworkID) -> String { world.networks[network.index].name }

  /// Binding strengths: `or` 1, `and` 2, `not` 3, comparisons 4, sums 5, products 6, minus 7, powers 8.
  private func text(_ expression: Expression, _ place: Place, _ outer: Int) -> String {
    func wrapped(_ text: String, _ strength: Int) -> String {
      strength < outer ? "(\(text))" : text
    }
    switch expression.kind {
    case .number(let value): return value < 0 ? wrapped(Self.number(value), 7) : Self.number(value)
    case .boolean(let value): return value ? "true" : "false"
    case .caseIndex(let index):
      guard case .cases(let set) = expression.type else { return "?" }
      return set.names[index]
    case .parameter(let parameter): return world.parameters[parameter.index].name
    case .own(let member): return name(member, place.own)
    case .other(let member): return "\(place.range).\(name(member, place.other))"
    case .linkWeight(let network): return "\(name(network)).weight"
    case .lone(let group, let member):
      return "\(world.groups[group.index].name).\(name(member, group))"
    case .sole(let network, let member):
      return "\(name(network)).\(name(member, world.networks[network.index].read))"
    case .picked(let local, let member):
      guard case .neighbour(let network) = place.locals[local.index].meaning else { return "?" }
      return "\(name(local, place)).\(name(member, world.networks[network.index].read))"
    case .local(let local): return name(local, place)
    case .time: return "time"
    case .index: return "index"
    case .size(let group): return "size(\(world.groups[group.index].name))"
    case .degree(let network): return "degree(\(name(network)))"
    case .asNumber(let operand): return text(operand, place, outer)
    case .unary(.not, let operand): return wrapped("not " + text(operand, place, 3), 3)
    case .unary(.negate, let operand): return wrapped("-" + text(operand, place, 7), 7)
    case .binary(let operation, let a, let b):
      // The zero by which folding keeps a precision or a rounding.
      if operation == .add, b.kind == .number(0) {
        return text(a, place, outer)
      }
      let (strength, left, right) = Self.strengths(operation)
      return wrapped(
        "\(text(a, place, left)) \(operation.rawValue) \(text(b, place, right))", strength)
    case .call(let function, let arguments):
      let list = arguments.map { text($0, place, 0) }.joined(separator: ", ")
      return "\(function.rawValue)(\(list))"
    case .conditional(let condition, let then, let otherwise):
      let (c, a, b) = (text(condition, place, 0), text(then, place, 0), text(otherwise, place, 0))
      return outer > 0 ? "(if \(c) then \(a) else \(b))" : "if \(c) then \(a) else \(b)"
    case .aggregate(let aggregate): return text(aggregate, place)
    case .measure(let measure): return world.measures[measure.index].name
    }
  }

  private func text(_ aggregate: Aggregate, _ place: Place) -> String {
    var inside = place
    switch aggregate.range {
    case .network(let id):
      let network = world.networks[id.index]
      // In a measure `degree` counts the neighbours of the agent of the aggregate around it.
      if aggregate.operation == .count, aggregate.value.kind == .boolean(true),
        aggregate.condition == nil
      {
        return "degree(\(network.name))"
      }
      (inside.own, inside.other, inside.range) = (network.reader, network.read, network.name)
    case .group(let group):
      (inside.other, inside.range) = (group, world.groups[group.index].name)
    }
    var result = "\(aggregate.operation.rawValue)(\(text(aggregate.value, inside, 0))"
    if let condition = aggregate.condition { result += " where \(text(condition, inside, 0))" }
    if let otherwise = aggregate.otherwise { result += " else \(text(otherwise, place, 0))" }
    return result + ")"
  }

  private func text(_ draw: Draw, _ place: Place) -> String {
    func of(_ expression: Expression) -> String { text(expression, place, 0) }
    func arms(_ arms: [Arm]) -> String {
      arms.map { arm in
        let choice: String =
          if case .cases(let set) = draw.type {
            set.names[arm.choice]
          } else {
            arm.choice == 1 ? "true" : "false"
          }
        return "\(choice): \(of(arm.value))"
      }.joined(separator: ", ")
    }
    switch draw.distribution {
    case .bernoulli(let p): return "bernoulli(\(of(p)))"
    case .uniform(let low, let high): return "uniform(low: \(of(low)), high: \(of(high)))"
    case .normal(let mean, let sd): return "normal(mean: \(of(mean)), sd: \(of(sd)))"
    case .lognormal(let mean, let sd): return "lognormal(mean: \(of(mean)), sd: \(of(sd)))"
    case .exponential(let mean): return "exponential(mean: \(of(mean)))"
    case .gammaMoments(let mean, let sd): return "gamma(mean: \(of(mean)), sd: \(of(sd)))"
    case .gammaShape(let shape, let scale):
      return "gamma(shape: \(of(shape)), scale: \(of(scale)))"
    case .betaMoments(let mean, let sd): return "beta(mean: \(of(mean)), sd: \(of(sd)))"
    case .betaShape(let a, let b): return "beta(a: \(of(a)), b: \(of(b)))"
    case .poisson(let mean): return "poisson(mean: \(of(mean)))"
    case .binomial(let trials, let probability):
      return "binomial(trials: \(of(trials)), probability: \(of(probability)))"
    case .weights(let list): return "weights { \(arms(list)) }"
    case .logit(let temperature, let list): return "logit(\(of(temperature))) { \(arms(list)) }"
    }
  }

  private static func strengths(_ operation: BinaryOperator) -> (own: Int, left: Int, right: Int) {
    switch operation {
    case .or: (1, 1, 2)
    case .and: (2, 2, 3)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: (4, 5, 5)
    case .add, .subtract: (5, 5, 6)
    case .multiply, .divide: (6, 6, 7)
    case .power: (8, 9, 7)
    }
  }

  /// Returns a number as one would write it.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
    // A literal of 32 bits is shown with the digits that tell it from its neighbours.
    if Double(Float(value)) == value { return "\(Float(value))" }
    return "\(value)"
  }
}
