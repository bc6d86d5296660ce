// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Testing
import WorldModel

@Suite("The design of a scaling study")
struct ScaleDesignTests {
  static func study(
    sizes: [Double] = [10, 20, 40], values: [Double] = [0, 0.1, 0.2, 0.3, 0.4], steps: Int = 20
  ) throws -> ScaleStudy {
    try ExactCounts.study(sizes: sizes, values: values, steps: steps, replicates: 4)
  }

  @Test("asks for every size and value once, with the same seeds along the curve")
  func requests() throws {
    let plans = try Self.study().design().firstRound
    #expect(plans.map(\.sizeIndex) == [0, 1, 2])
    for (plan, size) in zip(plans, [10.0, 20, 40]) {
      #expect(plan.plan.requests.count == 5 * 4)
      #expect(Set(plan.plan.requests).count == 20)
      #expect(plan.plan.requests.allSatisfy { $0.parameters[0] == size })
      let names = Dictionary(grouping: plan.plan.requests, by: { $0.parameters[1] }).values.map {
        $0.map { [$0.networkIndex, $0.replicateIndex] }
      }
      #expect(Set(names).count == 1)
    }
  }

  @Test("runs from both starts, and once where one of them is the declared value")
  func starts() throws {
    var study = try Self.study()
    study.world = try ExactCounts.world(starts: "starts up_at_start in [0, 0.5]")
    let plan = try #require(try study.design().firstRound.first).plan
    #expect(plan.requests.count == 5 * 4 * 2)
    study.usesStarts = false
    #expect(try study.design().firstRound[0].plan.requests.count == 5 * 4)
  }

  @Test("refuses what is no scaling study")
  func refusals() throws {
    #expect(throws: DesignError.tooFew(what: "sizes", needed: 3, found: 2)) {
      try Self.study(sizes: [10, 20]).design()
    }
    #expect(throws: DesignError.tooFew(what: "values of 'drive'", needed: 5, found: 4)) {
      try Self.study(values: [0, 1, 2, 3]).design()
    }
    #expect(throws: DesignError.notRising(parameter: "agents_in_all")) {
      try Self.study(sizes: [10, 40, 20]).design()
    }
    #expect(throws: DesignError.notWhole(parameter: "agents_in_all", value: 10.5)) {
      try Self.study(sizes: [10.5, 20, 40]).design()
    }
    #expect(
      throws: DesignError.outOfRange(parameter: "drive", value: 11, low: -10, high: 10)
    ) {
      try Self.study(values: [0, 1, 2, 3, 11]).design()
    }
    var study = try Self.study()
    study.sizes.name = "up_at_start"
    #expect(throws: DesignError.noSize(parameter: "up_at_start")) { try study.design() }
    study = try Self.study()
    study.measures = []
    #expect(throws: DesignError.noHarm) { try study.design() }
  }

  @Test("names the first run that failed")
  func failure() throws {
    let design = try Self.study().design()
    let origin = Origin()
    let executing: (RunPlan) -> [RunResult] = { plan in
      plan.requests.map { request in
        RunResult(
          series: [[]], stepsRun: 0, nonFiniteCounts: [0],
          failure: RunFailure(
            reason: "division by nothing", origin: origin, group: nil, agentIndex: nil, time: 3,
            networkIndex: request.networkIndex, replicateIndex: request.replicateIndex))
      }
    }
    #expect {
      try design.run(executing: executing)
    } throws: { error in
      guard case DesignError.runFailed(_, failedRunCount: 20) = error else { return false }
      return true
    }
  }

  @Test("says the same whatever the threads and lanes, and estimates the first round's work")
  func determinism() throws {
    var study = try Self.study(sizes: [10, 20, 40], steps: 60)
    study.replicates = 6
    #expect(try study.report(threads: 1, lanes: 3) == study.report(threads: 2, lanes: 64))
    let estimate = try study.design().estimate()
    #expect(estimate.agentUpdates >= (10 + 20 + 40) * 60 * 6 * 5 && estimate.bytes > 0)
    #expect(estimate.runCount >= 3 * 6 * 5)
  }
}
