// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which measured values take part in a scaling fit, in which units?

import Glibc

/// Values of one quantity at sizes and couplings, ready for fits.
struct ScalingSample {
  /// One coupling a value.
  var couplings: [Double] = []
  /// Position of the size in `logSizes`, one a value.
  var sizeIndices: [Int] = []
  /// The values.
  var values: [Double] = []
  /// Inverse standard errors; exact values count as known to 10^-4 of the range of their curve.
  ///
  /// No expansion holds better than that, and fits should not try.
  var precisions: [Double] = []
  /// Logarithms of the sizes over their geometric mean, rising.
  var logSizes: [Double]
  /// Logarithm of that mean.
  var logScale: Double

  /// Takes all values of a quantity.
  init(_ quantity: ScalingQuantity, in data: ScalingData) {
    let logs = data.curves.map { log($0.size) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    logScale = mean
    logSizes = logs.map { $0 - mean }
    for (index, curve) in data.curves.enumerated() {
      let series = curve.values(of: quantity)
      couplings += series.couplings
      values += series.values.map(\.value)
      precisions += CurveFit.weights(of: series.values).map { $0.squareRoot() }
      sizeIndices += series.couplings.map { _ in index }
    }
  }

  /// Number of values.
  var count: Int { values.count }

  /// Numbers of the sizes that hold a value, rising.
  var sizesPresent: [Int] { Set(sizeIndices).sorted() }

  /// The values at given positions.
  func subset(_ positions: [Int]) -> ScalingSample {
    var part = self
    part.couplings = positions.map { couplings[$0] }
    part.sizeIndices = positions.map { sizeIndices[$0] }
    part.values = positions.map { values[$0] }
    part.precisions = positions.map { precisions[$0] }
    return part
  }

  /// Root mean square of the values times L^-kappa.
  func typicalValue(kappa: Double) -> Double {
    let sum = values.indices.reduce(0) {
      let value = values[$1] * exp(-kappa * logSizes[sizeIndices[$1]])
      return $0 + value * value
    }
    return max((sum / Double(count)).squareRoot(), .leastNormalMagnitude)
  }

  /// |x| = |K - K_c| (L / L_0)^(1/nu) of every value.
  func distances(criticalCoupling: Double, inverseNu: Double) -> [Double] {
    let factors = logSizes.map { exp(inverseNu * $0) }
    return zip(couplings, sizeIndices).map { abs($0 - criticalCoupling) * factors[$1] }
  }
}
