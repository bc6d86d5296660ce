// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is it said rightly whether harm outlasts its cause, and how long? R3: adversaries that are taken away.

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("Releases")
struct ReleaseDesignTests {
  static func design(
    _ values: [String: Double], to value: Double = 0, at step: Int = 60, steps: Int = 160,
    replicates: Int = 8, networks: Int? = nil, scheme: String? = "with probability 0.5"
  ) throws -> ReleaseDesign {
    let cell = try Adversaries.cell(values, scheme: scheme) {
      ($0.steps, $0.replicates, $0.networks) = (steps, replicates, networks)
    }
    return try ReleaseDesign(
      cell, parameter: Adversaries.share(in: cell), value: value, step: step)
  }

  @Test("three arms share draws: the cause stays, goes, never was")
  func plan() throws {
    let design = try Self.design(["adversaries": 0.3], replicates: 6, networks: 3)
    let plan = design.plan
    #expect(plan.stepCount == 160 && plan.requests.count == 18)
    let share = Adversaries.share(in: design.cell).index
    for (index, request) in plan.requests.enumerated() {
      let replicate = index % 6
      #expect(request.networkIndex == replicate % 3 && request.replicateIndex == replicate / 3)
      #expect(request.parameters[share] == (index < 12 ? 0.3 : 0))
      #expect(request.changes.map(\.step) == (6..<12 ~= index ? [60] : []))
      #expect(request.changes.allSatisfy { $0.parameters[share] == 0 })
    }
    let estimate = try design.estimate()
    #expect(estimate.runCount == 18 && estimate.agentUpdates == 18 * 160 * 2_000)
  }

  @Test("what cannot be released is refused by name")
  func errors() throws {
    let cell = try Adversaries.cell([:])
    func design(_ name: String, _ value: Double, at step: Int = 5) throws -> ReleaseDesign {
      let index = try #require(
        cell.world.together.parameters.firstIndex { $0.name == name })
      return try ReleaseDesign(cell, parameter: ParameterID(index), value: value, step: step)
    }
    #expect(throws: DesignError.structural(parameter: "population")) {
      try design("population", 10)
    }
    #expect(throws: DesignError.outOfRange(parameter: "adversaries", value: 2, low: 0, high: 1)) {
      try design("adversaries", 2)
    }
    for step in [0, 400] {
      #expect(
        throws: DesignError.outOfRange(
          parameter: "step of the release", value: Double(step), low: 1, high: 399)
      ) { try design("adversaries", 0, at: step) }
    }
  }

  /// h*(2) = 0.532840; both shares of adversaries are above the tipping share, where all are harmful.
  @Test("R3: harm outlasts its makers below the bias h* and not above")
  func irreversibility() throws {
    let stays = try Self.design(["adversaries": 0.4, "bias": 0.2])
      .run(executing: RunPlan.execute).harms[0]
    #expect(stays.answer == .irreversible && stays.doubts.isEmpty)
    #expect(stays.limit == 0.5)
    #expect(try #require(stays.released.low) > 0.9)
    #expect(try #require(stays.remains?.interval.low) > 0.8)
    let lifetime = try #require(stays.lifetime)
    #expect(lifetime.watchedCount == 8 && lifetime.returnCount == 0 && lifetime.mean == nil)
    // Nobody of 8 came back in 100 steps: more than 800 / ln 20.
    #expect(abs(lifetime.moreThan - 267.05) < 0.1)

    let goes = try Self.design(["adversaries": 0.6, "bias": 0.7])
      .run(executing: RunPlan.execute).harms[0]
    #expect(goes.answer == .recovers)
    #expect(try #require(goes.kept.low) > 0.5 && #require(goes.released.high) < 0.1)
    #expect(try #require(goes.relief?.interval.low) > 0.5)
    #expect(goes.lifetime?.returnCount == 8)
    #expect(try #require(goes.lifetime?.mean) < 60)
  }

  @Test("harm that is not there, or is there anyway, cannot be released")
  func nothing() throws {
    let few = try Self.design(["adversaries": 0.1]).run(executing: RunPlan.execute).harms[0]
    #expect(few.answer == .noHarmToRelease && few.lifetime == nil)
    let always = try Self.design(["adversaries": 0.4, "good_at_start": 0])
      .run(executing: RunPlan.execute).harms[0]
    #expect(always.answer == .noHarmToRelease)
    let single = try Self.design(["adversaries": 0.4], replicates: 1)
      .run(executing: RunPlan.execute).harms[0]
    #expect(single.answer == .undecided && !single.doubts.isEmpty)
    #expect(single.moreReplicateCount == nil)
  }

  @Test("a release to the same value leaves every bit, and pairing takes all variance")
  func sizeZero() throws {
    let design = try Self.design(["adversaries": 0.2], to: 0.2)
    let results = try RunPlan.execute(design.plan)
    for replicate in 0..<8 {
      for arm in [1, 2] {
        #expect(results[replicate].series == results[8 * arm + replicate].series)
      }
    }
    let harm = try design.report(from: results).harms[0]
    #expect(harm.remains?.interval.mean == 0 && harm.remains?.varianceRatio == 0)
  }

  /// Runs with everybody harmful, of which all are released; half good ends the watch.
  ///
  /// Time is read in whole steps, and
  /// the passage is seen by the visit after it: half a step is added on average.
  ///
  /// Null: returns at the exact rate; the logarithm of the mean has an error of 1 / sqrt(returns), the quadratic
  /// variation of an exponential law. False-alarm rate 1e-6.
  private func lifetime(
    agents: Int, conformity: Double, bias: Double = 0, steps: Int, replicates: Int, networks: Int
  ) throws -> LifetimeReport {
    let cell = try Adversaries.cell(
      [
        "population": Double(agents), "adversaries": 1, "conformity": conformity, "bias": bias,
      ], scheme: nil, remembersHalf: true
    ) { ($0.steps, $0.replicates, $0.networks) = (steps + 1, replicates, networks) }
    let design = try ReleaseDesign(
      cell, parameter: Adversaries.share(in: cell), value: 0, step: 1)
    let found = try #require(try design.run(executing: RunPlan.execute).harms[0].lifetime)
    #expect(found.watchedCount == replicates)
    return found
  }

  private func accepts(_ found: LifetimeReport, _ exact: Double) throws -> Bool {
    let mean = try #require(found.mean)
    return abs(mean / exact - 1) < 4.9 / Double(found.returnCount).squareRoot()
  }

  @Test("R3: the lifetime of harm among few agents is that of the exact chain")
  func lifetimeOfFew() throws {
    // By elimination in the chain of one update: 33.1112 steps for 20 agents at b = 1.3.
    let found = try lifetime(
      agents: 20, conformity: 1.3, steps: 400, replicates: 512, networks: 16)
    #expect(try accepts(found, 33.1112 + 0.5), "\(found)")
    #expect(try #require(found.low) < 33.6 && #require(found.high) > 33.6)
    // Mutant: half the pull of the others takes a quarter of the time.
    let mutant = try lifetime(
      agents: 20, conformity: 0.65, steps: 400, replicates: 512, networks: 16)
    #expect(try !accepts(mutant, 33.6))
  }

  @Test(
    "R3: 162.295 steps for 50 agents within 3 %, and the slower ones",
    .enabled(if: SlowTests.areWanted))
  func lifetimeTable() throws {
    let fast = try lifetime(
      agents: 50, conformity: 1.3, steps: 1_000, replicates: 6_400, networks: 100)
    #expect(try accepts(fast, 162.295 + 0.5), "\(fast)")
    #expect(abs(try #require(fast.mean) / 162.295 - 1) < 0.03, "\(fast)")
    #expect(try #require(fast.high) / #require(fast.low) < 1.08)
    let slow = try lifetime(
      agents: 50, conformity: 1.5, steps: 4_000, replicates: 640, networks: 10)
    #expect(try accepts(slow, 3_302.73), "\(slow)")
    let slower = try lifetime(
      agents: 100, conformity: 1.5, bias: 0.05, steps: 3_000, replicates: 640, networks: 10)
    #expect(try accepts(slower, 30_176.8), "\(slower)")
    let slowest = try lifetime(
      agents: 100, conformity: 1.5, steps: 1_000, replicates: 320, networks: 5)
    // Nobody comes back, and runs that share their orders of update count as one: more than 5,000 / ln 20 of the true
    // 1.0203e6 steps.
    #expect(slowest.returnCount == 0 && slowest.mean == nil)
    #expect(abs(slowest.moreThan - 1_669.04) < 0.01, "\(slowest)")
  }
}
