// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which functions of GSL do confidence sequences and blocking need?

import CGSL

extension GSL {
  /// Returns log(1 + x) without cancellation; x > -1.
  static func log1p(_ x: Double) -> Double { gsl_log1p(x) }

  /// Returns the natural logarithm of the beta function B(a, b).
  ///
  /// - Parameters:
  ///   - a: Above 0.
  ///   - b: Above 0.
  /// - Returns: ln B(a, b).
  /// - Throws: `StatisticsError.arithmetic`.
  static func logBeta(_ a: Double, _ b: Double) throws(StatisticsError) -> Double {
    _ = ready
    var result = gsl_sf_result()
    try check(gsl_sf_lnbeta_e(a, b, &result), "gsl_sf_lnbeta_e")
    return try finite(result.val, "gsl_sf_lnbeta_e")
  }

  /// Returns the lower branch of Lambert's W: the y <= -1 with y exp(y) = x.
  ///
  /// - Parameter x: In -1/e..<0.
  /// - Returns: W_(-1)(x).
  /// - Throws: `StatisticsError.arithmetic`.
  static func lambertLowerBranch(_ x: Double) throws(StatisticsError) -> Double {
    _ = ready
    var result = gsl_sf_result()
    try check(gsl_sf_lambert_Wm1_e(x, &result), "gsl_sf_lambert_Wm1_e")
    return try finite(result.val, "gsl_sf_lambert_Wm1_e")
  }

  /// Returns the quantile of the chi-squared distribution.
  ///
  /// - Parameters:
  ///   - probability: Inside 0...1.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: The value that is not exceeded with that probability.
  /// - Throws: `StatisticsError.arithmetic`.
  static func chiSquaredQuantile(
    _ probability: Double, _ degreesOfFreedom: Double
  ) throws(StatisticsError) -> Double {
    _ = ready
    return try finite(gsl_cdf_chisq_Pinv(probability, degreesOfFreedom), "gsl_cdf_chisq_Pinv")
  }
}
