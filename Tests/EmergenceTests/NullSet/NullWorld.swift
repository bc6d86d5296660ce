// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a null sweep get its cells? A null world at several values of one of its parameters.

import Emergence
import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

/// A world of the null set with the values that a sweep goes through.
struct NullWorld: Sendable, CustomTestStringConvertible {
  /// File within `Worlds`, without its ending.
  var file: String
  /// Parameters that stand still.
  var values: [String: Double] = [:]
  /// The parameter that is swept.
  var along: String
  /// Its values.
  var sweep: [Double]
  /// Steps of a run, many times what the world remembers.
  var stepCount = 40

  var testDescription: String { file }

  /// The checked world.
  func checked() throws -> CheckedWorld {
    try CheckedWorld.compiled(
      at: SourceFolder(of: #filePath).appending("../../../Worlds/\(file).world"))
  }

  /// One cell for each value of the sweep.
  func cells(settings change: (inout RunSettings) -> Void) throws -> [Cell] {
    let world = try checked()
    var settings = world.together.settings
    (settings.steps, settings.warmup) = (stepCount, stepCount / 4)
    change(&settings)
    return try sweep.map { value in
      let set = values.merging([along: value]) { _, swept in swept }
      precondition(
        set.keys.allSatisfy { name in world.together.parameters.contains { $0.name == name } })
      return try Cell(
        world: world,
        parameters: world.together.parameters.map { set[$0.name] ?? $0.defaultValue },
        settings: settings)
    }
  }
}
