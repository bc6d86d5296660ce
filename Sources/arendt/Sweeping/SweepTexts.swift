// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a sweep told, before it runs and after?

import Scenarios
import WorldModel

/// What a sweep needs, in words.
struct SweepEstimateText {
  var estimate: SweepEstimate
  /// Agent updates a second on this machine; `nil` where it could not be found.
  var updatesPerSecond: Double?

  /// Expected time.
  private var seconds: Double? { updatesPerSecond.map { Double(estimate.agentUpdates) / $0 } }

  var json: JSONValue {
    .object([
      ("cells", .whole(estimate.pointCount)), ("runs", .whole(estimate.runCount)),
      ("agentUpdates", .whole(estimate.agentUpdates)),
      ("bytes", .whole(VerdictRunner.programBytes + estimate.bytes)),
      ("seconds", JSONValue(seconds)), ("replicates", .whole(estimate.replicateCount)),
      ("lanes", .whole(estimate.laneCount)),
    ])
  }

  var text: String {
    var lines = [
      "cells           \(estimate.pointCount)",
      "replicates      \(estimate.replicateCount)",
      "runs            \(estimate.runCount)",
      "lanes           \(estimate.laneCount)",
      "agent updates   \(estimate.agentUpdates)",
      "memory          \(CommandCell.bytes(VerdictRunner.programBytes + estimate.bytes))",
      "expected time   \(seconds.map(TimeText.text) ?? "not known")",
    ]
    if let reason = estimate.unfitReason {
      lines.append(
        "cannot be run   \(counted(estimate.unfitCount, "cell")); the first: \(reason)")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

/// What came of a sweep, in words.
struct SweepSummaryText {
  var summary: SweepSummary
  /// Path of the store.
  var store: String

  var json: JSONValue {
    .object([
      ("store", .text(store)), ("done", .whole(summary.doneCount)),
      ("failed", .whole(summary.failures.count)), ("runs", .whole(summary.runsMade)),
      ("agentUpdates", .whole(summary.agentUpdates)), ("rounds", .whole(summary.roundCount)),
      ("awaitsShards", .boolean(summary.awaitsShards)),
    ])
  }

  var text: String {
    var lines = [
      "\(counted(summary.doneCount, "cell")) done, \(counted(summary.runsMade, "run")) made; store: \(store)"
    ]
    if summary.roundCount > 0 {
      lines.append("The boundary was refined in \(counted(summary.roundCount, "round")).")
    }
    if summary.awaitsShards {
      lines.append("Other shards are to be merged before anything else can be planned.")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

/// Spans of time for people.
enum TimeText {
  /// A number of seconds in the unit that suits it.
  static func text(_ seconds: Double) -> String {
    for (unit, name) in [(86_400.0, "days"), (3_600, "h"), (60, "min")] where seconds >= 2 * unit {
      return "\((seconds / unit * 10).rounded() / 10) \(name)"
    }
    return seconds < 1 ? "less than 1 s" : "\(Int(seconds.rounded(.up))) s"
  }
}
