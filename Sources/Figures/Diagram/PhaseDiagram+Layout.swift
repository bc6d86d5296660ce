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
  ///
  /// Colours of a map that would fill less than half of the range of its measure run over a part of it.
  var valueRange: ClosedRange<Double> { partOfRange ?? measure.wholeRange ?? found }

  /// The means of all cells with the limit; of a curve also the ends of intervals and what is alone and unlinked.
  private var found: ClosedRange<Double> {
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

  /// The part of its range that the colours of a map run over: what was found, outwards to ticks of the colour bar.
  ///
  /// It is a tenth of the range at least, so that chance does not pass for a pattern; `nil` for the whole.
  private var partOfRange: ClosedRange<Double>? {
    guard axes.count == 2, let whole = measure.wholeRange else { return nil }
    let width = whole.upperBound - whole.lowerBound
    let found = self.found.clamped(to: whole)
    var (low, high) = (found.lowerBound, found.upperBound)
    guard high - low < width / 2 else { return nil }
    let lack = width / 10 - (high - low)
    if lack > 0 {
      low = min(max(whole.lowerBound, low - lack / 2), whole.upperBound - width / 10)
      high = low + width / 10
    }
    let step = TickStep.step(over: low...high, most: 5)
    func tick(_ number: Double) -> Double { (number * step * 1e12).rounded() / 1e12 }
    low = tick((low / step + 1e-9).rounded(.down))
    high = tick((high / step - 1e-9).rounded(.up))
    return (low...high).clamped(to: whole)
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
    let colours = partOfRange.flatMap { part in
      measure.wholeRange.map { whole in
        "Colours run from \(Self.text(part)), a part of the range from \(Self.text(whole))."
      }
    }
    return (hasBoundary ? [boundary] : []) + [colours].compactMap(\.self) + notes
  }

  private static func text(_ range: ClosedRange<Double>) -> String {
    "\(GnuplotText.label(range.lowerBound)) to \(GnuplotText.label(range.upperBound))"
  }

  /// Comments at the top of a script.
  var about: [String] {
    ["\(title): \(measure.name)"] + provenance.entries.map { "\($0.name): \($0.text)" } + notes
  }
}

extension DiagramMeasure {
  /// Its range where that has two ends; `nil` otherwise.
  fileprivate var wholeRange: ClosedRange<Double>? {
    guard let range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound
    else { return nil }
    return range
  }
}
