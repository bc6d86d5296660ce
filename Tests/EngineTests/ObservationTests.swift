// SPDX-License-Identifier: GPL-3.0-or-later
//
// What else than measures does a run tell? Alignments, traces, snapshots, and the listing of its program.

import Glibc
import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Observations")
struct ObservationTests {
  @Test("an alignment decided by one draw is tallied by its chance, else by steps")
  func alignments() throws {
    let text = """
      world "Aligned"
      agents a[40] {
        trait lean = index / 40
        state bad = false
        state mood: { calm, cross } = calm
        state lasting = true
      }
      step a {
        let p = 0.5 * lean
        bad ~ bernoulli(p)
        mood ~ logit(0.5) {
          calm: 0
          cross: lean
        }
        if index >= 0 { lasting ~ bernoulli(if lasting then 0.9 else 0.1) }
      }
      measure bads = mean(a.bad)
      harm h = mean(a.bad) limit 1
      aligned a = CONDITION at most 0.6
      """
    for (condition, isProbability, expected) in [
      ("bad", true, { (lean: Double) in 0.5 * lean }),
      ("mood == cross", true, { 1 - 1 / (1 + exp($0 / 0.5)) }),
      ("mood != cross", true, { 1 / (1 + exp($0 / 0.5)) }),
      ("lasting", false, { _ in 0.5 }),
    ] as [(String, Bool, (Double) -> Double)] {
      let world = try CheckedWorld.compiled(text.replacing("CONDITION", with: condition)).together
      let result = try run(
        world, steps: 3_300, seed: 3, observation: .alignments(firstStep: 100))[0]
      let tally = try #require(result.alignmentTallies.first)
      #expect(tally.isProbability == isProbability && tally.stepCount == 3_200, "\(condition)")
      for (agent, share) in tally.shares.enumerated() {
        let value = expected(Double(Float(Double(agent) / 40)))
        if isProbability {
          #expect(abs(share - value) < 1e-6, "\(condition), agent \(agent)")
        } else {
          // Switching with chance 0.1: tau = 4.5, so that the share of 3,200 steps has standard deviation 0.027;
          // 5.6 of them for 40 agents at a false alarm in a million.
          #expect(abs(share - value) < 5.6 * 0.027)
        }
      }
      guard !isProbability else { continue }
      let mean = tally.autocorrelationTimes.reduce(0, +) / 40
      // 31 degrees of freedom an agent: the mean over 40 has a standard deviation of 4 %.
      #expect(abs(mean / 4.5 - 1) < 0.25, "\(mean)")
    }
  }

  @Test("a trace holds every value of one agent, in words")
  func trace() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Traced"
      agents a[3] {
        state x = index / 4
        state mood: { calm, cross } = calm
      }
      network back: a -> a = pipeline()
      step a {
        let y = x + 1
        let friend ~ pick(back)
        if friend.x < 10 { mood = cross }
        x = y / 2
      }
      measure m = mean(a.x)
      """
    ).together
    func entries(_ agent: Int) throws -> [String] {
      try run(world, steps: 1, observation: .trace(GroupID(0), agentIndex: agent))[0].trace
        .map { "\($0.time) \($0.blockIndex) \($0.name) \($0.line) \($0.value)" }
    }
    #expect(
      try entries(1) == [
        "-1 -1 x 3 0.25", "-1 -1 mood 4 calm", "0 0 y 8 1.25", "0 0 friend 9 0",
        "0 0 mood 10 cross", "0 0 x 11 0.625",
      ])
    #expect(
      try entries(0) == [
        "-1 -1 x 3 0.0", "-1 -1 mood 4 calm", "0 0 y 8 1.0", "0 0 friend 9 none", "0 0 x 11 0.5",
      ])
  }

  @Test("the listing names blocks, registers and shapes")
  func listing() throws {
    let world = try CheckedWorld.compiled(ExecutionTests.ministry).together
    let listing = ProgramListing(world).description
    #expect(listing.contains("step clerk: all at once"))
    #expect(listing.contains("mean over desks of clerk.obeys"))
    #expect(listing.contains("draw bernoulliLogit"))
    #expect(listing.contains("agents of clerk: blocks of 2048 elements"))
    #expect(listing.contains("conformity[lane]  ; once a run"))
  }
}
