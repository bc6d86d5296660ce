// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are equations with a positive definite matrix solved, many times with one matrix?
//
// By its Cholesky factor, `gsl_linalg_cholesky_decomp1`, and triangular solves of GSL's CBLAS; all matrices are flat, row
// by row.

import CGSL
import Glibc

/// The lower Cholesky factor L of a matrix A = L L^T.
struct CholeskyFactor: Sendable {
  /// Rows of the matrix.
  let size: Int
  /// L below and on the diagonal, row by row; what stands above it is of no meaning.
  private var values: [Double]

  /// Factors a matrix.
  ///
  /// - Parameters:
  ///   - matrix: Symmetric, row by row; the lower triangle is read.
  ///   - size: Number of rows, >= 1.
  /// - Throws: `StatisticsError.arithmetic` when the matrix is not positive definite.
  init(of matrix: [Double], size: Int) throws(StatisticsError) {
    _ = GSL.ready
    precondition(matrix.count == size * size && size >= 1)
    self.size = size
    values = matrix
    let status = values.withUnsafeMutableBufferPointer { buffer in
      var view = gsl_matrix_view_array(buffer.baseAddress, size, size)
      return gsl_linalg_cholesky_decomp1(&view.matrix)
    }
    try GSL.check(status, "gsl_linalg_cholesky_decomp1")
  }

  /// Half the logarithm of the determinant of A.
  var halfLogDeterminant: Double {
    (0..<size).reduce(0) { $0 + log(values[$1 * size + $1]) }
  }

  /// Replaces b by L^-1 b, for each of `columnCount` columns.
  ///
  /// - Parameters:
  ///   - right: `size` rows of `columnCount` numbers.
  ///   - columnCount: >= 1.
  func solveLower(_ right: inout [Double], columnCount: Int = 1) {
    precondition(right.count == size * columnCount)
    let n = Int32(size)
    if columnCount == 1 {
      cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, n, values, n, &right, 1)
    } else {
      let m = Int32(columnCount)
      cblas_dtrsm(
        CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, m, 1, values, n,
        &right, m)
    }
  }

  /// Replaces b by L^-T b, for each of `columnCount` columns.
  ///
  /// - Parameters:
  ///   - right: `size` rows of `columnCount` numbers.
  ///   - columnCount: >= 1.
  func solveUpper(_ right: inout [Double], columnCount: Int) {
    precondition(right.count == size * columnCount)
    let (n, m) = (Int32(size), Int32(columnCount))
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, n, m, 1, values, n, &right, m)
  }

  /// Replaces b by A^-1 b.
  ///
  /// - Parameter right: `size` numbers.
  func solve(_ right: inout [Double]) {
    precondition(right.count == size)
    let n = Int32(size)
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, n, values, n, &right, 1)
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, n, values, n, &right, 1)
  }
}
