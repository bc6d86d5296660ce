// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much of a harm is each coupling's doing? Bars with intervals, the interactions below.

import Emergence

/// How a harm divides among the couplings.
public struct AttributionFigure: Sendable {
  /// Title of the figure.
  public var title: String
  /// The harm.
  public var measure: DiagramMeasure
  /// What was found.
  public var report: HarmAttribution
  /// Sentences below the picture.
  public var notes: [String]
  /// Where the numbers come from.
  public var provenance: DiagramProvenance

  /// Creates a figure.
  public init(
    title: String, measure: DiagramMeasure, report: HarmAttribution, notes: [String] = [],
    provenance: DiagramProvenance
  ) {
    self.title = title
    self.measure = measure
    self.report = report
    self.notes = notes
    self.provenance = provenance
  }
}

extension FigureScript {
  /// Most interactions that are drawn: the largest.
  private static let mostInteractions = 10

  /// Creates the figure of an attribution.
  ///
  /// Couplings come in the order of their values, the largest first, then the total, then the largest interactions.
  ///
  /// - Parameters:
  ///   - figure: What is drawn.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError`.
  public init(of figure: AttributionFigure, name: String) throws(FigureError) {
    let report = figure.report
    guard let total = report.total, !report.couplings.isEmpty else {
      throw .tooFewValues(needed: 1, found: 0)
    }
    func value(_ contrast: ContrastReport) -> Double { contrast.interval.mean ?? 0 }
    // Equals stay in the order of the world.
    let couplings = report.couplings.enumerated().sorted {
      (-value($0.element.value), $0.offset) < (-value($1.element.value), $1.offset)
    }.map(\.element)
    let interactions = report.interactions.enumerated().sorted {
      (-abs(value($0.element.value)), $0.offset) < (-abs(value($1.element.value)), $1.offset)
    }.prefix(Self.mostInteractions).map(\.element)
    var bars: [(text: String, contrast: ContrastReport, color: String)] = couplings.map {
      (
        $0.isOff ? "\($0.name) (off)" : $0.name, $0.value,
        value($0.value) < 0 ? "#0072b2" : "#d55e00"
      )
    }
    bars.append(("all together", total, "#606060"))
    bars += interactions.map { ("\($0.first) with \($0.second)", $0.value, "#cc79a7") }
    var panel = PlotPanel(
      xTitle: "what it adds to: \(figure.measure.title)", yTitle: "",
      xRange: PlotPanel.range(
        bars.flatMap {
          [$0.contrast.interval.mean, $0.contrast.interval.low, $0.contrast.interval.high]
        }
          + [0]), yRange: 0...1)
    // The lowest bar is at 1; the interactions stand half a bar apart.
    var place = Double(bars.count) + (interactions.isEmpty ? 0 : 0.5)
    panel.yRange = 0.4...place + 0.6
    let height = 30 * (place + 0.2)
    for (index, bar) in bars.enumerated() {
      if index == couplings.count + 1 { place -= 0.5 }
      let interval = bar.contrast.interval
      if let mean = interval.mean {
        panel.layers.append(
          .bar(y: place, value: mean, low: interval.low, high: interval.high, color: bar.color))
      }
      panel.names.append((TextExtent.cut(bar.text, width: 22), place))
      place -= 1
    }
    panel.layers.append(.upright(DiagramCrossing(value: 0), color: "#000000"))
    let longest = panel.names.map { TextExtent.width($0.text) }.max() ?? 0
    var legend: [FigurePage.Entry] = [
      .init(sign: .box(color: "#d55e00"), text: "makes harm")
    ]
    if couplings.contains(where: { value($0.value) < 0 }) {
      legend.append(.init(sign: .box(color: "#0072b2"), text: "protects"))
    }
    if !interactions.isEmpty {
      legend.append(.init(sign: .box(color: "#cc79a7"), text: "only together, or both alike"))
    }
    try self.init(
      panels: [panel], title: figure.title, left: max(84, longest * 13 + 34), legend: legend,
      notes: ["Shapley values of the couplings with 95 % intervals; they sum to the total."]
        + figure.notes, about: figure.provenance.about(figure.title, figure.notes),
      size: (420, height), name: name)
  }
}
