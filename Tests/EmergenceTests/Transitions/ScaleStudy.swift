// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test put a world through a scaling study?

import Emergence
import Engine
import TestSupport
import WorldLanguage
import WorldModel

/// A world with its settings for one scaling study.
struct ScaleStudy {
  /// The checked world.
  var world: CheckedWorld
  /// Values of parameters that stand still, by name.
  var values: [String: Double] = [:]
  /// Parameter that sets the size, and its values.
  var sizes: (name: String, values: [Double])
  /// Parameter moved, and its values.
  var along: (name: String, values: [Double])
  /// Measures by name; every harm when empty.
  var measures: [String] = []
  var steps: Int
  var replicates = 32
  var networks: Int? = 16
  var warmUp: Int?
  var seed: UInt32 = 1
  /// Whether both starts run, where the world declares them.
  var usesStarts = true

  /// The design.
  func design() throws -> ScaleDesign {
    let together = world.together
    func parameter(_ name: String) throws -> ParameterID {
      guard let index = together.parameters.firstIndex(where: { $0.name == name }) else {
        throw UnknownName(name: name)
      }
      return ParameterID(index)
    }
    var parameters = together.parameters.map(\.defaultValue)
    for (name, value) in values { parameters[try parameter(name).index] = value }
    var settings = together.settings
    (settings.steps, settings.replicates, settings.networks) = (steps, replicates, networks)
    (settings.warmup, settings.seed) = (warmUp, seed)
    if !usesStarts { settings.starts = nil }
    let asked = try measures.map { name in
      guard let index = together.measures.firstIndex(where: { $0.name == name }) else {
        throw UnknownName(name: name)
      }
      return MeasureID(index)
    }
    return try ScaleDesign(
      cell: try Cell(world: world, parameters: parameters, settings: settings),
      size: try parameter(sizes.name), sizes: sizes.values, along: try parameter(along.name),
      values: along.values, measures: asked.isEmpty ? nil : asked)
  }

  /// Runs both rounds.
  func report(threads: Int = 2, lanes: Int = 64) throws -> ScaleReport {
    try design().run { plan in
      try plan.execute(ExecutionOptions(threadCount: threads, laneLimit: lanes))
    }
  }

  /// A world of the folder of reference worlds.
  static func reference(_ name: String) throws -> CheckedWorld {
    try CheckedWorld.compiled(
      at: SourceFolder(of: #filePath).appending("../../../Worlds/Reference/\(name).world"))
  }
}

/// A parameter or measure that the world does not have.
struct UnknownName: Error {
  let name: String
}
