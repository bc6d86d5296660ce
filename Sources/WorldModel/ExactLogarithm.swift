// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are powers and logarithms of values on an axis? Series of operations whose bits IEEE 754 defines.
//
// Goals, in this order: the same bits on every machine, since the values of an axis name the cells of a store, which a
// library's functions do not promise; an error of a few units in the last place. Source: Muller, Elementary Functions,
// 3rd ed. (2016), section 11.1 for the reduction, 2 artanh((m - 1) / (m + 1)) for the logarithm of m.

/// Binary logarithms and powers of two.
enum ExactLogarithm {
  private static let logarithmOfTwo = 0.693_147_180_559_945_309_4

  /// Returns the binary logarithm of a number above 0.
  static func log2(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var significand = x.significand
    // Within sqrt(1/2)...sqrt(2), so that 1 has the logarithm 0 and the series is short.
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let z = (significand - 1) / (significand + 1)
    var sum = 0.0
    // z^2 is at most 0.0295: the term after z^25 / 25 is below 2^-53 of the first.
    for n in stride(from: 25, through: 1, by: -2) { sum = sum * z * z + 1 / Double(n) }
    return exponent + 2 * z * sum / logarithmOfTwo
  }

  /// Returns two to a power between those of the least and the greatest number.
  static func exp2(_ y: Double) -> Double {
    let whole = y.rounded()
    let r = (y - whole) * logarithmOfTwo
    var sum = 1.0
    // |r| is at most 0.347: the term after r^14 / 14! is below 2^-53.
    for n in stride(from: 14, through: 1, by: -1) { sum = 1 + sum * r / Double(n) }
    return Double(sign: .plus, exponent: Int(whole), significand: sum)
  }
}
