// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the early warning cry slowing down where a schedule moves what stays as quick as it was?

import Emergence
import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

@Suite("The null set: early warning")
struct NullWarningTests {
  private static let stepCount = 120

  /// Worlds that are moved, or stand still, without becoming slower.
  static let worlds = [
    NullWorld(
      file: "Null/slow-drift", values: ["ramp": 120], along: "level", sweep: [0, 1, 5],
      stepCount: stepCount, measure: "mean_strain"),
    NullWorld(
      file: "Null/independent-thresholds", values: ["ramp": 120], along: "pressure",
      sweep: [0.1, 0.5, 1], stepCount: stepCount),
    NullWorld(
      file: "Null/common-cause", along: "onset", sweep: [0.05, 0.1, 0.2], stepCount: stepCount),
    NullWorld(file: "Null/idle-coupling", along: "fashion", sweep: [0, 0.2, 0.4], stepCount: 120),
  ]

  private func sweeps(
    _ world: NullWorld, isAlarm: @escaping (EarlyWarning) -> Bool
  ) throws -> NullSweeps {
    let cells = try world.cells { _ in }
    let program = cells[0].world.together
    let measure = world.measure(in: program).index
    // The draws of surrogates must differ between sweeps as those of the runs do.
    var place: UInt32 = 0
    return NullSweeps(networkCount: 2) { execute in
      try cells.contains { cell in
        let plan = RunPlan(
          worlds: [program],
          requests: (0..<2).map {
            RunRequest(
              worldIndex: 0, parameters: cell.parameters, networkIndex: $0, replicateIndex: 0)
          }, seed: 14, stepCount: Self.stepCount)
        let runs = try execute(plan).map { [$0.series[measure]] }
        place += 1
        return try EarlyWarning(
          of: runs, surrogateCount: 79, seed: 14, site: place, significance: 0.05 / 3
        ).map(isAlarm) ?? false
      }
    }
  }

  /// Each of three cells is asked at the third of 5 % that Holm leaves for the first of them.
  @Test("is silent where nothing slows down", arguments: worlds)
  func silent(world: NullWorld) throws {
    let rate = try sweeps(world, isAlarm: \.isRising).run("early warning, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  /// A share that is driven towards 1/2 varies more, and forgets as fast as ever.
  @Test("would be raised by a mutant that asks the variance alone")
  func mutant() throws {
    let rate = try sweeps(Self.worlds[1]) { $0.variance.pValue <= $0.significance }
      .run("mutant: rising variance, Null/independent-thresholds")
    #expect(!rate.isWithinBudget, "\(rate)")
  }
}
