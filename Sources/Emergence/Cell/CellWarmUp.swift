// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many steps does a cell discard? One number for all its conditions and measures.
//
// The largest MSER-5 truncation over harms and conditions, each of the mean series over replicates: averaging first
// lowers the noise that makes MSER cut late, and sees a transient that only some replicates still are in. A world
// without harm asks all its measures.

import Engine
import Statistics
import WorldModel

/// The warm-up of a cell.
struct CellWarmUp {
  /// Steps to discard, fewer than the run has.
  var stepCount: Int
  /// Measures and conditions that had not settled by half the run.
  var unsettled: [(measure: String, condition: RunCondition)] = []

  /// Takes the given warm-up, or finds it.
  ///
  /// - Parameters:
  ///   - cell: The cell that ran.
  ///   - runs: Results by condition, each distinct program once.
  /// - Throws: `StatisticsError`.
  init(of cell: Cell, runs: [(condition: RunCondition, results: [RunResult])]) throws {
    if let given = cell.settings.warmup {
      stepCount = given
      return
    }
    stepCount = 0
    let measures = cell.world.together.measures
    let hasHarm = measures.contains(where: \.isHarm)
    for (condition, results) in runs {
      for (index, measure) in measures.enumerated() where measure.isHarm || !hasHarm {
        guard measure.timing.isSeries else { continue }
        let (series, steps) = Self.meanSeries(results.map { $0.series[index] })
        let found = try WarmUp(of: series)
        if found.stepCount > 0 { stepCount = max(stepCount, steps[found.stepCount]) }
        if found.reachesHalf { unsettled.append((measure.name, condition)) }
      }
    }
  }

  /// Means over the runs that recorded something, with the steps at which one did.
  private static func meanSeries(_ runs: [[Double]]) -> (series: [Double], steps: [Int]) {
    var series: [Double] = []
    var steps: [Int] = []
    for step in 0..<(runs.first?.count ?? 0) {
      var sum = 0.0
      var count = 0
      for run in runs where run[step].isFinite {
        // A running mean: exactly the common value where all agree, so that a constant series stays one.
        count += 1
        sum += (run[step] - sum) / Double(count)
      }
      guard count > 0 else { continue }
      series.append(sum)
      steps.append(step)
    }
    return (series, steps)
  }
}

extension Measure.Timing {
  /// Whether it gives values along the run rather than one value a run.
  var isSeries: Bool {
    switch self {
    case .everyStep, .when: true
    case .atEnd, .first: false
    }
  }
}
