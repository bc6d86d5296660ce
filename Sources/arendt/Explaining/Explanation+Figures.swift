// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which pictures does an explanation have? The course of the verdict's runs, and one of every part that draws: bars of an
// attribution, loops of a ramp, curves at several sizes.

import Emergence
import Figures
import WorldModel

/// A picture that can be drawn.
struct ExplanationFigure {
  /// Name of its files without the ending: the part, then the harm or measure.
  var name: String
  private let make: (String) throws(FigureError) -> FigureScript

  fileprivate init(
    _ part: String, of measure: String,
    make: @escaping (String) throws(FigureError) -> FigureScript
  ) {
    name = "\(part)-\(measure)"
    self.make = make
  }

  /// The script that draws it.
  ///
  /// - Throws: `FigureError` where there is too little to draw.
  func script() throws(FigureError) -> FigureScript { try make(name) }
}

extension Explanation {
  private var world: World { verdict.world }

  /// The pictures of what was made, in the order in which it is told.
  var figures: [ExplanationFigure] {
    var figures = courses.map { course in
      ExplanationFigure("course", of: world.measures[course.measure].name) {
        (name) throws(FigureError) in
        try FigureScript(of: figure(of: course), name: name)
      }
    }
    if let attribution {
      figures += attribution.harms.map { harm in
        ExplanationFigure("attribution", of: harm.name) { (name) throws(FigureError) in
          try FigureScript(of: figure(of: harm, attribution), name: name)
        }
      }
    }
    if let hysteresis, let rampAxis {
      figures += hysteresis.measures.map { measure in
        ExplanationFigure("hysteresis", of: measure.name) { (name) throws(FigureError) in
          try FigureScript(of: figure(of: measure, hysteresis, rampAxis), name: name)
        }
      }
    }
    if let transition, let scaleAxis {
      figures += transition.measures.map { measure in
        ExplanationFigure("transition", of: measure.measure) { (name) throws(FigureError) in
          try FigureScript(of: figure(of: measure, transition, scaleAxis), name: name)
        }
      }
    }
    return figures
  }

  private func figure(of course: MeasureCourse) -> CourseFigure {
    let report = verdict.report
    let name = world.measures[course.measure].name
    let harm = report.harms.first { $0.name == name }
    var notes = [setup(report.replicateCount, report.networkCount, report.stepCount)]
    if report.replicateCount > 1 {
      notes.append("Lines are means over replicates; bands hold the middle 80 % of replicates.")
    }
    var onset: DiagramCrossing?
    if let found = course.onset {
      if let steps = found.steps.mean {
        onset = DiagramCrossing(value: steps, low: found.steps.low, high: found.steps.high)
        notes.append(
          "Onset: the step that best parts those within the limit from those over it, the mean "
            + "over replicates with its 95 % interval.")
      } else {
        notes.append(
          found.count == 0
            ? "In no replicate together does harm set in."
            : "Harm sets in in \(found.count) of \(counted(found.replicateCount, "replicate")) "
              + "together.")
      }
    }
    return CourseFigure(
      title: "\(world.title): \(name) in the course of time", measure: measure(name),
      limit: harm?.limit, series: course.series, onset: onset, notes: notes,
      provenance: provenance(report.replicateCount, report.networkCount, report.stepCount))
  }

  private func figure(of harm: HarmAttribution, _ report: AttributionReport) -> AttributionFigure {
    let replicates = report.replicateCount
    let networks = min(replicates, verdict.report.networkCount)
    let steps = verdict.report.stepCount
    var notes = [
      setup(replicates, networks, steps), "All combinations of couplings ran on the same draws.",
    ]
    if harm.leftOutReplicateCount > 0 {
      notes.append(
        "\(counted(harm.leftOutReplicateCount, "replicate")) without a value in some combination "
          + "were left out.")
    }
    return AttributionFigure(
      title: "\(world.title): what each coupling adds to \(harm.name)", measure: measure(harm.name),
      report: harm, notes: notes, provenance: provenance(replicates, networks, steps))
  }

  private func figure(
    of loops: MeasureHysteresis, _ report: HysteresisReport, _ axis: ParameterAxis
  ) -> HysteresisFigure {
    let steps = verdict.report.stepCount
    let counts = (report.replicateCount, report.networkCount)
    return HysteresisFigure(
      title: "\(world.title): \(loops.name) as \(report.parameter) rises and comes back",
      axis: diagramAxis(axis, report.values), measure: measure(loops.name), report: loops,
      notes: [
        "Hysteresis: \(loops.answer.rawValue); \(HysteresisText.meaning(of: loops.answer)).",
        "\(counted(counts.0, "replicate")) over \(counted(counts.1, "network")), seed "
          + "\(verdict.report.seed); a response is read over the last half of its hold.",
      ], provenance: provenance(counts.0, counts.1, steps))
  }

  private func figure(
    of transition: TransitionReport, _ report: ScaleReport, _ axis: ParameterAxis
  ) -> ScalingFigure {
    let networks = min(report.replicateCount, verdict.report.networkCount)
    return ScalingFigure(
      title: "\(world.title): \(transition.measure) along \(report.alongParameter) at "
        + counted(transition.sizes.count, "size"),
      axis: diagramAxis(axis, report.values), measure: measure(transition.measure),
      report: transition,
      notes: [
        TransitionText.meaning(of: transition.answer),
        setup(report.replicateCount, networks, report.stepCount),
      ], provenance: provenance(report.replicateCount, networks, report.stepCount))
  }

  private func measure(_ name: String) -> DiagramMeasure {
    world.measures.first { $0.name == name }.map { DiagramMeasure($0) }
      ?? DiagramMeasure(name: name, isHarm: false)
  }

  private func diagramAxis(_ axis: ParameterAxis, _ values: [Double]) -> DiagramAxis {
    var axis = axis
    axis.values = values
    return DiagramAxis(axis, of: world)
  }

  private func setup(_ replicates: Int, _ networks: Int, _ steps: Int) -> String {
    "\(counted(replicates, "replicate")) over \(counted(networks, "network")), "
      + "\(counted(steps, "step")), seed \(verdict.report.seed)."
  }

  private func provenance(_ replicates: Int, _ networks: Int, _ steps: Int) -> DiagramProvenance {
    DiagramProvenance(
      world: world.title, worldDigest: world.digest, version: Version.program,
      resultVersion: Version.results, seed: verdict.report.seed, stepCount: steps,
      replicateCount: replicates, networkCount: networks)
  }
}
