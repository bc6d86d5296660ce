// SPDX-License-Identifier: GPL-3.0-or-later
//
// May the figures of a case be believed? Only with the right answer.

import Engine

extension Workbench {
  /// Compares the results with those on record.
  static func check(
    _ benchmark: BenchmarkCase, _ results: [RunResult]
  ) throws(BenchmarkError) {
    let found = Answer(of: results, stepCount: benchmark.answer.stepCount)
    guard found == benchmark.answer else {
      throw .wrongAnswer(
        caseName: benchmark.name, found: found.digest, expected: benchmark.answer.digest)
    }
  }

  /// Compares the mean state of the last step, cell by cell, with that of a yardstick.
  static func check(
    _ benchmark: BenchmarkCase, _ results: [RunResult], agentCount: Int,
    against runner: YardstickRunner
  ) throws(BenchmarkError) {
    let cellCount = benchmark.settings.values.map(\.count).max() ?? 1
    let lanes = runner.yardstick.laneCount
    let cells = min(cellCount, lanes)
    while runner.stepsDone < Answer.relaxationStepCount { runner.advance() }
    for cell in 0..<cells {
      let runs = results.count / cellCount
      let engine =
        results[cell * runs..<(cell + 1) * runs].reduce(0) { $0 + $1.series[0].last! }
        / Double(runs)
      let yardstick = runner.mean(lanes: cell * lanes / cells..<(cell + 1) * lanes / cells)
      let fewest = agentCount * min(runs, lanes / cells)
      guard Answer.agrees(engine, with: yardstick, agentCount: fewest) else {
        throw .disagreement(
          caseName: benchmark.name, symbol: runner.yardstick.symbol, engine: engine,
          yardstick: yardstick)
      }
    }
  }
}
