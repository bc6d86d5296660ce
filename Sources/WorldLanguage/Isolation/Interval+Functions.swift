// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values does a built-in function or a comparison lie, given intervals of its arguments?

import WorldModel

extension Interval {
  /// Returns the interval of a built-in function at a precision.
  static func call(
    _ function: Function, _ arguments: [Interval], at precision: Precision
  ) -> Interval {
    let x = arguments[0].converted(to: precision)
    let rest = arguments.dropFirst().map { $0.converted(to: precision) }
    switch function {
    case .min, .max, .clamp: return choice(function, [x] + rest)
    case .mod: return remainder(x, rest[0], at: precision)
    case .abs:
      let ends = [x.low.magnitude, x.high.magnitude]
      return Interval(
        x.holdsZero ? 0 : Swift.min(ends[0], ends[1]), Swift.max(ends[0], ends[1]),
        mayBeNaN: x.mayBeNaN)
    case .sign: return x.mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .floor: return x.mapped { $0.rounded(.down) }
    case .round: return x.mapped { $0.rounded(.toNearestOrEven) }
    case .sqrt: return squareRoot(x, at: precision)
    case .exp, .log, .tanh, .logistic: return monotone(function, x, at: precision)
    case .sin, .cos, .tan: return periodic(function, x)
    }
  }

  private func mapped(_ monotone: (Double) -> Double) -> Interval {
    Interval(monotone(low), monotone(high), mayBeNaN: mayBeNaN)
  }

  private static func choice(_ function: Function, _ all: [Interval]) -> Interval {
    let hull = all.dropFirst().reduce(all[0]) { $0.union($1) }
    // Which argument wins against NaN is not part of the language: any may.
    if hull.mayBeNaN { return hull }
    switch function {
    case .min:
      return Interval(hull.low, all.map(\.high).min() ?? hull.high)
    case .max:
      return Interval(all.map(\.low).max() ?? hull.low, hull.high)
    default:
      let (x, lower, upper) = (all[0], all[1], all[2])
      // Where the limits may cross, both readings of clamp are covered.
      if lower.high > upper.low { return lower.union(upper) }
      return Interval(
        Swift.min(Swift.max(x.low, lower.low), upper.low),
        Swift.min(Swift.max(x.high, lower.high), upper.high))
    }
  }

  private static func remainder(_ x: Interval, _ y: Interval, at precision: Precision) -> Interval {
    if y.holdsZero || x.mayBeNonFinite || y.mayBeNonFinite { return .anything }
    let size = Swift.max(x.low.magnitude, x.high.magnitude) + Swift.max(-y.low, y.high)
    // x / y may round up to a whole number, which then takes y off once too often.
    let slip = size * (precision == .double ? 0x1p-50 : 0x1p-21)
    return y.low > 0 ? Interval(-slip, y.high + slip) : Interval(y.low - slip, slip)
  }

  private static func squareRoot(_ x: Interval, at precision: Precision) -> Interval {
    func root(_ value: Double) -> Double {
      let value = Swift.max(0, value)
      return precision == .single
        ? Double(Float(value).squareRoot()) : value.squareRoot()
    }
    var low = root(x.low)
    var high = root(x.high)
    if precision == .constant && x.point == nil {
      (low, high) = (Swift.min(low, Double(Float(low))), Swift.max(high, Double(Float(high))))
    }
    return Interval(low, high, mayBeNaN: x.mayBeNaN || x.low < 0)
  }

  private static func monotone(
    _ function: Function, _ x: Interval, at precision: Precision
  ) -> Interval {
    let bounds = ElementaryBounds(precision)
    func ends(_ value: Double) -> (low: Double, high: Double) {
      switch function {
      case .exp: bounds.exp(value)
      case .log: bounds.log(Swift.max(0, value))
      case .tanh: bounds.tanh(value)
      default: bounds.logistic(value)
      }
    }
    let nan = x.mayBeNaN || (function == .log && x.low < 0)
    // The least value may be that of the upper end where a kernel is not quite monotone; its slack covers that.
    return Interval(
      Swift.min(ends(x.low).low, ends(x.high).low), Swift.max(ends(x.low).high, ends(x.high).high),
      mayBeNaN: nan)
  }

  private static func periodic(_ function: Function, _ x: Interval) -> Interval {
    if x.point == 0 { return function == .cos ? .yes : .no }
    // No interval of an angle is narrow enough to be worth more.
    if function == .tan { return Interval(-.infinity, .infinity, mayBeNaN: x.mayBeNonFinite) }
    return Interval(-1, 1, mayBeNaN: x.mayBeNonFinite)
  }

  /// Returns what a comparison can give, as a boolean's interval.
  static func comparison(_ operation: BinaryOperator, _ a: Interval, _ b: Interval) -> Interval {
    if a.mayBeNaN || b.mayBeNaN { return .boolean }
    switch operation {
    case .less: return decided(a.high < b.low, never: a.low >= b.high)
    case .lessOrEqual: return decided(a.high <= b.low, never: a.low > b.high)
    case .greater: return decided(a.low > b.high, never: a.high <= b.low)
    case .greaterOrEqual: return decided(a.low >= b.high, never: a.high < b.low)
    case .equal:
      return decided(
        a.low == a.high && a == b, never: a.high < b.low || b.high < a.low)
    case .notEqual:
      return decided(
        a.high < b.low || b.high < a.low, never: a.low == a.high && a == b)
    default: return .boolean
    }
  }

  private static func decided(_ always: Bool, never: Bool) -> Interval {
    always ? .yes : never ? .no : .boolean
  }
}
