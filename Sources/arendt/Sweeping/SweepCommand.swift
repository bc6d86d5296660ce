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
    try CommandCell.explained(source.path) {
      let estimate = try plan.estimate(threadCount: threadCount, shard: shard)
      return SweepEstimateText(
        estimate: estimate,
        updatesPerSecond: try measuredRate())
    }
  }

  /// Agent updates a second, from runs of the first point that are cut short; `nil` where nothing can be run.
  private func measuredRate() throws -> Double? {
    var steps = 1
    while let trial = plan.trial(steps: steps) {
      let started = ContinuousClock.now
      _ = try trial.plan.execute(
        ExecutionOptions(threadCount: threadCount, memoryLimitBytes: Self.memoryLimit))
      let seconds = (ContinuousClock.now - started) / .seconds(1)
      guard seconds < 0.1, trial.plan.stepCount == steps else {
        return Double(trial.agentUpdates) / seconds
      }
      steps *= 4
    }
    return nil
  }

  private static var memoryLimit: Int {
    Int(clamping: ProcessInfo.processInfo.physicalMemory)
  }

  /// Runs all that the store lacks.
  ///
  /// - Throws: `CommandFailure` with status 130 when interrupted, 1 where the store belongs to another study.
  func run() throws -> SweepSummary {
    try StoreError.explained {
      let opened = try RunStore.createOrOpen(
        at: store,
        identity: plan.identity(worldText: String(decoding: source.world.bytes, as: UTF8.self)))
      defer { try? opened.close() }
      try source.stored.keep(in: opened)
      return try run(into: opened)
    }
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
        threadCount: threadCount, memoryLimitBytes: Self.memoryLimit, shard: shard
      ) { progress in
        bar.advance(to: progress.agentUpdatesDone)
        return !Interruption.isRequested
      })
    do throws(CommandFailure) {
      return try CommandCell.explained(source.path) { try runner.run() }
    } catch {
      guard error.status == .interrupted else { throw error }
      throw CommandFailure(
        .interrupted,
        "interrupted: what was done is in '\(store)'; the same command goes on from there")
    }
  }
}
