// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the values of a series counts over one number, and over which?
//
// A double in -1...1 that is nearest to a fraction k/N with N up to 2^26 has that fraction among the convergents of its
// continued fraction, for it is closer to it than 1/(2 N^2) (Khinchin 1964, theorem 19); the first convergent that gives
// the double back to the bit is taken. Larger values are tried in the same way; one without a fraction sends the series
// to another kind. What the values have in common is the least common multiple, which real numbers let outgrow the bound
// within a few values.

extension SeriesRow {
  /// A series as numerators over one denominator.
  struct Fractions {
    /// One numerator a value.
    var numerators: [Int64] = []
    /// What all are divided by, >= 1.
    var denominator = 1

    /// Finds the denominator; nil where a value is no fraction of it.
    init?(_ values: [Double]) {
      numerators.reserveCapacity(values.count)
      for (index, value) in values.enumerated() {
        if let numerator = Self.numerator(of: value, over: denominator) {
          numerators.append(numerator)
          continue
        }
        guard let own = Self.denominator(of: value) else { return nil }
        let common = own / Self.greatestCommonDivisor(own, denominator) * denominator
        guard common <= SeriesRow.largestDenominator,
          let numerator = Self.numerator(of: value, over: common)
        else { return nil }
        let factor = Int64(common / denominator)
        denominator = common
        for earlier in 0..<index {
          let (product, isTooLarge) = numerators[earlier].multipliedReportingOverflow(by: factor)
          guard !isTooLarge, product.magnitude < 1 << 51 else { return nil }
          numerators[earlier] = product
        }
        numerators.append(numerator)
      }
    }

    /// The integer that gives the value to the bit when divided.
    private static func numerator(of value: Double, over denominator: Int) -> Int64? {
      let divisor = Double(denominator)
      let product = value * divisor
      guard abs(product) < 0x1p51 else { return nil }
      let numerator = Int64(product + (product < 0 ? -0.5 : 0.5))
      return (Double(numerator) / divisor).bitPattern == value.bitPattern ? numerator : nil
    }

    /// The denominator of the first convergent that is the value to the bit.
    private static func denominator(of value: Double) -> Int? {
      guard abs(value) < 0x1p26 else { return nil }
      var rest = abs(value)
      var (numerator, lastNumerator) = (1.0, 0.0)
      var (denominator, lastDenominator) = (0.0, 1.0)
      for _ in 0..<48 {
        let whole = rest.rounded(.down)
        (numerator, lastNumerator) = (whole * numerator + lastNumerator, numerator)
        (denominator, lastDenominator) = (whole * denominator + lastDenominator, denominator)
        guard denominator <= Double(SeriesRow.largestDenominator) else { return nil }
        if numerator / denominator == abs(value) { return Int(denominator) }
        rest = 1 / (rest - whole)
        guard rest.isFinite else { return nil }
      }
      return nil
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
      var (a, b) = (a, b)
      while b != 0 { (a, b) = (b, a % b) }
      return a
    }
  }
}
