// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do totals that follow visits have the bits of totals computed anew?

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Kept totals")
struct KeptTotalsTests {
  private static func world(_ schedule: String, agents: Int) -> String {
    """
    world "Totals"
    parameter threshold = 0.5 in 0...1
    agents a[\(agents)] {
      state x: precise ~ normal(mean: 0, sd: 1)
      state y ~ uniform(low: 0, high: 1)
      state on ~ bernoulli(0.5)
    }
    network everyone: a -> a = complete()
    step a \(schedule) {
      let high = mean(a.y where a.y > threshold else 0.5)
      let others = sum(everyone.x where everyone.on)
      let all_others = mean(everyone.y)
      let busy = mean(everyone.on)
      let largest = max(a.y)
      let active = count(a.on)
      let nested = sum(a.x where active > 3)
      y = 0.5 * y + 0.3 * mean(a.y) + 0.1 * high + 0.1 * largest * all_others
      x = 0.3 * x + 0.001 * others + sum(a.x * a.y) / \(agents + 1) + 0.01 * busy
        + 0.001 * nested
      on ~ bernoulli(0.3 + 0.4 * busy)
    }
    measure spread = sum(a.x)
    measure level = mean(a.y)
    measure number = count(a.on)
    """
  }

  @Test(
    "equal those computed anew to the bit", arguments: ["sequential", "shuffled"],
    [2, 63, 64, 65, 200, 321])
  func bits(schedule: String, agents: Int) throws {
    let world = try CheckedWorld.compiled(Self.world(schedule, agents: agents)).together
    let plan = plan(world, steps: 2, replicates: 5, networks: 2, seed: 4)
    for lanes in [1, 64] {
      let options = ExecutionOptions(threadCount: 1, laneLimit: lanes)
      var anew = try Packing(plan, laneLimit: lanes)
      for section in anew.programs[0].blocks[0].sections.indices {
        anew.programs[0].blocks[0].sections[section].isIncremental = false
      }
      let execution = PlanExecution(plan: plan, packing: anew, options: options)
      execution.work()
      let expected = try execution.results()
      #expect(expected.allSatisfy { $0.failure == nil })
      #expect(
        DeterminismTests.fingerprint(try plan.execute(options))
          == DeterminismTests.fingerprint(expected), "\(lanes) lanes")
    }
  }

  @Test("counts and sums follow visits, what visits do not change is computed once a step")
  func whichAreKept() throws {
    func kept(_ expression: String) throws -> [Bool] {
      let world = try CheckedWorld.compiled(
        """
        world "Kept"
        agents a[9] {
          trait still ~ uniform(low: 0, high: 1)
          state y ~ uniform(low: 0, high: 1)
          state on ~ bernoulli(0.5)
        }
        network everyone: a -> a = complete()
        step a shuffled {
          y = 0.5 * y + 0.001 * \(expression)
          on = y > 0.5
        }
        measure m = mean(a.y)
        """
      ).together
      return Program(world).blocks[0].sections.dropFirst().map(\.isIncremental)
    }
    #expect(try kept("mean(a.y)") == [true])
    #expect(try kept("mean(everyone.y)") == [true])
    #expect(try kept("sum(a.y where a.on)") == [true])
    #expect(try kept("mean(a.y where a.on else 0)") == [true])
    #expect(try kept("count(a.on)") == [true])
    #expect(try kept("max(a.y)") == [false])
    #expect(try kept("sum(a.still)") == [false])
    #expect(try kept("sum(a.y where a.y > y)") == [false])
  }
}
