// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are values with correlated errors turned into values with independent errors of 1?
//
// With C = L L^T the Cholesky factors of their covariance, L^-1 y has the covariance 1; least squares on L^-1 X and
// L^-1 y is generalised least squares on X and y.

import CGSL

extension GSL {
  /// Returns L^-1 applied to each column, L L^T being the covariance.
  ///
  /// - Parameters:
  ///   - columns: Columns of as many numbers as the covariance has rows.
  ///   - covariance: Symmetric, row by row.
  /// - Returns: As many columns, in the same order.
  /// - Throws: `StatisticsError.arithmetic` when the covariance is not positive definite.
  static func whitened(
    _ columns: [[Double]], by covariance: [[Double]]
  ) throws(StatisticsError) -> [[Double]] {
    _ = ready
    let n = covariance.count
    guard let factor = gsl_matrix_alloc(n, n), let column = gsl_vector_alloc(n) else {
      throw outOfMemory("gsl_matrix_alloc")
    }
    defer {
      gsl_matrix_free(factor)
      gsl_vector_free(column)
    }
    for i in 0..<n {
      for j in 0..<n { gsl_matrix_set(factor, i, j, covariance[i][j]) }
    }
    try check(gsl_linalg_cholesky_decomp1(factor), "gsl_linalg_cholesky_decomp1")
    var result: [[Double]] = []
    for values in columns {
      for i in 0..<n { gsl_vector_set(column, i, values[i]) }
      try check(
        gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, factor, column), "gsl_blas_dtrsv")
      result.append((0..<n).map { gsl_vector_get(column, $0) })
    }
    return result
  }
}
