// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values does the engine's exp, log, tanh or logistic of a number lie?
//
// Goals, in this order: the bounds hold for every kernel whose relative error is below `slack`; no C library is needed.
// The engine's kernels are not called: the language does not know the engine. Where a kernel may flush a tiny result to
// zero or overflow a little early, the bounds allow both.

import WorldModel

/// Bounds of elementary functions at a precision.
struct ElementaryBounds {
  /// Largest relative error allowed for the kernel and for the approximation here together.
  let slack: Double
  /// Results below this may come out as 0.
  let tiny: Double
  /// Results above this may come out as infinity.
  let huge: Double

  init(_ precision: Precision) {
    switch precision {
    // Eight units in the last place of 32 bits (2^-24 each) cover kernels of a few ulp. `constant` works in 64 bits,
    // but may meet a `single`: the wider bounds serve both.
    case .single, .constant: (slack, tiny, huge) = (0x1p-20, 0x1p-120, 0x1p126)
    case .double: (slack, tiny, huge) = (0x1p-44, 0x1p-1000, 0x1p1022)
    }
  }

  /// Returns bounds of a result known to about 1e-15, relatively.
  func around(_ value: Double) -> (low: Double, high: Double) {
    let size = value.magnitude
    if value.isInfinite { return value > 0 ? (huge, .infinity) : (-.infinity, -huge) }
    let spread = size * slack
    var low = value - spread
    var high = value + spread
    if size < tiny { (low, high) = (Swift.min(low, 0), Swift.max(high, tiny)) }
    if value > huge { high = .infinity }
    if value < -huge { low = -.infinity }
    return (low, high)
  }

  /// Bounds of e^x.
  func exp(_ x: Double) -> (low: Double, high: Double) {
    if x == 0 { return (1, 1) }
    let bounds = around(Self.exponential(x))
    return (Swift.max(0, bounds.low), bounds.high)
  }

  /// Bounds of the natural logarithm of x >= 0.
  func log(_ x: Double) -> (low: Double, high: Double) {
    if x == 1 { return (0, 0) }
    if x == 0 { return (-.infinity, -.infinity) }
    let bounds = around(Self.logarithm(x))
    // Near x = 1 the result is a small difference: an absolute error of the same size is allowed.
    return (bounds.low - slack, bounds.high + slack)
  }

  /// Bounds of 1 / (1 + e^-x).
  func logistic(_ x: Double) -> (low: Double, high: Double) {
    if x == 0 { return (0.5, 0.5) }
    let bounds = around(1 / (1 + Self.exponential(-x)))
    return (Swift.max(0, bounds.low), Swift.min(1, bounds.high))
  }

  /// Bounds of the hyperbolic tangent.
  func tanh(_ x: Double) -> (low: Double, high: Double) {
    if x == 0 { return (0, 0) }
    let value = 1 - 2 / (Self.exponential(2 * x) + 1)
    let low = value - slack
    let high = value + slack
    return x > 0
      ? (Swift.max(0, low), Swift.min(1, high)) : (Swift.max(-1, low), Swift.min(0, high))
  }

  /// Bounds of x^y for x >= 0.
  func power(_ x: Double, _ y: Double) -> (low: Double, high: Double) {
    if y == 0 || x == 1 { return (1, 1) }
    if x == 0 { return y > 0 ? (0, 0) : (.infinity, .infinity) }
    if x.isInfinite { return y > 0 ? (huge, .infinity) : (0, tiny) }
    // The error of y log x is magnified by the exponential.
    let exponent = y * Self.logarithm(x)
    if exponent.isNaN { return (0, .infinity) }
    if exponent.isInfinite { return exponent > 0 ? (huge, .infinity) : (0, tiny) }
    let wobble = exponent.magnitude * 0x1p-48
    let low = around(Self.exponential(exponent - wobble)).low
    return (Swift.max(0, low), around(Self.exponential(exponent + wobble)).high)
  }

  /// Returns e^x to about 1e-15: 2^k times the Taylor series of what remains after k ln 2 is taken off.
  static func exponential(_ x: Double) -> Double {
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    let ln2High = 0x1.62e42fefa38p-1
    let ln2Low = 0x1.ef35793c7673p-45
    let k = (x / (ln2High + ln2Low)).rounded()
    let rest = (x - k * ln2High) - k * ln2Low
    var sum = 1.0
    for n in stride(from: 18, through: 1, by: -1) { sum = 1 + sum * rest / Double(n) }
    let half = (k / 2).rounded(.down)
    return sum * Double(sign: .plus, exponent: Int(half), significand: 1)
      * Double(sign: .plus, exponent: Int(k - half), significand: 1)
  }

  /// Returns the natural logarithm of x > 0 to about 1e-15: exponent times ln 2 plus 2 artanh((m - 1) / (m + 1)).
  static func logarithm(_ x: Double) -> Double {
    if x.isInfinite { return .infinity }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.4142135623730951 {
      m /= 2
      exponent += 1
    }
    let t = (m - 1) / (m + 1)
    var sum = 0.0
    for n in stride(from: 25, through: 1, by: -2) { sum = sum * t * t + 1 / Double(n) }
    return exponent * 0.6931471805599453 + 2 * t * sum
  }
}
