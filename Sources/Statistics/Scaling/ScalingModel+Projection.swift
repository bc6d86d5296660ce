// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is left of the data when the linear coefficients of a scaling law are chosen best?
//
// Modified Gram and Schmidt with the data as the last column, which is as stable as Householder's reflections for least
// squares (Bjorck, BIT 7, 1 (1967)) and runs over whole columns. This is the inner loop of every scaling fit.

import Glibc

extension ScalingModel {
  /// Residuals and the leading coefficient for given K_c, 1/nu, w and kappa.
  struct Projection {
    /// In units of the standard errors, one a value.
    var residuals: [Double]
    /// a_0, for sizes in units of their geometric mean.
    var leading: Double
    /// Its variance at fixed parameters.
    var leadingVariance: Double
    /// How many of the coefficients their priors fix and not the data, at fixed parameters.
    var priorLeverage: Double
  }

  /// Eliminates the coefficients; `nil` where the columns are not independent or not finite.
  func project(_ p: [Double], _ reach: Double) -> Projection? {
    let w = knownCorrection ?? exp(p[2])
    let (inverseNu, kappa) = (exp(p[1]), fitsKappa ? p[3] : 0)
    let stretches = sample.logSizes.map { exp(inverseNu * $0) / reach }
    let corrections = sample.logSizes.map { exp(-w * $0) }
    let amplitudes = sample.logSizes.map { exp(kappa * $0) }
    let (count, columnCount) = (sample.count, order.coefficientCount)
    // Padded with rows of 0 to a whole number of blocks.
    let n = (count + order.second + 4) / 4 * 4
    var columns = [Double](repeating: 0, count: n * columnCount)
    var residuals = [Double](repeating: 0, count: n)
    for i in 0..<count {
      let size = sample.sizeIndices[i]
      let x = (sample.couplings[i] - p[0]) * stretches[size]
      var column = 0
      var factor = sample.precisions[i] * amplitudes[size]
      residuals[i] = sample.precisions[i] * sample.values[i]
      for degree in [order.leading, order.correction, order.second] {
        var entry = factor
        for _ in 0..<degree + 1 {
          columns[column * n + i] = entry
          entry *= x
          column += 1
        }
        factor *= corrections[size]
      }
    }
    if order.second >= 0, let least = sample.sizeIndices.min() {
      let natural = corrections[least] * corrections[least] / (Self.secondOrderShare * typicalValue)
      for k in 0...order.second {
        columns[(columnCount - order.second - 1 + k) * n + count + k] = natural
      }
    }
    return orthogonalised(
      &columns, &residuals, n, columnCount, rowCount: count + order.second + 1)
  }

  private func orthogonalised(
    _ columns: inout [Double], _ residuals: inout [Double], _ n: Int, _ columnCount: Int,
    rowCount: Int
  ) -> Projection? {
    var upper = [Double](repeating: 0, count: columnCount * columnCount)
    var projections = [Double](repeating: 0, count: columnCount)
    let isRegular = columns.withUnsafeMutableBufferPointer { q in
      for j in 0..<columnCount {
        let before = Self.product(q, j * n, q, j * n, n)
        for k in 0..<j {
          let product = Self.product(q, k * n, q, j * n, n)
          upper[k * columnCount + j] = product
          for i in 0..<n { q[j * n + i] -= product * q[k * n + i] }
        }
        let square = Self.product(q, j * n, q, j * n, n)
        // A column that is a combination of those before it to twelve digits has no coefficient of its own.
        guard square > 1e-24 * before, square.isFinite else { return false }
        let length = square.squareRoot()
        upper[j * columnCount + j] = length
        for i in 0..<n { q[j * n + i] /= length }
        let product = residuals.withUnsafeMutableBufferPointer { r in
          let product = Self.product(q, j * n, r, 0, n)
          for i in 0..<n { r[i] -= product * q[j * n + i] }
          return product
        }
        projections[j] = product
      }
      return true
    }
    guard isRegular else { return nil }
    var coefficients = projections
    for j in (0..<columnCount).reversed() {
      for k in (j + 1)..<max(j + 1, columnCount) {
        coefficients[j] -= upper[j * columnCount + k] * coefficients[k]
      }
      coefficients[j] /= upper[j * columnCount + j]
    }
    // Variance of the first coefficient: |z|^2 with R^T z = e_0.
    var z = [Double](repeating: 0, count: columnCount)
    for j in 0..<columnCount {
      var sum = j == 0 ? 1.0 : 0.0
      for k in 0..<j { sum -= upper[k * columnCount + j] * z[k] }
      z[j] = sum / upper[j * columnCount + j]
    }
    guard coefficients[0].isFinite else { return nil }
    // Trace of the hat matrix over the rows of the priors.
    var priorLeverage = 0.0
    for j in 0..<columnCount {
      for i in sample.count..<rowCount { priorLeverage += columns[j * n + i] * columns[j * n + i] }
    }
    residuals.removeLast(n - rowCount)
    return Projection(
      residuals: residuals, leading: coefficients[0],
      leadingVariance: z.reduce(0) { $0 + $1 * $1 }, priorLeverage: priorLeverage)
  }
  /// Scalar product of two columns from given positions on, of a whole number of blocks of four.
  ///
  /// One sum would wait for itself at every step; four do not, and take half the time of a fit.
  @inline(__always)
  private static func product(
    _ a: UnsafeMutableBufferPointer<Double>, _ from: Int,
    _ b: UnsafeMutableBufferPointer<Double>, _ other: Int, _ n: Int
  ) -> Double {
    var sums = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i < n {
      sums.0 += a[from + i] * b[other + i]
      sums.1 += a[from + i + 1] * b[other + i + 1]
      sums.2 += a[from + i + 2] * b[other + i + 2]
      sums.3 += a[from + i + 3] * b[other + i + 3]
      i += 4
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }
}
