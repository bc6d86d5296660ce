// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which finite-size data have a continuous transition with any truth one likes? The recipe of R28:
// A_L(t) = L^kappa f(t L^(1/nu)) (1 + b L^-omega), f of logistic type.

import Foundation
import Statistics

/// A truth drawn at random and data of it.
struct SyntheticScalingSet {
  var criticalCoupling: Double
  var inverseNu: Double
  var betaOverNu: Double
  var correction: Double
  var amplitude: Double
  private var normals: SyntheticNormals

  static let sizes = [8.0, 12, 16, 24, 32, 48]

  /// Draws K_c in 0.5...2.5, nu in 0.6...1.4, beta/nu in 0.1...0.6, omega in 0.7...1.7, b in -0.5...0.5.
  init(set: Int) {
    let source = SyntheticNormals(seed: 29, set: set)
    normals = source
    func uniform(_ ordinal: UInt32) -> Double {
      Double(source.draws.word(ordinal: 0xFFFF_0000 + ordinal)) * 0x1p-32
    }
    criticalCoupling = 0.5 + 2 * uniform(0)
    inverseNu = 1 / (0.6 + 0.8 * uniform(1))
    betaOverNu = 0.1 + 0.5 * uniform(2)
    correction = 0.7 + uniform(3)
    amplitude = uniform(4) - 0.5
  }

  /// Cumulant-like and order-parameter-like curves over |x| <= 3 of the largest size, 25 couplings, relative errors 0.5 %.
  mutating func data() throws -> ScalingData {
    let reach = 3 * pow(32, -inverseNu)
    return try ScalingData(
      Self.sizes.map { size in
        try ScalingCurve(
          size: size,
          points: (-12...12).map { i in
            let coupling = criticalCoupling + reach * Double(i) / 12
            let x = (coupling - criticalCoupling) * pow(size, inverseNu)
            let factor = 1 + amplitude * pow(size, -correction)
            let cumulant = 0.6 / (1 + exp(-x)) * factor
            let order = pow(size, -betaOverNu) / (1 + exp(-1.3 * x - 0.4)) * factor
            return ScalingPoint(
              coupling: coupling,
              binderCumulant: MeasuredValue(
                cumulant + 0.003 * normals.normal(), standardError: 0.003),
              orderParameter: MeasuredValue(
                order * (1 + 0.005 * normals.normal()), standardError: 0.005 * order))
          })
      })
  }
}
