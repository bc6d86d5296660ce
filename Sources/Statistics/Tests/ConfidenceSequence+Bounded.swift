// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which bounds does the mean of values in a known range lie, whenever one stops?
//
// Hedged capital: against each candidate m one gambler bets that the mean is above, wealth
// K+ = prod (1 + min(b_i, c / m) (x_i - m)), another that it is below, K- = prod (1 - min(b_i, c / (1 - m)) (x_i - m)),
// with c = 1/2 and x scaled to 0...1; m is ruled out when either reaches 2 / alpha. The bets are those of the predictable
// plug-in: b_t = sqrt(2 ln(2 / alpha) / (s^2_(t-1) t ln(1 + t))), s^2_t = (1/4 + sum (x_i - mu_i)^2) / (t + 1),
// mu_t = (1/2 + sum x_i) / (t + 1). Source: Waudby-Smith & Ramdas, J. R. Stat. Soc. B 86, 1 (2024), theorem 3
// with its predictable plug-in. Chosen over their empirical-Bernstein sequence, which has a closed form but is wider,
// most so below a hundred values; no distribution is assumed.

extension ConfidenceSequence {
  /// Returns the interval of the mean of values in a known range.
  ///
  /// - Parameters:
  ///   - values: Independent values of one mean, in the order of their arrival; none gives the whole range.
  ///   - range: Finite ends, the lower below the upper, that no value can leave; declared, not read off the values.
  ///   - confidence: Least probability that every interval of the sequence covers the truth, inside 0...1.
  /// - Returns: Both ends, within `range`; all of it where values drift so much that no single mean is left.
  /// - Throws: `StatisticsError.notFinite`, `.outOfRange` for a value outside `range`, a range of no length.
  /// - Complexity: O(n) for each of some hundred candidates.
  public static func bounded(
    _ values: [Double], in range: ClosedRange<Double>, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    let length = range.upperBound - range.lowerBound
    guard length.isFinite else { throw .notFinite }
    guard length > 0 else { throw .outOfRange(argument: "range", value: length) }
    for value in values {
      guard value.isFinite else { throw .notFinite }
      guard range.contains(value) else { throw .outOfRange(argument: "values", value: value) }
    }
    let threshold = try logThreshold(confidence) + GSL.log(2)
    let scaled = values.map { min(1, ($0 - range.lowerBound) / length) }
    let bets = try predictableBets(scaled, threshold)
    let low = try lowestMean(scaled, bets, threshold)
    // The mirrored values have the same bets.
    let high = 1 - (try lowestMean(scaled.map { 1 - $0 }, bets, threshold))
    guard low < high else {
      return ConfidenceInterval(low: range.lowerBound, high: range.upperBound)
    }
    return ConfidenceInterval(
      low: max(range.lowerBound, range.lowerBound + length * low),
      high: min(range.upperBound, range.lowerBound + length * high))
  }

  /// The bets b_t, each from the values before it alone.
  private static func predictableBets(
    _ values: [Double], _ threshold: Double
  ) throws(StatisticsError) -> [Double] {
    var bets: [Double] = []
    bets.reserveCapacity(values.count)
    var (sum, squares) = (0.5, 0.25)
    for (index, value) in values.enumerated() {
      let t = Double(index + 1)
      // s^2_(t-1) t is the sum itself.
      bets.append((2 * threshold / (squares * GSL.log1p(t))).squareRoot())
      sum += value
      let deviation = value - sum / (t + 1)
      squares += deviation * deviation
    }
    return bets
  }

  /// The largest mean in 0...1 that the wealth of who bets above it rules out; 0 where none is.
  ///
  /// Every factor of the wealth falls in m, and at m = 1 none exceeds 1.
  private static func lowestMean(
    _ values: [Double], _ bets: [Double], _ threshold: Double
  ) throws(StatisticsError) -> Double {
    try edge(from: 1, towards: 0) { (m: Double) throws(StatisticsError) -> Bool in
      let limit = m > 0 ? 0.5 / m : .infinity
      // A product, whose logarithm is taken only before it overflows or vanishes.
      var (product, wealth) = (1.0, 0.0)
      for (value, bet) in zip(values, bets) {
        product *= 1 + min(bet, limit) * (value - m)
        if product > 1e200 || product < 1e-200 {
          wealth += try GSL.log(product)
          product = 1
        }
      }
      wealth += try GSL.log(product)
      return wealth >= threshold
    }
  }
}
