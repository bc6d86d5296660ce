// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@testable import Emergence
@testable import Figures

@Suite("Figures of findings")
struct FindingFigureTests {
  static let measure = DiagramMeasure(
    name: "complicity", documentation: "Share of clerks who carry out the order.", isHarm: true,
    range: 0...1)

  static func course(_ text: String = "How complicity sets in") -> CourseFigure {
    let steps = Array(stride(from: 0, through: 2_000, by: 25))
    func series(_ condition: RunCondition, _ end: Double) -> DiagramSeries {
      let values = steps.map { step in
        end / (1 + SampleDiagram.exponential(-(Double(step) - 700) / 90))
      }
      return DiagramSeries(
        condition: condition, steps: steps, values: values, lows: values.map { $0 - 0.02 },
        highs: values.map { $0 + 0.02 })
    }
    return CourseFigure(
      title: text, measure: measure, limit: 0.2,
      series: [series(.together, 0.95), series(.unlinked, 0.1), series(.alone, 0.03)],
      onset: DiagramCrossing(value: 580, low: 560, high: 610), notes: [text],
      provenance: SampleDiagram.provenance)
  }

  static func hysteresis(_ text: String = "Complicity remembers") -> HysteresisFigure {
    let axis = DiagramAxis(
      name: "conformity", symbol: "J", documentation: "Pull of those around.",
      values: (0...20).map { Double($0) * 0.15 })
    let loops = [10, 40, 160].enumerated().map { number, hold in
      let lag = 0.8 / Double(number + 1)
      func way(_ shift: Double) -> [IntervalReport] {
        axis.values.map { value in
          SampleDiagram.interval(
            1 / (1 + SampleDiagram.exponential(-8 * (value - 1.5 - shift))), 0.015)
        }
      }
      return HysteresisLoop(
        hold: hold, up: way(0.2 + lag / 2), down: way(-0.2 - lag / 2),
        area: SampleDiagram.interval(0.4), gap: SampleDiagram.interval(0))
    }
    let spinodal = { (value: Double) in
      SpinodalReport(
        position: SampleDiagram.interval(value, 0.06), isExtrapolated: true, resolution: 0.075)
    }
    return HysteresisFigure(
      title: text, axis: axis, measure: measure,
      report: MeasureHysteresis(
        name: "complicity", answer: .hysteresis, doubts: [], loops: loops,
        restArea: SampleDiagram.interval(0.3), upSpinodal: spinodal(1.8),
        downSpinodal: spinodal(1.2),
        maxwellPoint: MaxwellReport(position: SampleDiagram.interval(1.5, 0.04))), notes: [text],
      provenance: SampleDiagram.provenance)
  }

  static func scaling(_ text: String = "A continuous transition") -> ScalingFigure {
    let values = (0...16).map { 0.6 + Double($0) * 0.05 }
    let axis = DiagramAxis(name: "conformity", symbol: "J", values: values)
    let sizes = [64.0, 256, 1_024].map { count in
      ScaleSizeReport(
        size: count, agentCount: count, isUsed: true,
        points: values.map { value in
          let scaled = (value - 1) * count.squareRoot()
          let order = 1 / (1 + SampleDiagram.exponential(-scaled / 3))
          return ScalePointReport(
            value: value,
            orderParameter: SampleDiagram.interval(order / count.squareRoot().squareRoot(), 0.004),
            susceptibility: JackknifeReport(
              value: count.squareRoot() * order * (1 - order), standardError: 0.05),
            binderCumulant: JackknifeReport(value: order * 2 / 3, standardError: 0.01),
            autocorrelationTime: 3, warmUpStepCount: 100, startsApart: nil, flags: [])
        })
    }
    let fitted = { (value: Double, error: Double) in
      FittedValue(
        value: value, standardError: error,
        interval: ConfidenceInterval(low: value - 2 * error, high: value + 2 * error))
    }
    return ScalingFigure(
      title: text, axis: axis, measure: DiagramMeasure(name: "alignment", isHarm: false),
      report: TransitionReport(
        measure: "alignment", answer: .continuousTransition, orderParameter: .absolute,
        evidence: [], sizes: sizes,
        criticality: CriticalityReport(
          location: fitted(1.0003, 0.004), widthExponent: fitted(0.5, 0.02),
          orderExponent: fitted(0.25, 0.01)), needs: []), notes: [text],
      provenance: SampleDiagram.provenance)
  }

  static func attribution(
    _ text: String = "What makes complicity",
    names: [String] = ["conformity", "habituation", "fragmentation", "solidarity"]
  ) -> AttributionFigure {
    func contrast(_ value: Double) -> ContrastReport {
      ContrastReport(interval: SampleDiagram.interval(value, 0.03), varianceRatio: 0.2)
    }
    return AttributionFigure(
      title: text, measure: measure,
      report: HarmAttribution(
        name: "complicity", total: contrast(0.9),
        couplings: zip(names, [0.62, 0, 0.41, -0.13]).map {
          CouplingAttribution(name: $0, value: contrast($1), isOff: $1 == 0)
        },
        interactions: [
          CouplingInteraction(first: names[0], second: names[2], value: contrast(0.3)),
          CouplingInteraction(first: names[0], second: names[3], value: contrast(-0.08)),
        ], leftOutReplicateCount: 0), notes: [text], provenance: SampleDiagram.provenance)
  }

  private static func all(_ text: String?) throws -> [FigureScript] {
    if let text {
      return [
        try FigureScript(of: course(text), name: "course"),
        try FigureScript(of: hysteresis(text), name: "hysteresis"),
        try FigureScript(of: scaling(text), name: "scaling"),
        try FigureScript(
          of: attribution(text, names: [text, text + "b", text + "c", text + "d"]),
          name: "attribution"),
      ]
    }
    return [
      try FigureScript(of: course(), name: "course"),
      try FigureScript(of: hysteresis(), name: "hysteresis"),
      try FigureScript(of: scaling(), name: "scaling"),
      try FigureScript(of: attribution(), name: "attribution"),
    ]
  }

  @Test(
    "courses, loops, scaling and attribution are drawn without a word, the same each time",
    .enabled(if: Gnuplot.isThere, "gnuplot is not installed"))
  func drawn() throws {
    for figure in try Self.all(nil) {
      let folder = try Gnuplot.folder(figure.name)
      for format in FigureScript.Format.allCases {
        let (outcome, bytes) = try Gnuplot.draw(figure, format, in: folder)
        #expect(outcome.status == 0 && outcome.words.isEmpty, "\(figure.name): \(outcome.words)")
        let first = try #require(bytes)
        guard format != .pdf else { continue }
        #expect(try Gnuplot.draw(figure, format, in: folder).bytes == first, "\(figure.name)")
      }
    }
  }

  @Test(
    "whatever things are called, their figures run nothing",
    .enabled(if: Gnuplot.isThere, "gnuplot is not installed"))
  func nastyTexts() throws {
    // Texts go the same way as in a diagram, where each is tried; here one of each kind.
    for index in [0, 4, 5, 7, 9, 11, 13, 16, 19] {
      let text = NastyTexts.all[index]
      let folder = try Gnuplot.folder("finding\(index)")
      for figure in try Self.all(text) {
        let (outcome, bytes) = try Gnuplot.draw(figure, .svg, in: folder)
        #expect(outcome.status == 0 && outcome.words.isEmpty, "\(text): \(outcome.words)")
        #expect(bytes != nil)
      }
      #expect(try Gnuplot.files(in: folder) == 12, "\(text)")
    }
  }

  @Test("what has too few values is an error that says so")
  func errors() throws {
    var course = Self.course()
    course.series = []
    #expect(throws: FigureError.tooFewValues(needed: 2, found: 0)) {
      try FigureScript(of: course, name: "x")
    }
    var hysteresis = Self.hysteresis()
    hysteresis.report.loops = []
    #expect(throws: FigureError.tooFewValues(needed: 2, found: 0)) {
      try FigureScript(of: hysteresis, name: "x")
    }
    var scaling = Self.scaling()
    scaling.report.sizes = []
    #expect(throws: FigureError.tooFewValues(needed: 2, found: 0)) {
      try FigureScript(of: scaling, name: "x")
    }
    var attribution = Self.attribution()
    attribution.report.total = nil
    #expect(throws: FigureError.tooFewValues(needed: 1, found: 0)) {
      try FigureScript(of: attribution, name: "x")
    }
  }

  @Test("colours of an order begin light and end dark")
  func colors() {
    #expect(SequentialColor.hexadecimal(0, of: 5) == "#7ad151")
    #expect(SequentialColor.hexadecimal(4, of: 5) == "#440154")
    #expect(SequentialColor.hexadecimal(0, of: 1) == "#440154")
    #expect(SequentialColor.hexadecimal(1, of: 2) == "#440154")
    #expect(SequentialColor.hexadecimal(2, of: 5) == "#2a788e")
  }
}
