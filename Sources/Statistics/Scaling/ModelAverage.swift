// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of several fits of one quantity, over windows and orders that nobody can know to be right, is believed?
//
// None alone: they are averaged with weights exp(-AIC / 2), AIC = chi^2 + 2 k + 2 k (k + 1) / (n - k - 1) + 2 d, k parameters,
// n values used and d left out: leaving a value out costs what a parameter that fits it exactly would cost. What the average
// is worth is told by `FitMixture`. Sources: Jay & Neil, Phys. Rev. D 103, 114502 (2021), eqs 16 and 17; the third term:
// Hurvich & Tsai, Biometrika 76, 297 (1989). Rejected: the best fit alone, whose error leaves out that it was chosen.

import Glibc

/// Weights of several fits to parts of the same data.
struct ModelAverage {
  /// What the weight of a fit depends on.
  struct Quality {
    var chiSquared: Double
    var parameterCount: Int
    /// Values of the data that the fit leaves out.
    var droppedCount: Int
    /// Values that it uses.
    var pointCount: Int

    var information: Double {
      let k = Double(parameterCount)
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
