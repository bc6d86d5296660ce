// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is told at the end: the report, its warnings in a fixed order, and the runs behind it.

import Engine
import WorldModel

extension VerdictEvidence {
  /// Joins everything.
  func outcome(alignments: [AlignmentReport]) throws -> VerdictOutcome {
    let settings = cell.settings
    let measures = try measureReports()
    let estimates = try estimateReports(measures)
    let harms = try harmReports(alignments: alignments)
    let report = VerdictReport(
      seed: settings.seed, stepCount: settings.steps, replicateCount: settings.replicates,
      networkCount: cell.networkCount, realisationCount: cell.realisationCount,
      realisationUnit: cell.realisationUnit, warmUpStepCount: warmUp.stepCount,
      isWarmUpAutomatic: settings.warmup == nil,
      stoppedEarlyCount: runs(.together).count { $0.stepsRun < settings.steps },
      measures: measures, estimates: estimates,
      harms: harms, alignments: alignments, warnings: try warnings(measures, estimates, harms))
    return VerdictOutcome(report: report, runs: verdictRuns())
  }

  private func verdictRuns() -> [VerdictRun] {
    design.conditions.flatMap { condition in
      runs(condition).enumerated().map { replicate, result in
        VerdictRun(
          condition: condition, replicate: replicate,
          networkIndex: replicate % cell.networkCount,
          replicateIndex: replicate / cell.networkCount, result: result,
          means: world.measures.indices.map { means(of: $0, condition)[replicate] },
          finals: world.measures.indices.map { reading(of: $0).final(in: result) })
      }
    }
  }

  private func warnings(
    _ measures: [MeasureReport], _ estimates: [EstimateReport], _ harms: [HarmReport]
  ) throws -> [VerdictWarning] {
    var warnings: [VerdictWarning] = []
    if cell.realisationCount == 1, cell.realisationUnit != .deterministic {
      warnings.append(.oneRealisation(unit: cell.realisationUnit))
    }
    warnings += warmUp.unsettled.map { .notSettled(measure: $0.measure, condition: $0.condition) }
    warnings += shortRuns()
    warnings += try startsThatDisagree(harms) + missingValues() + leftRanges()
    warnings += estimates.filter { $0.value.mean == nil }.map {
      .estimateNotFinite(estimate: $0.name)
    }
    if isSequential {
      let unbounded = zip(measures, ranges ?? []).filter { $0.1 == nil }.map(\.0.name)
      warnings += (unbounded + estimates.map(\.name)).map { .noSequence(name: $0) }
    }
    return warnings
  }

  /// Measures that leave the range that they are declared in.
  private func leftRanges() -> [VerdictWarning] {
    zip(world.measures, strays).compactMap { measure, stray in
      guard let range = measure.range, let stray else { return nil }
      return .leavesRange(measure: measure.name, range: range, value: stray)
    }
  }

  /// Measures together, and harms under every condition, whose runs are shorter than 50 autocorrelation times.
  private func shortRuns() -> [VerdictWarning] {
    var warnings: [VerdictWarning] = []
    for (index, measure) in world.measures.enumerated() {
      for condition in design.distinctConditions where measure.isHarm || condition == .together {
        guard let time = autocorrelationTime(of: index, condition), !time.isReliable else {
          continue
        }
        warnings.append(
          .shortRun(
            measure: measure.name, condition: condition, stepCount: time.shortestRun,
            autocorrelationTime: time.value))
      }
    }
    return warnings
  }

  /// Harms (all measures, in a world without harm) whose runs from the two starts have not met by the last half.
  ///
  /// They have not where some replicate ends on different sides of the limit, or where their difference is sure and
  /// matters.
  private func startsThatDisagree(_ harms: [HarmReport]) throws -> [VerdictWarning] {
    guard cell.settings.starts != nil else { return [] }
    let hasHarm = world.measures.contains(where: \.isHarm)
    return try world.measures.indices.compactMap { index in
      let measure = world.measures[index]
      guard measure.isHarm || !hasHarm else { return nil }
      if case .first = measure.timing { return nil }
      guard let difference = try startDifference(index) else { return nil }
      let endsApart = harms.contains { $0.name == measure.name && ($0.apart?.count ?? 0) > 0 }
      guard difference.isShown || endsApart else { return nil }
      return .startsDisagree(harm: measure.name, difference: difference.mean)
    }
  }

  /// Values that were not finite, replicates without any, and times that were cut off.
  private func missingValues() -> [VerdictWarning] {
    var (nonFinite, neverRecorded, censored): ([VerdictWarning], [VerdictWarning], [VerdictWarning])
    (nonFinite, neverRecorded, censored) = ([], [], [])
    for (index, measure) in world.measures.enumerated() {
      for condition in design.distinctConditions {
        let runs = runs(condition)
        let missing = runs.reduce(0) { $0 + $1.nonFiniteCounts[index] }
        if missing > 0 {
          nonFinite.append(
            .nonFinite(measure: measure.name, condition: condition, valueCount: missing))
        }
        let empty = means(of: index, condition).count { $0 == nil }
        if empty > 0 {
          neverRecorded.append(
            .neverRecorded(measure: measure.name, condition: condition, replicateCount: empty))
        }
      }
      let cut = runs(.together).count { reading(of: index).isCensored(in: $0) }
      if cut > 0 { censored.append(.censored(measure: measure.name, replicateCount: cut)) }
    }
    return nonFinite + neverRecorded + censored
  }
}

extension Measure {
  /// The value furthest outside the declared range; `nil` where none leaves it, and of times.
  func furthestOutside(_ runs: some Sequence<[Double]>) -> Double? {
    guard let range else { return nil }
    if case .first = timing { return nil }
    var (least, most) = (range.lowerBound, range.upperBound)
    for series in runs {
      for value in series where value.isFinite {
        if value < least { least = value }
        if value > most { most = value }
      }
    }
    let furthest = range.lowerBound - least > most - range.upperBound ? least : most
    return range.isLeft(by: furthest) ? furthest : nil
  }
}
