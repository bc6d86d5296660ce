// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do runs with `draws packed` hold what other runs hold? Company, measures, twins, failures, tallies, traces.

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Draws packed")
struct PackedDrawsTests {
  private static let world = """
    world "Spins"
    parameter pull = 1.2 in -3...3
    parameter weight = 1 in 0...2
    agents spin[61] {
      trait bias = 0.6 * index / size(spin) - 0.3
      state up ~ bernoulli(0.4)
      state tired = false
    }
    network links: spin -> spin = erdos_renyi(degree: 5)
    step spin {
      let around = mean(links.up else 0.5)
      up ~ bernoulli(if tired then 0.3 else logistic(2 * (pull * (2 * around - 1) + bias)))
    }
    step spin every 2 { tired = up and count(links.up) > 2 }
    measure up_share = mean(spin.up)
    measure tired_count = count(spin.tired)
    measure up_share_by_bytes = mean(spin.up where spin.bias > -9 else 0)
    measure alike = mean(spin.up * mean(links.up else 0))
    measure hit = first up_share > 0.6
    measure last = mean(spin.up) at end
    aligned spin = up at most 90%
    run { draws packed  stop when up_share > 0.5 }
    """

  @Test("results do not depend on threads, words, order or company")
  func company() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    for (replicates, networks) in [(530, 1), (150, 3)] {
      let whole = plan(world, steps: 6, replicates: replicates, networks: networks, seed: 3)
      let results = try whole.execute(ExecutionOptions(threadCount: 1))
      #expect(results.allSatisfy { $0.failure == nil })
      let expected = DeterminismTests.fingerprint(results)
      #expect(Set(expected).count == replicates)
      for (threads, words) in [(1, 1), (2, 3), (7, 64)] {
        let options = ExecutionOptions(threadCount: threads, laneLimit: words)
        #expect(DeterminismTests.fingerprint(try whole.execute(options)) == expected)
      }
      var random = SplitMix(5)
      let some = Array((0..<replicates).shuffled(using: &random).prefix(90))
      var part = whole
      part.requests = some.map { whole.requests[$0] } + [whole.requests[some[0]]]
      let again = try part.execute(ExecutionOptions(threadCount: 2))
      #expect(
        DeterminismTests.fingerprint(again) == (some + [some[0]]).map { expected[$0] })
    }
  }

  @Test("threads that have no words of their own share the agents")
  func crew() throws {
    let world = try CheckedWorld.compiled(
      Self.world.replacing("spin[61]", with: "spin[6000]").replacing("0.5 }", with: "2 }")
    ).together
    let whole = plan(world, steps: 3, replicates: 64, seed: 3)
    let expected = DeterminismTests.fingerprint(
      try whole.execute(ExecutionOptions(threadCount: 1)))
    let shared = try whole.execute(ExecutionOptions(threadCount: 4))
    #expect(DeterminismTests.fingerprint(shared) == expected)
  }

  @Test("what is counted in bits is what is counted in bytes, and what snapshots show")
  func measures() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    for observation in [Observation.measures, .snapshots(every: 1)] {
      let results = try run(
        world, steps: 5, replicates: 130, networks: 2, observation: observation)
      for result in results {
        #expect(result.failure == nil)
        #expect(result.series[0] == result.series[2])
        #expect(result.series[5][result.stepsRun - 1] == result.series[0][result.stepsRun - 1])
        for snapshot in result.snapshots.dropFirst() {
          let step = min(snapshot.step, result.stepsRun) - 1
          let up = snapshot.columns[0][1].reduce(0, +)
          #expect(result.series[0][step] == up / 61)
          #expect(result.series[1][step] == snapshot.columns[0][2].reduce(0, +))
        }
      }
    }
  }

  @Test("a run freezes when it should, and its neighbours in the word go on")
  func stops() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    let results = try run(world, steps: 12, replicates: 64, setting: ["pull": 0.3])
    let ends = results.map(\.stepsRun)
    #expect(Set(ends).count > 3, "\(ends)")
    for result in results where result.stepsRun < 12 {
      let frozen = result.series[0][result.stepsRun - 1]
      #expect(frozen > 0.5)
      #expect(result.series[0][(result.stepsRun - 1)...].allSatisfy { $0 == frozen })
    }
  }

  @Test("at size zero of the coupling together is the twin to the bit")
  func twins() throws {
    let checked = try CheckedWorld.compiled(
      """
      world "Twins"
      parameter base = 0.2 in 0...1
      coupling pull = 0 in 0...3
      coupling panic = 0 in 0...1
      agents spin[40] {
        trait bias = 0.1 * mod(index, 3)
        state up ~ bernoulli(0.5)
        state scared = false
      }
      network links: spin -> spin = small_world(degree: 4, rewiring: 0.2)
      step spin { up ~ bernoulli(logistic(pull * mean(links.up else 0) + bias - 2)) }
      step spin { scared ~ bernoulli(panic * mean(links.up else 0)) }
      harm raised = mean(spin.up) limit 50%
      harm fear = mean(spin.scared) limit 50%
      aligned spin = up at most 40%
      run { draws packed }
      """)
    let isolation = try #require(checked.isolation)
    #expect(isolation.alone.packedRules().obstacles.isEmpty)
    let parameters = checked.together.parameters.map(\.defaultValue)
    func results(_ world: World, _ parameters: [Double]) throws -> [[UInt64]] {
      let requests = (0..<100).map {
        RunRequest(
          worldIndex: 0, parameters: parameters, networkIndex: 0, replicateIndex: $0)
      }
      let plan = RunPlan(worlds: [world], requests: requests, seed: 4, stepCount: 8)
      return DeterminismTests.fingerprint(try plan.execute(ExecutionOptions(threadCount: 1)))
    }
    let together = try results(checked.together, parameters)
    #expect(together == (try results(isolation.alone, parameters)))
    #expect(together == (try results(isolation.unlinked, parameters)))
    // The same draws: a small pull moves few agents.
    var pulled = parameters
    pulled[1] = 0.01
    let moved = try results(checked.together, pulled)
    #expect(zip(moved, together).count { $0 == $1 } > 20)
    #expect(moved != together)
  }

  @Test("a chance that is not a number ends the run that meets it, as it would without")
  func failures() throws {
    let text = """
      world "Undefined"
      parameter zero = 0 in 0...1
      agents spin[12] {
        state up ~ bernoulli(0.3)
        state kept ~ bernoulli(0.5)
      }
      network circle: spin -> spin = ring(degree: 4)
      step spin { up ~ bernoulli(if kept and count(circle.up) == 3 then zero / zero else 0.3) }
      measure m = mean(spin.up)
      run { draws packed }
      """
    let packed = try CheckedWorld.compiled(text).together
    let plain = try CheckedWorld.compiled(text.replacing("run { draws packed }", with: ""))
      .together
    let results = try run(packed, steps: 1, replicates: 200)
    // Initial values are named alike, so the first step meets the same counts.
    let expected = try run(plain, steps: 1, replicates: 200)
    #expect(results.count { $0.failure != nil } > 10)
    #expect(results.count { $0.failure == nil } > 10)
    func places(_ results: [RunResult]) -> [RunFailure?] {
      results.map { result in
        var failure = result.failure
        // The sign of a NaN is no result.
        failure?.reason.replace("-nan", with: "nan")
        return failure
      }
    }
    let isSame = places(results) == places(expected)
    #expect(isSame, "\(results.first { $0.failure != nil }!.failure!)")
    let later = try run(packed, steps: 6, replicates: 200)
    #expect(later.count { $0.failure != nil } > results.count { $0.failure != nil })
    #expect(later.contains { ($0.failure?.time ?? 0) > 0 })
  }

  @Test("alignments are tallied by chance where one draw decides, else by steps")
  func tallies() throws {
    func shares(_ aligned: String) throws -> [AlignmentTally] {
      let world = try CheckedWorld.compiled(
        """
        world "Tallies"
        agents spin[10] {
          state up = false
        }
        network circle: spin -> spin = ring(degree: 2)
        step spin { up ~ bernoulli(0.1 + 0.05 * index + 0.2 * mean(circle.up)) }
        measure m = mean(spin.up)
        aligned spin = \(aligned) at most 50%
        run { draws packed }
        """
      ).together
      return try run(
        world, steps: 40, replicates: 70, observation: .alignments(firstStep: 1)
      ).map { $0.alignmentTallies[0] }
    }
    let chances = try shares("up")
    #expect(chances.allSatisfy { $0.isProbability && $0.stepCount == 39 })
    for tally in chances {
      for (agent, share) in tally.shares.enumerated() {
        let low = 0.1 + 0.05 * Double(agent)
        #expect(share > low && share < low + 0.2 + 1e-12)
      }
    }
    let steps = try shares("up and index >= 0")
    #expect(steps.allSatisfy { !$0.isProbability && $0.stepCount == 39 })
    // 2,730 steps an agent, correlated little: six standard errors are 0.06.
    for agent in 0..<10 {
      let chance = chances.reduce(0) { $0 + $1.shares[agent] } / 70
      let share = steps.reduce(0) { $0 + $1.shares[agent] } / 70
      #expect(abs(chance - share) < 0.06, "\(agent): \(chance), \(share)")
    }
  }

  @Test("a trace shows what the bits came to")
  func trace() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    let snapshots = try run(world, steps: 6, observation: .snapshots(every: 1))[0].snapshots
    let trace = try run(
      world, steps: 6, observation: .trace(GroupID(0), agentIndex: 17))[0].trace
    for step in 0..<6 {
      for (member, name) in [(1, "up"), (2, "tired")] {
        let shown = trace.filter { $0.time == step && $0.name == name }.map(\.value)
        let held = snapshots[step + 1].columns[0][member][17] == 1
        #expect(shown == (member == 2 && step % 2 == 1 ? [] : [held ? "true" : "false"]))
      }
      #expect(trace.contains { $0.time == step && $0.name == "around" })
    }
  }

  @Test("cells of other parameters do not share a row")
  func cells() throws {
    let world = try CheckedWorld.compiled(Self.world).together
    var both = plan(world, steps: 4, replicates: 80)
    let other = plan(world, steps: 4, replicates: 80, setting: ["pull": -1])
    let expected = try [both, other].flatMap {
      DeterminismTests.fingerprint(try $0.execute(ExecutionOptions(threadCount: 1)))
    }
    both.requests += other.requests
    let results = try both.execute(ExecutionOptions(threadCount: 1))
    #expect(DeterminismTests.fingerprint(results) == expected)
  }

  @Test("the listing tells what is packed")
  func listing() throws {
    let listing = ProgramListing(try CheckedWorld.compiled(Self.world).together).description
    for words in [
      "64 replicates a word", "own0 = spin.tired, neighbours = count over links of spin.up",
      "fires where it is 1", "drawn at", "chances, once a run",
    ] {
      #expect(listing.contains(words), "\(words)")
    }
  }
}
