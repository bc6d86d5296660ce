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
          color: SequentialColor.hexadecimal(index, of: sizes.count),
          width: size.isUsed ? 2.4 : 1.2, dash: size.isUsed ? 1 : 2),
        text: "N = \(GnuplotText.label(size.agentCount))\(size.isUsed ? "" : " (not used)")")
    }
    if let location = figure.report.criticality?.location {
      legend.append(
        .init(
          sign: .crossing,
          text: "transition at "
            + GnuplotText.label(location.value, error: location.standardError)))
    }
    let notes =
      ["Answer: \(figure.report.answer.rawValue)."] + figure.notes
      + [
        "Bars are 95 % intervals, cut where they reach further beyond all values than these lie apart."
      ]
    try self.init(
      panels: plot.panels, columnCount: 2, title: figure.title, legend: legend, notes: notes,
      about: figure.provenance.about(figure.title, notes), size: ScalingPlot.size, name: name)
  }
}

/// The panels of a scaling study.
private struct ScalingPlot {
  let figure: ScalingFigure

  /// Width and height of a panel.
  static let size = (width: 320.0, height: 240.0)

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
      panel(measureTitle) { point in
        let order = point.orderParameter
        return (order.mean, order.mean.flatMap { mean in order.high.map { $0 - mean } })
      },
      panel("susceptibility", least: 0) { point in
        (point.susceptibility.value, point.susceptibility.standardError.map { $0 * error })
      },
    ]
    if let collapse { panels.append(collapse) }
    return panels
  }

  /// What the measure is called where its title has to fit beside a panel.
  private var measureTitle: String {
    let title = figure.measure.title
    let fits = TextExtent.width(title) * FigurePage.textSize <= Self.size.height
    return fits ? title : figure.measure.name
  }

  /// One quantity over the parameter, a curve a size.
  ///
  /// Intervals reach beyond the values by as much as these spread at most, so that one that is hardly known hides no other.
  private func panel(
    _ title: String, least: Double = -.infinity,
    _ read: (ScalePointReport) -> (value: Double?, reach: Double?)
  ) -> PlotPanel {
    let known = figure.report.sizes.flatMap(\.points).map(read).filter { $0.value != nil }
    let values = known.compactMap(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let spread = high > low ? high - low : .infinity
    let room = max(least, low - spread)...max(least, high + spread)
    let ends = known.flatMap { point in
      [-1.0, 1].map { sign in
        point.value.map { ($0 + sign * (point.reach ?? 0)).clamped(to: room) }
      }
    }
    var panel = PlotPanel(
      xTitle: figure.axis.title, yTitle: title,
      xRange: figure.axis.value(about: -0.03)...figure.axis.value(about: 1.03),
      yRange: PlotPanel.range(ends), isLogarithmic: figure.axis.isLogarithmic)
    if let critical { panel.layers.append(.upright(critical, color: "#000000")) }
    for (index, size) in figure.report.sizes.enumerated() {
      let color = SequentialColor.hexadecimal(index, of: figure.report.sizes.count)
      var rows: [(x: Double, y: Double, low: Double?, high: Double?)] = []
      for point in size.points {
        let (value, reach) = read(point)
        guard let value else { continue }
        rows.append(
          (
            point.value, value, reach.map { (value - $0).clamped(to: room) },
            reach.map { (value + $0).clamped(to: room) }
          ))
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

extension Double {
  /// The nearest value of a range.
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
