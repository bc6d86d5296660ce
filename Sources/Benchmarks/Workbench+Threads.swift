// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do further threads bring? The same plan on one and on many, in turns, by the wall clock.

import Engine

extension Workbench {
  /// Times of the first and the last progress of a run.
  private struct Window {
    var first: (time: ContinuousClock.Instant, updates: Int)?
    var last: (time: ContinuousClock.Instant, updates: Int)?

    /// Agent updates a second between them.
    var rate: Double? {
      guard let first, let last, last.time > first.time else { return nil }
      return Double(last.updates - first.updates) / ((last.time - first.time) / .seconds(1))
    }
  }

  /// Pairs of runs, of which the quickest of each kind counts.
  private static let pairCount = 3

  /// Returns the speed on `threadCount` threads over that on one; `nil` when it was not to go on.
  ///
  /// Each thread gets as many runs as the case has; one huge world is one run for all.
  ///
  /// - Throws: `BenchmarkError.failedRun`.
  func threadSpeedup(_ benchmark: BenchmarkCase) throws(BenchmarkError) -> Double? {
    var larger = benchmark
    if benchmark.replicateCount > 1 { larger.replicateCount *= options.threadCount }
    let plan = try Self.plan(
      larger, root: root, roundCount: options.roundCount, readFile: readFile)
    var best: [Int: Double] = [:]
    for _ in 0..<Self.pairCount {
      for threads in [1, options.threadCount] {
        let window = Locked(Window())
        do throws(PlanError) {
          _ = try plan.execute(
            ExecutionOptions(threadCount: threads, usesFastPaths: options.usesFastPaths) {
              [goesOn] done in
              let now = ContinuousClock.now
              window.withLock { window in
                if window.first == nil { window.first = (now, done) }
                window.last = (now, done)
              }
              return goesOn()
            })
        } catch {
          if error == .cancelled { return nil }
          throw .failedRun(caseName: benchmark.name, reason: "\(error)")
        }
        guard let rate = window.withLock(\.rate) else {
          throw .failedRun(
            caseName: benchmark.name, reason: "the engine told its progress too seldom to be timed")
        }
        best[threads] = max(best[threads] ?? 0, rate)
      }
    }
    return best[options.threadCount]! / best[1]!
  }
}
