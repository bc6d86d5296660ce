// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the results of a sweep become a diagram? Each point a cell with its report, its thinned series and its evidence;
// then what only all cells together tell: which verdicts stand, and where the boundary runs.

import Emergence
import Engine
import Figures
import Scenarios
import Statistics
import WorldModel

/// Makes the diagrams of one sweep.
struct DiagramBuilder {
  /// The results.
  let results: SweepResults
  /// What the diagram is to show besides the numbers of the verdicts.
  let parts: Set<DiagramPart>
  /// How false discoveries are controlled over all cells.
  let correction: MultipleTesting.Correction
  /// Curves to compare with.
  let overlays: [DiagramOverlay]
  /// What the diagram says of its origin.
  let provenance: DiagramProvenance

  private var plan: SweepPlan { results.plan }
  private var world: World { plan.world }

  /// What a cell keeps of its runs.
  private struct Kept: Sendable {
    var report: VerdictReport
    /// By measure that is drawn its thinned series.
    var series: [[DiagramSeries]]
    /// By measure that is drawn which replicates do harm; `nil` of a plain measure.
    var harmful: [HarmfulReplicates?]
  }

  /// Makes one diagram for each measure that is asked for.
  ///
  /// - Parameters:
  ///   - measures: Indices into the measures of the world.
  ///   - progress: Called as points are read, twice each where refinement is played back first, and between the parts
  ///     that follow; returns `false` to stop.
  /// - Returns: One diagram a measure, and how many points lack runs.
  /// - Throws: `StoreError`, `StatisticsError`; `PlanError.cancelled` when `progress` returned `false`.
  func diagrams(
    of measures: [Int], progress: (_ done: Int, _ of: Int) -> Bool
  ) throws -> (diagrams: [PhaseDiagram], missingCount: Int, isComplete: Bool) {
    var readCount = 0
    let (points, isComplete) = try results.points { done, count in
      readCount = done
      return progress(done, 2 * count)
    }
    let total = readCount + points.count
    let mostSteps = SeriesSummary.mostSteps(ofCells: points.count)
    var cells: [DiagramCell] = []
    var kept: [Kept?] = []
    var missingCount = 0
    var done = 0
    try results.forEach(
      of: points,
      reducing: { [world, parts] _, outcome in
        Kept(
          report: outcome.report,
          series: measures.map {
            parts.contains(.courses)
              ? SeriesSummary.series(of: $0, outcome.runs, in: world, mostSteps: mostSteps) : []
          },
          harmful: measures.map { outcome.harmfulReplicates(of: $0, in: world) })
      },
      telling: { point, result in
        done += 1
        guard progress(readCount + done, total) else { throw PlanError.cancelled }
        let panelCount = plan.study.panels.count
        let coordinates =
          Array(point.coordinates[panelCount...] + point.coordinates[..<panelCount])
        switch result {
        case .missing: missingCount += 1
        case .failed(let reason):
          cells.append(DiagramCell(coordinates: coordinates, report: nil, failure: reason))
          kept.append(nil)
        case .done(let found):
          cells.append(DiagramCell(coordinates: coordinates, report: found.report))
          kept.append(found)
        }
      })
    try markStanding(&cells)
    let diagrams = try measures.enumerated().map { place, measure in
      var own = cells
      for index in own.indices {
        own[index].series = kept[index]?.series[place] ?? []
        if parts.contains(.courses) {
          own[index].evidence = evidence(of: own[index], measure: measure)
        }
      }
      return try diagram(of: measure, own, kept.map { $0?.harmful[place] }) {
        guard progress(total, total) else { throw PlanError.cancelled }
      }
    }
    return (diagrams, missingCount, isComplete)
  }

  /// Tells by harm which verdicts stand when false discoveries are controlled over all cells.
  private func markStanding(_ cells: inout [DiagramCell]) throws {
    for measure in world.measures where measure.isHarm {
      let standing = try Discoveries.standing(
        cells.map(\.report), harm: measure.name, by: correction)
      for (index, stands) in standing.enumerated() {
        if let stands { cells[index].standing[measure.name] = stands }
      }
    }
  }

  private func diagram(
    of measure: Int, _ cells: [DiagramCell], _ harmful: [HarmfulReplicates?],
    goingOn check: () throws -> Void
  ) throws -> PhaseDiagram {
    let hasBoundary = world.measures[measure].isHarm && parts.contains(.boundary)
    let boundaries =
      hasBoundary
      ? try BoundaryDrawing(plan: plan, axes: plan.study.axes.map(axis))
        .boundaries(cells.map(planned), harmful, goingOn: check) : nil
    return PhaseDiagram(
      title: plan.study.title, axes: plan.study.axes.map(axis),
      panelAxes: plan.study.panels.map(axis),
      measures: world.measures.map { DiagramMeasure($0) }, shown: measure, cells: cells,
      boundaries: boundaries ?? [], overlays: overlays,
      notes: notes(cells, measure: measure, boundaries: boundaries), provenance: provenance)
  }

  /// Position of a cell along the panels, then the axes.
  private func planned(_ cell: DiagramCell) -> [Double] {
    let axisCount = plan.study.axes.count
    return Array(cell.coordinates[axisCount...] + cell.coordinates[..<axisCount])
  }

  private func axis(_ axis: ParameterAxis) -> DiagramAxis {
    DiagramAxis(axis, of: world)
  }

  /// Sentences below the picture; `boundaries` are `nil` where none were asked for.
  private func notes(
    _ cells: [DiagramCell], measure: Int, boundaries: [DiagramBoundary]?
  ) -> [String] {
    let settings = plan.study.settings
    var notes = [
      "\(counted(cells.count, "cell")), \(counted(settings.replicates, "replicate")) over "
        + "\(counted(plan.design.cell.networkCount, "network")) each, "
        + "\(counted(settings.steps, "step")), seed \(settings.seed)."
    ]
    guard world.measures[measure].isHarm else { return notes }
    let tested = cells.count { ($0.report?.realisationCount ?? 0) >= 2 }
    guard tested > 0 else {
      return notes + [
        "One realisation a cell: no verdict was tested, and the boundary has no band."
      ]
    }
    let method =
      switch correction {
      case .holm: "The chance of one false discovery is held at 5 % by Holm's method"
      case .benjaminiHochberg:
        "False discoveries are held at 5 % by the method of Benjamini and Hochberg"
      case .benjaminiYekutieli:
        "False discoveries are held at 5 % by the method of Benjamini and Yekutieli"
      }
    notes.append(
      "\(method) over \(counted(tested, "cell")), this harm alone; what does not stand is undecided."
    )
    if let boundaries, !plan.study.axes.isEmpty {
      notes.append(
        boundaries.contains { !$0.isEmpty }
          ? "The boundary encloses where most replicates leave the limit together and most stay within it alone; its "
            + "band holds it with 95 %, with realisations resampled together in all cells."
          : "No boundary of harm only together crosses these axes.")
    }
    return notes
  }

  /// What the verdict of a cell rests on, in sentences.
  private func evidence(of cell: DiagramCell, measure: Int) -> [String] {
    guard let report = cell.report,
      let harm = report.harms.first(where: { $0.name == world.measures[measure].name })
    else { return [] }
    var lines: [String] = []
    if let verdict = harm.verdict {
      lines.append("\(verdict.rawValue): \(HarmText.meaning(of: verdict))")
    }
    if cell.standing[harm.name] == false {
      lines.append("It does not stand when false discoveries over the diagram are controlled.")
    }
    let text = HarmText(
      harm: harm, measure: world.measures[measure], world: world, report: report)
    lines += text.evidence
    lines += report.alignments.map { VerdictDocument.sentence(of: $0) }
    return lines
  }
}
