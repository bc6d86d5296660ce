// SPDX-License-Identifier: GPL-3.0-or-later
//
// What will a verdict take? Its rounds run one after the other, and what the first one found stays to the end.

import Engine
import WorldModel

/// What a verdict needs, before it runs.
public struct VerdictEstimate: Hashable, Sendable {
  /// Number of runs of both rounds.
  public var runCount: Int
  /// Peak memory of runs and analysis.
  public var bytes: Int
  /// Agents x steps summed over all runs and blocks.
  public var agentUpdates: Int

  /// Creates an estimate.
  public init(runCount: Int, bytes: Int, agentUpdates: Int) {
    self.runCount = runCount
    self.bytes = bytes
    self.agentUpdates = agentUpdates
  }
}

extension VerdictDesign {
  /// Returns what both rounds and their analysis need, without running anything.
  ///
  /// Where the warm-up is to be found it stands for 0 here.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: The peak of the rounds, and the sum of their work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> VerdictEstimate {
    let first = firstRound
    let needed = try first.estimate(options)
    let kept = needed.resultBytes + first.requests.count * bytesOfRun
    var result = VerdictEstimate(
      runCount: first.requests.count, bytes: max(needed.bytes, kept + analysisBytes),
      agentUpdates: needed.agentUpdates)
    for plan in secondRound(warmUp: cell.settings.warmup ?? 0) {
      let second = try plan.estimate(options)
      result.runCount += plan.requests.count
      result.bytes = max(result.bytes, kept + second.bytes)
      result.agentUpdates += second.agentUpdates
    }
    return result
  }

  /// Bytes that tables of runs hold of each run beside its series: requests, entries, means and last values.
  private var bytesOfRun: Int { 850 + 64 * cell.world.together.measures.count }

  /// Bytes of the largest analysis: one measure's series of all replicates, and the transform of one of them.
  private var analysisBytes: Int {
    guard cell.world.together.measures.contains(where: \.timing.isSeries) else { return 0 }
    var length = 2
    while length < 2 * cell.settings.steps { length *= 2 }
    return 8
      * (cell.settings.replicates * cell.settings.steps + 2 * length + 5 * cell.settings.steps)
  }
}
