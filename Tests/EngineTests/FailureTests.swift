// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens when a run cannot go on, or a plan cannot start?

import Synchronization
import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Failures")
struct FailureTests {
  @Test(
    "a state that is not finite ends its run alone, naming expression, agent, step and replicate")
  func state() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Growing"
      parameter rate = 1 in 0...1000
      agents a[70] {
        state x = 1.0
        state y = 0.0
      }
      step a {
        x = x * rate ^ (index / 69)
        if index > 80 { y = log(-1 - index) }
      }
      measure largest = max(a.x)
      """
    ).together
    for lanes in [1, 3, 64] {
      var plan = plan(world, steps: 20, replicates: 3, seed: 4)
      plan.requests[1].parameters[0] = 1000
      let options = ExecutionOptions(threadCount: 1, laneLimit: lanes)
      let results = try plan.execute(options)
      #expect(results[0].failure == nil && results[2].failure == nil)
      #expect(results[0].series == [Array(repeating: 1, count: 20)])
      let failure = try #require(results[1].failure)
      // 1000^(13 i / 69) exceeds the largest 32-bit number, 3.4 10^38, first at the 13th step, for i = 69 alone.
      #expect(failure.time == 12 && failure.agentIndex == 69 && failure.group == "a")
      #expect(failure.replicateIndex == 1 && failure.networkIndex == 0)
      #expect(failure.origin.line == 8)
      #expect(failure.reason == "the value of 'x' is not finite (inf)")
    }
  }

  @Test("arguments of a draw that is not made do no harm; of one that is made they fail the run")
  func arguments() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Draws"
      parameter begin = 100 in 0...100
      agents a[6] { state x = 0.0 }
      step a {
        if time >= begin and index == 4 { x ~ normal(mean: 0, sd: 3 - index) }
      }
      measure total = sum(a.x)
      """
    ).together
    #expect(try run(world, steps: 4)[0].failure == nil)
    let failure = try #require(try run(world, steps: 4, setting: ["begin": 2])[0].failure)
    #expect(failure.reason == "the sd of 'normal' is not allowed (-1.0)")
    #expect(failure.agentIndex == 4 && failure.time == 2 && failure.origin.line == 5)
  }

  @Test("in a serial block the first visit that fails counts, not what it spoils later")
  func visits() throws {
    for schedule in ["shuffled", "sequential"] {
      let world = try CheckedWorld.compiled(
        """
        world "Contagion"
        agents a[40] { state x = 1.0 }
        network beside: a -> a = ring(degree: 4)
        step a \(schedule) { x = if index == 30 then log(-x) else 0.5 * x + 0.5 * mean(beside.x) }
        measure total = sum(a.x)
        """
      ).together
      let failure = try #require(try run(world, steps: 5, seed: 3)[0].failure)
      #expect(failure.agentIndex == 30 && failure.reason == "the value of 'x' is not finite (nan)")
    }
  }

  @Test("initial values fail at time -1")
  func initial() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Start"
      parameter zero = 0 in 0...1
      agents a[6] { trait x = 1 / (index - 3) }
      step a { }
      measure total = sum(a.x)
      """
    ).together
    let failure = try #require(try run(world, steps: 1)[0].failure)
    #expect(failure.agentIndex == 3 && failure.time == -1)
  }

  @Test("a plan that takes more memory than allowed is refused with its estimate")
  func memory() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Huge"
      parameter agents_number: count = 1_000_000_000 in 1...2_000_000_000
      agents a[agents_number] { state x = 1.0 }
      step a { x = x + 1 }
      measure total = sum(a.x)
      """
    ).together
    let plan = plan(world, steps: 10)
    let estimate = try plan.estimate()
    #expect(estimate.agentUpdates == 10_000_000_000)
    #expect(estimate.bytes > 8_000_000_000 && estimate.bytes < 9_000_000_000)
    #expect(
      throws: PlanError.memoryRefused(estimatedBytes: estimate.bytes, limitBytes: 1 << 32)
    ) {
      try plan.execute(ExecutionOptions(threadCount: 1, memoryLimitBytes: 1 << 32))
    }
  }

  @Test("a plan that is cancelled says so, and progress ends at the estimate")
  func cancelling() throws {
    let world = try CheckedWorld.compiled(FailureTests.calm).together
    let plan = plan(world, steps: 30, replicates: 10)
    #expect(throws: PlanError.cancelled) {
      try plan.execute(ExecutionOptions(threadCount: 2) { _ in false })
    }
    let last = Mutex(0)
    _ = try plan.execute(
      ExecutionOptions(threadCount: 2, laneLimit: 3) { done in
        last.withLock { $0 = max($0, done) }
        return true
      })
    #expect(try last.withLock { $0 } == plan.estimate().agentUpdates)
  }

  static let calm = """
    world "Calm"
    agents a[50] { state x = 1.0 }
    step a every 2 { x = x + 1 }
    measure total = sum(a.x)
    """
}
