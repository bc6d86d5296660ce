// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs stay on the branch they began on? Made-up ones: two branches that overlap for drives of -0.5 to 0.5, from each of
// which a run falls at its far end, within a width that depends on size or does not.

import Engine
import Glibc
import TestSupport

/// Made-up answers of an engine for worlds with two branches.
struct BranchRuns {
  /// How far around the end of a branch it is left, by number of agents.
  var width: (Double) -> Double
  /// Whether each agent falls by itself, so that runs agree, rather than all together.
  var fallsOneByOne = false

  /// Answers a plan of `ExactCounts.world`.
  func execute(_ plan: RunPlan) -> [RunResult] {
    plan.requests.map { request in
      let (agents, drive) = (request.parameters[0], request.parameters[1])
      let isHighAtStart = request.parameters[2] >= 0.5
      var random = SplitMix(
        UInt64(request.networkIndex * 4_099 + request.replicateIndex * 17 + 1) &* 7_919
          &+ UInt64(agents) &+ drive.bitPattern)
      func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
      let beyond = isHighAtStart ? -0.5 - drive : drive - 0.5
      let fallen = 1 / (1 + exp(-beyond / width(agents)))
      let share = fallsOneByOne ? fallen : (uniform() < fallen ? 1 : 0)
      let high = isHighAtStart ? 1 - share : share
      var noise = 0.0
      let series = (0..<plan.stepCount).map { _ in
        noise = 0.5 * noise + (uniform() + uniform() + uniform() - 1.5) / agents.squareRoot()
        return -0.3 + 0.9 * high + 0.1 * drive + noise
      }
      return RunResult(series: [series], stepsRun: plan.stepCount, nonFiniteCounts: [0])
    }
  }

  /// A study of the two branches, declared to begin on the low one.
  static func study() throws -> ScaleStudy {
    var study = try ExactCounts.study(
      sizes: [100, 400, 1_600], values: TransitionAnswerTests.values(-1, 1, 11), steps: 200,
      replicates: 32)
    study.world = try ExactCounts.world(range: "-2...2", starts: "starts up_at_start in [0, 1]")
    study.values = ["up_at_start": 0]
    return study
  }
}
