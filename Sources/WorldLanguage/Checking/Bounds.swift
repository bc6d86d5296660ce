// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which numbers does an expression of parameters lie, whatever values a run gives them?
//
// Used while checking, before there is a world: sizes, arguments of generators, limits. Only needs to be right, not
// tight; what it does not know is unbounded.

import WorldModel

/// A closed interval of numbers; the ends may be infinite.
struct Bounds: Hashable {
  var low: Double
  var high: Double

  static let unbounded = Bounds(-.infinity, .infinity)

  init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  init(_ point: Double) { self.init(point, point) }

  /// The one number it holds, if it holds only one.
  var point: Double? { low == high ? low : nil }

  /// Returns the bounds of an expression.
  static func of(_ expression: Expression, _ parameters: [Parameter]) -> Bounds {
    func of(_ part: Expression) -> Bounds { Bounds.of(part, parameters) }
    switch expression.kind {
    case .number(let value): return Bounds(value)
    case .parameter(let id):
      let range = parameters[id.index].range
      return Bounds(range.lowerBound, range.upperBound)
    case .index: return Bounds(0, .infinity)
    case .asNumber, .boolean: return Bounds(0, 1)
    case .unary(.negate, let operand):
      let x = of(operand)
      return Bounds(-x.high, -x.low)
    case .binary(let operation, let left, let right):
      return arithmetic(operation, of(left), of(right))
    case .call(let function, let arguments): return call(function, arguments.map(of))
    case .conditional(_, let then, let otherwise):
      let (a, b) = (of(then), of(otherwise))
      return Bounds(min(a.low, b.low), max(a.high, b.high))
    default: return .unbounded
    }
  }

  private static func hull(_ values: [Double]) -> Bounds {
    guard let low = values.min(), let high = values.max(), !values.contains(where: \.isNaN) else {
      return .unbounded
    }
    return Bounds(low, high)
  }

  private static func arithmetic(_ operation: BinaryOperator, _ a: Bounds, _ b: Bounds) -> Bounds {
    switch operation {
    case .add: return hull([a.low + b.low, a.high + b.high])
    case .subtract: return hull([a.low - b.high, a.high - b.low])
    case .multiply: return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high])
    case .divide:
      if b.low <= 0 && b.high >= 0 { return .unbounded }
      return hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high])
    case .power:
      guard let exponent = b.point, exponent >= 0, let low = ConstantPower.value(a.low, exponent),
        let high = ConstantPower.value(a.high, exponent)
      else {
        return a.low >= 1 && b.low >= 0
          ? Bounds(1, .infinity)
          : a.low >= 0 ? Bounds(0, .infinity) : .unbounded
      }
      return a.low >= 0 ? hull([low, high]) : a.point == nil ? .unbounded : Bounds(low)
    default: return .unbounded
    }
  }

  private static func call(_ function: Function, _ arguments: [Bounds]) -> Bounds {
    let x = arguments[0]
    switch function {
    case .min:
      return hull([arguments.map(\.low).min() ?? x.low, arguments.map(\.high).min() ?? x.high])
    case .max:
      return hull([arguments.map(\.low).max() ?? x.low, arguments.map(\.high).max() ?? x.high])
    case .clamp:
      let (low, high) = (arguments[1], arguments[2])
      return hull([max(low.low, min(x.low, high.low)), max(low.high, min(x.high, high.high))])
    case .floor: return hull([x.low.rounded(.down), x.high.rounded(.down)])
    case .round: return hull([x.low.rounded(.toNearestOrEven), x.high.rounded(.toNearestOrEven)])
    case .abs:
      let ends = hull([abs(x.low), abs(x.high)])
      return x.low <= 0 && x.high >= 0 ? Bounds(0, ends.high) : ends
    case .sqrt: return x.low >= 0 ? hull([x.low.squareRoot(), x.high.squareRoot()]) : .unbounded
    case .sign, .sin, .cos, .tanh: return Bounds(-1, 1)
    case .logistic: return Bounds(0, 1)
    case .exp: return Bounds(0, .infinity)
    case .mod:
      return arguments[1].low > 0 ? Bounds(0, arguments[1].high) : .unbounded
    case .log, .tan: return .unbounded
    }
  }
}

extension Expression {
  /// Whether an expression of parameters is whole whatever values a run gives them.
  func isWhole(_ parameters: [Parameter]) -> Bool {
    switch kind {
    case .number(let value): return value.rounded(.towardZero) == value
    case .parameter(let id): return parameters[id.index].isCount
    case .index, .size, .asNumber, .time: return true
    case .unary(.negate, let operand): return operand.isWhole(parameters)
    case .binary(.add, let a, let b), .binary(.subtract, let a, let b),
      .binary(.multiply, let a, let b):
      return a.isWhole(parameters) && b.isWhole(parameters)
    case .binary(.power, let a, let b):
      return a.isWhole(parameters) && b.isWhole(parameters) && Bounds.of(b, parameters).low >= 0
    case .call(.floor, _), .call(.round, _), .call(.sign, _): return true
    case .call(.abs, let arguments), .call(.min, let arguments), .call(.max, let arguments),
      .call(.clamp, let arguments), .call(.mod, let arguments):
      return arguments.allSatisfy { $0.isWhole(parameters) }
    case .conditional(_, let then, let otherwise):
      return then.isWhole(parameters) && otherwise.isWhole(parameters)
    default: return false
    }
  }
}
