// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values can a result of the engine lie, and can it be no number at all?
//
// Goals, in this order: sound for the engine's own roundings, infinities and NaN included; tight at 0 and 1. Addition,
// subtraction, multiplication, division and square root are rounded correctly and therefore monotonically, so that the
// operation of the same precision applied to the ends gives the exact ends of the result. Booleans are 0 and 1, cases
// are their indices.

import WorldModel

/// A closed interval of extended reals, and whether NaN is possible beside it.
struct Interval: Hashable, Sendable {
  /// Smallest possible value; may be -infinity.
  var low: Double
  /// Largest possible value; may be infinity.
  var high: Double
  /// Whether the value may also be NaN; then nothing may be concluded from the ends.
  var mayBeNaN: Bool

  init(_ low: Double, _ high: Double, mayBeNaN: Bool = false) {
    self.low = low
    self.high = high
    self.mayBeNaN = mayBeNaN
  }

  /// Everything that is known of an arbitrary number.
  static let anything = Interval(-.infinity, .infinity, mayBeNaN: true)
  /// A boolean of which nothing is known.
  static let boolean = Interval(0, 1)
  /// `true`.
  static let yes = Interval(1, 1)
  /// `false`.
  static let no = Interval(0, 0)

  /// The one finite value that is possible, if there is only one.
  var point: Double? { low == high && !mayBeNaN && low.isFinite ? low : nil }
  /// Whether an end is infinite or NaN is possible.
  var mayBeNonFinite: Bool { mayBeNaN || low.isInfinite || high.isInfinite }
  /// Whether 0 is possible.
  var holdsZero: Bool { low <= 0 && high >= 0 }

  /// Returns the smallest interval that holds both.
  func union(_ other: Interval) -> Interval {
    Interval(
      Swift.min(low, other.low), Swift.max(high, other.high), mayBeNaN: mayBeNaN || other.mayBeNaN)
  }

  /// Returns what the engine makes of a value when it converts it to a precision.
  func converted(to precision: Precision) -> Interval {
    guard precision == .single else { return self }
    return Interval(Double(Float(low)), Double(Float(high)), mayBeNaN: mayBeNaN)
  }

  /// Returns the values that a member of this type can have: finite ones, since the engine stops at others.
  func stored(as type: ValueType) -> Interval {
    guard case .number(let precision) = type else { return self }
    let greatest =
      precision == .single
      ? Double(Float.greatestFiniteMagnitude) : Double.greatestFiniteMagnitude
    let rounded = converted(to: precision)
    return Interval(
      Swift.min(greatest, Swift.max(-greatest, rounded.low)),
      Swift.max(-greatest, Swift.min(greatest, rounded.high)))
  }

  /// Returns everything a member of this type can hold.
  static func everything(of type: ValueType) -> Interval {
    switch type {
    case .boolean: boolean
    case .cases(let set): Interval(0, Double(Swift.max(0, set.names.count - 1)))
    case .number: anything.stored(as: type)
    }
  }
}

extension Interval {
  /// Returns an operation on two ends at a precision, in the engine's own arithmetic.
  private static func at(
    _ precision: Precision, _ a: Double, _ b: Double, _ single: (Float, Float) -> Float,
    _ double: (Double, Double) -> Double
  ) -> Double {
    precision == .single ? Double(single(Float(a), Float(b))) : double(a, b)
  }

  /// Returns an interval from ends that may be NaN, widened where `constant` work may be done in either precision.
  private static func made(
    _ ends: [Double], _ precision: Precision, fromPoints: Bool, mayBeNaN: Bool
  ) -> Interval {
    var nan = mayBeNaN
    var low = Double.infinity
    var high = -Double.infinity
    for end in ends {
      if end.isNaN {
        nan = true
        (low, high) = (-.infinity, .infinity)
      } else {
        low = Swift.min(low, end)
        high = Swift.max(high, end)
      }
    }
    if precision == .constant && !fromPoints {
      low = Swift.min(low, Double(Float(low)))
      high = Swift.max(high, Double(Float(high)))
    }
    return Interval(low, high, mayBeNaN: nan)
  }

  static func sum(_ a: Interval, _ b: Interval, at precision: Precision) -> Interval {
    let (x, y) = (a.converted(to: precision), b.converted(to: precision))
    let opposite =
      (x.high == .infinity && y.low == -.infinity) || (x.low == -.infinity && y.high == .infinity)
    return made(
      [at(precision, x.low, y.low, +, +), at(precision, x.high, y.high, +, +)], precision,
      fromPoints: a.point != nil && b.point != nil,
      mayBeNaN: x.mayBeNaN || y.mayBeNaN || opposite)
  }

  static func difference(_ a: Interval, _ b: Interval, at precision: Precision) -> Interval {
    sum(a, Interval(-b.high, -b.low, mayBeNaN: b.mayBeNaN), at: precision)
  }

  static func product(_ a: Interval, _ b: Interval, at precision: Precision) -> Interval {
    let (x, y) = (a.converted(to: precision), b.converted(to: precision))
    let undefined =
      (x.holdsZero && (y.low.isInfinite || y.high.isInfinite))
      || (y.holdsZero && (x.low.isInfinite || x.high.isInfinite))
    let ends = [(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)].map {
      $0.0 == 0 || $0.1 == 0 ? 0 : at(precision, $0.0, $0.1, *, *)
    }
    return made(
      ends, precision, fromPoints: a.point != nil && b.point != nil,
      mayBeNaN: x.mayBeNaN || y.mayBeNaN || undefined)
  }

  static func quotient(_ a: Interval, _ b: Interval, at precision: Precision) -> Interval {
    let (x, y) = (a.converted(to: precision), b.converted(to: precision))
    let bothInfinite =
      (x.low.isInfinite || x.high.isInfinite) && (y.low.isInfinite || y.high.isInfinite)
    let nan = x.mayBeNaN || y.mayBeNaN || bothInfinite
    if y.holdsZero {
      return Interval(-.infinity, .infinity, mayBeNaN: nan || x.holdsZero)
    }
    let ends = [(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)].map {
      at(precision, $0.0, $0.1, /, /)
    }
    return made(
      ends, precision, fromPoints: a.point != nil && b.point != nil, mayBeNaN: nan)
  }

  static func power(_ a: Interval, _ b: Interval, at precision: Precision) -> Interval {
    let (x, y) = (a.converted(to: precision), b.converted(to: precision))
    let nan = x.mayBeNaN || y.mayBeNaN
    let bounds = ElementaryBounds(precision)
    if x.low >= 0 {
      // For a fixed exponent x^y is monotone in x, for a fixed base in y: the extremes are at corners (0^0 = 1 lies
      // between them).
      var result: Interval?
      for (base, exponent) in [(x.low, y.low), (x.low, y.high), (x.high, y.low), (x.high, y.high)] {
        let corner = bounds.power(base, exponent)
        let interval = Interval(corner.low, corner.high)
        result = result?.union(interval) ?? interval
      }
      if let result { return Interval(result.low, result.high, mayBeNaN: nan) }
    }
    if let exponent = y.point, exponent == exponent.rounded(), exponent >= 0, exponent <= 64 {
      let size = Swift.max(x.low.magnitude, x.high.magnitude)
      let top = bounds.power(size, exponent).high
      let isEven = exponent.remainder(dividingBy: 2) == 0
      return Interval(exponent == 0 ? 1 : isEven ? 0 : -top, top, mayBeNaN: nan)
    }
    return .anything
  }
}
