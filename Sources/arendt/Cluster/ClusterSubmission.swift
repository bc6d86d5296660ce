// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a user's command put a sweep on a cluster? It freezes the study, submits what is missing and ends.

import Foundation
import Scenarios
import Store
import WorldModel

/// A sweep that a user wants on a cluster.
struct ClusterSubmission {
  private let source: StudySourceFile
  private let plan: SweepPlan
  private let folder: ClusterFolder
  private let frozen: FrozenStudy
  /// The store, as the user named it.
  private let store: String

  /// Prepares a sweep; nothing is written yet.
  ///
  /// - Throws: `CommandFailure` where settings or sizes cannot be, with status 64 for paths that Slurm cannot be told.
  init(
    _ source: StudySourceFile, store: String, options: BatchOptions
  ) throws(CommandFailure) {
    self.source = source
    self.store = store
    plan = try CommandCell.explained(source.path) {
      try SweepPlan(source.checked, version: Version.ofResults)
    }
    let path = try ClusterFolder.absolute(store: store)
    folder = ClusterFolder(besideStore: path)
    var options = options
    // Jobs that submit later arrays do not have the environment of this command.
    if options.time == nil, let given = ProcessInfo.processInfo.environment["SBATCH_TIMELIMIT"],
      BatchOptions.seconds(ofTimeLimit: given) != nil
    {
      options.time = given
    }
    frozen = FrozenStudy(
      source, store: path, jobName: folder.newJobName, options: options)
    for (what, path) in [("store", path), ("program", frozen.program)]
    where !BatchScript.canHold(path) {
      throw CommandFailure(
        .usage,
        "the path of the \(what) cannot stand in a script for sbatch, which takes no backslashes and no "
          + "control characters: \(path.debugDescription)")
    }
  }

  /// Tells what would be submitted of the grid; writes nothing and needs no Slurm.
  func dryRun(_ format: CellOptions.Form) throws -> String {
    let estimate = try plan.estimateText(
      path: source.path, threadCount: frozen.options.cpusPerTask, isElsewhere: true)
    let (cells, updates) = (estimate.estimate.pointCount, estimate.estimate.agentUpdates)
    let sweep = sweep(of: frozen)
    let sizing = try sweep.sizing(
      largestCell: estimate.estimate.largestPointUpdates,
      updatesPerSecond: estimate.updatesPerSecond,
      (try? SlurmProcess.arrayLimit()) ?? SlurmConfiguration.usualArrayLimit)
    let count = sizing.taskCount(cellCount: cells, agentUpdates: updates)
    let parts = sizing.partCount(cellCount: cells, agentUpdates: updates)
    let needs = try sweep.needs(
      cellBytes: estimate.estimate.bytes, runCount: estimate.estimate.runCount,
      updatesPerSecond: estimate.updatesPerSecond)
    let array = (folder.lastArray ?? 0) + 1
    let script = sweep.script(
      .tasks(Array(0..<count)), array: array, bytes: needs.taskBytes)
    let mergeScript = sweep.script(
      .merge(after: "JOB", seconds: needs.mergeSeconds), array: array, bytes: needs.mergeBytes)
    switch format {
    case .json:
      guard case .object(let members) = estimate.json else { preconditionFailure("an object") }
      return JSONValue.object(
        members + [
          ("tasks", .whole(count)), ("taskBytes", .whole(needs.taskBytes)),
          ("mergeBytes", .whole(needs.mergeBytes)), ("mergeSeconds", .whole(needs.mergeSeconds)),
          ("script", .text(script.text)), ("mergeScript", .text(mergeScript.text)),
        ]
      ).text() + "\n"
    case .text:
      let seconds = estimate.updatesPerSecond.map { Double(updates) / $0 / Double(parts) }
      return estimate.text
        + "tasks           \(count), of \(seconds.map(TimeText.text) ?? "unknown length") "
        + "and \(CommandCell.bytes(needs.taskBytes)) each"
        + (parts > count ? ", in \((parts + count - 1) / count) arrays one after the other" : "")
        + "\nmerging         a job after each array, of \(CommandCell.bytes(needs.mergeBytes)) "
        + "and \(TimeText.text(Double(needs.mergeSeconds))) at most\n\n" + script.text
        + "\nAfter the array, whose number JOB stands for:\n\n"
        + mergeScript.text
    }
  }

  /// Submits what is missing.
  ///
  /// - Returns: What was done, in words, and the number of cells that failed where nothing is missing.
  /// - Throws: `CommandFailure` with status 1 where the store belongs to another study, 2 where Slurm refuses, 130 when
  ///   interrupted, with what was submitted.
  func run(_ format: CellOptions.Form) throws -> (text: String, failedCells: Int) {
    let outcome: ClusterSweep.Outcome
    do {
      outcome = try submit()
    } catch let failure as CommandFailure where failure.status == .interrupted {
      throw CommandFailure(
        .interrupted,
        "interrupted: nothing was submitted; the same command goes on with what is in '\(store)'")
    }
    let text = ClusterOutcomeText(outcome: outcome, store: store)
    var failedCells = 0
    switch outcome {
    case .submitted, .follows:
      guard !Interruption.isRequested else {
        throw CommandFailure(
          .interrupted,
          "interrupted too late: \(text.text); 'scancel --name=\(folder.jobName)' takes it back")
      }
    case .complete(let count): failedCells = count
    case .waits: break
    }
    return (format == .json ? text.json.text() + "\n" : text.text + "\n", failedCells)
  }

  private func submit() throws -> ClusterSweep.Outcome {
    // A job that merges holds the lock, maybe for hours, and sees to everything: there is nothing to wait for.
    let earlier = try liveJobs()
    if earlier.contains(where: { $0.isMerge && $0.hasBegun }) {
      _ = try study(beside: earlier)
      return .waits(earlier)
    }
    try folder.make(folder.path)
    try folder.make(folder.path + "/log")
    let lock = try folder.lock()
    defer { lock.release() }
    let sweep = try sweep(of: study(beside: liveJobs()))
    return try NewStore.unlessRefused(frozen.store) { try sweep.goOn() }
  }

  private func liveJobs() throws(CommandFailure) -> [QueueEntry] {
    try SlurmProcess.queue(named: folder.jobName).filter(\.mayRun)
  }

  /// The study to go on with: that of the jobs in the queue where there are any.
  private func study(beside jobs: [QueueEntry]) throws(CommandFailure) -> FrozenStudy {
    guard folder.exists else { return frozen }
    let earlier = try folder.frozenStudy()
    guard earlier.isOf(store: frozen.store) else {
      throw CommandFailure(
        .wrong,
        "'\(folder.path)' belongs to the store '\(earlier.store)'; choose another --store")
    }
    let isSame = earlier.asksTheSame(as: frozen.study, worldText: frozen.worldText)
    if !jobs.isEmpty {
      guard isSame else {
        throw CommandFailure(
          .wrong,
          "jobs of another text of this study wait or run; 'scancel --name=\(folder.jobName)' ends them, "
            + "or choose another --store")
      }
      return earlier
    }
    return frozen
  }

  private func sweep(of study: FrozenStudy) -> ClusterSweep {
    ClusterSweep(folder: folder, frozen: study, plan: plan, ownJob: nil)
  }
}
