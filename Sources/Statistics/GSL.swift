// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is GSL called so that nothing aborts and no NaN passes unseen?
//
// Goals, in order: no abort (GSL's own handler calls `abort`), no silent NaN, GSL's code and words in the error.
// Routines that return a status are preferred; of the others the result is checked.

import CGSL

/// The one door to GSL.
enum GSL {
  /// Switches GSL's aborting error handler off, once in a process; read by every entry point.
  static let ready: Void = { _ = gsl_set_error_handler_off() }()

  /// Throws when a status is not success.
  static func check(_ status: Int32, _ routine: String) throws(StatisticsError) {
    guard Int(status) != Int(GSL_SUCCESS) else { return }
    throw .arithmetic(
      routine: routine, code: Int(status), reason: String(cString: gsl_strerror(status)))
  }

  /// Returns a value, or throws when it is not finite.
  static func finite(_ value: Double, _ routine: String) throws(StatisticsError) -> Double {
    guard value.isFinite else {
      throw .arithmetic(
        routine: routine, code: Int(GSL_EDOM),
        reason: String(cString: gsl_strerror(Int32(GSL_EDOM))))
    }
    return value
  }

  /// Returns the regularised incomplete beta function I_x(a, b).
  ///
  /// `gsl_sf_beta_inc_e` agrees with SciPy to 1e-10 up to a + b = 10^5, to 1e-6 up to 6 10^9. It has two limits: far in
  /// a tail it underflows or gives up, so a tail whose Chernoff bound is below the smallest
  /// number is 0 or 1 at once; and from a + b = 10^7 on its 512 terms do not converge within a few tenths of a standard
  /// deviation of the mean, where the value is then off by up to 1e-3. Nobody asks for bounds there: a search only needs
  /// to know the side.
  ///
  /// - Parameters:
  ///   - x: In 0...1.
  ///   - a: Above 0.
  ///   - b: Above 0.
  /// - Returns: A probability.
  /// - Throws: `StatisticsError.arithmetic`.
  static func incompleteBeta(
    _ x: Double, _ a: Double, _ b: Double
  ) throws(StatisticsError) -> Double {
    _ = ready
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let mean = a / (a + b)
    let exponent = a * (try log(x / mean)) + b * (try log((1 - x) * ((a + b) / b)))
    guard exponent > -740 else { return x < mean ? 0 : 1 }
    var result = gsl_sf_result()
    let status = gsl_sf_beta_inc_e(a, b, x, &result)
    let isCentral = Int(status) == Int(GSL_EMAXITER) && a + b >= 1e7 && exponent > -1
    if Int(status) != Int(GSL_EUNDRFLW), !isCentral { try check(status, "gsl_sf_beta_inc_e") }
    return try finite(result.val, "gsl_sf_beta_inc_e")
  }

  /// Returns the quantile of Student's t distribution.
  ///
  /// - Parameters:
  ///   - probability: In `0..<1` without 0.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: The value that is not exceeded with that probability.
  /// - Throws: `StatisticsError.arithmetic`.
  static func studentQuantile(
    _ probability: Double, _ degreesOfFreedom: Double
  ) throws(StatisticsError) -> Double {
    _ = ready
    return try finite(gsl_cdf_tdist_Pinv(probability, degreesOfFreedom), "gsl_cdf_tdist_Pinv")
  }

  /// Returns exp(x) - 1 without cancellation.
  static func expm1(_ x: Double) -> Double { gsl_expm1(x) }

  /// Returns the natural logarithm of x > 0.
  static func log(_ x: Double) throws(StatisticsError) -> Double {
    _ = ready
    var result = gsl_sf_result()
    try check(gsl_sf_log_e(x, &result), "gsl_sf_log_e")
    return result.val
  }

  /// Replaces a real sequence by its Fourier transform, in GSL's half-complex order.
  ///
  /// - Parameter data: The sequence; its length a power of two.
  /// - Throws: `StatisticsError.arithmetic`.
  static func transform(_ data: inout [Double]) throws(StatisticsError) {
    _ = ready
    let count = data.count
    let status = data.withUnsafeMutableBufferPointer {
      gsl_fft_real_radix2_transform($0.baseAddress, 1, count)
    }
    try check(status, "gsl_fft_real_radix2_transform")
  }
}
