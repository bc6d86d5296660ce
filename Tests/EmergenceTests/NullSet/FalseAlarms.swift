// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often does a detector raise an alarm where there is nothing, and is that too often?
//
// Null hypothesis: at most 5 % of null sweeps raise one. It is rejected by an exact binomial test at 1e-4: from 78 alarms
// in 1,000 sweeps on, from 16 in 100. Of detectors that flag 15 % fewer than one in 10^9 passes the long run; the short
// one catches half of them, and all that flag 40 %.

import Glibc
import Statistics

/// Alarms raised over sweeps of null worlds.
struct FalseAlarms: CustomStringConvertible {
  /// Sweeps in which the detector raised one.
  var alarmCount: Int
  /// Sweeps.
  var sweepCount: Int

  /// Share of sweeps that may raise an alarm.
  static let budget = 0.05
  /// Level of the test.
  static let level = 1e-4

  init(alarmCount: Int, sweepCount: Int) {
    self.alarmCount = alarmCount
    self.sweepCount = sweepCount
  }

  init(_ alarms: [Bool]) {
    self.init(alarmCount: alarms.count { $0 }, sweepCount: alarms.count)
  }

  /// Whether so many alarms may come from a detector within the budget.
  var isWithinBudget: Bool {
    Self.chance(ofAtLeast: alarmCount, of: sweepCount, rate: Self.budget) > Self.level
  }

  /// The rate with its 95 % Clopper-Pearson interval, in percent.
  var description: String {
    guard
      let interval = try? ClopperPearson.interval(
        successes: Double(alarmCount), trials: Double(sweepCount))
    else { return "\(alarmCount) of \(sweepCount)" }
    func percent(_ share: Double) -> String { "\((1_000 * share).rounded() / 10)" }
    return
      "\(alarmCount) of \(sweepCount) sweeps, \(percent(Double(alarmCount) / Double(sweepCount))) % "
      + "[\(percent(interval.low)), \(percent(interval.high))]"
  }

  /// The upper tail of the binomial distribution, summed from the far end.
  static func chance(ofAtLeast count: Int, of trials: Int, rate: Double) -> Double {
    stride(from: trials, through: count, by: -1).reduce(0) { sum, k in
      let ways: Double = lgamma(Double(trials) + 1) - lgamma(Double(k) + 1)
      let rest: Double = lgamma(Double(trials - k) + 1)
      return sum + exp(ways - rest + Double(k) * log(rate) + Double(trials - k) * log1p(-rate))
    }
  }
}
