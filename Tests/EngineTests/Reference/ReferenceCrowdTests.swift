// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the q-voter model and the jury with a common cause give their known values?
//
// Null: the mean over independent runs equals the exact finite-size value; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: crowds")
struct ReferenceCrowdTests {
  /// One update of the q-voter model; the number counted is that of yes.
  private func qVoterChain(voters: Int, asked: Int, independence p: Double) -> CountChain {
    func follow(_ others: Int) -> Double {
      p / 2 + (1 - p) * pow(Double(others) / Double(voters - 1), Double(asked))
    }
    return CountChain.oneUpdate(
      agents: voters, movable: voters, rise: { follow($0) }, fall: { follow(voters - $0) })
  }

  @Test("R9: voters that ask q others follow the exact chain")
  func qVoter() throws {
    let world = try ReferenceWorld("q-voter")
    let start = (0...30).map { $0 == 30 ? 1.0 : 0 }
    for (asked, independence) in [(4, 0.2), (6, 0.142)] {
      let runs = try world.run(
        ["voters": 30, "asked": Double(asked), "independence": independence], steps: 20,
        replicates: 1_024, networks: 32)
      let chain = qVoterChain(voters: 30, asked: asked, independence: independence)
      for step in [1, 4, 20] {
        let expected = chain.advance(start, by: 30 * step).expectation { abs(2 * $0 / 30 - 1) }
        let mean = try runs.mean("order", afterSteps: step)
        #expect(mean.accepts(expected), "\(asked), step \(step): \(mean.mean), \(expected)")
      }
      // Mutant: one more or one less is asked, the integer that makes the transition jump.
      let wrong = qVoterChain(voters: 30, asked: 10 - asked, independence: independence)
      let expected = wrong.advance(start, by: 600).expectation { abs(2 * $0 / 30 - 1) }
      #expect(try !runs.mean("order", afterSteps: 20).accepts(expected), "\(asked)")
    }
  }

  /// The share of yes that maps to itself, on the upper branch.
  ///
  /// Source: Nyczka, Sznajd-Weron and Cislo, Phys. Rev. E 86, 011105 (2012), eq. 12.
  private func upperShare(asked: Int, independence: Double) -> Double {
    var share = 1.0
    for _ in 0..<20_000 {
      let rise = (1 - share) * pow(share, Double(asked))
      let fall = share * pow(1 - share, Double(asked))
      share += 0.5 * ((1 - independence) * (rise - fall) + independence * (0.5 - share))
    }
    return share
  }

  @Test("R9: mean field gives the published shares and, for six asked, an order that breaks off")
  func qVoterTable() {
    #expect(abs(upperShare(asked: 4, independence: 0.1) - 0.936988) < 1e-6)
    #expect(abs(upperShare(asked: 4, independence: 0.2) - 0.821797) < 1e-6)
    #expect(abs(2 * upperShare(asked: 6, independence: 0.142) - 1 - 0.678652) < 1e-6)
    #expect(upperShare(asked: 6, independence: 0.150) > 0.7579)
    #expect(upperShare(asked: 6, independence: 0.151) < 0.51)
  }

  @Test(
    "R9 at 2,000 voters: continuous for four asked, for six the start decides",
    .enabled(if: SlowTests.areWanted))
  func qVoterLarge() throws {
    let world = try ReferenceWorld("q-voter")
    func order(_ asked: Int, _ independence: Double, start: Double) throws -> MeanTest {
      try world.run(
        [
          "voters": 2_000, "asked": Double(asked), "independence": independence,
          "yes_at_start": start,
        ], steps: 300, replicates: 16, networks: 8
      ).mean("order", overStepsFrom: 200)
    }
    for independence in [0.1, 0.2] {
      let mean = try order(4, independence, start: 1)
      let expected = 2 * upperShare(asked: 4, independence: independence) - 1
      #expect(mean.accepts(expected, referenceError: 0.004), "\(independence): \(mean.mean)")
    }
    let kept = try order(6, 0.142, start: 1)
    #expect(kept.accepts(0.678652, referenceError: 0.006), "\(kept.mean)")
    for (independence, start) in [(0.142, 0.5), (0.16, 0.5), (0.16, 1)] {
      // Disorder fluctuates with a standard deviation of about 0.06 at this size and distance from p*.
      let mean = try order(6, independence, start: start)
      #expect(mean.mean < 0.15, "\(independence), \(start): \(mean.mean)")
    }
  }

  /// The chance that most of an odd number of independent jurors are right.
  private func majority(_ jurors: Int, _ skill: Double) -> Double {
    CountChain.binomial(jurors, skill)[(jurors / 2 + 1)...].reduce(0, +)
  }

  @Test("R26: the binomial tail gives Condorcet's numbers")
  func condorcetTable() {
    #expect(abs(majority(101, 0.55) - 0.843755) < 1e-6)
    #expect(abs(majority(11, 0.6) - 0.753498) < 1e-6)
  }

  // A case a step, none of which knows another: 64,000 of them, of which a deviation of 0.01 is caught.
  @Test("R26: a majority is right as Condorcet said, and less often with news that all follow")
  func commonCause() throws {
    let world = try ReferenceWorld("common-cause")
    for (jurors, skill) in [(101, 0.55), (11, 0.6)] {
      for shared in [0, 0.5, 1] {
        let runs = try world.run(
          ["jurors": Double(jurors), "skill": skill, "shared": shared], steps: 1_000,
          replicates: 64)
        let expected = shared * skill + (1 - shared) * majority(jurors, skill)
        let right = try runs.mean("majority", overStepsFrom: 0)
        #expect(right.accepts(expected), "\(jurors), \(shared): \(right.mean), \(expected)")
        let share = try runs.mean("share", overStepsFrom: 0)
        #expect(share.accepts(skill), "\(jurors), \(shared): \(share.mean)")
        // Mutant: jurors who stay independent.
        #expect(right.accepts(majority(jurors, skill)) == (shared == 0))
      }
    }
  }
}
