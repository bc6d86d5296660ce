// SPDX-License-Identifier: GPL-3.0-or-later
//
// When does harm set in? The first step of each replicate that leaves the limit.

import Engine
import Statistics
import WorldModel

/// When a harm sets in together.
public struct OnsetReport: Hashable, Sendable {
  /// Steps done when a replicate is over the limit for the first time: the mean over replicates, in 1...steps, with its 95 %
  /// interval over realisations; all `nil` unless every replicate gets there, for those that do alone would say too early.
  public var steps: IntervalReport
  /// Replicates that are over the limit after some step.
  public var count: Int
  /// Replicates that ran.
  public var replicateCount: Int

  /// Creates a value from its parts.
  public init(steps: IntervalReport, count: Int, replicateCount: Int) {
    self.steps = steps
    self.count = count
    self.replicateCount = replicateCount
  }
}

extension VerdictOutcome {
  /// Tells when a harm sets in together.
  ///
  /// - Parameters:
  ///   - measure: Index in the measures of the world.
  ///   - world: The world as written.
  /// - Returns: The onset; `nil` of a plain measure, and of a harm that is not recorded in the course of a run.
  /// - Throws: `StatisticsError`.
  public func onset(of measure: Int, in world: World) throws -> OnsetReport? {
    switch world.measures[measure].timing {
    case .atEnd, .first: return nil
    case .everyStep, .when: break
    }
    guard let harm = report.harms.first(where: { $0.name == world.measures[measure].name }) else {
      return nil
    }
    let together = runs.filter { $0.condition == .together }
    let onsets = together.map { run in
      // A value that was not recorded is NaN, and over nothing.
      run.result.series[measure].firstIndex { $0 > harm.limit }.map { Double($0 + 1) }
    }
    let count = onsets.count { $0 != nil }
    var steps = IntervalReport(mean: nil, standardError: nil, low: nil, high: nil)
    if count == onsets.count, count > 0 {
      let unit = report.realisationUnit
      let realisations = Dictionary(grouping: zip(together, onsets)) { run, _ in
        unit == .network ? run.networkIndex : run.replicate
      }.sorted { $0.key < $1.key }.map { $0.value.compactMap(\.1) }
      steps = IntervalReport(try RealisationMean(of: realisations), unit: unit)
        .cut(to: 1...Double(max(1, report.stepCount)))
    }
    return OnsetReport(steps: steps, count: count, replicateCount: onsets.count)
  }
}
