// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in series.csv and replicates.csv? Every run behind a verdict, number by number.

import Emergence
import Figures
import WorldModel

/// The tables behind a verdict, as chunks of text that need not stand in memory together.
struct ResultTables {
  /// The world as written.
  var world: World
  /// What was found, with its runs.
  var outcome: VerdictOutcome

  /// One row a condition, replicate and recorded step; steps are counted as done, 1 after the first, as in snapshots.
  var series: some Sequence<String> {
    let names = world.measures.map { CSVText.field($0.name) }
    let every = world.settings.recordEvery
    let header = (["condition", "replicate", "step"] + names).joined(separator: ",") + "\n"
    let rows = outcome.runs.lazy.map { run in
      let stepCount = run.result.series.first?.count ?? 0
      var chunk = ""
      for step in stride(from: every - 1, to: stepCount, by: every) {
        chunk += "\(run.condition.rawValue),\(run.replicate),\(step + 1)"
        for values in run.result.series { chunk += "," + CSVText.number(values[step]) }
        chunk += "\n"
      }
      return chunk
    }
    return [AnySequence([header]), AnySequence(rows)].lazy.joined()
  }

  /// One row a condition and replicate.
  var replicates: some Sequence<String> {
    let names = world.measures.map(\.name)
    let header =
      (["condition", "replicate", "seed", "network"]
      + names.flatMap { [CSVText.field($0 + ".mean"), CSVText.field($0 + ".final")] }
      + ["steps"]).joined(separator: ",") + "\n"
    let rows = outcome.runs.map { run in
      let values = zip(run.means, run.finals).flatMap { [$0, $1] }
      return
        ([
          "\(run.condition.rawValue)", "\(run.replicate)", "\(outcome.report.seed)",
          "\(run.networkIndex)",
        ] + values.map { CSVText.number($0) }
        + ["\(run.result.stepsRun)"]).joined(separator: ",") + "\n"
    }
    return [header] + rows
  }
}
