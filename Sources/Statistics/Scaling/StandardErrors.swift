// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure are standard errors themselves, and what follows for the weights of a fit?
//
// An error from G realisations is known to 1 / sqrt(2 (G - 1)): 18 % for 16. As weights such errors favour the points
// that happen to look sure, and the fit believes itself too sure. But errors change slowly with the coupling, so each is replaced by that of a line through the logarithms of up to
// seven neighbours. Source: Carroll & Ruppert, Transformation and Weighting in Regression (1988), section 3.3.

import Glibc

/// Smoothing of estimated standard errors.
enum StandardErrors {
  /// Points that take part in the smoothing of one.
  static let neighbourCount = 7

  /// Replaces the errors of a curve; left alone with fewer than four values, or where one of them is 0.
  ///
  /// The logarithm of an error from G realisations is on average 1 / (2 (G - 1)) too low, which is put right.
  static func smooth(_ series: inout CouplingSeries, realisationCount: Int) {
    let (couplings, values) = (series.couplings, series.values)
    guard values.count >= 4, realisationCount >= 2,
      values.allSatisfy({ $0.standardError > 0 })
    else { return }
    let logarithms = values.map { log($0.standardError) }
    let width = min(neighbourCount, values.count)
    for i in values.indices {
      let first = min(max(0, i - width / 2), values.count - width)
      let near = first..<first + width
      let n = Double(width)
      let (mx, my) = (
        near.reduce(0) { $0 + couplings[$1] } / n, near.reduce(0) { $0 + logarithms[$1] } / n
      )
      let square = near.reduce(0) { $0 + (couplings[$1] - mx) * (couplings[$1] - mx) }
      let product = near.reduce(0) { $0 + (couplings[$1] - mx) * (logarithms[$1] - my) }
      let smoothed = my + product / square * (couplings[i] - mx)
      series.values[i].standardError = exp(smoothed + 0.5 / Double(realisationCount - 1))
    }
  }
}
