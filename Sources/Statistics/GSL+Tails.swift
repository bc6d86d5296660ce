// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tails of the normal law does GSL give?

import CGSL

extension GSL {
  /// Returns the probability that a standard normal variable exceeds `z`.
  static func normalUpperTail(_ z: Double) -> Double { gsl_cdf_ugaussian_Q(z) }
}
