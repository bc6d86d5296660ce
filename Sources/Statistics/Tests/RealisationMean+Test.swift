// SPDX-License-Identifier: GPL-3.0-or-later
//
// How surprising would a mean be if the truth were a given value? Student's test, the twin of the interval.

import CGSL

extension RealisationMean {
  /// Returns the two-sided p value of a hypothesis about the mean.
  ///
  /// At most 1 - confidence exactly where the interval of that confidence leaves the value out.
  ///
  /// - Parameter value: The mean under the hypothesis.
  /// - Returns: In 0...1: P(|t| >= |mean - value| / standard error) with `realisationCount` - 1 degrees; 1 or 0 where all
  ///   realisations agree with each other and with the value, or only with each other; `nil` with one realisation.
  /// - Throws: `StatisticsError.notFinite`.
  public func pValue(ofMean value: Double) throws(StatisticsError) -> Double? {
    guard let standardError else { return nil }
    return try Self.pValue(
      ofMean: value, estimate: mean, standardError: standardError,
      realisationCount: realisationCount)
  }

  /// Returns the two-sided p value of a hypothesis about a mean of which the estimate is known.
  ///
  /// - Parameters:
  ///   - value: The mean under the hypothesis.
  ///   - estimate: The estimate.
  ///   - standardError: Its standard error, >= 0.
  ///   - realisationCount: Number of realisations behind both, >= 2.
  /// - Returns: In 0...1, as `pValue(ofMean:)`.
  /// - Throws: `StatisticsError.notFinite`, `.outOfRange` for a negative error, `.tooFewValues`.
  public static func pValue(
    ofMean value: Double, estimate: Double, standardError: Double, realisationCount: Int
  ) throws(StatisticsError) -> Double {
    guard value.isFinite, estimate.isFinite, standardError.isFinite else { throw .notFinite }
    guard standardError >= 0 else {
      throw .outOfRange(argument: "standardError", value: standardError)
    }
    guard realisationCount >= 2 else { throw .tooFewValues(needed: 2, found: realisationCount) }
    let difference = abs(estimate - value)
    guard standardError > 0 else { return difference == 0 ? 1 : 0 }
    return min(1, 2 * (try GSL.studentUpperTail(difference / standardError, realisationCount - 1)))
  }
}

extension GSL {
  /// Returns the probability that Student's t exceeds a value.
  ///
  /// - Parameters:
  ///   - value: >= 0; infinity gives 0.
  ///   - degreesOfFreedom: >= 1.
  /// - Returns: A probability in 0...1/2.
  /// - Throws: `StatisticsError.arithmetic`.
  static func studentUpperTail(
    _ value: Double, _ degreesOfFreedom: Int
  ) throws(StatisticsError) -> Double {
    _ = ready
    guard value.isFinite else { return 0 }
    return try finite(gsl_cdf_tdist_Q(value, Double(degreesOfFreedom)), "gsl_cdf_tdist_Q")
  }
}
