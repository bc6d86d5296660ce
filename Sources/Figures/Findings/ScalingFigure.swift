// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of a curve as the system grows? Binder cumulants that cross, the curves themselves, their fluctuations, and
// their collapse on one.

import Emergence
import Glibc
import Statistics

/// The finite-size scaling of a measure.
public struct ScalingFigure: Sendable {
  /// Title of the figure.
  public var title: String
  /// The parameter that was moved, with its values.
  public var axis: DiagramAxis
  /// The measure.
  public var measure: DiagramMeasure
  /// What was found at each size.
  public var report: TransitionReport
  /// Sentences below the picture.
  public var notes: [String]
  /// Where the numbers come from.
  public var provenance: DiagramProvenance

  /// Creates a figure.
  public init(
    title: String, axis: DiagramAxis, measure: DiagramMeasure, report: TransitionReport,
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
  /// Creates the figure of a scaling study.
  ///
  /// Three panels over the parameter show cumulant, order parameter and susceptibility. Where the study found a transition
  /// with its exponents, a fourth shows m N^(beta/nu) against (x - x_c) N^(1/nu): all sizes on one curve.
  ///
  /// - Parameters:
  ///   - figure: What is drawn.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError`.
  public init(of figure: ScalingFigure, name: String) throws(FigureError) {
    let sizes = figure.report.sizes
    let valueCount = sizes.map(\.points.count).max() ?? 0
    guard valueCount >= 2 else { throw .tooFewValues(needed: 2, found: valueCount) }
    let plot = ScalingPlot(figure: figure)
    var legend = sizes.enumerated().map { index, size in
      FigurePage.Entry(
        sign: .line(
          color: SequentialColor.hexadecimal(index, of: sizes.count), width: 2.4, dash: 1),
        text: "N = \(GnuplotText.label(size.agentCount))\(size.isUsed ? "" : " (not used)")")
    }
    if let location = figure.report.criticality?.location {
      legend.append(
        .init(sign: .crossing, text: "transition at \(GnuplotText.label(rounded(location)))"))
    }
    let notes = ["Answer: \(figure.report.answer.rawValue)."] + figure.notes
    try self.init(
      panels: plot.panels, columnCount: 2, title: figure.title, legend: legend, notes: notes,
      about: figure.provenance.about(figure.title, notes), size: (320, 240), name: name)

    /// A value with as many digits as its error has meaning.
    func rounded(_ value: FittedValue) -> Double {
      guard value.standardError > 0 else { return value.value }
      var unit = 1.0
      while unit > value.standardError / 2 { unit /= 10 }
      return (value.value / unit).rounded() * unit
    }
  }
}

/// The panels of a scaling study.
private struct ScalingPlot {
  let figure: ScalingFigure

  private var critical: DiagramCrossing? {
    (figure.report.criticality?.location).map {
      DiagramCrossing(value: $0.value, low: $0.interval.low, high: $0.interval.high)
    }
  }

  var panels: [PlotPanel] {
    let error = 1.96
    var panels = [
      panel("Binder cumulant") { point in
        (
          point.binderCumulant.value,
          point.binderCumulant.standardError.map { $0 * error }
        )
      },
      panel(figure.measure.title) { point in
        let order = point.orderParameter
        return (order.mean, order.mean.flatMap { mean in order.high.map { $0 - mean } })
      },
      panel("susceptibility") { point in
        (point.susceptibility.value, point.susceptibility.standardError.map { $0 * error })
      },
    ]
    if let collapse { panels.append(collapse) }
    return panels
  }

  /// One quantity over the parameter, a curve a size.
  private func panel(
    _ title: String, _ read: (ScalePointReport) -> (value: Double?, reach: Double?)
  ) -> PlotPanel {
    var ends: [Double?] = []
    for point in figure.report.sizes.flatMap(\.points) {
      let (value, reach) = read(point)
      guard let value else { continue }
      ends += [value - (reach ?? 0), value + (reach ?? 0)]
    }
    var panel = PlotPanel(
      xTitle: figure.axis.title, yTitle: title, xRange: figure.axis.ends,
      yRange: PlotPanel.range(ends), isLogarithmic: figure.axis.isLogarithmic)
    if let critical { panel.layers.append(.upright(critical, color: "#000000")) }
    for (index, size) in figure.report.sizes.enumerated() {
      let color = SequentialColor.hexadecimal(index, of: figure.report.sizes.count)
      var rows: [(x: Double, y: Double, low: Double?, high: Double?)] = []
      for point in size.points {
        let (value, reach) = read(point)
        guard let value else { continue }
        rows.append((point.value, value, reach.map { value - $0 }, reach.map { value + $0 }))
      }
      panel.layers.append(
        .line(rows.map { ($0.x, $0.y) }, color: color, width: 1.4, dash: size.isUsed ? 1 : 2))
      panel.layers.append(.points(rows, color: color, type: 7))
    }
    return panel
  }

  /// All sizes on one curve.
  private var collapse: PlotPanel? {
    guard let criticality = figure.report.criticality, let width = criticality.widthExponent,
      let order = criticality.orderExponent
    else { return nil }
    var curves: [[(x: Double, y: Double, low: Double?, high: Double?)]] = []
    for size in figure.report.sizes {
      let across = pow(size.agentCount, width.value)
      let up = pow(size.agentCount, order.value)
      curves.append(
        size.points.compactMap { point in
          guard size.isUsed, let mean = point.orderParameter.mean else { return nil }
          return (
            (point.value - criticality.location.value) * across, mean * up,
            point.orderParameter.low.map { $0 * up }, point.orderParameter.high.map { $0 * up }
          )
        })
    }
    var panel = PlotPanel(
      xTitle: "(\(figure.axis.sign) - critical value) N^\(GnuplotText.label(short(width.value)))",
      yTitle: "\(figure.measure.name) N^\(GnuplotText.label(short(order.value)))",
      xRange: PlotPanel.range(curves.joined().map(\.x)),
      yRange: PlotPanel.range(curves.joined().flatMap { [$0.y, $0.low, $0.high] }))
    for (index, rows) in curves.enumerated() {
      panel.layers.append(
        .points(rows, color: SequentialColor.hexadecimal(index, of: curves.count), type: 7))
    }
    return panel
  }

  private func short(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
