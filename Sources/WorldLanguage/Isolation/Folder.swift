// SPDX-License-Identifier: GPL-3.0-or-later
//
// What remains of an expression when some parameters have known values?
//
// Goals, in this order: whatever is folded has the bits the engine would compute for every finite operand; what the
// proof of isolation needs vanishes; nothing else is touched. The identities are those of the language and no other:
// 0 x = 0, x + 0, x - 0, 1 x, x / 1, constant conditions, `and` and `or` with a constant, chances of 0 and 1, and
// intervals of one point. That 0 x is 0 rests on the engine, which ends a run at a non-finite trait, state or utility.
//
// Invariant: an expression keeps its type, and with it the precision at which its surroundings work. An identity that
// returns an operand of another precision is therefore written as that operand plus a zero of the right precision.
// Exponentials, powers and other functions without a correctly rounded result are left to the engine's kernels.

import WorldModel

/// Folds the expressions of one world.
struct Folder {
  /// Values put in the place of parameters.
  let substitution: [ParameterID: Double]
  /// Intervals of the world that is folded.
  let intervals: Intervals
  /// By `let` name of the block, the constant it stands for.
  var constants: [LocalID: Expression] = [:]
  /// The `let` names of the block that stand for a bare `logistic(x)`.
  var logisticNames: Set<LocalID> = []

  /// An expression and the values it can have.
  struct Folded {
    var expression: Expression
    var interval: Interval
  }

  /// Returns an expression folded.
  func folded(_ expression: Expression, _ scope: Scope) -> Expression {
    fold(expression, scope).expression
  }

  /// Returns an expression folded, with its interval.
  func fold(_ expression: Expression, _ scope: Scope) -> Folded {
    let result = reduced(expression, scope)
    if Self.isLiteral(result.expression) { return result }
    guard let point = result.interval.point,
      let literal = Self.literal(point, like: result.expression)
    else { return result }
    return Folded(expression: literal, interval: result.interval)
  }

  private func reduced(_ expression: Expression, _ scope: Scope) -> Folded {
    switch expression.kind {
    case .parameter(let parameter):
      if let value = substitution[parameter] { return number(value, like: expression) }
    case .local(let local):
      if let constant = constants[local] {
        return cast(
          Folded(expression: constant, interval: intervals.leaf(constant, scope)), like: expression)
      }
    case .asNumber(let operand):
      let x = fold(operand, scope)
      return with(expression, .asNumber(x.expression), x.interval)
    case .unary(let operation, let operand):
      let x = fold(operand, scope)
      return with(
        expression, .unary(operation, x.expression), Intervals.unary(operation, x.interval))
    case .binary(let operation, let a, let b):
      return binary(expression, operation, fold(a, scope), fold(b, scope))
    case .call(let function, let arguments):
      let folded = arguments.map { fold($0, scope) }
      let precision = folded.map {
        Intervals.precision($0.expression.type, $0.expression.type)
      }.max()
      return with(
        expression, .call(function, folded.map(\.expression)),
        Interval.call(function, folded.map(\.interval), at: precision ?? .constant))
    case .conditional(let condition, let then, let otherwise):
      let c = fold(condition, scope)
      if c.interval == .yes { return cast(fold(then, scope), like: expression) }
      if c.interval == .no { return cast(fold(otherwise, scope), like: expression) }
      let (a, b) = (fold(then, scope), fold(otherwise, scope))
      return with(
        expression, .conditional(c.expression, then: a.expression, otherwise: b.expression),
        Intervals.conditional(c.interval, a.interval, b.interval, expression.type))
    case .aggregate(let aggregate): return self.aggregate(expression, aggregate, scope)
    default: break
    }
    return Folded(expression: expression, interval: intervals.leaf(expression, scope))
  }

  private func binary(
    _ expression: Expression, _ operation: BinaryOperator, _ a: Folded, _ b: Folded
  ) -> Folded {
    let precision = Intervals.precision(a.expression.type, b.expression.type)
    let (x, y) = (Self.number(a.expression), Self.number(b.expression))
    switch operation {
    case .multiply where x == 0 || y == 0: return number(0, like: expression)
    case .multiply where x == 1: return cast(b, like: expression)
    case .multiply where y == 1: return cast(a, like: expression)
    case .add where x == 0 && b.expression.type == expression.type: return b
    case .add where y == 0 && a.expression.type == expression.type,
      .subtract where y == 0 && a.expression.type == expression.type:
      return a
    case .divide where y == 1: return cast(a, like: expression)
    case .and:
      if a.interval == .no || b.interval == .no { return boolean(false, like: expression) }
      if a.interval == .yes { return b }
      if b.interval == .yes { return a }
    case .or:
      if a.interval == .yes || b.interval == .yes { return boolean(true, like: expression) }
      if a.interval == .no { return b }
      if b.interval == .no { return a }
    default: break
    }
    return with(
      expression, .binary(operation, a.expression, b.expression),
      Intervals.binary(operation, a.interval, b.interval, precision))
  }

  private func aggregate(
    _ expression: Expression, _ aggregate: Aggregate, _ scope: Scope
  ) -> Folded {
    let inside = scope.inside(aggregate.range, of: intervals.world)
    let value = fold(aggregate.value, inside)
    let condition = aggregate.condition.map { fold($0, inside) }
    let otherwise = aggregate.otherwise.map { fold($0, scope) }
    if condition?.interval == .no, let otherwise { return cast(otherwise, like: expression) }
    var result = aggregate
    result.value = value.expression
    result.condition = condition?.interval == .yes ? nil : condition?.expression
    result.otherwise = otherwise?.expression
    return with(
      expression, .aggregate(result),
      intervals.interval(
        of: result, value: value.interval,
        condition: result.condition == nil ? nil : condition?.interval,
        otherwise: otherwise?.interval, expression.type))
  }
}

extension Folder {
  private func with(
    _ expression: Expression, _ kind: Expression.Kind, _ interval: Interval
  ) -> Folded {
    Folded(
      expression: Expression(kind, expression.type, origin: expression.origin), interval: interval)
  }

  private func number(_ value: Double, like expression: Expression) -> Folded {
    let literal = Expression(.number(value), expression.type, origin: expression.origin)
    return Folded(expression: literal, interval: Interval(value, value))
  }

  private func boolean(_ value: Bool, like expression: Expression) -> Folded {
    let literal = Expression(.boolean(value), .boolean, origin: expression.origin)
    return Folded(expression: literal, interval: value ? .yes : .no)
  }

  /// Returns an operand with the type of the expression whose place it takes.
  private func cast(_ folded: Folded, like expression: Expression) -> Folded {
    guard folded.expression.type != expression.type,
      case .number(let precision) = expression.type
    else { return folded }
    let interval = folded.interval.converted(to: precision)
    if let value = Self.number(folded.expression) {
      return number(
        precision == .single ? Double(Float(value)) : value, like: expression)
    }
    let zero = Expression(.number(0), expression.type, origin: expression.origin)
    return with(expression, .binary(.add, folded.expression, zero), interval)
  }

  /// The value of a literal number.
  static func number(_ expression: Expression) -> Double? {
    if case .number(let value) = expression.kind { return value }
    return nil
  }

  /// Whether an expression is a literal.
  static func isLiteral(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number, .boolean, .caseIndex: true
    default: false
    }
  }

  /// Returns the literal of a point in the place of an expression.
  static func literal(_ point: Double, like expression: Expression) -> Expression? {
    switch expression.type {
    case .boolean: Expression(.boolean(point == 1), .boolean, origin: expression.origin)
    case .cases: Expression(.caseIndex(Int(point)), expression.type, origin: expression.origin)
    case .number:
      // A zero is written without its sign: `0 x` has lost it already.
      Expression(.number(point + 0), expression.type, origin: expression.origin)
    }
  }
}
