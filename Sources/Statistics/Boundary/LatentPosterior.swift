// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do counts say about a latent function f with p = Phi(f), given its covariance?
//
// Goals, in order: no failure on separable data, duplicate points or unanimous counts; exactness of the mode; speed.
// Laplace's approximation: the mode of the posterior by Newton's method with halved steps (the posterior is log-concave),
// and the curvature W there. Everything goes through B = 1 + W^(1/2) K W^(1/2), whose eigenvalues are at least 1, so that
// a singular K does no harm. Source: Rasmussen & Williams (2006), algorithms 3.1 and 3.2, the probit likelihood of their
// eq. 3.16 raised to counts.

import CGSL
import Glibc

/// Laplace's approximation to the posterior of a latent function.
struct LatentPosterior: Sendable {
  /// Covariance.
  let kernel: BoundaryKernel
  /// Points, coordinate after coordinate.
  let points: [Double]
  /// Mode of the latent values, one a point.
  private(set) var mode: [Double]
  /// Gradient of the log-likelihood at the mode; the posterior mean is its product with covariances.
  private(set) var gradient: [Double]
  /// Square roots of the curvature of the log-likelihood at the mode.
  private(set) var rootCurvature: [Double]
  /// Factor of B.
  private(set) var factor: CholeskyFactor
  /// Logarithm of the marginal likelihood by Laplace's approximation, eq 3.32; binomial coefficients are left out.
  private(set) var logEvidence: Double

  /// Finds the mode.
  ///
  /// - Parameters:
  ///   - kernel: Covariance.
  ///   - points: Coordinate after coordinate.
  ///   - covariance: Of the points, row by row: `kernel.covariances(points, points)`.
  ///   - counts: Events and trials, one pair a point; real numbers >= 0.
  ///   - start: Weights a of a first guess f = K a, one a point; `nil` starts at 0.
  /// - Throws: `StatisticsError.arithmetic`.
  init(
    kernel: BoundaryKernel, points: [Double], covariance: [Double], counts: [LatentCount],
    start: [Double]? = nil
  ) throws(StatisticsError) {
    let n = counts.count
    self.kernel = kernel
    self.points = points
    var weights = start ?? [Double](repeating: 0, count: n)
    var f = Self.product(covariance, weights)
    var value = Self.objective(f, weights, counts)
    if start != nil, value < Self.objective([Double](repeating: 0, count: n), counts) {
      weights = [Double](repeating: 0, count: n)
      f = weights
      value = Self.objective(f, weights, counts)
    }
    for _ in 0..<200 {
      let slopes = LatentSlopes(f, counts)
      let next = try Self.step(covariance, f, slopes)
      var length = 1.0
      var gain = -Double.infinity
      // Newton's direction climbs a concave function: some part of the step gains, or the mode is reached.
      while length > 1e-4 {
        let tried = zip(weights, next).map { $0 + length * ($1 - $0) }
        let latent = Self.product(covariance, tried)
        let reached = Self.objective(latent, tried, counts)
        gain = reached - value
        if gain >= 0 {
          (weights, f, value) = (tried, latent, reached)
          break
        }
        length /= 2
      }
      if gain < 1e-9 * (1 + abs(value)) { break }
    }
    mode = f
    let slopes = LatentSlopes(f, counts)
    gradient = slopes.gradient
    rootCurvature = slopes.curvature.map { $0.squareRoot() }
    factor = try Self.factor(covariance, rootCurvature)
    logEvidence = try GSL.finite(value - factor.halfLogDeterminant, "log evidence")
  }

  /// Weights a of f = K a after one step of Newton.
  private static func step(
    _ covariance: [Double], _ f: [Double], _ slopes: LatentSlopes
  ) throws(StatisticsError) -> [Double] {
    let roots = slopes.curvature.map { $0.squareRoot() }
    let factor = try factor(covariance, roots)
    let b = f.indices.map { slopes.curvature[$0] * f[$0] + slopes.gradient[$0] }
    var inner = product(covariance, b)
    for i in inner.indices { inner[i] *= roots[i] }
    factor.solve(&inner)
    return b.indices.map { b[$0] - roots[$0] * inner[$0] }
  }

  private static func factor(
    _ covariance: [Double], _ roots: [Double]
  ) throws(StatisticsError) -> CholeskyFactor {
    let n = roots.count
    var matrix = covariance
    for i in 0..<n {
      for j in 0..<n { matrix[i * n + j] *= roots[i] * roots[j] }
      matrix[i * n + i] += 1
    }
    return try CholeskyFactor(of: matrix, size: n)
  }

  private static func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    let n = Int32(vector.count)
    var result = [Double](repeating: 0, count: vector.count)
    cblas_dgemv(CblasRowMajor, CblasNoTrans, n, n, 1, matrix, n, vector, 1, 0, &result, 1)
    return result
  }

  /// -a f / 2 + log p(counts | f).
  private static func objective(
    _ f: [Double], _ weights: [Double], _ counts: [LatentCount]
  ) -> Double {
    objective(f, counts) - zip(f, weights).reduce(0) { $0 + $1.0 * $1.1 } / 2
  }

  private static func objective(_ f: [Double], _ counts: [LatentCount]) -> Double {
    zip(f, counts).reduce(0) { $0 + $1.1.logLikelihood($1.0) }
  }
}

extension LatentPosterior {
  /// Means and variances of the latent function.
  ///
  /// - Parameter targets: Points, coordinate after coordinate.
  /// - Returns: Means, variances (> 0), and the rows of L^-1 W^(1/2) k of which the variance is made, data x targets.
  func prediction(at targets: [Double]) -> (mean: [Double], variance: [Double], reduced: [Double]) {
    let n = mode.count
    let m = targets.count / kernel.lengthScales.count
    var reduced = kernel.covariances(points, targets)
    var mean = [Double](repeating: 0, count: m)
    var variance = [Double](repeating: kernel.amplitude * kernel.amplitude, count: m)
    guard m > 0 else { return (mean, variance, reduced) }
    let floor = 1e-9 * kernel.amplitude * kernel.amplitude
    for i in 0..<n {
      for j in 0..<m {
        mean[j] += gradient[i] * reduced[i * m + j]
        reduced[i * m + j] *= rootCurvature[i]
      }
    }
    factor.solveLower(&reduced, columnCount: m)
    for i in 0..<n {
      for j in 0..<m { variance[j] -= reduced[i * m + j] * reduced[i * m + j] }
    }
    for j in 0..<m { variance[j] = max(variance[j], floor) }
    return (mean, variance, reduced)
  }

  /// Means, variances, and how much of them is the doubt that the counts leave.
  ///
  /// The mean is linear in noisy values of variance 1 / W about the latent ones, with the weights
  /// (K + W^-1)^-1 k = W^(1/2) B^-1 W^(1/2) k; their noise gives it the variance |B^-1 W^(1/2) k|^2.
  ///
  /// - Parameter targets: Points, coordinate after coordinate.
  /// - Returns: One of each a target.
  func variances(at targets: [Double]) -> (mean: [Double], variance: [Double], noise: [Double]) {
    let (mean, variance, rows) = prediction(at: targets)
    var reduced = rows
    let m = mean.count
    factor.solveUpper(&reduced, columnCount: m)
    var noise = [Double](repeating: 0, count: m)
    for i in mode.indices {
      for j in 0..<m { noise[j] += reduced[i * m + j] * reduced[i * m + j] }
    }
    return (mean, variance, noise)
  }

  /// Means alone of the latent function.
  ///
  /// - Parameter targets: Points, coordinate after coordinate.
  /// - Returns: One mean a target.
  func means(at targets: [Double]) -> [Double] {
    let m = targets.count / kernel.lengthScales.count
    let covariances = kernel.covariances(points, targets)
    var mean = [Double](repeating: 0, count: m)
    for i in mode.indices {
      for j in 0..<m { mean[j] += gradient[i] * covariances[i * m + j] }
    }
    return mean
  }
}
