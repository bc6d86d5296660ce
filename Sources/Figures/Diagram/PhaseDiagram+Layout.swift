// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the panels of a diagram arranged and called, and what do all pictures of it have in common?

import Emergence

extension PhaseDiagram {
  /// Panels beside each other: the values of the first of two panel axes, else as square as can be.
  var panelColumnCount: Int {
    if panelAxes.count >= 2 { return panelAxes[0].values.count }
    let count = panels.count
    return count <= 3 ? count : count == 4 ? 2 : count <= 9 ? 3 : 4
  }

  /// What stands above a panel.
  func panelTitle(_ panel: [Double]) -> String {
    zip(panelAxes, panel).map { "\($0.sign) = \(GnuplotText.label($1))" }
      .joined(separator: ", ")
  }

  /// The values between which colours and heights run: the range of the measure, or what was found with its limit.
  var valueRange: ClosedRange<Double> {
    if let range = measure.range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound
    {
      return range
    }
    var values = cells.compactMap { value(of: $0)?.mean }
    if axes.count == 1 {
      values += cells.flatMap { cell in
        [value(of: cell), harm(of: cell)?.alone, harm(of: cell)?.unlinked]
          .flatMap { [$0?.low, $0?.high, $0?.mean] }.compactMap(\.self)
      }
    }
    if let limit { values.append(limit) }
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    guard low < high else { return low - 0.5...high + 0.5 }
    return low...high
  }

  /// Whether cells stand between the values of the axes.
  var isRefined: Bool {
    let values = axes.map { Set($0.values) }
    return cells.contains { cell in
      zip(values, cell.coordinates).contains { !$0.contains($1) }
    }
  }

  /// What the legend calls the boundary.
  static let boundaryName = "boundary of harm only together"

  /// What is said below a picture or a page: what the boundary is, then the notes.
  var remarks: [String] {
    let hasBoundary = boundaries.contains { !$0.lines.isEmpty || !$0.crossings.isEmpty }
    let boundary =
      "Boundary of harm only together: on one side of it harm alone stays within its limit and harm together leaves it."
    return (hasBoundary ? [boundary] : []) + notes
  }

  /// Comments at the top of a script.
  var about: [String] {
    ["\(title): \(measure.name)"] + provenance.entries.map { "\($0.name): \($0.text)" } + notes
  }
}
