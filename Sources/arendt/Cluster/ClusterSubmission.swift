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
  /// - Throws: `CommandFailure` where settings or sizes cannot be.
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
    frozen = FrozenStudy(source, store: path, options: options)
  }

  /// Tells what would be submitted of the grid; writes nothing and needs no Slurm.
  func dryRun(_ format: CellOptions.Form) throws -> String {
    let threads = frozen.options.cpusPerTask
    let estimate = try plan.estimateText(path: source.path, threadCount: threads)
    let sizing = TaskSizing(
      updatesPerSecond: estimate.updatesPerSecond,
      timeLimitSeconds: frozen.options.time.flatMap(BatchOptions.seconds(ofTimeLimit:)),
      asked: frozen.options.taskCount,
      limit: (try? SlurmProcess.arrayLimit()) ?? SlurmConfiguration.usualArrayLimit)
    let count = sizing.taskCount(
      cellCount: estimate.estimate.pointCount, agentUpdates: estimate.estimate.agentUpdates)
    let parts = sizing.partCount(
      cellCount: estimate.estimate.pointCount, agentUpdates: estimate.estimate.agentUpdates)
    let script = ClusterSweep(folder: folder, frozen: frozen, plan: plan, ownJob: nil)
      .script(
        .tasks(Array(0..<count)), array: (folder.lastArray ?? 0) + 1, bytes: estimate.estimate.bytes
      )
    switch format {
    case .json:
      guard case .object(let members) = estimate.json else { preconditionFailure("an object") }
      return JSONValue.object(
        members + [("tasks", .whole(count)), ("script", .text(script.text))]
      ).text() + "\n"
    case .text:
      let seconds = estimate.updatesPerSecond.map {
        Double(estimate.estimate.agentUpdates) / $0 / Double(parts)
      }
      return estimate.text
        + "tasks           \(count), of \(seconds.map(TimeText.text) ?? "unknown length") each"
        + (parts > count ? ", in \((parts + count - 1) / count) arrays one after the other" : "")
        + "\n\n"
        + script.text
    }
  }

  /// Submits what is missing.
  ///
  /// - Returns: What was done, in words, and the number of cells that failed where nothing is missing.
  /// - Throws: `CommandFailure` with status 1 where the store belongs to another study, 2 where Slurm refuses.
  func run(_ format: CellOptions.Form) throws -> (text: String, failedCells: Int) {
    let live = try SlurmProcess.queue(named: folder.jobName).filter(\.isLive)
    var asked = frozen
    if folder.exists {
      let earlier = try folder.frozenStudy()
      let isSame = earlier.asksTheSame(as: frozen)
      if !live.isEmpty {
        guard isSame else {
          throw CommandFailure(
            .wrong,
            "jobs of another text of this study wait or run; 'scancel --name=\(folder.jobName)' ends them, "
              + "or choose another --store")
        }
        asked = earlier
      } else if !isSame {
        try folder.tell(nil)
      }
    }
    try folder.make(folder.path)
    try folder.make(folder.path + "/log")
    let sweep = ClusterSweep(folder: folder, frozen: asked, plan: plan, ownJob: nil)
    let outcome = try sweep.goOn()
    let text = ClusterOutcomeText(outcome: outcome, store: store)
    let failedCells = if case .complete(let count) = outcome { count } else { 0 }
    return (format == .json ? text.json.text() + "\n" : text.text + "\n", failedCells)
  }
}
