// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do intervals cover the truth as often as they must? Exact binomial tests at 1e-6 of a count over synthetic sets.
//
// The nulls are "coverage is at least 90 %", "at most 98 %", and for intervals that are conservative by construction "at
// least 95 %". Of 2,000 sets the first is refused from 1,732 down, so that a true coverage of 84.7 % or less is caught with
// probability 0.99; the second from 1,987 up, catching 99.7 %; the third from 1,850 down, catching 91 %. Of 1,000 sets
// these are 851, 998 (catching 99.99 %) and 913, catching 82.3 % and 89.1 %.

import Foundation

/// How often intervals covered.
struct Coverage: CustomStringConvertible {
  private(set) var covered = 0
  private(set) var sets = 0

  var description: String { "\(covered) of \(sets)" }

  /// Counts a set.
  mutating func add(_ isCovered: Bool) {
    covered += isCovered ? 1 : 0
    sets += 1
  }

  /// Refuses "at least 90 %".
  var isTooLow: Bool { binomialTail(atMost: covered, of: sets, probability: 0.90) < 1e-6 }

  /// Refuses "at most 98 %".
  var isTooHigh: Bool { binomialTail(atLeast: covered, of: sets, probability: 0.98) < 1e-6 }

  /// Refuses "at least 95 %".
  var isBelowPromise: Bool { binomialTail(atMost: covered, of: sets, probability: 0.95) < 1e-6 }
}

/// Probability of at most `count` events.
func binomialTail(atMost count: Int, of trials: Int, probability: Double) -> Double {
  (0..<count + 1).reduce(0) { $0 + binomialWeight($1, trials, probability) }
}

/// Probability of at least `count` events.
func binomialTail(atLeast count: Int, of trials: Int, probability: Double) -> Double {
  (count..<trials + 1).reduce(0) { $0 + binomialWeight($1, trials, probability) }
}

/// Probability of exactly `count` events.
func binomialWeight(_ count: Int, _ trials: Int, _ probability: Double) -> Double {
  let (k, n) = (Double(count), Double(trials))
  let choices = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
  return exp(choices + k * log(probability) + (n - k) * log1p(-probability))
}
