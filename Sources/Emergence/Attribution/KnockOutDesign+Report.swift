// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the arms say? Paired effects with intervals, adjusted for their number, those that enable harm apart from
// those that prevent it.

import Engine
import Statistics
import WorldModel

extension KnockOutDesign {
  /// Analyses the results of all plans.
  ///
  /// - Parameter results: By plan, one result a request.
  /// - Returns: The report.
  /// - Throws: `DesignError.runFailed` when a run of the untouched world failed, `StatisticsError`.
  public func report(results: [[RunResult]]) throws -> KnockOutReport {
    precondition(results.count == planCount, "the results of every plan")
    if let failure = results[0].lazy.compactMap(\.failure).first {
      throw DesignError.runFailed(
        description: failure.description, failedRunCount: results[0].count { $0.failure != nil })
    }
    var notExamined = notExamined
    var arms: [(knockOut: KnockOut, runs: [RunResult])] = []
    for (knockOut, runs) in zip(knockOuts, results.dropFirst()) {
      guard let failure = runs.lazy.compactMap(\.failure).first else {
        arms.append((knockOut, runs))
        continue
      }
      notExamined.append(
        UnexaminedKnockOut(
          knockOut: knockOut,
          obstacle: .runFailed(
            description: failure.description, failedRunCount: runs.count { $0.failure != nil })))
    }
    let warmUp = try CellWarmUp(
      of: cell,
      runs: [(.together, results[0])] + arms.map { (.together, $0.runs) })
    let unsettled = Set(warmUp.unsettled.map(\.measure))
    let names = harms.map { untouched.measures[$0].name }
    let readings = harms.map {
      MeasureReading(of: $0, in: untouched, warmUpStepCount: warmUp.stepCount)
    }
    var effects = try readings.map { reading in
      try arms.map { try effect($0.knockOut, results[0], $0.runs, reading) }
    }
    try adjust(&effects)
    return KnockOutReport(
      warmUpStepCount: warmUp.stepCount, unsettledHarms: names.filter(unsettled.contains),
      replicateCount: cell.settings.replicates, networkCount: cell.networkCount,
      harms: try zip(readings, effects).map { reading, effects in
        HarmKnockOuts(
          name: untouched.measures[reading.index].name,
          untouched: try cell.interval(results[0].map(reading.mean), within: reading.meanRange),
          enabling: Self.ranked(effects) { $0 > 0 }, preventing: Self.ranked(effects) { $0 < 0 },
          idle: effects.filter { $0.effect?.interval.mean ?? 0 == 0 })
      }, notExamined: notExamined, evenlyRead: evenlyRead)
  }

  private func effect(
    _ knockOut: KnockOut, _ untouched: [RunResult], _ without: [RunResult],
    _ reading: MeasureReading
  ) throws -> KnockOutEffect {
    let unit = knockOut.isRandomChoice ? .network : cell.realisationUnit
    let values = without.map(reading.mean)
    var result = KnockOutEffect(
      knockOut: knockOut,
      without: try cell.interval(
        values, within: reading.meanRange, unit: unit), effect: nil,
      pValue: nil, adjustedPValue: nil)
    let pairs = cell.realisations(
      zip(untouched.map(reading.mean), values).map { a, b in a.flatMap { a in b.map { (a, $0) } } },
      unit: unit)
    guard pairs.contains(where: { !$0.isEmpty }) else { return result }
    let paired = try PairedDifference(
      of: pairs.map { $0.map(\.0) }, minus: pairs.map { $0.map(\.1) })
    let difference = paired.difference
    result.effect = DifferenceReport(
      interval: IntervalReport(difference, unit: unit), varianceRatio: paired.varianceRatio,
      correlation: paired.correlation)
    result.pValue =
      unit == .deterministic
      ? (difference.mean == 0 ? 1 : 0) : try difference.pValue(ofMean: 0)
    return result
  }

  /// Adjusts the p values of all harms together.
  private func adjust(_ effects: inout [[KnockOutEffect]]) throws {
    var places: [(harm: Int, effect: Int)] = []
    var pValues: [Double] = []
    for harm in effects.indices {
      for (index, effect) in effects[harm].enumerated() {
        guard let p = effect.pValue else { continue }
        places.append((harm, index))
        pValues.append(p)
      }
    }
    let adjusted = try MultipleTesting(of: pValues, by: .holm).adjusted
    for (place, p) in zip(places, adjusted) {
      effects[place.harm][place.effect].adjustedPValue = p
    }
  }

  /// Effects on one side of 0, the largest first; equals in the order of the design.
  private static func ranked(
    _ effects: [KnockOutEffect], _ isOnSide: (Double) -> Bool
  ) -> [KnockOutEffect] {
    func mean(_ effect: KnockOutEffect) -> Double { effect.effect?.interval.mean ?? 0 }
    return effects.enumerated().filter { isOnSide(mean($0.element)) }.sorted {
      (-abs(mean($0.element)), $0.offset) < (-abs(mean($1.element)), $1.offset)
    }.map(\.element)
  }
}
