// SPDX-License-Identifier: GPL-3.0-or-later
//
// What will a sweep take on this machine? Its work, and how fast runs of its first point are that are cut short.

import Engine
import Foundation
import Scenarios

extension SweepPlan {
  /// What the sweep needs, in words; nothing is kept of the runs that tell how fast this machine is.
  ///
  /// - Parameters:
  ///   - path: Path of the study, for messages.
  ///   - threadCount: Number of threads, >= 1.
  ///   - shard: The part that this machine does; `nil` does all.
  ///   - isElsewhere: Whether machines do it that have a processor for every thread.
  /// - Returns: The estimate.
  /// - Throws: `CommandFailure` where settings or sizes cannot be.
  func estimateText(
    path: String, threadCount: Int, shard: Shard? = nil, isElsewhere: Bool = false
  ) throws(CommandFailure) -> SweepEstimateText {
    try CommandCell.explained(path) {
      SweepEstimateText(
        estimate: try estimate(threadCount: threadCount, shard: shard),
        updatesPerSecond: try isElsewhere
          ? rateElsewhere(threadCount: threadCount) : measuredRate(threadCount: threadCount))
    }
  }

  /// Agent updates a second on a machine with a processor for every thread: in proportion to those of as many threads as
  /// this one has processors; `nil` where no point of the grid can be run.
  func rateElsewhere(threadCount: Int) throws -> Double? {
    let own = min(threadCount, ProcessInfo.processInfo.activeProcessorCount)
    return try measuredRate(threadCount: own).map { $0 * Double(threadCount) / Double(own) }
  }

  /// Agent updates a second; `nil` where no point of the grid can be run, or the first has no agents.
  ///
  /// On a busy machine, as those are from which sweeps are submitted, processor time is what a single thread takes.
  func measuredRate(threadCount: Int) throws -> Double? {
    var steps = 1
    while let trial = trial(steps: steps) {
      let (started, processor) = (ContinuousClock.now, Self.processorSeconds)
      _ = try trial.plan.execute(
        ExecutionOptions(threadCount: threadCount, memoryLimitBytes: MachineMemory.bytes))
      let seconds = min(
        (ContinuousClock.now - started) / .seconds(1), Self.processorSeconds - processor)
      guard seconds < 0.1, trial.plan.stepCount == steps else {
        return trial.agentUpdates > 0 ? Double(trial.agentUpdates) / seconds : nil
      }
      steps *= 4
    }
    return nil
  }

  /// Processor time of this program.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
