// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is what is only slow called neither hysteresis nor irreversible? Worlds with one state that forget all, but late.

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("Slow responses")
struct SlowResponseTests {
  /// One equilibrium at every field, for conformity is below 1; near 1 it is slow besides.
  private func magnet(
    pace: Double, values: [Double], holds: [Int]
  ) throws -> MeasureHysteresis {
    let cell = try Cell.compiled(
      """
      world "Slow magnet"
      parameter field = 0 in -3...3
      parameter pace = 0.005 in 0...1
      coupling conformity = 0.95 in 0...4
      agents spin[1_000] { state up = false }
      network others: spin -> spin = complete()
      step spin with probability pace {
        up ~ bernoulli(logistic(2 * (conformity * (2 * mean(others.up) - 1) + field)))
      }
      measure share = mean(spin.up)
      """, ["pace": pace]
    ) { ($0.replicates, $0.networks, $0.warmup) = (8, nil, nil) }
    return try RampDesign(
      cell, parameter: ParameterID(0), values: values, holds: holds, measures: [MeasureID(0)]
    ).run(executing: RunPlan.execute).measures[0]
  }

  private static let fine = (0...20).map { Double($0) / 10 - 1 }
  private static let coarse = (0...8).map { Double($0) / 4 - 1 }

  @Test(
    "a magnet of one state that lags is open with two holds, with the hold that settles it",
    arguments: [(0.005, fine), (0.01, coarse), (0.01, coarse.map { 2 * $0 })])
  func lagOfTwoHolds(pace: Double, values: [Double]) throws {
    let found = try magnet(pace: pace, values: values, holds: [50, 200])
    // What was called hysteresis: the line through two areas says that one is left.
    #expect(try #require(found.restArea?.low) > 0)
    #expect(found.answer == .undecided)
    #expect(found.doubts == [.stillShrinking(suggestedHold: 800)])
  }

  @Test("the third hold tells that it only lags")
  func lagOfThreeHolds() throws {
    let found = try magnet(pace: 0.005, values: Self.fine, holds: [50, 200, 800])
    #expect(found.answer == .none, "\(found.doubts)")
    let coarse = try magnet(pace: 0.01, values: Self.coarse, holds: [50, 200, 800])
    #expect(coarse.answer != .hysteresis)
  }

  /// Everybody forgets the cause at a rate of 0.002 a step.
  private func relaxation(
    agents: Int, steps: Int, replicates: Int = 8
  ) throws -> HarmRelease {
    let cell = try Cell.compiled(
      """
      world "Slow relaxation"
      parameter cause = 1 in 0...1
      coupling link = 0.5 in 0...1
      agents a[\(agents)] {
        state x = 0.0
        state act = false
      }
      network others: a -> a = complete()
      step a {
        x = x + 0.002 * (cause - x)
        act ~ bernoulli(x * 0.5 + link * 0.02 * mean(others.act))
      }
      harm bad = mean(a.act) in 0...1 limit 5%
      aligned a = act at most 60%
      """
    ) { ($0.steps, $0.replicates, $0.networks, $0.warmup) = (steps, replicates, nil, 0) }
    return try ReleaseDesign(cell, parameter: ParameterID(0), value: 0, step: 500)
      .run(executing: RunPlan.execute).harms[0]
  }

  @Test("a harm that still falls is open with longer runs, and those say that it recovers")
  func relaxation() throws {
    for (agents, replicates) in [(1_000, 8), (50, 32)] {
      let short = try relaxation(agents: agents, steps: 1_000, replicates: replicates)
      // What was called irreversible: over the limit, and over the arm that never had the cause.
      #expect(try #require(short.released.low) > short.limit)
      #expect(try #require(short.remains?.interval.low) > 0)
      #expect(short.answer == .undecided && short.doubts == [.stillFalling])
      #expect(short.suggestedStepCount == 2_500 && short.moreReplicateCount == nil)
    }
    let long = try relaxation(agents: 1_000, steps: 3_000)
    #expect(long.answer == .recovers && long.suggestedStepCount == nil)
    let lifetime = try #require(long.lifetime)
    // 0.632 x 0.5 falls to 5 % in ln(0.316 / 0.05) / 0.002 steps, and noise sees it earlier.
    #expect(lifetime.returnCount == 8 && lifetime.watchedSteps == 2_500)
    #expect(700...922 ~= (try #require(lifetime.medianReturn)), "\(lifetime)")
    #expect(lifetime.isRateRefuted, "all come back at the same time: \(lifetime)")
  }

  /// Runs of made-up harm: 1 with the cause, and after the release until a step of each run's own.
  private func escapes(at steps: [Int?]) throws -> HarmRelease {
    let cell = try Cell.compiled(
      """
      world "Made up"
      parameter cause = 1 in 0...1
      agents a[10] { state on = false }
      step a { on ~ bernoulli(cause) }
      harm share = mean(a.on) limit 50%
      aligned a = on at most 50% for all but 100%
      """
    ) { ($0.steps, $0.replicates, $0.networks, $0.warmup) = (500, steps.count, nil, 0) }
    let design = try ReleaseDesign(cell, parameter: ParameterID(0), value: 0, step: 100)
    return try design.run { plan in
      plan.requests.indices.map { index in
        let (arm, replicate) = (index / steps.count, index % steps.count)
        let end = arm == 0 ? nil : arm == 2 ? 0 : steps[replicate]
        return RunResult(
          series: [(0..<plan.stepCount).map { $0 < end ?? .max ? 1 : 0 }],
          stepsRun: plan.stepCount, nonFiniteCounts: [0])
      }
    }.harms[0]
  }

  @Test("runs that escape one by one leave it open, and one of many does not")
  func escapesOneByOne() throws {
    let stays = try escapes(at: Array(repeating: nil, count: 32))
    #expect(stays.answer == .irreversible && stays.suggestedStepCount == nil)
    #expect(stays.lifetime?.watchedSteps == 400 && stays.lifetime?.medianReturn == nil)
    let one = try escapes(at: [250] + Array(repeating: nil, count: 31))
    #expect(one.answer == .irreversible && one.lifetime?.returnCount == 1)
    let some = try escapes(at: [150, 200, 260, 290] + Array(repeating: nil, count: 28))
    #expect(some.answer == .undecided && some.doubts == [.stillFalling])
    #expect(some.suggestedStepCount == 1_700)
    #expect(some.lifetime?.medianReturn == 131)
  }
}
