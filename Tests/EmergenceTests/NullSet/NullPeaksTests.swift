// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the search for two peaks find them where there is one?

import Emergence
import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

@Suite("The null set: two peaks")
struct NullPeaksTests {
  /// Worlds whose last values over independent runs have one peak at every value of the sweep.
  static let worlds = [
    NullWorld(
      file: "Null/independent-thresholds", along: "pressure", sweep: [0.2, 0.5, 0.9]),
    NullWorld(file: "Null/steep-response", along: "bias", sweep: [-0.2, 0, 0.4], stepCount: 80),
    NullWorld(file: "Null/skewed-load", along: "load_mean", sweep: [0.1, 1, 10]),
    NullWorld(file: "Null/cut-links", along: "belief", sweep: [-1, 0, 1]),
    NullWorld(file: "Null/idle-coupling", along: "fashion", sweep: [0, 0.2, 0.4]),
  ]

  /// Sweeps in which `hasPeaks` finds two somewhere in the last harm of 64 runs.
  private func sweeps(
    _ world: NullWorld,
    hasPeaks: @escaping (_ values: [Double], _ resolution: Double) throws -> Bool
  ) throws -> NullSweeps {
    let cells = try world.cells { settings in
      (settings.replicates, settings.networks) = (64, 1)
    }
    let program = cells[0].world.together
    let harm = world.measure(in: program).index
    // A share lies on multiples of 1 / N; a mean of numbers does not.
    let isShare = program.measures[harm].range != nil
    return NullSweeps(networkCount: 1) { execute in
      try cells.contains { cell in
        let plan = RunPlan(
          worlds: [program],
          requests: (0..<64).map {
            RunRequest(
              worldIndex: 0, parameters: cell.parameters, networkIndex: 0, replicateIndex: $0)
          }, seed: 8, stepCount: cell.settings.steps)
        let ends = try execute(plan).compactMap { $0.series[harm].last }
        return try hasPeaks(ends, isShare ? 1 / Double(cell.sizes[0]) : 0)
      }
    }
  }

  /// Each of three cells is asked at the third of 5 % that Holm leaves for the first of them.
  @Test("are not found where there is one", arguments: worlds)
  func onePeak(world: NullWorld) throws {
    let rate = try sweeps(world) { values, resolution in
      try TwoPeaks(of: values, resolution: resolution, significance: 0.05 / 3).areFound
    }.run("two peaks, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  @Test("would be found in a long tail by a mutant that asks the fit of two normal laws alone")
  func mutant() throws {
    let rate = try sweeps(Self.worlds[2]) { values, resolution in
      let peaks = try TwoPeaks(of: values, resolution: resolution, significance: 0.05 / 3)
      return (peaks.bayesianInformationGain ?? 0) > TwoPeaks.neededGain
    }.run("mutant: two laws fit better than one, Null/skewed-load")
    #expect(!rate.isWithinBudget, "\(rate)")
  }
}
