// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far are counts from their law? Two-sided probabilities, by distribution functions that share no code with draws.

import Glibc
import TestSupport

extension DrawStatistic {
  /// Returns the probability of counts of independent trials with the given chances.
  static func law(_ counts: [UInt64], _ chances: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    if total == 0 { return 0 }
    var statistic = 0.0
    for (count, chance) in zip(counts, chances) {
      let deviation = Double(count) - total * chance
      statistic += deviation * deviation / (total * chance)
    }
    return chiSquare(statistic, degrees: counts.count - 1)
  }

  /// Returns the probability of counts that are each fair and uncorrelated with each other.
  static func fair(_ counts: [UInt64], of total: Int) -> Double {
    let statistic = counts.reduce(0.0) {
      let deviation = Double($1) - Double(total) / 2
      return $0 + deviation * deviation
    }
    return chiSquare(statistic / (Double(total) / 4), degrees: counts.count)
  }

  /// Returns the probability of a number of rare events.
  static func poisson(_ count: UInt64, mean: Double) -> Double {
    let less = count == 0 ? 0 : 1 - DistributionFunctions.gamma(shape: Double(count), mean)
    let atMost = 1 - DistributionFunctions.gamma(shape: Double(count) + 1, mean)
    return twoSided(1 - less, atMost)
  }

  private static func chiSquare(_ statistic: Double, degrees: Int) -> Double {
    let upper = DistributionFunctions.chiSquareTail(statistic, degrees: degrees)
    return twoSided(upper, 1 - upper)
  }

  private static func twoSided(_ upper: Double, _ lower: Double) -> Double {
    min(1, max(0, 2 * min(upper, lower)))
  }
}
