// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do ramps and releases find memory where a world only answers, at once or late?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("The null set: hysteresis and irreversibility")
struct NullRampTests {
  /// Worlds whose measure has one state at every value of the sweep, which the ramp drags up and back.
  static let ramps = [
    NullWorld(
      file: "Null/independent-thresholds", along: "pressure", sweep: [0, 0.25, 0.5, 0.75, 1]),
    NullWorld(
      file: "Reference/ising-ring", values: ["spins": 60], along: "temperature",
      sweep: [0.3, 0.6, 1, 1.5, 3],
      replacing: ["step spin sequential": "step spin with probability 0.5"], measure: "walls"),
    NullWorld(file: "Null/steep-response", along: "bias", sweep: [-0.4, -0.1, 0, 0.1, 0.4]),
    NullWorld(
      file: "Null/steep-response", values: ["conformity": 2], along: "bias",
      sweep: [0.6, 0.8, 1, 1.5, 2]),
    NullWorld(file: "Null/common-cause", along: "onset", sweep: [0, 0.1, 0.2, 0.3, 0.4]),
    NullWorld(
      file: "Null/slow-drift", values: ["ramp": 1], along: "level", sweep: [0, 0.25, 0.5, 0.75, 1],
      measure: "mean_strain"),
    NullWorld(file: "Null/cut-links", along: "belief", sweep: [-1, -0.5, 0, 0.5, 1]),
  ]

  private func sweeps(
    _ world: NullWorld, isAlarm: @escaping (MeasureHysteresis) -> Bool
  ) throws -> NullSweeps {
    let cell = try world.cells { settings in
      (settings.replicates, settings.networks, settings.warmup) = (8, 8, nil)
      settings.starts = nil
    }[0]
    let together = cell.world.together
    let design = try RampDesign(
      cell, parameter: NullWorld.parameter(world.along, in: together), values: world.sweep,
      holds: [8, 32], measures: [world.measure(in: together)])
    return NullSweeps(networkCount: 8) { execute in
      try design.run(executing: execute).measures.contains(where: isAlarm)
    }
  }

  @Test("find no loop that stays where the response only lags", arguments: ramps)
  func hysteresis(world: NullWorld) throws {
    let rate = try sweeps(world) { $0.answer == .hysteresis }.run("hysteresis, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }

  @Test("would find one with a mutant that asks the loop of the slowest ramp alone")
  func mutant() throws {
    let rate = try sweeps(Self.ramps[1]) { ($0.loops.last?.area.low ?? 0) > 0 }
      .run("mutant: any loop, Reference/ising-ring")
    #expect(!rate.isWithinBudget, "\(rate)")
  }

  /// Worlds with a cause, the first value of the sweep, that is removed: the second.
  static let releases = [
    NullWorld(
      file: "Null/independent-thresholds", along: "pressure", sweep: [0.9, 0.5], stepCount: 80),
    NullWorld(file: "Null/steep-response", along: "bias", sweep: [-0.5, 0], stepCount: 200),
    NullWorld(
      file: "Null/steep-response", values: ["conformity": 2], along: "bias", sweep: [-2, 0.7],
      stepCount: 200),
    NullWorld(file: "Null/common-cause", along: "onset", sweep: [0.5, 0.12], stepCount: 80),
    NullWorld(file: "Null/cut-links", along: "belief", sweep: [-0.973, -0.3], stepCount: 80),
  ]

  @Test("find nothing irreversible where all comes back", arguments: releases)
  func irreversible(world: NullWorld) throws {
    let cell = try world.cells { settings in
      (settings.replicates, settings.networks, settings.warmup) = (8, 8, nil)
      settings.starts = nil
    }[0]
    let design = try ReleaseDesign(
      cell, parameter: NullWorld.parameter(world.along, in: cell.world.together),
      value: world.sweep[1], step: world.stepCount / 4)
    let rate = try NullSweeps(networkCount: 8) { execute in
      try design.run(executing: execute).harms.contains { $0.answer == .irreversible }
    }.run("irreversible, \(world.file)")
    #expect(rate.isWithinBudget, "\(rate)")
  }
}
