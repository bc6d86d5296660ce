// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test get a cell of a world file or of a text?

import Emergence
import Engine
import TestSupport
import WorldLanguage
import WorldModel

extension Cell {
  /// A cell of a reference world with some parameters set.
  static func reference(
    _ name: String, _ values: [String: Double] = [:],
    settings change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Cell {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/Reference/\(name).world")
    return try Cell(CheckedWorld.compiled(at: file), values, settings: change)
  }

  /// A cell of a world written in a test.
  static func compiled(
    _ text: String, _ values: [String: Double] = [:],
    settings change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Cell {
    try Cell(CheckedWorld.compiled(text), values, settings: change)
  }

  /// A small ministry: 400 clerks for 300 steps, 16 replicates over 8 networks.
  static func ministry(
    _ values: [String: Double] = [:], settings change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Cell {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/ministry.world")
    return try Cell(
      CheckedWorld.compiled(at: file), values.merging(["clerks": 400]) { value, _ in value }
    ) { settings in
      (settings.steps, settings.replicates, settings.networks) = (300, 16, 8)
      change(&settings)
    }
  }

  private init(
    _ world: CheckedWorld, _ values: [String: Double], settings change: (inout RunSettings) -> Void
  ) throws {
    var settings = world.together.settings
    change(&settings)
    try self.init(
      world: world,
      parameters: world.together.parameters.map { values[$0.name] ?? $0.defaultValue },
      settings: settings)
  }
}

extension RunPlan {
  /// Executes with two threads.
  static func execute(_ plan: RunPlan) throws -> [RunResult] {
    try plan.execute(ExecutionOptions(threadCount: 2))
  }
}
