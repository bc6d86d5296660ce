// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which polynomial passes through a piece of a curve, and how sure is it at a point?
//
// Weighted least squares in the coupling scaled to -1...1; the covariance is that of the standard errors given, widened by
// chi^2 per degree where that exceeds 1. Exact values (standard error 0) count as known to 10^-9 of the range of their
// curve, so that windows and degrees are chosen for them by the same rule as for noisy ones.

/// A polynomial fitted to measured values.
struct CurveFit {
  private var fit: LinearFit
  private var centre: Double
  private var halfWidth: Double

  /// Weighted sum of squared residuals.
  var chiSquared: Double { fit.chiSquared }

  /// Fits a polynomial of given degree to more values than it has coefficients.
  init(
    couplings: [Double], values: [MeasuredValue], degree: Int
  ) throws(StatisticsError) {
    let (low, high) = (couplings.min() ?? 0, couplings.max() ?? 0)
    (centre, halfWidth) = ((low + high) / 2, (high - low) / 2)
    let (c, h) = (centre, halfWidth)
    fit = try GSL.linearFit(
      rows: couplings.map { Self.powers(of: ($0 - c) / h, degree: degree, derivative: 0) },
      values: values.map(\.value), weights: Self.weights(of: values, exactShare: 1e-9))
    let widening = max(1, fit.chiSquared / Double(max(1, fit.degreesOfFreedom)))
    for i in fit.covariance.indices {
      for j in fit.covariance.indices { fit.covariance[i][j] *= widening }
    }
  }

  /// Inverse squared standard errors; exact values count as known to a share of the range of all.
  static func weights(of values: [MeasuredValue], exactShare: Double = 1e-4) -> [Double] {
    let numbers = values.map(\.value)
    let range = (numbers.max() ?? 0) - (numbers.min() ?? 0)
    let least = range > 0 ? exactShare * range : 1
    return values.map {
      let error = $0.standardError > 0 ? $0.standardError : least
      return 1 / (error * error)
    }
  }

  /// Value at a coupling.
  func value(at coupling: Double) -> Double { derivative(0, at: coupling) }

  /// Derivative of given order at a coupling.
  func derivative(_ order: Int, at coupling: Double) -> Double {
    fit.combination(row(coupling, order)).value
  }

  /// Variance of a derivative.
  func variance(ofDerivative order: Int, at coupling: Double) -> Double {
    fit.combination(row(coupling, order)).variance
  }

  /// Covariance of the values at two couplings.
  func covariance(at coupling: Double, and other: Double) -> Double {
    fit.product(row(coupling, 0), row(other, 0))
  }

  private func row(_ coupling: Double, _ order: Int) -> [Double] {
    let scale = (0..<order).reduce(1.0) { product, _ in product / halfWidth }
    return Self.powers(
      of: (coupling - centre) / halfWidth, degree: fit.coefficients.count - 1, derivative: order
    ).map { $0 * scale }
  }

  /// Derivatives at x of the powers of x.
  private static func powers(of x: Double, degree: Int, derivative: Int) -> [Double] {
    (0...degree).map { power in
      guard power >= derivative else { return 0 }
      let factor = ((power - derivative)..<power).reduce(1.0) { $0 * Double($1 + 1) }
      return (0..<power - derivative).reduce(factor) { product, _ in product * x }
    }
  }
}
