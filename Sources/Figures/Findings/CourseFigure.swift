// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a measure go with time, and when does harm set in?

import Emergence

/// Series of a measure under the conditions that ran, with the step at which harm sets in.
public struct CourseFigure: Sendable {
  /// Title of the figure.
  public var title: String
  /// The measure.
  public var measure: DiagramMeasure
  /// Its limit; `nil` for a plain measure.
  public var limit: Double?
  /// Its course under each condition.
  public var series: [DiagramSeries]
  /// Steps done when the harm sets in, with the interval of their mean; `nil` where it does not or was not sought.
  public var onset: DiagramCrossing?
  /// Sentences below the picture.
  public var notes: [String]
  /// Where the numbers come from.
  public var provenance: DiagramProvenance

  /// Creates a figure.
  public init(
    title: String, measure: DiagramMeasure, limit: Double?, series: [DiagramSeries],
    onset: DiagramCrossing? = nil, notes: [String] = [], provenance: DiagramProvenance
  ) {
    self.title = title
    self.measure = measure
    self.limit = limit
    self.series = series
    self.onset = onset
    self.notes = notes
    self.provenance = provenance
  }
}

extension FigureScript {
  /// Creates the figure of a course in time.
  ///
  /// - Parameters:
  ///   - course: What is drawn.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError`.
  public init(of course: CourseFigure, name: String) throws(FigureError) {
    let values = course.series.flatMap { $0.values + $0.lows + $0.highs }.filter(\.isFinite)
    let stepCount = course.series.map(\.steps.count).max() ?? 0
    guard stepCount >= 2, !values.isEmpty else {
      throw .tooFewValues(needed: 2, found: min(stepCount, values.count))
    }
    var panel = PlotPanel(
      xTitle: "steps done", yTitle: course.measure.title,
      xRange: Double(
        min(0, course.series.map { $0.steps.first ?? 0 }.min() ?? 0))...Double(
          course.series.map { $0.steps.last ?? 0 }.max() ?? 1),
      yRange: PlotPanel.range(
        values
          + [course.limit, course.measure.range?.lowerBound, course.measure.range?.upperBound]
          .compactMap(\.self)))
    var legend: [FigurePage.Entry] = []
    if let onset = course.onset {
      panel.layers.append(.upright(onset, color: "#000000"))
    }
    if let limit = course.limit { panel.layers.append(.level(limit, color: "#404040", dash: 2)) }
    for series in course.series {
      let color = CurvePlot.colors[series.condition] ?? ""
      let dash = CurvePlot.dashes[series.condition] ?? 1
      if !series.lows.isEmpty {
        let rows = series.steps.indices.filter {
          series.lows[$0].isFinite && series.highs[$0].isFinite
        }
        panel.layers.append(
          .band(
            rows.map { (Double(series.steps[$0]), series.lows[$0], series.highs[$0]) },
            color: color))
      }
      // What was not recorded leaves a gap.
      panel.layers.append(
        .line(
          zip(series.steps, series.values).map { (Double($0), $1) }, color: color, width: 2,
          dash: dash))
      legend.append(
        .init(sign: .curve(color: color, dash: dash), text: series.condition.rawValue))
    }
    if let limit = course.limit {
      legend.append(
        .init(
          sign: .line(color: "#404040", width: 1.4, dash: 2),
          text: "limit \(GnuplotText.label(limit))"))
    }
    if let onset = course.onset {
      // A 95 % interval is about four standard errors wide.
      let error = (onset.low).flatMap { low in onset.high.map { ($0 - low) / 4 } } ?? 0
      legend.append(
        .init(
          sign: .crossing,
          text: "onset after \(GnuplotText.label(onset.value, error: error)) steps"))
    }
    try self.init(
      panels: [panel], title: course.title, legend: legend, notes: course.notes,
      about: course.provenance.about(course.title, course.notes), size: (560, 320), name: name)
  }
}
