// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a result become a stored record, and a record a result? Without the loss of a bit.

import Emergence
import Engine
import Store

extension RunRecord {
  /// The record of a run that did not fail.
  init(_ result: RunResult, counts: [AlignmentCount] = [], keepsSeries: Bool = true) {
    self.init(
      stepsRun: result.stepsRun, series: keepsSeries ? result.series : [],
      nonFiniteCounts: keepsSeries ? result.nonFiniteCounts : [],
      alignmentCounts: counts.map { [$0.examined, $0.exceeding, $0.uncertain] })
  }

  /// The result that was stored.
  var result: RunResult {
    RunResult(series: series, stepsRun: stepsRun, nonFiniteCounts: nonFiniteCounts)
  }

  /// The counts that were stored, one an alignment.
  var counts: [AlignmentCount] {
    alignmentCounts.map { AlignmentCount(examined: $0[0], exceeding: $0[1], uncertain: $0[2]) }
  }
}
