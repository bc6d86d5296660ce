// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the together runs say about each measure, and about estimates made of measures?

import Engine
import Statistics
import WorldModel

extension VerdictEvidence {
  /// Reports every measure, in the world's order.
  func measureReports() throws -> [MeasureReport] {
    try world.measures.indices.map { try measureReport($0) }
  }

  private func measureReport(_ index: Int) throws -> MeasureReport {
    let measure = world.measures[index]
    let runs = runs(.together)
    let moments = cell.realisations(runs.map { Optional(reading(of: index).values(in: $0)) }).map {
      replicates in
      SeriesMoments(of: replicates.joined())
    }
    let agents = measure.value.agentCount(in: world, sizes: cell.sizes)
    let time = autocorrelationTime(of: index, .together)
    let censored = runs.count { reading(of: index).isCensored(in: $0) }
    let isFirst = if case .first = measure.timing { true } else { false }
    return MeasureReport(
      name: measure.name,
      mean: try interval(means(of: index, .together), of: index),
      variance: report(Fluctuations.variance(of: moments)),
      susceptibility: report(
        agents.flatMap { Fluctuations.susceptibility(of: moments, agentCount: Double($0)) }),
      binderCumulant: report(Fluctuations.binderCumulant(of: moments)),
      autocorrelationTime: time?.value,
      effectiveSampleSize: time?.effectiveSampleSize,
      final: try interval(runs.map { reading(of: index).final(in: $0) }, of: index),
      missingCount: isFirst ? censored : runs.reduce(0) { $0 + $1.nonFiniteCounts[index] },
      censoredFraction: isFirst ? Double(censored) / Double(runs.count) : nil,
      peaks: try cell.peaks(
        of: means(of: index, .together), resolution: cell.resolution(of: measure)))
  }

  /// Finds the autocorrelation time of a measure under a condition; steps at which nothing was recorded are passed over.
  func findAutocorrelationTime(
    of measure: Int, _ condition: RunCondition
  ) throws -> AutocorrelationTime? {
    guard world.measures[measure].timing.isSeries else { return nil }
    let series = runs(condition).map { reading(of: measure).values(in: $0) }.filter {
      $0.count >= 2
    }
    return series.isEmpty ? nil : try AutocorrelationTime(of: series)
  }

  private func report(_ estimate: JackknifeEstimate?) -> JackknifeReport {
    let isExact = cell.realisationUnit == .deterministic
    return JackknifeReport(
      value: estimate?.value,
      standardError: isExact && estimate != nil ? 0 : estimate?.standardError)
  }

  /// Reports every estimate: the value at the means of measures, its error by jackknife over realisations.
  func estimateReports(_ measures: [MeasureReport]) throws -> [EstimateReport] {
    guard !world.estimates.isEmpty else { return [] }
    // By measure, then by the realisation that is left out.
    let withoutOne = world.measures.indices.map { index in
      JackknifeEstimate.leavingOneOut(
        of: cell.realisations(means(of: index, .together)).map { SeriesMoments(of: $0) })
    }
    return try world.estimates.map { estimate in
      func value(_ means: [Double?]) -> Double {
        ConstantEvaluator(
          parameters: cell.parameters, sizes: cell.sizes, measures: means.map { $0 ?? .nan }
        ).number(estimate.value)
      }
      let all = value(measures.map(\.mean.mean))
      let parts = (0..<cell.realisationCount).map { left in
        value(withoutOne.map { $0[left].count > 0 ? $0[left].mean : nil })
      }
      return EstimateReport(name: estimate.name, value: try interval(about: all, parts))
    }
  }

  private func interval(about value: Double, _ parts: [Double]) throws -> IntervalReport {
    guard value.isFinite else {
      return IntervalReport(mean: nil, standardError: nil, low: nil, high: nil)
    }
    if cell.realisationUnit == .deterministic {
      return IntervalReport(mean: value, standardError: 0, low: value, high: value)
    }
    guard let error = JackknifeEstimate(value: value, leavingOut: parts).standardError else {
      return IntervalReport(mean: value, standardError: nil, low: nil, high: nil)
    }
    if isSequential {
      return IntervalReport(mean: value, standardError: error, low: nil, high: nil)
    }
    let interval = try ConfidenceInterval.student(
      about: value, standardError: error, degreesOfFreedom: cell.realisationCount - 1)
    return IntervalReport(
      mean: value, standardError: error, low: interval.low, high: interval.high)
  }
}

extension Expression {
  /// Number of agents under the outermost aggregates of a measure; `nil` without one or where they disagree.
  func agentCount(in world: World, sizes: [Int]) -> Int? {
    let counts = Set(outermostGroups(in: world).map { sizes[$0.index] })
    return counts.count == 1 ? counts.first : nil
  }

  /// Groups of the outermost aggregates, through the measures that the expression names.
  private func outermostGroups(in world: World) -> Set<GroupID> {
    switch kind {
    case .aggregate(let aggregate):
      switch aggregate.range {
      case .group(let group): return [group]
      case .network(let network): return [world.networks[network.index].reader]
      }
    case .measure(let measure):
      return world.measures[measure.index].value.outermostGroups(in: world)
    default:
      return children.reduce(into: []) { $0.formUnion($1.outermostGroups(in: world)) }
    }
  }
}
