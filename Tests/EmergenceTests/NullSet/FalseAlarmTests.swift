// SPDX-License-Identifier: GPL-3.0-or-later
//
// Would the null set notice a detector that cries wolf?

import Statistics
import TestSupport
import Testing

@Suite("The null set itself")
struct FalseAlarmTests {
  @Test("rejects exactly where the Clopper-Pearson bound leaves the budget")
  func duality() throws {
    for (trials, last) in [(100, 15), (1_000, 77)] {
      for count in 0...trials {
        let alarms = FalseAlarms(alarmCount: count, sweepCount: trials)
        #expect(alarms.isWithinBudget == (count <= last), "\(count) of \(trials)")
        let bound = try ClopperPearson.lowerBound(
          successes: Double(count), trials: Double(trials), confidence: 1 - FalseAlarms.level)
        #expect(alarms.isWithinBudget == (bound < FalseAlarms.budget), "\(count) of \(trials)")
      }
    }
  }

  @Test("fails an honest detector once in 10^4, and a mutant that flags 15 % surely")
  func power() {
    func failing(_ rate: Double, of trials: Int) -> Double {
      let first = (0...trials).first {
        !FalseAlarms(alarmCount: $0, sweepCount: trials).isWithinBudget
      }
      return first.map { FalseAlarms.chance(ofAtLeast: $0, of: trials, rate: rate) } ?? 0
    }
    for trials in [NullSweeps.quickCount, NullSweeps.longCount] {
      #expect(failing(0.05, of: trials) <= 1e-4)
    }
    #expect(failing(0.15, of: NullSweeps.longCount) > 1 - 1e-9)
    #expect(failing(0.10, of: NullSweeps.longCount) > 0.98)
    #expect(failing(0.15, of: NullSweeps.quickCount) > 0.4)
    #expect(failing(0.40, of: NullSweeps.quickCount) > 1 - 1e-6)
  }

  @Test("fails the long run of a mutant that flags 15 % of sweeps, and not of one that flags 5 %")
  func mutant() {
    var random = SplitMix(2_605)
    func alarms(_ rate: Double) -> FalseAlarms {
      FalseAlarms(
        (0..<NullSweeps.longCount).map { _ in Double.random(in: 0..<1, using: &random) < rate })
    }
    let mutant = alarms(0.15)
    #expect(!mutant.isWithinBudget, "\(mutant)")
    let honest = alarms(0.05)
    #expect(honest.isWithinBudget, "\(honest)")
  }
}
