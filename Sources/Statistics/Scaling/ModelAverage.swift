// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of several fits of one quantity, over windows and orders that nobody can know to be right, is believed?
//
// None alone: they are averaged with weights exp(-AIC / 2), AIC = chi^2 + 2 k + 2 k (k + 1) / (n - k - 1) + 2 d, k parameters,
// n values used and d left out: leaving a value out costs what a parameter that fits it exactly would cost. What the average
// is worth is told by `FitMixture`. Sources: Jay & Neil, Phys. Rev. D 103, 114502 (2021), eqs 16 and 17; the third term:
// Hurvich & Tsai, Biometrika 76, 297 (1989). Rejected: the best fit alone, whose error leaves out that it was chosen.
//
// A parameter that has a prior counts for the share of it that the data fix, 1 - (error after / error before)^2, since it
// bends to noise by no more than that: p_D of Spiegelhalter et al., J. R. Stat. Soc. B 64, 583 (2002), section 2.4. Counted
// whole, second corrections of `ScalingModel`, of which their prior fixes a third, were left out too often: intervals for
// 1/nu or gamma/nu of the 200 Curie-Weiss sets of `ScalingFitTests` covered 89 %.

import Glibc

/// Weights of several fits to parts of the same data.
struct ModelAverage {
  /// What the weight of a fit depends on.
  struct Quality {
    var chiSquared: Double
    /// Parameters; of one that has a prior the share that the data fix.
    var parameterCount: Double
    /// Values of the data that the fit leaves out.
    var droppedCount: Int
    /// Values that it uses.
    var pointCount: Int

    var information: Double {
      let k = parameterCount
      let freedom = max(1, Double(pointCount) - k - 1)
      return chiSquared + 2 * (k + Double(droppedCount)) + 2 * k * (k + 1) / freedom
    }
  }

  /// One weight a fit; their sum is 1.
  var weights: [Double]

  /// Takes weights whose sum is 1.
  init(weights: [Double]) { self.weights = weights }

  /// Weighs at least one fit.
  init(_ qualities: [Quality]) {
    let least = qualities.map(\.information).min() ?? 0
    let raw = qualities.map { exp(-($0.information - least) / 2) }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  /// Position of the fit with the largest weight.
  var likeliest: Int { weights.indices.max { weights[$0] < weights[$1] } ?? 0 }
}
