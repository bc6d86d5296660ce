// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which panels of a diagram are drawn? All, or those with the values that `--panel NAME=VALUE` names.

import Figures
import WorldLanguage

/// Leaves panels out of a diagram.
enum PanelChoice {
  /// Keeps the panels with the values that the user named.
  ///
  /// - Throws: `CommandFailure` with status 64 for a name or value that no panel has.
  static func apply(_ choices: [String], to diagram: inout PhaseDiagram) throws(CommandFailure) {
    var kept: [Int: Set<Double>] = [:]
    for choice in choices {
      let parts = choice.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = ParameterSettings.number(parts[1]) else {
        throw CommandFailure(
          .usage, "'--panel \(choice)' lacks a value; write --panel NAME=VALUE")
      }
      let names = diagram.panelAxes.map(\.name)
      guard let index = names.firstIndex(of: String(parts[0])) else {
        let help =
          Spelling.closest(to: String(parts[0]), among: names).map { "did you mean '\($0)'?" }
          ?? (names.isEmpty
            ? "the study has no panels" : "there are \(names.joined(separator: ", "))")
        throw CommandFailure(.usage, "no panel is called '\(parts[0])'; \(help)")
      }
      let values = diagram.panelAxes[index].values
      guard values.contains(value) else {
        let list = values.map(ParameterSettings.text).joined(separator: ", ")
        throw CommandFailure(
          .usage,
          "no panel has \(names[index]) = \(ParameterSettings.text(value)); there are \(list)"
        )
      }
      kept[index, default: []].insert(value)
    }
    if kept.isEmpty { return }
    let axisCount = diagram.axes.count
    for (index, values) in kept {
      diagram.panelAxes[index].values.removeAll { !values.contains($0) }
    }
    diagram.cells.removeAll { cell in
      kept.contains { !$0.value.contains(cell.coordinates[axisCount + $0.key]) }
    }
    diagram.boundaries.removeAll { boundary in
      kept.contains { !$0.value.contains(boundary.panel[$0.key]) }
    }
  }
}
