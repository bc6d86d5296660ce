// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is legal but suspicious in a world, as far as the ranges of its values and its flows tell?
//
// Bounds are those of the equations, not of their rounding: a mean of shares counts as a share.

import WorldModel

/// The warnings of `check --pedantic` that need intervals or flows.
public struct RangeWarnings {
  private let world: World
  private let intervals: Intervals
  private var warnings: [Diagnostic] = []

  /// Returns the warnings of a world.
  ///
  /// - Parameter world: A checked world.
  /// - Returns: Warnings `W711` to `W713`, `W715` and `W716` in the order of the world.
  public static func warnings(of world: World) -> [Diagnostic] {
    var search = RangeWarnings(world)
    search.examine()
    return search.warnings
  }

  private init(_ world: World) {
    self.world = world
    intervals = Intervals(world, isForWarnings: true)
  }

  private mutating func examine() {
    for (g, group) in world.groups.enumerated() {
      let scope = Scope(own: GroupID(g), time: Interval(-1, -1))
      for member in group.members {
        switch member.initial {
        case .value(let value): divisions(in: value, scope)
        case .draw(let draw): examine(draw, scope)
        case .column: break
        }
      }
    }
    for block in world.blocks {
      var scope = Scope(block)
      if case .partial(let probability) = block.schedule { chance(probability, scope) }
      examine(block.statements, &scope)
    }
    for measure in world.measures { examine(measure) }
  }

  /// Returns warning `W714`, where `stop when` ends the runs of a world alone.
  static func stopWarnings(alone: World) -> [Diagnostic] {
    guard let stop = alone.settings.stopWhen, let read = FlowGraph(alone).stopReads().first
    else { return [] }
    return [.stopEndsAll(read.text, span(stop.origin))]
  }

  private mutating func examine(_ statements: [Statement], _ scope: inout Scope) {
    for statement in statements {
      for expression in statement.expressions { divisions(in: expression, scope) }
      switch statement.kind {
      case .bindDraw(_, let draw), .assignDraw(_, let draw): examine(draw, scope)
      case .conditional(_, let then, let otherwise):
        examine(then, &scope)
        examine(otherwise, &scope)
      case .bind, .bindPick, .assign: break
      }
      intervals.visit([statement], &scope) { _, _ in }
    }
  }

  private mutating func examine(_ draw: Draw, _ scope: Scope) {
    switch draw.distribution {
    case .bernoulli(let p), .binomial(_, let p): chance(p, scope)
    default: break
    }
    for demand in ArgumentDemand.all(of: draw.distribution) {
      let interval = intervals.interval(of: demand.value, scope)
      if interval.mayBeNaN || !demand.excludes(interval) { continue }
      let text = Self.text(of: demand.value, world, scope)
      warnings.append(
        .argumentFails(demand.name, demand.words, text, Self.span(demand.value.origin)))
    }
    guard case .uniform(let low, let high) = draw.distribution else { return }
    let (lower, upper) = (intervals.interval(of: low, scope), intervals.interval(of: high, scope))
    if !lower.mayBeNaN, !upper.mayBeNaN, lower.low > upper.high {
      warnings.append(
        .emptyUniform(
          Self.text(of: low, world, scope), Self.text(of: high, world, scope),
          Self.span(draw.origin)))
    }
  }

  private mutating func chance(_ probability: Expression, _ scope: Scope) {
    let interval = intervals.interval(of: probability, scope)
    // What is only known to be a number says nothing about the author's intention.
    if interval.mayBeNaN || (interval.low < -Self.unknown && interval.high > Self.unknown) {
      return
    }
    if interval.low >= -Self.tolerance && interval.high <= 1 + Self.tolerance { return }
    let text = Self.text(of: probability, world, scope)
    warnings.append(
      .chanceLeavesRange(text, Self.range(interval), Self.span(probability.origin)))
  }

  private mutating func divisions(in expression: Expression, _ scope: Scope) {
    if case .binary(.divide, _, let divisor) = expression.kind, Self.isOfParameters(divisor) {
      let interval = intervals.interval(of: divisor, scope)
      if interval.holdsZero {
        let text = Self.text(of: divisor, world, scope)
        warnings.append(.divisorCanBeZero(text, Self.span(divisor.origin)))
      }
    }
    for part in expression.children { divisions(in: part, scope) }
  }

  private mutating func examine(_ measure: Measure) {
    let scope = Scope(own: nil)
    divisions(in: measure.value, scope)
    guard let limit = measure.limit, let value = atDefaults(limit) else { return }
    var range = intervals.interval(of: measure.value, scope)
    if let declared = measure.range {
      range = Interval(declared.lowerBound, declared.upperBound)
    }
    if range.mayBeNaN
      || (value >= range.low - Self.tolerance && value <= range.high + Self.tolerance)
    {
      return
    }
    warnings.append(
      .limitOutsideRange(
        measure.name, EquationText.number(value), Self.range(range), Self.span(limit.origin)))
  }

  /// Returns the value of an expression of parameters when these have their defaults.
  private func atDefaults(_ expression: Expression) -> Double? {
    var substitution: [ParameterID: Double] = [:]
    for (p, parameter) in world.parameters.enumerated() {
      substitution[ParameterID(p)] = parameter.defaultValue
    }
    let folder = Folder(substitution: substitution, intervals: intervals)
    return Folder.number(folder.folded(expression, Scope(own: nil)))
  }
}

extension RangeWarnings {
  private static let tolerance = 1e-6
  private static let unknown = 1e30

  /// Whether an expression is made of parameters and numbers alone.
  private static func isOfParameters(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number: return true
    case .parameter: return true
    case .unary, .binary, .call: return expression.children.allSatisfy { isOfParameters($0) }
    default: return false
    }
  }

  private static func span(_ origin: Origin) -> Span {
    Span(origin.bytes.lowerBound, origin.bytes.upperBound)
  }

  private static func text(of expression: Expression, _ world: World, _ scope: Scope) -> String {
    if !expression.origin.text.isEmpty { return expression.origin.text }
    return EquationText(world).text(of: expression, group: scope.own)
  }

  private static func range(_ interval: Interval) -> String {
    func end(_ value: Double) -> String {
      value.magnitude > unknown ? (value < 0 ? "-infinity" : "infinity") : shown(value)
    }
    return "\(end(interval.low))...\(end(interval.high))"
  }

  /// Four significant digits.
  private static func shown(_ value: Double) -> String {
    if value == 0 { return "0" }
    var scale = 1.0
    while (value * scale).magnitude < 1_000 && scale < 1e12 { scale *= 10 }
    return EquationText.number((value * scale).rounded() / scale)
  }
}
