// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a ramp ask for the runs that it should, refuse what cannot be, and judge made-up responses of known loops?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

/// Responses to a ramp whose loops are known.
enum RampModel {
  /// A response that follows at once.
  case prompt
  /// A response that relaxes by this share of its distance each step.
  case lag(rate: Double)
  /// Two states: up at the first value of the parameter, down at the second, and for good below 0.
  case relay(up: Double, down: Double)
  /// Two states exchanged by chance, with weights that are equal at this value.
  case telegraph(middle: Double)

  /// The responses of a run with noise of its own.
  func series(_ plan: RunPlan, _ request: RunRequest, noise: Double) -> [Double] {
    var random = SplitMix(
      UInt64(plan.seed) << 32 | UInt64(request.networkIndex << 16 + request.replicateIndex))
    func uniform() -> Double { Double.random(in: 0..<1, using: &random) }
    var value = request.parameters[1]
    var changes = request.changes[...]
    var state = 0.0
    return (0..<plan.stepCount).map { step in
      if let change = changes.first, change.step == step {
        value = change.parameters[1]
        changes.removeFirst()
      }
      switch self {
      case .prompt: state = value
      case .lag(let rate): state += rate * (value - state)
      case .relay(let up, let down):
        if value >= up { state = 1 } else if value <= down { state = 0 }
      case .telegraph(let middle):
        let pull = 0.3 * min(max(1.0 / 6 + value - middle, 0), 1)
        let push = 0.3 * min(max(1.0 / 6 + middle - value, 0), 1)
        state = state == 0 ? (uniform() < pull ? 1 : 0) : (uniform() < push ? 0 : 1)
      }
      let spread = uniform() + uniform() + uniform() + uniform() - 2
      return state + noise * 3.0.squareRoot() * spread
    }
  }
}

@Suite("Ramps")
struct RampDesignTests {
  static let values = (0...20).map { Double($0) / 20 }

  static func cell(
    replicates: Int = 8, networks: Int? = nil, seed: UInt32 = 7
  ) throws -> Cell {
    try Cell.compiled(
      """
      world "Made up"
      parameter start = 0.5 in 0...1
      parameter level = 1 in 0...1
      agents a[10] { state on ~ bernoulli(start) }
      step a { on ~ bernoulli(level) }
      harm share = mean(a.on) limit 50%
      aligned a = on at most 50% for all but 100%
      """
    ) {
      ($0.replicates, $0.networks, $0.warmup, $0.seed) = (replicates, networks, 0, seed)
    }
  }

  static func report(
    _ model: RampModel, holds: [Int] = [20, 80], noise: Double = 0.05, replicates: Int = 8,
    seed: UInt32 = 7, falls: Bool = false, values: [Double] = values
  ) throws -> MeasureHysteresis {
    let design = try RampDesign(
      cell(replicates: replicates, seed: seed), parameter: ParameterID(1), values: values,
      holds: holds)
    let report = try design.run { plan in
      plan.requests.map { request in
        let series = model.series(plan, request, noise: noise)
        return RunResult(
          series: [falls ? series.map { 3 - $0 } : series], stepsRun: plan.stepCount,
          nonFiniteCounts: [0])
      }
    }
    return report.measures[0]
  }

  @Test("a ramp goes up and comes back, holding each value, on the same draws at every rate")
  func plans() throws {
    let design = try RampDesign(
      Self.cell(replicates: 6, networks: 3), parameter: ParameterID(1), values: [0.1, 0.4, 1],
      holds: [50, 20, 50])
    #expect(design.holds == [20, 50] && design.leadStepCount == 50)
    let plans = design.plans
    #expect(plans.map(\.stepCount) == [50 + 5 * 20, 50 + 5 * 50])
    for (plan, hold) in zip(plans, design.holds) {
      #expect(plan.requests.count == 6)
      for (replicate, request) in plan.requests.enumerated() {
        #expect(request.networkIndex == replicate % 3 && request.replicateIndex == replicate / 3)
        #expect(request.parameters == [0.5, 0.1])
        #expect(request.changes.map(\.step) == (1...4).map { 50 + $0 * hold })
        #expect(request.changes.map { $0.parameters[1] } == [0.4, 1, 0.4, 0.1])
      }
    }
    let estimate = try design.estimate()
    #expect(estimate.runCount == 12)
    #expect(estimate.agentUpdates == 6 * 10 * (plans[0].stepCount + plans[1].stepCount))
  }

  @Test("what cannot be dragged is refused by name")
  func errors() throws {
    let cell = try Cell.compiled(
      """
      world "Ramped"
      parameter people: count = 20 in 2...90
      parameter level: count = 2 in 0...9
      parameter start = 0.5 in 0...1
      coupling pull = 1 in 0...3
      agents a[people] { state on ~ bernoulli(start) }
      network near: a -> a = complete()
      step a { on ~ bernoulli(logistic(level + pull * mean(near.on))) }
      measure share = mean(a.on)
      measure late = mean(a.on) at end
      measure hit = first share > 0.5
      """)
    func design(
      _ index: Int, _ values: [Double], _ holds: [Int] = [5], _ measures: [Int]? = [0]
    ) throws -> RampDesign {
      try RampDesign(
        cell, parameter: ParameterID(index), values: values, holds: holds,
        measures: measures?.map { MeasureID($0) })
    }
    #expect(throws: DesignError.structural(parameter: "people")) { try design(0, [2, 3, 4]) }
    #expect(throws: DesignError.readAtStartOnly(parameter: "start")) { try design(2, [0, 0.5, 1]) }
    #expect(throws: DesignError.notWhole(parameter: "level", value: 1.5)) {
      try design(1, [1, 1.5, 2])
    }
    #expect(throws: DesignError.outOfRange(parameter: "pull", value: 4, low: 0, high: 3)) {
      try design(3, [0, 1, 4])
    }
    #expect(throws: DesignError.notRising(parameter: "pull")) { try design(3, [0, 2, 2]) }
    #expect(throws: DesignError.tooFew(what: "values of 'pull'", needed: 3, found: 2)) {
      try design(3, [0, 2])
    }
    #expect(throws: DesignError.tooFew(what: "holds", needed: 1, found: 0)) {
      try design(3, [0, 1, 2], [])
    }
    #expect(throws: DesignError.tooFew(what: "steps of a hold", needed: 1, found: 0)) {
      try design(3, [0, 1, 2], [5, 0])
    }
    #expect(throws: DesignError.noHarm) { try design(3, [0, 1, 2], [5], nil) }
    #expect(throws: DesignError.noHarm) { try design(3, [0, 1, 2], [5], [2]) }
    // What is recorded at the end is recorded throughout.
    let late = try design(3, [0, 1, 2], [5, 9], [1, 0]).run(executing: RunPlan.execute)
    #expect(late.measures.map(\.name) == ["late", "share"])
    #expect(late.measures[0].loops == late.measures[1].loops)
  }

  @Test("two states are hysteresis, with both spinodals and the area of their rectangle")
  func relay() throws {
    for falls in [false, true] {
      let found = try Self.report(.relay(up: 0.7, down: 0.2), falls: falls)
      #expect(found.answer == .hysteresis && found.doubts.isEmpty)
      // The steps of the ramp: up at 0.7 from 0.65, down at 0.2 from 0.25.
      for loop in found.loops { #expect(abs(try #require(loop.area.mean) - 0.45) < 0.02) }
      #expect(abs(try #require(found.restArea?.mean) - 0.45) < 0.02)
      let (up, down) = (try #require(found.upSpinodal), try #require(found.downSpinodal))
      #expect(abs(try #require(up.position.mean) - 0.675) < 1e-9)
      #expect(abs(try #require(down.position.mean) - 0.225) < 1e-9)
      #expect(try #require(up.position.low) <= 0.65 + 1e-9)
      #expect(try #require(up.position.high) >= 0.7 - 1e-9)
      #expect(abs(up.resolution - 0.025) < 1e-9 && up.isExtrapolated)
      #expect(found.maxwellPoint.position == nil)
      #expect(found.maxwellPoint.obstacle == .tooFewSwitches)
    }
  }

  @Test("a state that is never left again is hysteresis with one spinodal")
  func irreversible() throws {
    let found = try Self.report(.relay(up: 0.7, down: -1))
    #expect(found.answer == .hysteresis)
    #expect(found.upSpinodal != nil && found.downSpinodal == nil)
    #expect(abs(try #require(found.loops.last?.gap.mean) - 1) < 0.05)
  }

  @Test("a lag is not hysteresis, however large its loop at a finite rate")
  func lag() throws {
    for rate in [0.05, 0.1, 0.3] {
      let found = try Self.report(.lag(rate: rate), noise: 0.01)
      #expect(try #require(found.loops[0].area.low) > 0, "there is a loop at \(rate)")
      #expect(found.answer == .none, "\(rate): \(found.doubts)")
      #expect(found.upSpinodal == nil && found.downSpinodal == nil)
    }
    // A response that cannot follow even the slowest ramp is open, and one rate tells a loop from nothing only.
    for k in 0..<20 {
      let rate = 0.0001 * Double(1 << (k / 2)) * (k % 2 == 0 ? 1 : 1.414)
      #expect(try Self.report(.lag(rate: rate), noise: 0.01).answer != .hysteresis, "\(rate)")
    }
    let single = try Self.report(.lag(rate: 0.1), holds: [20], noise: 0.01)
    #expect(single.answer == .undecided && single.doubts == [.oneRate(suggestedHold: 80)])
    #expect(single.restArea == nil)
  }

  /// Read as two rates, holds of 50 and 60 steps say hysteresis at 0.00112 a step.
  ///
  /// The response is about as slow as the ramp there, and its area the largest: 0.345 and 0.361, with 0.486 left at rest.
  @Test("rates less than twice apart count as one, which tells no lag from hysteresis")
  func similarRates() throws {
    for holds in [[50, 60], [50, 70, 99]] {
      for rate in [0.00112, 0.005, 0.02] {
        let found = try Self.report(.lag(rate: rate), holds: holds, noise: 0.01)
        #expect(found.answer == .undecided && found.restArea == nil, "\(rate)")
        #expect(found.doubts == [.oneRate(suggestedHold: 4 * holds[holds.count - 1])])
      }
      let relay = try Self.report(.relay(up: 0.7, down: 0.2), holds: holds)
      #expect(relay.answer == .undecided && relay.upSpinodal?.isExtrapolated == false)
    }
    #expect(try Self.report(.relay(up: 0.7, down: 0.2), holds: [50, 100]).answer == .hysteresis)
    for rate in [0.00112, 0.005, 0.02] {
      let found = try Self.report(.lag(rate: rate), holds: [50, 100], noise: 0.01)
      #expect(found.answer != .hysteresis && found.restArea != nil, "\(rate)")
    }
  }

  /// Null: no loop; false alarms of a two-sided 95 % interval on one side, at most 2.5 %.
  ///
  /// With 200 ramps the test fails by
  /// chance with probability below 1e-6 (at most 17 alarms), and catches a rate of 15 % with probability 0.99.
  @Test("what follows at once is silent at the level of its intervals")
  func silence() throws {
    var alarms = 0
    for seed in 0..<200 as Range<UInt32> {
      let found = try Self.report(
        .prompt, holds: [4, 8], noise: 0.5, seed: seed, values: [0, 0.25, 0.5, 0.75, 1])
      if found.answer == .hysteresis { alarms += 1 }
    }
    #expect(alarms <= 17, "\(alarms)")
  }

  @Test("equal weights are found where runs switch often, and not where they do not")
  func maxwell() throws {
    let found = try Self.report(.telegraph(middle: 0.53), holds: [40, 160], replicates: 64)
    let position = try #require(found.maxwellPoint.position)
    #expect(abs(try #require(position.mean) - 0.53) < 0.02)
    #expect(try #require(position.low) < 0.53 && #require(position.high) > 0.53)
    #expect(found.answer != .hysteresis)
    let smooth = try Self.report(.prompt, replicates: 64)
    #expect(smooth.maxwellPoint.position == nil)
  }

  @Test("one realisation decides nothing")
  func oneRealisation() throws {
    let found = try Self.report(.relay(up: 0.7, down: 0.2), replicates: 1)
    #expect(found.answer == .undecided && found.doubts == [.tooFewRealisations])
    #expect(found.loops[0].area.mean != nil && found.loops[0].area.low == nil)
  }

  @Test("a run that failed is told")
  func failure() throws {
    let design = try RampDesign(
      Self.cell(), parameter: ParameterID(1), values: [0, 0.5, 1], holds: [3])
    let failure = RunFailure(
      reason: "broken", origin: Origin(), group: nil, agentIndex: nil, time: 3, networkIndex: 0,
      replicateIndex: 1)
    #expect(
      throws: DesignError.runFailed(description: failure.description, failedRunCount: 2)
    ) {
      try design.run { plan in
        plan.requests.enumerated().map { index, _ in
          RunResult(
            series: [Array(repeating: 0, count: plan.stepCount)], stepsRun: 0, nonFiniteCounts: [0],
            failure: index < 2 ? failure : nil)
        }
      }
    }
  }
}
