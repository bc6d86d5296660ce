// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which finite-size data have a first-order transition with a known answer? The two-phase set of R28: with the weight
// w = 1 / (1 + q exp(-(K - K_c) N)) m is Gaussian about +-m_o with variance a / N, with the weight 1 - w Gaussian about 0
// with variance b / N. Source: Borgs & Kotecky, J. Stat. Phys. 61, 79 (1990).

import Foundation
import Statistics

/// Exact moments of the two-phase set, with noise on request.
struct CoexistenceSet {
  var criticalCoupling = 1.0
  var degeneracy = 3.0
  var order = 0.8
  var orderedVariance = 0.5
  var disorderedVariance = 2.0

  /// Weight of the ordered phase.
  func orderedShare(_ coupling: Double, _ size: Double) -> Double {
    1 / (1 + degeneracy * exp(-(coupling - criticalCoupling) * size))
  }

  /// U4, <|m|> and N Var |m|.
  func point(_ coupling: Double, _ size: Double) -> (Double, Double, Double) {
    let w = orderedShare(coupling, size)
    let (a, b) = (orderedVariance / size, disorderedVariance / size)
    let square = order * order
    let second = w * (square + a) + (1 - w) * b
    let fourth = w * (square * square + 6 * square * a + 3 * a * a) + (1 - w) * 3 * b * b
    let absolute = w * order + (1 - w) * (2 * b / Double.pi).squareRoot()
    return (
      1 - fourth / (3 * second * second), absolute, size * (second - absolute * absolute)
    )
  }

  /// Curves over (K - K_c) N in -10...8, each value with an error of the given share of the range of its curve.
  func curves(
    sizes: [Double], noise: Double = 0, normals: inout SyntheticNormals, count: Int = 37
  ) throws -> [ScalingCurve] {
    try sizes.map { size in
      let couplings = (0..<count).map {
        criticalCoupling + (-10 + 18 * Double($0) / Double(count - 1)) / size
      }
      let exact = couplings.map { point($0, size) }
      func range(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
      let scales = (
        noise * range(exact.map(\.0)), noise * range(exact.map(\.1)), noise * range(exact.map(\.2))
      )
      func noisy(_ value: Double, _ scale: Double) -> MeasuredValue {
        MeasuredValue(scale > 0 ? value + scale * normals.normal() : value, standardError: scale)
      }
      return try ScalingCurve(
        size: size,
        points: zip(couplings, exact).map { coupling, values in
          ScalingPoint(
            coupling: coupling, binderCumulant: noisy(values.0, scales.0),
            orderParameter: noisy(values.1, scales.1), susceptibility: noisy(values.2, scales.2))
        })
    }
  }
}
