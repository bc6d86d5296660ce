// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a task of a job array do? It makes the runs that its plan names into a store on the disk of its machine, and
// publishes that store whole.
//
// Invariant: no other store is opened. Killed at any moment it leaves nothing under the name of its shard; begun again when
// its shard is there it does nothing.

import Foundation
import Scenarios
import Store

/// One task of an array.
struct TaskRun {
  let folder: ClusterFolder
  let frozen: FrozenStudy
  let array: Int
  let task: Int

  /// Does the task.
  ///
  /// - Returns: What was done, in words.
  /// - Throws: `CommandFailure`; the reason is kept with the try.
  func run() throws(CommandFailure) -> String {
    let target = folder.shardPath(task, array: array)
    guard access(target, F_OK) != 0, access(folder.mergedPath(task, array: array), F_OK) != 0
    else { return "task \(task) of array \(array) is done already" }
    guard let attempt = try TaskAttempt.begin(task, array: array, in: folder) else {
      throw CommandFailure(
        .failed, "task \(task) has been tried \(ClusterStep.mostTries) times; it is not tried again"
      )
    }
    do throws(CommandFailure) {
      let words = try CommandCell.explained(frozen.study.path) { try make(target) }
      attempt.end(words)
      return words
    } catch {
      let isStopped = error.status == .interrupted
      let words =
        isStopped
        ? TaskAttempt.stoppedBySignal
        : "failed: \(error.message ?? "status \(error.status.rawValue)")"
      attempt.end(words)
      throw CommandFailure(error.status, "task \(task) \(words)")
    }
  }

  private func make(_ target: String) throws -> String {
    var clock = Stopwatch()
    let plan = try frozen.plan()
    let tasks = try folder.plan(ofArray: array).tasks
    guard tasks.indices.contains(task) else {
      throw CommandFailure(
        .usage, "array \(array) has tasks 0 to \(tasks.count - 1), and no \(task)")
    }
    let preparing = clock.lap()
    let scratch = try ScratchFolder(of: folder)
    defer { scratch.remove() }
    let shard = scratch.path + "/shard.store"
    let summary: SweepSummary
    do {
      summary = try makeRuns(of: tasks[task], plan, into: shard)
    } catch StoreError.diskFull {
      // The shard is gone with its folder, whatever it held.
      throw CommandFailure(
        .failed,
        "the disk of this machine is full in '\(scratch.path.parentPath)', where the shard is made")
    }
    let running = clock.lap()
    let bytes = try ShardFile.publish(shard, as: target)
    let publishing = clock.lap()
    return
      "published \(summary.runsMade) runs, \(bytes) bytes: plan \(preparing) s, runs \(running) s, shard \(publishing) s"
  }

  /// Makes the runs of a task.
  private func makeRuns(
    of task: ClusterTask, _ plan: SweepPlan, into shard: String
  ) throws -> SweepSummary {
    let store = try RunStore.createOrOpen(at: shard, identity: frozen.identity(of: plan))
    defer { try? store.close() }
    var runner = SweepRunner(
      plan: plan, store: store,
      options: SweepOptions(
        threadCount: frozen.options.cpusPerTask, memoryLimitBytes: MachineMemory.bytes
      ) { _ in !Interruption.isRequested })
    let summary = try runner.make(task.work)
    try store.close()
    return summary
  }
}
