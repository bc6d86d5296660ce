// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are weighted linear least squares solved?
//
// By `gsl_multifit_wlinear_tsvd`: singular values of the weighted, column-balanced design, so that a polynomial of
// couplings that lie close together keeps its digits. A design of less than full rank is an error, never a quiet
// pseudo-inverse.

import CGSL

/// Coefficients of a linear model with their covariance.
struct LinearFit {
  /// One coefficient a column of the design.
  var coefficients: [Double]
  /// Covariance for weights that are inverse squared standard errors, row by row.
  var covariance: [[Double]]
  /// Weighted sum of squared residuals.
  var chiSquared: Double
  /// Rows less columns.
  var degreesOfFreedom: Int

  /// Returns the value of a linear combination of the coefficients and its variance.
  func combination(_ row: [Double]) -> (value: Double, variance: Double) {
    (zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }, max(0, product(row, row)))
  }

  /// Returns the covariance of two linear combinations of the coefficients.
  func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices {
      for j in b.indices { sum += a[i] * covariance[i][j] * b[j] }
    }
    return sum
  }
}

extension GSL {
  /// Fits values by linear combinations of given functions.
  ///
  /// - Parameters:
  ///   - rows: One row a value: the functions there; at least as many rows as columns.
  ///   - values: One value a row.
  ///   - weights: One weight >= 0 a row: inverse squared standard errors.
  /// - Returns: Coefficients, covariance and chi^2.
  /// - Throws: `StatisticsError.tooFewValues`; `.arithmetic` when the functions are not independent.
  static func linearFit(
    rows: [[Double]], values: [Double], weights: [Double]
  ) throws(StatisticsError) -> LinearFit {
    _ = ready
    let (n, p) = (rows.count, rows.first?.count ?? 0)
    guard p > 0, n >= p else { throw .tooFewValues(needed: max(1, p), found: n) }
    guard let design = gsl_matrix_alloc(n, p), let covariance = gsl_matrix_alloc(p, p),
      let target = gsl_vector_alloc(n), let weight = gsl_vector_alloc(n),
      let coefficients = gsl_vector_alloc(p), let work = gsl_multifit_linear_alloc(n, p)
    else { throw outOfMemory("gsl_multifit_linear_alloc") }
    defer {
      gsl_matrix_free(design)
      gsl_matrix_free(covariance)
      gsl_vector_free(target)
      gsl_vector_free(weight)
      gsl_vector_free(coefficients)
      gsl_multifit_linear_free(work)
    }
    for i in 0..<n {
      for j in 0..<p { gsl_matrix_set(design, i, j, rows[i][j]) }
      gsl_vector_set(target, i, values[i])
      gsl_vector_set(weight, i, weights[i])
    }
    var chiSquared = 0.0
    var rank = 0
    try check(
      gsl_multifit_wlinear_tsvd(
        design, weight, target, Double.ulpOfOne, coefficients, covariance, &chiSquared, &rank, work),
      "gsl_multifit_wlinear_tsvd")
    guard rank == p else {
      throw .arithmetic(
        routine: "gsl_multifit_wlinear_tsvd", code: Int(GSL_ESING),
        reason: String(cString: gsl_strerror(Int32(GSL_ESING))))
    }
    return LinearFit(
      coefficients: try (0..<p).map { (i) throws(StatisticsError) in
        try finite(gsl_vector_get(coefficients, i), "gsl_multifit_wlinear_tsvd")
      },
      covariance: try (0..<p).map { (i) throws(StatisticsError) in
        try (0..<p).map { (j) throws(StatisticsError) in
          try finite(gsl_matrix_get(covariance, i, j), "gsl_multifit_wlinear_tsvd")
        }
      },
      chiSquared: try finite(chiSquared, "gsl_multifit_wlinear_tsvd"), degreesOfFreedom: n - p)
  }

  /// The error of an allocation that failed.
  static func outOfMemory(_ routine: String) -> StatisticsError {
    .arithmetic(
      routine: routine, code: Int(GSL_ENOMEM),
      reason: String(cString: gsl_strerror(Int32(GSL_ENOMEM))))
  }

  /// Returns the quantile of the standard normal distribution.
  ///
  /// - Parameter probability: Inside 0...1.
  /// - Returns: The value that is not exceeded with that probability.
  /// - Throws: `StatisticsError.arithmetic`.
  static func normalQuantile(_ probability: Double) throws(StatisticsError) -> Double {
    _ = ready
    return try finite(gsl_cdf_ugaussian_Pinv(probability), "gsl_cdf_ugaussian_Pinv")
  }
}
