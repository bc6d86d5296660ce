// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a study become a store? The plan, the store that fits it, and the runner under a progress bar.

import Emergence
import Engine
import Foundation
import Scenarios
import Store
import WorldModel

/// A sweep that was asked for on the command line.
struct SweepCommand {
  /// Path of the store.
  let store: String
  private let source: StudySourceFile
  private let plan: SweepPlan
  private let shard: Shard?
  private let threadCount: Int
  private let isQuiet: Bool

  /// Prepares a sweep; nothing is written yet.
  ///
  /// - Throws: `CommandFailure` where settings or sizes cannot be.
  init(
    _ source: StudySourceFile, store: String, shard: Shard?, threads: Int?, isQuiet: Bool
  ) throws(CommandFailure) {
    self.source = source
    self.store = store
    self.shard = shard
    self.isQuiet = isQuiet
    threadCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
    plan = try CommandCell.explained(source.path) {
      try SweepPlan(source.checked, version: Version.ofResults)
    }
  }

  /// What the sweep needs.
  func estimate() throws(CommandFailure) -> SweepEstimateText {
    try plan.estimateText(path: source.path, threadCount: threadCount, shard: shard)
  }

  /// Runs all that the store lacks.
  ///
  /// - Throws: `CommandFailure` with status 130 when interrupted, 1 where the store belongs to another study.
  func run() throws -> SweepSummary {
    do {
      let claim = try ClusterFolder.claim(store)
      return try NewStore.unlessRefused(store) { try runToEnd(claim) }
    } catch let failure as CommandFailure where failure.status == .interrupted {
      throw CommandFailure(
        .interrupted,
        "interrupted: what was done is in '\(store)'; the same command goes on from there")
    }
  }

  private func runToEnd(_ claim: (folder: ClusterFolder, lock: FileLock)?) throws -> SweepSummary {
    let worldText = String(decoding: source.world.bytes, as: UTF8.self)
    return try StoreError.explained {
      let opened = try RunStore.createOrOpen(
        at: store, identity: plan.identity(worldText: worldText))
      defer { try? opened.close() }
      try source.stored.keep(in: opened)
      if let claim, let last = claim.folder.lastArray {
        let (count, _) = try claim.folder.mergeShards(upToArray: last, into: opened)
        if count > 0, !isQuiet {
          Terminal.say("arendt: merged \(counted(count, "shard")) that tasks on the cluster made")
        }
      }
      claim?.lock.release()
      let summary = try run(into: opened)
      if let folder = claim?.folder, shard == nil,
        folder.wasToSweep(source.stored, worldText: worldText)
      {
        try folder.tell(.complete)
      }
      return summary
    }
  }

  /// Makes the runs of `scale`, `ramp`, `release` and `attribute`, for 'arendt explain' to find.
  ///
  /// - Returns: Number of runs that the store did not hold.
  @discardableResult
  static func askAtOnePoint(
    _ plan: SweepPlan, _ opened: RunStore, path: String, isQuiet: Bool, threads: Int
  ) throws(CommandFailure) -> Int {
    let before = try runCount(opened)
    let runner = try ExplanationRunner(
      plan: plan, store: opened, path: path, isQuiet: isQuiet, threads: threads)
    let explanation = try CommandCell.explained(path) { try runner.run() }
    if Interruption.isRequested { throw .interrupted }
    if explanation.hasFailed, let (part, reason) = explanation.leftOut.first {
      throw CommandFailure(.failed, "\(part.rawValue): \(reason)")
    }
    return try runCount(opened) - before
  }

  private static func runCount(_ opened: RunStore) throws(CommandFailure) -> Int {
    try CommandCell.explained(opened.path) { try opened.summary().runCount }
  }

  private func run(into opened: RunStore) throws -> SweepSummary {
    let total = try CommandCell.explained(source.path) {
      try plan.estimate(threadCount: threadCount, shard: shard).agentUpdates
    }
    let bar = ProgressBar(total: total, isQuiet: isQuiet)
    defer { bar.end() }
    var runner = SweepRunner(
      plan: plan, store: opened,
      options: SweepOptions(
        threadCount: threadCount, memoryLimitBytes: MachineMemory.bytes, shard: shard
      ) { progress in
        bar.advance(to: progress.agentUpdatesDone)
        return !Interruption.isRequested
      })
    var summary = try CommandCell.explained(source.path) { try runner.run() }
    bar.end()
    if plan.study.asksAtOnePoint, shard == nil {
      summary.runsMade += try Self.askAtOnePoint(
        plan, opened, path: source.path, isQuiet: isQuiet, threads: threadCount)
    }
    return summary
  }
}
