// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do resampling and simulation draw real numbers? From the words of named draws, one place each.

import Randomness

extension NamedDraws {
  /// Returns a number inside 0...1 of 53 uniform bits; uses attempts 0 and 1.
  func uniform(ordinal: UInt32) -> Double {
    (Double(word64(ordinal: ordinal) >> 11) + 0.5) * 0x1p-53
  }

  /// Returns a standard normal number, by the inverse of its distribution function; uses attempts 0 and 1.
  func normal(ordinal: UInt32) throws(StatisticsError) -> Double {
    try GSL.normalQuantile(uniform(ordinal: ordinal))
  }
}
