// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do tests get cells of the world of adversaries that come and go, under other update schemes too?

import Emergence
import TestSupport
import Testing
import WorldModel

enum Adversaries {
  /// A cell of adversaries.world.
  ///
  /// - Parameters:
  ///   - values: Values of parameters by name.
  ///   - scheme: An update scheme in place of `sequential`; mean-field fixed points do not depend on it.
  ///   - remembersHalf: Whether the harm is that half of all have not been good yet, seen at every visit.
  ///   - change: Changes the settings.
  /// - Returns: The cell.
  /// - Throws: `CompilationFailure`, the errors of reading.
  static func cell(
    _ values: [String: Double], scheme: String? = nil, remembersHalf: Bool = false,
    settings change: (inout RunSettings) -> Void = { _ in }
  ) throws -> Cell {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/Reference/adversaries.world")
    var text = String(decoding: try file.contents(), as: UTF8.self)
    if let scheme { text = text.replacing("step agent sequential", with: "step agent \(scheme)") }
    if remembersHalf {
      text = text.replacing(
        "state good  =", with: "state passed = false\n  state good  ="
      ).replacing(
        "step agent sequential {",
        with: """
          step agent sequential {
            passed = if conformity > 0 then passed or 2 * count(agent.good) >= size(agent) else passed
          """
      ).replacing(
        "harm harmful = 1 - mean(agent.good)",
        with: "harm harmful = (if any(agent.passed) then 0 else 1)"
      ).replacing("not good at most 50%", with: "not passed at most 50%")
    }
    return try Cell.compiled(text, values, settings: change)
  }

  /// The parameter of their share.
  static func share(in cell: Cell) -> ParameterID {
    ParameterID(cell.world.together.parameters.firstIndex { $0.name == "adversaries" } ?? 0)
  }
}
