// SPDX-License-Identifier: GPL-3.0-or-later
//
// Within which bounds does a probability lie, given how often the event was seen?
//
// Exact and conservative: [B(a; k, n - k + 1), B(1 - a; k + 1, n - k)] with B the quantile of the beta distribution, a
// half the error rate for the two-sided interval and all of it for a one-sided bound. Counts may be fractions, as
// effective numbers of steps are. Source: Clopper & Pearson, Biometrika 26, 404 (1934).
//
// The quantile is found by bisection of the incomplete beta function: `gsl_cdf_beta_Pinv` does not return at all for
// some arguments of 10^5 and more.

/// Bounds of a binomial proportion.
public enum ClopperPearson {
  /// Returns the two-sided interval.
  ///
  /// - Parameters:
  ///   - successes: In `0...trials`.
  ///   - trials: Above 0.
  ///   - confidence: Least probability that the interval covers the truth, inside 0...1.
  /// - Returns: Both ends, in 0...1.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public static func interval(
    successes: Double, trials: Double, confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    let oneSided = (1 + confidence) / 2
    return ConfidenceInterval(
      low: try lowerBound(successes: successes, trials: trials, confidence: oneSided),
      high: try upperBound(successes: successes, trials: trials, confidence: oneSided))
  }

  /// Returns the one-sided lower bound.
  ///
  /// - Parameters:
  ///   - successes: In `0...trials`.
  ///   - trials: Above 0.
  ///   - confidence: Least probability that the truth is not below the bound, inside 0...1.
  /// - Returns: The bound; 0 without a success.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public static func lowerBound(
    successes: Double, trials: Double, confidence: Double = 0.95
  ) throws(StatisticsError) -> Double {
    try check(successes, trials, confidence)
    guard successes > 0 else { return 0 }
    return try quantile(1 - confidence, successes, trials - successes + 1)
  }

  /// Returns the one-sided upper bound.
  ///
  /// - Parameters:
  ///   - successes: In `0...trials`.
  ///   - trials: Above 0.
  ///   - confidence: Least probability that the truth is not above the bound, inside 0...1.
  /// - Returns: The bound; 1 without a failure.
  /// - Throws: `StatisticsError.outOfRange`, `.arithmetic`.
  public static func upperBound(
    successes: Double, trials: Double, confidence: Double = 0.95
  ) throws(StatisticsError) -> Double {
    // The mirror image, so that a bound near 0 keeps its digits.
    try check(successes, trials, confidence)
    guard successes < trials else { return 1 }
    if successes == 0 { return -GSL.expm1(try GSL.log(1 - confidence) / trials) }
    return try quantile(confidence, successes + 1, trials - successes)
  }

  /// Throws for counts and confidences out of range.
  static func check(
    _ successes: Double, _ trials: Double, _ confidence: Double
  ) throws(StatisticsError) {
    guard trials > 0, trials.isFinite else { throw .outOfRange(argument: "trials", value: trials) }
    guard successes >= 0, successes <= trials else {
      throw .outOfRange(argument: "successes", value: successes)
    }
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
  }

  /// The x at which the distribution function of beta(a, b) reaches `probability`, to the last bit that it resolves.
  private static func quantile(
    _ probability: Double, _ a: Double, _ b: Double
  ) throws(StatisticsError) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if try GSL.incompleteBeta(middle, a, b) < probability { low = middle } else { high = middle }
    }
  }
}
