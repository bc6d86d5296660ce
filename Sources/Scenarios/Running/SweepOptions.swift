// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a sweep executed, and what does it tell? Nothing here may change a result.

import WorldModel

/// How a sweep is executed.
public struct SweepOptions: Sendable {
  /// Number of threads, >= 1.
  public var threadCount: Int
  /// Plans that need more are refused.
  public var memoryLimitBytes: Int
  /// The part that this machine does; `nil` does all.
  public var shard: Shard?
  /// Agent updates that are to be gathered before the engine is asked, >= 1: more pack better and lose more when killed.
  public var updatesOfWave: Int
  /// Called now and then, from any thread; returns `false` to end in order.
  public var progress: @Sendable (SweepProgress) -> Bool

  /// Creates options.
  public init(
    threadCount: Int, memoryLimitBytes: Int = .max, shard: Shard? = nil,
    updatesOfWave: Int = 400_000_000,
    progress: @escaping @Sendable (SweepProgress) -> Bool = { _ in true }
  ) {
    self.threadCount = threadCount
    self.memoryLimitBytes = memoryLimitBytes
    self.shard = shard
    self.updatesOfWave = updatesOfWave
    self.progress = progress
  }
}

/// How far a sweep is.
public struct SweepProgress: Hashable, Sendable {
  /// Agent updates made by this process.
  public var agentUpdatesDone: Int
  /// Points that need nothing more, failed ones included.
  public var pointsDone: Int
}

/// What came of a sweep.
public struct SweepSummary: Hashable, Sendable {
  /// Points with all their runs.
  public var doneCount = 0
  /// Points of which a run failed or that cannot be run, with the reason.
  public var failures: [SweepFailure] = []
  /// Runs that were made and that the store did not hold.
  ///
  /// One that was made again to tally alignments, once its warm-up was found, is not among them.
  public var runsMade = 0
  /// Agents x steps of all that the engine was asked for.
  public var agentUpdates = 0
  /// Rounds of refinement that were completed.
  public var roundCount = 0
  /// Whether points of other shards are missing, so that the next round cannot be planned.
  public var awaitsShards = false

  /// Creates an empty summary.
  public init() {}
}

/// A point that failed.
public struct SweepFailure: Hashable, Sendable {
  /// The point.
  public var point: SweepPoint
  /// Why, in words.
  public var reason: String
}
