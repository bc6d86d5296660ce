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
  /// Texts put in place of others in the file, each of which must occur once.
  var replacing: [String: String] = [:]
  /// The measure that is examined; the first harm when `nil`.
  var measure: String?

  var testDescription: String { file }

  /// The checked world.
  func checked() throws -> CheckedWorld {
    let file = SourceFolder(of: #filePath).appending("../../../Worlds/\(file).world")
    var text = String(decoding: try file.contents(), as: UTF8.self)
    for (old, new) in replacing {
      precondition(text.ranges(of: old).count == 1, "'\(old)' does not occur once")
      text.replace(old, with: new)
    }
    return try CheckedWorld.compiled(text)
  }

  /// Place of a parameter in a world.
  static func parameter(_ name: String, in world: World) -> ParameterID {
    guard let index = world.parameters.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("no parameter '\(name)'")
    }
    return ParameterID(index)
  }

  /// Place of the measure that is examined.
  func measure(in world: World) -> MeasureID {
    guard
      let index = world.measures.firstIndex(where: { candidate in
        measure.map { candidate.name == $0 } ?? candidate.isHarm
      })
    else { preconditionFailure("no such measure in \(file)") }
    return MeasureID(index)
  }

  /// One cell for each value of the sweep.
  func cells(settings change: (inout RunSettings) -> Void) throws -> [Cell] {
    let world = try checked()
    var settings = world.together.settings
    (settings.steps, settings.warmup) = (stepCount, stepCount / 4)
    change(&settings)
    return try sweep.map { value in
      var parameters = world.together.parameters.map(\.defaultValue)
      for (name, value) in values.merging([along: value], uniquingKeysWith: { $1 }) {
        parameters[Self.parameter(name, in: world.together).index] = value
      }
      return try Cell(world: world, parameters: parameters, settings: settings)
    }
  }
}
