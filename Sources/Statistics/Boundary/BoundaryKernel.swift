// SPDX-License-Identifier: GPL-3.0-or-later
//
// How alike are the latent values at two points of a diagram?
//
// Product of Matern covariances of order 5/2, one a coordinate:
//   k(x, y) = a^2 prod_d (1 + r_d + r_d^2 / 3) exp(-r_d),  r_d = sqrt(5) |x_d - y_d| / l_d.
// Its paths are twice differentiable, so that a boundary may bend and turn (a squared exponential smooths corners away),
// and one exponential serves all coordinates. Source: Rasmussen & Williams, Gaussian Processes for Machine Learning
// (2006), eq. 4.17.

import Glibc

/// Covariance of the latent function.
struct BoundaryKernel: Hashable, Sendable {
  /// Standard deviation a of the latent value, > 0.
  var amplitude: Double
  /// Length-scales l, one a coordinate, > 0, in units of the axis.
  var lengthScales: [Double]

  /// Covariances of each row point with each column point, row by row.
  ///
  /// - Parameters:
  ///   - rows: Points, coordinate after coordinate.
  ///   - columns: Points likewise.
  /// - Returns: Rows x columns numbers.
  func covariances(_ rows: [Double], _ columns: [Double]) -> [Double] {
    let d = lengthScales.count
    let (n, m) = (rows.count / d, columns.count / d)
    let rates = lengthScales.map { 5.0.squareRoot() / $0 }
    let square = amplitude * amplitude
    return [Double](unsafeUninitializedCapacity: n * m) { buffer, count in
      for i in 0..<n {
        for j in 0..<m {
          var (factor, exponent) = (square, 0.0)
          for c in 0..<d {
            let r = rates[c] * abs(rows[i * d + c] - columns[j * d + c])
            factor *= 1 + r + r * r / 3
            exponent += r
          }
          buffer[i * m + j] = factor * exp(-exponent)
        }
      }
      count = n * m
    }
  }
}
