// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values does an expression, a draw or an aggregate lie?
//
// Each form has a rule from the intervals of its parts to its own, which the folder uses too: it computes parts once.

import WorldModel

extension Intervals {
  /// Returns the interval of an expression.
  func interval(of expression: Expression, _ scope: Scope) -> Interval {
    switch expression.kind {
    case .asNumber(let operand): return interval(of: operand, scope)
    case .unary(let operation, let operand):
      return Self.unary(operation, interval(of: operand, scope))
    case .binary(let operation, let a, let b):
      if isForWarnings, let between = move(expression, scope) { return between }
      return Self.binary(
        operation, interval(of: a, scope), interval(of: b, scope), Self.precision(a.type, b.type))
    case .call(let function, let arguments):
      return Interval.call(
        function, arguments.map { interval(of: $0, scope) },
        at: arguments.map { Self.precision($0.type, $0.type) }.max() ?? .constant)
    case .conditional(let condition, let then, let otherwise):
      return Self.conditional(
        interval(of: condition, scope), interval(of: then, scope), interval(of: otherwise, scope),
        expression.type)
    case .aggregate(let aggregate):
      let inside = scope.inside(aggregate.range, of: world)
      return interval(
        of: aggregate, value: interval(of: aggregate.value, inside),
        condition: aggregate.condition.map { interval(of: $0, inside) },
        otherwise: aggregate.otherwise.map { interval(of: $0, scope) }, expression.type)
    default: return leaf(expression, scope)
    }
  }

  /// Returns the interval of `x + r * (y - x)` with r in 0...1, which lies between x and y.
  private func move(_ expression: Expression, _ scope: Scope) -> Interval? {
    guard case .binary(.add, let x, let step) = expression.kind,
      case .binary(.multiply, let a, let b) = step.kind
    else { return nil }
    for (share, way) in [(a, b), (b, a)] {
      guard case .binary(.subtract, let y, let from) = way.kind, from.kind == x.kind else {
        continue
      }
      let r = interval(of: share, scope)
      if r.mayBeNaN || r.low < 0 || r.high > 1 { continue }
      return interval(of: x, scope).union(interval(of: y, scope))
    }
    return nil
  }

  /// Returns the interval of an expression without parts.
  func leaf(_ expression: Expression, _ scope: Scope) -> Interval {
    switch expression.kind {
    case .number(let value): return Interval(value, value)
    case .boolean(let value): return value ? .yes : .no
    case .caseIndex(let index): return Interval(Double(index), Double(index))
    case .parameter(let parameter): return interval(of: parameter)
    case .own(let member):
      return scope.own.map { members[$0.index][member.index] } ?? .anything
    case .other(let member):
      return scope.other.map { members[$0.index][member.index] } ?? .anything
    case .lone(let group, let member): return members[group.index][member.index]
    case .sole(let network, let member):
      return members[world.networks[network.index].read.index][member.index]
    case .picked(let local, let member):
      guard let network = scope.picks[local.index] else { return .anything }
      return members[world.networks[network.index].read.index][member.index]
    case .linkWeight(let network):
      guard case .file(let list, _) = world.networks[network.index].generator,
        let weights = list.weights, let low = weights.min(), let high = weights.max()
      else { return .anything }
      return Interval(Double(low), Double(high))
    case .local(let local):
      return scope.locals[local.index]
    case .time: return scope.time
    case .index:
      guard let own = scope.own ?? scope.other else { return Interval(0, 0x1p32) }
      return Interval(0, Swift.max(0, size(of: own).high - 1))
    case .size(let group): return size(of: group)
    case .degree(let network):
      guard case .number(let precision) = expression.type else { return .anything }
      return degree(of: network).converted(to: precision)
    default: return .anything
    }
  }

  /// Precision at which an operation on two operands works.
  static func precision(_ a: ValueType, _ b: ValueType) -> Precision {
    var result = Precision.constant
    if case .number(let precision) = a { result = Swift.max(result, precision) }
    if case .number(let precision) = b { result = Swift.max(result, precision) }
    return result
  }

  static func unary(_ operation: UnaryOperator, _ x: Interval) -> Interval {
    switch operation {
    case .negate: Interval(-x.high, -x.low, mayBeNaN: x.mayBeNaN)
    case .not: Interval(1 - x.high, 1 - x.low)
    }
  }

  static func binary(
    _ operation: BinaryOperator, _ a: Interval, _ b: Interval, _ precision: Precision
  ) -> Interval {
    switch operation {
    case .add: return .sum(a, b, at: precision)
    case .subtract: return .difference(a, b, at: precision)
    case .multiply: return .product(a, b, at: precision)
    case .divide: return .quotient(a, b, at: precision)
    case .power: return .power(a, b, at: precision)
    case .and: return Interval(Swift.min(a.low, b.low), Swift.min(a.high, b.high))
    case .or: return Interval(Swift.max(a.low, b.low), Swift.max(a.high, b.high))
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      return .comparison(operation, a.converted(to: precision), b.converted(to: precision))
    }
  }

  static func conditional(
    _ condition: Interval, _ then: Interval, _ otherwise: Interval, _ type: ValueType
  ) -> Interval {
    let chosen =
      condition == .yes ? then : condition == .no ? otherwise : then.union(otherwise)
    guard case .number(let precision) = type else { return chosen }
    return chosen.converted(to: precision)
  }

  /// Returns the interval of an aggregate from those of its parts.
  func interval(
    of aggregate: Aggregate, value: Interval, condition: Interval?, otherwise: Interval?,
    _ type: ValueType
  ) -> Interval {
    var count = count(of: aggregate.range)
    if let condition, condition != .yes { count.low = 0 }
    if condition == .no { count.high = 0 }
    let precision = Self.precision(type, type)
    let isExact = if case .asNumber = aggregate.value.kind { true } else { false }
    var result: Interval
    switch aggregate.operation {
    case .count:
      return Interval(value.low >= 1 ? count.low : 0, value.high <= 0 ? 0 : count.high)
        .converted(to: precision)
    case .any:
      return Interval(
        value.low >= 1 && count.low >= 1 ? 1 : 0, value.high <= 0 || count.high == 0 ? 0 : 1)
    case .all:
      return Interval(
        value.low >= 1 || count.high == 0 ? 1 : 0, value.high <= 0 && count.low >= 1 ? 0 : 1)
    case .sum:
      if count.high == 0 { return .no }
      let ends = [
        Interval.product(count, Interval(value.low, value.low), at: .double),
        Interval.product(count, Interval(value.high, value.high), at: .double),
      ]
      let exact = Interval(ends[0].low, ends[1].high)
      let size = Swift.max(exact.low.magnitude, exact.high.magnitude)
      let magnitude = Swift.max(
        size, count.high * Swift.max(value.low.magnitude, value.high.magnitude))
      result =
        isExact
        ? exact.converted(to: precision)
        : rounded(exact, aggregate.range, terms: count.high, magnitude: magnitude, precision)
      result.mayBeNaN = value.mayBeNaN || (value.low.isInfinite && value.high.isInfinite)
      return result
    case .mean:
      result = value
      if !isExact {
        let magnitude = Swift.max(value.low.magnitude, value.high.magnitude)
        result = rounded(
          value, aggregate.range, terms: count.high, magnitude: magnitude, precision)
      } else if value == .yes {
        // The sum times the rounded reciprocal of the degree may fall short of 1 by one unit in the last place.
        result.low = precision == .double ? 1 - 0x1p-53 : 1 - 0x1p-24
      }
      result.mayBeNaN = value.mayBeNaN || (value.low.isInfinite && value.high.isInfinite)
    case .min, .max:
      result = value.converted(to: precision)
    }
    if let otherwise, count.low < 1 {
      let other = otherwise.converted(to: precision)
      result = count.high == 0 ? other : result.union(other)
    }
    return result
  }

  /// Returns bounds of a sum (or mean) of so many rounded terms, in whatever order they are added.
  ///
  /// The error is at most ((1 + u)^n - 1) times the sum of magnitudes (Higham, Accuracy and Stability of Numerical
  /// Algorithms, 4.2); sums of terms of one sign keep that sign. Where the engine takes the reader off a total of all,
  /// there is one term more, and the sign may be lost.
  private func rounded(
    _ exact: Interval, _ range: AggregateRange, terms: Double, magnitude: Double,
    _ precision: Precision
  ) -> Interval {
    if isForWarnings || (exact.low == 0 && exact.high == 0) { return exact }
    let unit = precision == .double ? 0x1p-53 : 0x1p-24
    let growth = ElementaryBounds.exponential((terms + 4) * unit) * (1 + 0x1p-40) - 1
    var isTotal = false
    if case .network(let network) = range {
      switch world.networks[network.index].generator {
      case .complete, .star: isTotal = true
      default: break
      }
    }
    let error = growth * magnitude * (isTotal ? 2 : 1)
    let low = !isTotal && exact.low >= 0 ? Swift.max(0, exact.low - error) : exact.low - error
    let high = !isTotal && exact.high <= 0 ? Swift.min(0, exact.high + error) : exact.high + error
    return Interval(low, high).converted(to: precision)
  }

  /// Returns the interval of how a member begins.
  func interval(of initial: Initial, _ scope: Scope) -> Interval {
    switch initial {
    case .value(let expression): return interval(of: expression, scope)
    case .draw(let draw): return interval(of: draw, scope)
    case .column(let column):
      guard let low = column.values.min(), let high = column.values.max() else { return .anything }
      return Interval(low, high)
    }
  }

  /// Returns the interval of what a draw can give.
  func interval(of draw: Draw, _ scope: Scope) -> Interval {
    func of(_ argument: Expression) -> Interval { interval(of: argument, scope) }
    switch draw.distribution {
    case .bernoulli(let p): return Self.bernoulli(of(p))
    case .uniform(let low, let high):
      let (a, b) = (of(low), of(high))
      return Interval(a.low, b.high, mayBeNaN: a.mayBeNonFinite || b.mayBeNonFinite)
        .union(Interval(Double(Float(a.low)), Double(Float(b.high))))
    case .normal: return .anything
    case .lognormal, .exponential, .gammaMoments, .gammaShape, .poisson:
      return Interval(0, .infinity, mayBeNaN: true)
    case .betaMoments, .betaShape: return .boolean
    case .binomial(let trials, _):
      let most = of(trials)
      return Interval(0, most.mayBeNaN ? .infinity : Swift.max(0, most.high))
    case .weights(let arms), .logit(_, let arms):
      let choices = arms.map { Double($0.choice) }
      return Interval(choices.min() ?? 0, choices.max() ?? 0)
    }
  }

  /// Returns what a Bernoulli draw with a chance within an interval can give: the chance is clamped to 0...1.
  static func bernoulli(_ chance: Interval) -> Interval {
    if chance.mayBeNaN { return .boolean }
    return chance.high <= 0 ? .no : chance.low >= 1 ? .yes : .boolean
  }
}
