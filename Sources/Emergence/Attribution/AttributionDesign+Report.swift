// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the harms of all ablations become Shapley values with intervals?
//
// A Shapley value is linear in the mean harms, so every replicate has one of its own and Student's interval runs over
// realisations, as for any mean.

import Engine
import Statistics
import WorldModel

extension AttributionDesign {
  /// Analyses the results of `plan`.
  ///
  /// - Parameter results: One result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: `DesignError.runFailed` for the first run that failed, `StatisticsError`.
  public func report(results: [RunResult]) throws -> AttributionReport {
    let replicates = cell.settings.replicates
    precondition(results.count == replicates << players.count, "one result a request")
    if let failure = results.lazy.compactMap(\.failure).first {
      throw DesignError.runFailed(
        description: failure.description, failedRunCount: results.count { $0.failure != nil })
    }
    let ablations = (0..<1 << players.count).map { combination in
      Array(results[combination * replicates..<(combination + 1) * replicates])
    }
    let warmUp = try CellWarmUp(of: cell, runs: ablations.map { (.together, $0) })
    let names = harms.map { cell.world.together.measures[$0].name }
    let unsettled = Set(warmUp.unsettled.map(\.measure))
    return AttributionReport(
      warmUpStepCount: warmUp.stepCount, unsettledHarms: names.filter(unsettled.contains),
      realisationCount: cell.realisationCount, replicateCount: replicates,
      harms: try harms.map { harm in
        let reading = MeasureReading(
          of: harm, in: cell.world.together, warmUpStepCount: warmUp.stepCount)
        return try attribution(
          of: cell.world.together.measures[harm].name,
          ablations.map { $0.map(reading.mean) })
      })
  }

  /// Divides one harm, given its mean by combination and replicate.
  private func attribution(of name: String, _ means: [[Double?]]) throws -> HarmAttribution {
    let replicates = cell.settings.replicates
    let whole = (0..<replicates).map { replicate in means.allSatisfy { $0[replicate] != nil } }
    var report = HarmAttribution(
      name: name, total: nil, couplings: [], interactions: [],
      leftOutReplicateCount: whole.count { !$0 })
    guard whole.contains(true) else { return report }
    var values: [ContrastReport] = []
    report.total = .nothing
    if !players.isEmpty {
      let estimate = try ShapleyEstimate(
        of: means.map { arm in
          cell.realisations((0..<replicates).map { whole[$0] ? arm[$0] : nil })
        }, seed: cell.settings.seed, site: Self.resamplingSite.word)
      report.total = contrast(estimate.total)
      values = estimate.values.map(contrast)
      report.interactions = zip(ShapleyValues.pairs(players.count), estimate.interactions).map {
        CouplingInteraction(
          first: couplingName(players[$0.0]), second: couplingName(players[$0.1]),
          value: contrast($1))
      }
    }
    let world = cell.world.together
    for (index, parameter) in world.parameters.enumerated() where parameter.isCoupling {
      let player = players.firstIndex(of: ParameterID(index))
      report.couplings.append(
        CouplingAttribution(
          name: parameter.name, value: player.map { values[$0] } ?? .nothing,
          isOff: player == nil))
    }
    return report
  }

  /// Place of the draws that resample realisations, the same for all harms.
  private static let resamplingSite = SiteID(path: "attribution/bootstrap")

  private func couplingName(_ parameter: ParameterID) -> String {
    cell.world.together.parameters[parameter.index].name
  }

  private func contrast(_ term: ShapleyEstimate.Term) -> ContrastReport {
    ContrastReport(
      interval: IntervalReport(term.mean, unit: cell.realisationUnit),
      varianceRatio: term.varianceRatio)
  }
}

extension ContrastReport {
  /// What changes nothing.
  fileprivate static var nothing: ContrastReport {
    ContrastReport(
      interval: IntervalReport(mean: 0, standardError: 0, low: 0, high: 0), varianceRatio: nil)
  }
}
