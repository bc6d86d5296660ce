// SPDX-License-Identifier: GPL-3.0-or-later
//
// When does harm set in? The step of each replicate that best parts those within the limit from those over it.
//
// The first step over the limit would be told of every harm that flickers about a limit that it keeps, and the last step
// within it would be moved by every dip. The change point of least error, over before it and within after it, minds
// neither; it is the most likely one where steps are on the wrong side by chance (Hinkley and Hinkley, Biometrika 57, 477
// (1970)).

import Engine
import Statistics
import WorldModel

/// When a harm sets in together.
public struct OnsetReport: Hashable, Sendable {
  /// Steps done when harm sets in: the mean over replicates, in 1...steps, with its 95 % interval over realisations; all
  /// `nil` unless it sets in in every replicate, for those in which it does would alone say too early.
  public var steps: IntervalReport
  /// Replicates in which it sets in.
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
      Self.onset(in: run.result.series[measure], limit: harm.limit).map { Double($0 + 1) }
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

  /// Index of the step over the limit with the fewest steps over it before and within it from there on.
  ///
  /// It is the first of several such; `nil` where they are no fewer than all steps over the limit. Values that were not
  /// recorded are left out.
  private static func onset(in series: [Double], limit: Double) -> Int? {
    var overBefore = 0
    var withinAfter = series.count { $0 <= limit }
    var best: Int?
    var fewest = series.count { $0 > limit }
    for (index, value) in series.enumerated() where !value.isNaN {
      if value > limit {
        if overBefore + withinAfter < fewest { (best, fewest) = (index, overBefore + withinAfter) }
        overBefore += 1
      } else {
        withinAfter -= 1
      }
    }
    return best
  }
}
