// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of several fits of one quantity, over windows and orders that nobody can know to be right, is believed?
//
// None alone: they are averaged with weights exp(-AIC / 2), AIC = chi^2 + 2 k + 2 d, k parameters and d values left out:
// leaving a value out costs what a parameter that fits it exactly would cost. The variance is the mean of the fits' own
// variances plus the variance of their values, so that disagreement between admissible fits widens the interval.
// Source: Jay & Neil, Phys. Rev. D 103, 114502 (2021), eqs 16, 17 and 24. Rejected: the best fit alone, whose error leaves
// out that it was chosen.

import Glibc

/// Weights of several fits to parts of the same data.
struct ModelAverage {
  /// What the weight of a fit depends on.
  struct Quality {
    var chiSquared: Double
    var parameterCount: Int
    /// Values of the data that the fit leaves out.
    var droppedCount: Int

    var information: Double { chiSquared + 2 * Double(parameterCount + droppedCount) }
  }

  /// One weight a fit; their sum is 1.
  var weights: [Double]

  /// Weighs at least one fit.
  init(_ qualities: [Quality]) {
    let least = qualities.map(\.information).min() ?? 0
    let raw = qualities.map { exp(-($0.information - least) / 2) }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  /// Position of the fit with the largest weight.
  var likeliest: Int { weights.indices.max { weights[$0] < weights[$1] } ?? 0 }

  /// Average of a value that every fit gives.
  func value(of values: [MeasuredValue]) -> MeasuredValue {
    let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1.value }
    let variance = zip(weights, values).reduce(0) {
      let shift = $1.1.value - mean
      return $0 + $1.0 * ($1.1.standardError * $1.1.standardError + shift * shift)
    }
    return MeasuredValue(mean, standardError: variance.squareRoot())
  }
}
