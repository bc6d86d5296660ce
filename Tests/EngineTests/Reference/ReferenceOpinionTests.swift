// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do aligned agents, majority vote, the voter model and averaging give their known values?
//
// Null: the mean over independent runs equals the exact finite-size value; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: opinions")
struct ReferenceOpinionTests {
  /// One update of aligned agents; the number counted is that of good free agents.
  private func alignedChain(
    agents: Int, adversaries: Int, conformity: Double, bias: Double
  ) -> CountChain {
    func good(_ others: Int) -> Double {
      let mean = (2 * Double(others) - Double(agents - 1)) / Double(agents - 1)
      return (1 + tanh(conformity * mean + bias)) / 2
    }
    return CountChain.oneUpdate(
      agents: agents, movable: agents - adversaries, rise: { good($0) },
      fall: { 1 - good($0 - 1) })
  }

  @Test("R3: aligned agents follow the exact chain before and after the adversaries' release")
  func alignedRelease() throws {
    let (agents, adversaries) = (30, 9)
    let runs = try ReferenceWorld("aligned-bias").run(
      [
        "population": 30, "adversaries": 0.3, "release_at": 20, "conformity": 1.2, "bias": 0.2,
      ], steps: 40, replicates: 512, networks: 32)
    let bound = alignedChain(agents: agents, adversaries: adversaries, conformity: 1.2, bias: 0.2)
    let free = alignedChain(agents: agents, adversaries: 0, conformity: 1.2, bias: 0.2)
    let start = (0...21).map { $0 == 21 ? 1.0 : 0 }
    for step in [1, 5, 20, 21, 25, 40] {
      let before = bound.advance(start, by: agents * min(step, 20))
      let now = free.advance(
        before + [Double](repeating: 0, count: adversaries), by: agents * max(step - 20, 0))
      let mean = try runs.mean("whole_mean", afterSteps: step)
      let expected = now.expectation { 2 * $0 / 30 - 1 }
      #expect(mean.accepts(expected), "step \(step): \(mean.mean), \(expected)")
      // Mutant: adversaries never released.
      let captive = bound.advance(start, by: agents * step).expectation { 2 * $0 / 30 - 1 }
      #expect(mean.accepts(captive) == (step <= 20), "step \(step): \(captive)")
    }
  }

  @Test("R3: with few adversaries the good branch stands where mean field puts it")
  func alignedBranch() throws {
    let runs = try ReferenceWorld("aligned-bias").run(
      ["population": 1_000, "adversaries": 0.15], steps: 60, replicates: 8)
    let mean = try runs.mean("free_mean", overStepsFrom: 30)
    #expect(mean.accepts(0.88707, referenceError: 0.004), "\(mean.mean)")
  }

  @Test("R3: harm outlasts its makers below the bias h* and not above")
  func alignedIrreversibility() throws {
    // h*(2) = 0.532840.
    for (bias, stays) in [(0.4, true), (0.7, false)] {
      let runs = try ReferenceWorld("aligned-bias").run(
        ["population": 500, "adversaries": 0.6, "release_at": 20, "bias": bias], steps: 60,
        replicates: 4)
      for series in try runs.series("whole_mean") { #expect((series[59] < 0) == stays) }
    }
  }

  @Test("R3: the time to leave the harmful state is that of the exact chain")
  func alignedEscape() throws {
    let chain = alignedChain(agents: 20, adversaries: 0, conformity: 1.3, bias: 0)
    let expected = chain.repeated(20).meanTime(from: 0) { $0 >= 10 }
    let runs = try ReferenceWorld("aligned-bias").run(
      ["population": 20, "adversaries": 0, "good_at_start": 0, "conformity": 1.3, "bias": 0],
      steps: 1_000, replicates: 512, networks: 32)
    let mean = try runs.meanSteps("recovery")
    #expect(mean.accepts(expected), "\(mean.mean), \(expected)")
    #expect(!mean.accepts(2 * expected))
  }

  @Test("R3: counted update by update the chain gives the published 162.295 steps")
  func alignedEscapeTable() {
    let chain = alignedChain(agents: 50, adversaries: 0, conformity: 1.3, bias: 0)
    #expect(abs(chain.meanTime(from: 0) { $0 >= 25 } / 50 - 162.295) < 0.001)
  }

  @Test(
    "R3 at 10,000 agents: tipping at z_c = 0.220892, no recovery; 3,200 escapes",
    .enabled(if: SlowTests.areWanted))
  func alignedLarge() throws {
    let world = try ReferenceWorld("aligned-bias")
    let good = try world.run(
      ["population": 10_000, "adversaries": 0.2], steps: 400, replicates: 8, networks: 2)
    #expect(try good.mean("free_mean", overStepsFrom: 200).accepts(0.78272, referenceError: 0.004))
    let tipped = try world.run(
      ["population": 10_000, "adversaries": 0.240892, "release_at": 400], steps: 600,
      replicates: 8, networks: 2)
    for series in try tipped.series("free_mean") { #expect(series[399] < -0.8) }
    for series in try tipped.series("whole_mean") { #expect(series[599] < -0.8) }
    let chain = alignedChain(agents: 50, adversaries: 0, conformity: 1.3, bias: 0)
    let expected = chain.repeated(50).meanTime(from: 0) { $0 >= 25 }
    let escapes = try world.run(
      ["population": 50, "adversaries": 0, "good_at_start": 0, "conformity": 1.3, "bias": 0],
      steps: 3_000, replicates: 3_200, networks: 50)
    let mean = try escapes.meanSteps("recovery")
    #expect(mean.accepts(expected), "\(mean.mean), \(expected)")
  }

  private func majorityChain(voters: Int, asked: Int, noise: Double) -> CountChain {
    func yes(_ othersYes: Int) -> Double {
      let counts = CountChain.binomial(asked, Double(othersYes) / Double(voters - 1))
      let majority = counts[(asked / 2 + 1)...].reduce(0, +)
      return (1 - 2 * noise) * majority + noise
    }
    return CountChain.synchronous(
      agents: voters, enter: { yes($0) }, stay: { yes($0 - 1) })
  }

  @Test("R8: majority votes on samples with replacement follow the exact chain")
  func majorityVote() throws {
    let world = try ReferenceWorld("majority-vote")
    for (pairs, noise) in [(1, 0.1), (2, 0.2)] {
      let runs = try world.run(
        ["voters": 30, "further_pairs": Double(pairs), "noise": noise], steps: 20,
        replicates: 1_024, networks: 32)
      let chain = majorityChain(voters: 30, asked: 2 * pairs + 1, noise: noise)
      let start = (0...30).map { $0 == 30 ? 1.0 : 0 }
      for step in [1, 4, 20] {
        let expected = chain.advance(start, by: step).expectation { abs(2 * $0 / 30 - 1) }
        let mean = try runs.mean("order", afterSteps: step)
        #expect(mean.accepts(expected), "\(pairs), step \(step): \(mean.mean), \(expected)")
      }
      // Mutant: noise twice as strong.
      let wrong = majorityChain(voters: 30, asked: 2 * pairs + 1, noise: 2 * noise)
      #expect(
        try !runs.mean("order", afterSteps: 4).accepts(
          wrong.advance(start, by: 4).expectation { abs(2 * $0 / 30 - 1) }))
    }
  }

  @Test(
    "R8 at 20,000 voters: the published orders", .enabled(if: SlowTests.areWanted))
  func majorityVoteLarge() throws {
    let world = try ReferenceWorld("majority-vote")
    for (pairs, noise, value) in [
      (1.0, 0.05, 0.881917), (1, 0.1, 0.707107), (1, 0.15, 0.377964), (2, 0.15, 0.637797),
      (2, 0.21, 0.354130),
    ] {
      let runs = try world.run(
        ["voters": 20_000, "further_pairs": pairs, "noise": noise], steps: 200, replicates: 16,
        networks: 4)
      let mean = try runs.mean("order", overStepsFrom: 100)
      #expect(mean.accepts(value, referenceError: 0.004), "\(pairs), \(noise): \(mean.mean)")
    }
  }

  private func voterChain(_ voters: Int) -> CountChain {
    CountChain.oneUpdate(
      agents: voters, movable: voters, rise: { Double($0) / Double(voters - 1) },
      fall: { Double(voters - $0) / Double(voters - 1) })
  }

  @Test("R11: the exact chain gives the published times to agreement")
  func voterTable() {
    let fifty = voterChain(50).meanTime(from: 25) { $0 == 0 || $0 == 50 } / 50
    #expect(abs(fifty - 33.4791) < 1e-4)
  }

  @Test("R11: voters agree when they should, and on yes as often as they began with it")
  func voter() throws {
    let world = try ReferenceWorld("voter")
    let runs = try world.run(["voters": 50], steps: 800, replicates: 512, networks: 32)
    let exact = voterChain(50).repeated(50).meanTime(from: 25) { $0 == 0 || $0 == 50 }
    let mean = try runs.meanSteps("agreement")
    #expect(mean.accepts(exact), "\(mean.mean), \(exact)")
    #expect(!mean.accepts(2 * exact))
    let few = try world.run(
      ["voters": 20, "yes_at_start": 0.2], steps: 400, replicates: 1_024, networks: 64)
    let yes = try few.mean("share", afterSteps: 400)
    #expect(yes.accepts(0.2), "\(yes.mean)")
    #expect(!yes.accepts(0.3))
  }

  @Test(
    "R11 with 6,400 runs of 100 voters: 68.1290 steps",
    .enabled(if: SlowTests.areWanted))
  func voterLarge() throws {
    let runs = try ReferenceWorld("voter").run(
      ["voters": 100], steps: 3_000, replicates: 6_400, networks: 100)
    let exact = voterChain(100).repeated(100).meanTime(from: 50) { $0 == 0 || $0 == 100 }
    let mean = try runs.meanSteps("agreement")
    #expect(mean.accepts(exact), "\(mean.mean), \(exact)")
    // A run ends at the end of a step: on average half a step after the agreement.
    #expect(abs(exact - 68.1290 - 0.5) < 0.05)
  }

  @Test("R21: DeGroot's path agrees on 2/7")
  func deGroot() throws {
    let runs = try ReferenceWorld("degroot-path").run(
      steps: 200, replicates: 1, observation: .snapshots(every: 200))
    for opinion in try runs.lastValues("opinion")[0] { #expect(abs(opinion - 2 / 7.0) < 1e-9) }
    // Mutant: the mean of three without weights would keep 1/3.
    #expect(abs(try runs.series("consensus")[0][199] - 1 / 3.0) > 0.01)
  }

  @Test("R21: Friedkin and Johnsen's path stands at 1/12, 1/6, 7/12 in every order of updates")
  func friedkinJohnsen() throws {
    for scheme in ["", "sequential", "shuffled"] {
      let world = try ReferenceWorld(
        "friedkin-johnsen", replacing: ["step person {": "step person \(scheme) {"])
      let runs = try world.run(
        steps: 200, replicates: 1, observation: .snapshots(every: 200))
      let opinions = try runs.lastValues("opinion")[0]
      for (opinion, expected) in zip(opinions, [1 / 12.0, 1 / 6.0, 7 / 12.0]) {
        #expect(abs(opinion - expected) < 1e-9, "\(scheme)")
      }
    }
  }
}
