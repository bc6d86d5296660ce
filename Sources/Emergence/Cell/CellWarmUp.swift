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
        let mean = MeanSeries(of: results.map { $0.series[index] })
        let found = try WarmUp(of: mean.values)
        if found.stepCount > 0 { stepCount = max(stepCount, mean.steps[found.stepCount]) }
        if found.reachesHalf { unsettled.append((measure.name, condition)) }
      }
    }
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
