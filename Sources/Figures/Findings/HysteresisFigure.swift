// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a measure come back on another way than it went? Loops of all rates, with the ends of the branches.

import Emergence

/// The loops of a measure as a parameter goes up and comes back.
public struct HysteresisFigure: Sendable {
  /// Title of the figure.
  public var title: String
  /// The parameter that was dragged, with its values.
  public var axis: DiagramAxis
  /// The measure.
  public var measure: DiagramMeasure
  /// What was found: `loops` have one value a value of the axis, both ways.
  public var report: MeasureHysteresis
  /// Sentences below the picture.
  public var notes: [String]
  /// Where the numbers come from.
  public var provenance: DiagramProvenance

  /// Creates a figure.
  public init(
    title: String, axis: DiagramAxis, measure: DiagramMeasure, report: MeasureHysteresis,
    notes: [String] = [], provenance: DiagramProvenance
  ) {
    self.title = title
    self.axis = axis
    self.measure = measure
    self.report = report
    self.notes = notes
    self.provenance = provenance
  }
}

extension FigureScript {
  /// Creates the figure of loops.
  ///
  /// The way up is a whole line, the way down a dashed one; the darker a loop, the slower it was.
  ///
  /// - Parameters:
  ///   - figure: What is drawn.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError`.
  public init(of figure: HysteresisFigure, name: String) throws(FigureError) {
    let values = figure.axis.values
    let loops = figure.report.loops
    guard values.count >= 2, !loops.isEmpty else {
      throw .tooFewValues(needed: 2, found: loops.isEmpty ? 0 : values.count)
    }
    let all = loops.flatMap { $0.up + $0.down }.flatMap { [$0.mean, $0.low, $0.high] }
    var panel = PlotPanel(
      xTitle: figure.axis.title, yTitle: figure.measure.title,
      xRange: figure.axis.ends, yRange: PlotPanel.range(all),
      isLogarithmic: figure.axis.isLogarithmic)
    var legend: [FigurePage.Entry] = []
    var marked: [FigurePage.Entry] = []
    var notes = figure.notes
    let marks = [
      (figure.report.upSpinodal?.position, "#d55e00", "end of the branch of the way up"),
      (figure.report.downSpinodal?.position, "#0072b2", "end of the branch of the way down"),
      (figure.report.maxwellPoint.position, "#000000", "both branches weigh the same"),
    ]
    for (position, color, text) in marks {
      guard let position, let value = position.mean else { continue }
      panel.layers.append(
        .upright(
          DiagramCrossing(value: value, low: position.low, high: position.high), color: color))
      marked.append(.init(sign: .line(color: color, width: 1.8, dash: 1), text: text))
    }
    if !marked.isEmpty { notes.append("Grey bands behind upright lines are their 95 % intervals.") }
    for (number, loop) in loops.enumerated() {
      let color = SequentialColor.hexadecimal(number, of: loops.count)
      for (way, dash) in [(loop.up, 1), (loop.down, 2)] {
        let rows = zip(values, way).compactMap { x, interval in
          interval.mean.map { (x: x, y: $0, low: interval.low, high: interval.high) }
        }
        let band = rows.compactMap { row -> (x: Double, low: Double, high: Double)? in
          guard let low = row.low, let high = row.high else { return nil }
          return (row.x, low, high)
        }
        panel.layers.append(.band(band, color: color))
        panel.layers.append(
          .line(rows.map { ($0.x, $0.y) }, color: color, width: 2.2, dash: dash))
      }
      legend.append(
        .init(
          sign: .line(color: color, width: 2.4, dash: 1),
          text: "\(loop.hold) step\(loop.hold == 1 ? "" : "s") a value"))
    }
    for (way, dash) in [("way up", 1), ("way down", 2)] {
      legend.append(.init(sign: .line(color: "#606060", width: 1.2, dash: dash), text: way))
    }
    legend += marked
    try self.init(
      panels: [panel], title: figure.title, legend: legend, notes: notes,
      about: figure.provenance.about(figure.title, notes), size: (540, 400), name: name)
  }
}

/// Colours of things in an order.
enum SequentialColor {
  /// Colours of viridis from light to dark, without the palest, which is lost on white.
  private static let colors: [(Double, Double, Double)] = [
    (122, 209, 81), (34, 168, 132), (42, 120, 142), (65, 68, 135), (68, 1, 84),
  ]

  /// The colour of a number among so many, the last the darkest.
  static func hexadecimal(_ number: Int, of count: Int) -> String {
    let place = count < 2 ? 4 : 4 * Double(number) / Double(count - 1)
    let low = min(3, Int(place))
    let share = place - Double(low)
    func mixed(_ a: Double, _ b: Double) -> String {
      let digits = String(Int((a + share * (b - a)).rounded()), radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    let (a, b) = (colors[low], colors[low + 1])
    return "#" + mixed(a.0, b.0) + mixed(a.1, b.1) + mixed(a.2, b.2)
  }
}

extension DiagramProvenance {
  /// Comments at the top of a script.
  func about(_ title: String, _ notes: [String]) -> [String] {
    [title] + entries.map { "\($0.name): \($0.text)" } + notes
  }
}
