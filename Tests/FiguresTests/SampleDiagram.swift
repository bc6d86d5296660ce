// SPDX-License-Identifier: GPL-3.0-or-later
//
// A phase diagram without any run behind it: harm is a logistic surface of two parameters, so that its boundary is known.

import Emergence
import Figures

enum SampleDiagram {
  /// Mean harm together: a logistic of how far the coupling is above its boundary.
  static func harm(_ coupling: Double, _ conscience: Double, panel: Double = 0) -> Double {
    1 / (1 + exponential(-6 * (coupling - boundary(conscience, panel: panel))))
  }

  /// The coupling at which the mean harm together is 1/2.
  static func boundary(_ conscience: Double, panel: Double = 0) -> Double {
    0.8 + 0.35 * conscience + 0.12 * conscience * conscience - panel
  }

  /// e to a power, by its series, which needs no other module.
  static func exponential(_ x: Double) -> Double {
    if abs(x) > 0.5 {
      let half = exponential(x / 2)
      return half * half
    }
    return (1...18).reversed().reduce(1) { 1 + $0 * x / Double($1) }
  }

  static func interval(_ mean: Double?, _ reach: Double = 0.01) -> IntervalReport {
    IntervalReport(
      mean: mean, standardError: mean.map { _ in reach / 2 }, low: mean.map { $0 - reach },
      high: mean.map { $0 + reach })
  }

  static func report(
    together: Double, alone: Double, unlinked: Double, limit: Double, isBistable: Bool,
    verdict: Verdict
  ) -> VerdictReport {
    let apart = ApartReport(
      count: isBistable ? 9 : 0, realisationCount: 16, low: isBistable ? 0.3 : 0,
      high: isBistable ? 0.8 : 0.206)
    let harm = HarmReport(
      name: "complicity", limit: limit, alone: interval(alone, 0.004),
      unlinked: interval(unlinked, 0.006),
      together: interval(together),
      difference: DifferenceReport(
        interval: interval(together - alone), varianceRatio: 0.25, correlation: 0.5),
      verdict: verdict, undecided: nil, isBistable: isBistable, apart: apart,
      ends: EndsReport(answer: isBistable ? .bistable : .same),
      over: ShareReport(count: 3, replicateCount: 64, low: 0.01, high: 0.13))
    func measure(_ name: String, _ value: Double) -> MeasureReport {
      MeasureReport(
        name: name, mean: interval(value),
        variance: JackknifeReport(value: 0.01, standardError: 0.001),
        susceptibility: JackknifeReport(value: 20, standardError: 2),
        binderCumulant: JackknifeReport(value: 0.6, standardError: nil), autocorrelationTime: 2.5,
        effectiveSampleSize: 1_000, final: interval(value), missingCount: 0, censoredFraction: nil,
        peaks: nil)
    }
    return VerdictReport(
      seed: 1, stepCount: 2_000, replicateCount: 64, networkCount: 16, realisationCount: 16,
      realisationUnit: .network, warmUpStepCount: 120, isWarmUpAutomatic: true,
      stoppedEarlyCount: 0, measures: [measure("complicity", together), measure("gloom", 3)],
      estimates: [EstimateReport(name: "gain", value: interval(together / 2))], harms: [harm],
      alignments: [
        AlignmentReport(
          group: "clerk", limit: 0.05, allowedFraction: 0, examinedCount: 128_000,
          exceedingCount: 12, uncertainCount: 0, low: 0, high: 0.0002, holds: true)
      ], warnings: [])
  }

  /// Across, coupling; up, conscience.
  static func cell(_ coordinates: [Double], limit: Double = 0.2) -> DiagramCell {
    let (coupling, conscience) = (coordinates[0], coordinates[1])
    let together = harm(coupling, conscience, panel: coordinates.count > 2 ? coordinates[2] : 0)
    let alone = conscience < 0.4 ? 0.3 : 0.02
    let unlinked = alone + (conscience > 2.4 ? 0.25 : 0.01)
    let isOver = together > limit
    var verdict: Verdict =
      alone > limit ? .misaligned : isOver ? unlinked > limit ? .reframed : .emergent : .safe
    if abs(together - limit) < 0.03 { verdict = .undecided }
    let isBistable = together > 0.35 && together < 0.97 && conscience < 1.9
    var cell = DiagramCell(
      coordinates: coordinates,
      report: report(
        together: together, alone: alone, unlinked: unlinked, limit: limit,
        isBistable: isBistable, verdict: verdict),
      standing: verdict == .emergent ? ["complicity": together > limit + 0.05] : [:],
      evidence: ["Together it is over its limit: \(together) > \(limit)."])
    cell.series = RunCondition.allCases.map { condition in
      let end = condition == .together ? together : condition == .alone ? alone : unlinked
      let steps = Array(stride(from: 0, through: 2_000, by: 100))
      return DiagramSeries(
        condition: condition, steps: steps,
        values: steps.map { end * (1 - exponential(-Double($0) / 400)) })
    }
    return cell
  }

  static let coupling = DiagramAxis(
    name: "conformity", symbol: "J", documentation: "Pull of those around. More is not better.",
    values: (0...15).map { Double($0) * 0.2 })
  static let conscience = DiagramAxis(
    name: "conscience", symbol: "v", documentation: "Weight that a clerk gives to harm it sees.",
    values: (0...12).map { Double($0) * 0.25 })

  static let provenance = DiagramProvenance(
    world: "The Ministry", worldDigest: "00ff", version: "0.1", resultVersion: 1, seed: 1,
    stepCount: 2_000, replicateCount: 64, networkCount: 16, command: "arendt diagram ministry.store"
  )

  static let measures = [
    DiagramMeasure(
      name: "complicity", documentation: "Share of clerks who carry out the order.", isHarm: true,
      range: 0...1),
    DiagramMeasure(name: "gloom", documentation: "Mean mood.", isHarm: false),
  ]

  static let notes = [
    "False discoveries are controlled by Benjamini-Hochberg at 5 % over 208 cells.",
    "Each cell: 64 replicates on 16 networks; the band holds the boundary with 95 % confidence, realisations resampled jointly over all cells.",
  ]

  static func boundary(panel: [Double], rows: [Double]) -> DiagramBoundary {
    let shift = panel.first ?? 0
    func line(_ offset: Double, _ rows: [Double]) -> [DiagramPoint] {
      rows.map {
        DiagramPoint(x: boundary($0, panel: shift) - 0.23 + offset * (1 + $0 / 3), y: $0)
      }
    }
    return DiagramBoundary(
      panel: panel, lines: [line(0, rows)], band: [line(-0.06, rows) + line(0.06, rows).reversed()],
      bandEdges: [line(-0.06, rows), line(0.06, rows)])
  }

  static let rows = (0...60).map { Double($0) * 0.05 }.filter { boundary($0) - 0.23 <= 3 }

  /// Two axes, no panels, with points between those of the grid near the boundary.
  static func map(isRefined: Bool = true) -> PhaseDiagram {
    var points = conscience.values.flatMap { y in coupling.values.map { [$0, y] } }
    if isRefined {
      for row in stride(from: 0.125, to: 2.9, by: 0.125) {
        let place = (boundary(row) - 0.23) / 0.05
        for shift in [-1.0, 0, 1] {
          let x = (place.rounded() + shift) * 0.05
          if x > 0, x < 3, !points.contains([x, row]) { points.append([x, row]) }
        }
      }
    }
    return PhaseDiagram(
      title: "Corrigibility against values", axes: [coupling, conscience], measures: measures,
      shown: 0, cells: points.map { cell($0) }, boundaries: [boundary(panel: [], rows: rows)],
      notes: notes, provenance: provenance)
  }

  /// Two axes and a panel for each value of a third parameter.
  static func panels(_ count: Int) -> PhaseDiagram {
    let axis = DiagramAxis(
      name: "solidarity", symbol: "S", values: (0..<count).map { Double($0) * 0.1 })
    let points = axis.values.flatMap { panel in
      conscience.values.flatMap { y in coupling.values.map { [$0, y, panel] } }
    }
    return PhaseDiagram(
      title: "Solidarity moves the boundary", axes: [coupling, conscience], panelAxes: [axis],
      measures: measures, shown: 0, cells: points.map { cell($0) },
      boundaries: axis.values.map { panel in
        boundary(panel: [panel], rows: rows.filter { boundary($0, panel: panel) - 0.23 <= 3 })
      }, notes: notes, provenance: provenance)
  }

  /// A logarithmic axis, failed cells, many open ones and a curve to compare with.
  static func sparse() -> PhaseDiagram {
    var diagram = map(isRefined: false)
    diagram.title = "Noise against conformity"
    diagram.axes[0] = DiagramAxis(
      name: "noise", symbol: "T", documentation: "Noise of a choice.",
      values: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10], isLogarithmic: true)
    diagram.cells = conscience.values.flatMap { y in
      diagram.axes[0].values.enumerated().map { index, x in
        var cell = cell([Double(index) * 0.35, y])
        cell.coordinates[0] = x
        if index > 6, y < 1.1 { cell.standing["complicity"] = false }
        if index > 7, y > 2.4 {
          cell.report = nil
          cell.failure = "memory was refused"
        }
        return cell
      }
    }
    diagram.boundaries = []
    diagram.overlays = [
      DiagramOverlay(
        title: "exact solution",
        lines: [
          [(0.03, 0.0), (0.06, 0.5), (0.12, 1), (0.3, 1.5), (0.9, 2), (2, 2.4), (10, 3)]
            .map { DiagramPoint(x: $0.0, y: $0.1) }
        ])
    ]
    return diagram
  }

  /// One axis.
  static func curve() -> PhaseDiagram {
    PhaseDiagram(
      title: "Complicity against conformity", axes: [coupling], measures: measures, shown: 0,
      cells: coupling.values.map { value in
        var cell = cell([value, 1])
        cell.coordinates = [value]
        return cell
      },
      boundaries: [
        DiagramBoundary(crossings: [DiagramCrossing(value: 1.04, low: 0.97, high: 1.11)])
      ], notes: notes, provenance: provenance)
  }
}
