// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a scaling study find a transition where nothing becomes singular?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("The null set: transitions")
struct NullTransitionTests {
  /// Worlds without a transition anywhere in the sweep, however large: the one of the quick run.
  static let quickWorlds = [
    NullWorld(
      file: "Null/independent-thresholds", along: "pressure", sweep: [0.1, 0.3, 0.5, 0.7, 0.9],
      stepCount: 60)
  ]

  /// All others: fits of two peaks take a fifth of a second a sweep.
  static let longWorlds = [
    NullWorld(
      file: "Null/cut-links", along: "belief", sweep: [-1, -0.5, 0, 0.5, 1], stepCount: 60),
    NullWorld(
      file: "Reference/ising-ring", values: ["up_at_start": 0.5], along: "temperature",
      sweep: [0.3, 0.9, 1.5, 2.2, 3], stepCount: 600,
      replacing: ["step spin sequential": "step spin with probability 0.5"],
      measure: "magnetisation"),
    NullWorld(
      file: "Null/steep-response", along: "bias", sweep: [-0.5, -0.2, 0, 0.2, 0.5],
      stepCount: 600),
    NullWorld(
      file: "Null/steep-response", values: ["conformity": 0.95], along: "bias",
      sweep: [-0.5, -0.2, 0, 0.2, 0.5], stepCount: 600),
    commonCause,
    NullWorld(
      file: "Null/quenched-kinds", along: "harsher", sweep: [0.1, 0.3, 0.5, 0.7, 0.9],
      stepCount: 60),
  ]

  private static let commonCause = NullWorld(
    file: "Null/common-cause", along: "onset", sweep: [0.02, 0.1, 0.2, 0.3, 0.5], stepCount: 100)

  private func sweeps(
    _ world: NullWorld, isAlarm: @escaping (TransitionReport) -> Bool
  ) throws -> NullSweeps {
    let cell = try world.cells { ($0.replicates, $0.networks) = (8, 8) }[0]
    let together = cell.world.together
    let size = world.file == "Reference/ising-ring" ? "spins" : "population"
    let design = try ScaleDesign(
      cell: cell, size: NullWorld.parameter(size, in: together), sizes: [16, 32, 64],
      along: NullWorld.parameter(world.along, in: together), values: world.sweep,
      measures: [world.measure(in: together)])
    return NullSweeps(networkCount: 8) { execute in
      try design.run(executing: execute).measures.contains(where: isAlarm)
    }
  }

  private func expectNone(_ world: NullWorld) throws {
    var answers: [TransitionAnswer: Int] = [:]
    let rate = try sweeps(world) { measure in
      answers[measure.answer, default: 0] += 1
      return [.continuousTransition, .discontinuousTransition].contains(measure.answer)
    }.run("transition, \(world.file)")
    let counts = TransitionAnswer.allCases.map { "\($0.rawValue) \(answers[$0] ?? 0)" }
    print("null set: answers: \(counts.joined(separator: ", "))")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  @Test("are not found where there is none", arguments: quickWorlds)
  func quick(world: NullWorld) throws { try expectNone(world) }

  @Test(
    "are not found where responses are steep, causes common, runs of two kinds or links cut",
    .enabled(if: SlowTests.areWanted), arguments: longWorlds)
  func long(world: NullWorld) throws { try expectNone(world) }

  /// N times the variance of what all agents share grows with N for ever.
  @Test(
    "would be found in a common cause by a mutant that asks whether the susceptibility grows",
    .enabled(if: SlowTests.areWanted))
  func mutant() throws {
    func peak(_ size: ScaleSizeReport) -> (value: Double, error: Double) {
      size.points.compactMap { point in
        point.susceptibility.value.flatMap { value in
          point.susceptibility.standardError.map { (value, $0) }
        }
      }.max { $0.0 < $1.0 } ?? (0, 0)
    }
    let rate = try sweeps(Self.commonCause) { measure in
      let (small, large) = (peak(measure.sizes[0]), peak(measure.sizes[measure.sizes.count - 1]))
      let error = (small.error * small.error + large.error * large.error).squareRoot()
      return large.value - small.value > 2 * error
    }.run("mutant: growing susceptibility, Null/common-cause")
    #expect(!rate.isWithinBudget, "\(rate)")
  }
}
