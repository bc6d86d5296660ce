// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a sweep go on? What `ClusterStep` decides is done: shards are merged, what is missing is listed and submitted.
// The command of the user and the job after each array do the same.
//
// Invariant: whoever goes on holds the lock of the folder from before the queue is read until all is submitted, so that
// nothing is submitted twice and one process at a time opens the store.

import Foundation
import Scenarios
import Store
import WorldModel

/// A sweep that was frozen into a folder whose lock is held.
struct ClusterSweep {
  let folder: ClusterFolder
  let frozen: FrozenStudy
  let plan: SweepPlan
  /// The job that does this; `nil` in a user's command.
  let ownJob: MergingJob?

  /// A job that merges.
  struct MergingJob {
    /// Its number in the queue.
    var number: Int
    /// Number of the array that it comes after.
    var array: Int
  }

  /// What was done.
  enum Outcome {
    /// Jobs that wait or run see to everything.
    case waits([QueueEntry])
    /// Tasks were submitted, and a job that comes after them.
    case submitted(array: Int, tasks: Int, cells: Int, job: Int, mergeJob: Int)
    /// A job was submitted that merges, after the one given.
    case follows(job: Int?, mergeJob: Int)
    /// Everything is in the store, but for the runs of cells that failed.
    case complete(failedCells: Int)
  }

  /// Does what comes next.
  ///
  /// - Throws: `CommandFailure`, with status 130 only where nothing was submitted.
  func goOn() throws -> Outcome {
    let queue = try SlurmProcess.queue(named: folder.jobName)
    // Another machine may have made the last array a moment ago, of which a list of names need not tell yet.
    let last = [folder.lastArray, ownJob?.array].compactMap(\.self).max()
    let state = try last.map { number throws(CommandFailure) in try folder.state(ofArray: number) }
    switch ClusterStep.next(after: state, queue: queue, own: ownJob?.number) {
    case .wait(let entries): return .waits(entries)
    case .follow(let job):
      guard let last else { preconditionFailure("tasks belong to an array") }
      let mergeJob = try submitMerge(
        array: last, after: job, needs: folder.needs(ofArray: last),
        in: folder.folder(ofArray: last))
      return .follows(job: job, mergeJob: mergeJob)
    case .submitAgain(let tasks):
      guard let last else { preconditionFailure("tasks belong to an array") }
      return try submit(tasks, ofArray: last, needs: folder.needs(ofArray: last))
    case .giveUp(let tasks):
      guard let last else { preconditionFailure("tasks belong to an array") }
      let damaged = try withStore { store in
        let damaged = try folder.mergeShards(upToArray: last, into: store).damaged
        // Cells that failed or are done are told as such, though nothing more is submitted.
        _ = try listMissing(in: store)
        return damaged
      }
      throw CommandFailure(.failed, reason(of: damaged + tasks, array: last))
    case .plan: return try planNext(after: state)
    }
  }

  /// Merges what is there, and submits what is missing.
  private func planNext(after state: ArrayState?) throws -> Outcome {
    let found = try withStore { store -> (work: MissingWork, runCount: Int, failedCells: Int)? in
      var clock = Stopwatch()
      if let state {
        let (count, damaged) = try folder.mergeShards(upToArray: state.number, into: store)
        if ownJob != nil {
          Terminal.say("arendt: merged \(counted(count, "shard")) in \(clock.lap()) s")
          if !damaged.isEmpty { return nil }
        }
      }
      let (summary, work) = try listMissing(in: store)
      if ownJob != nil {
        Terminal.say(
          "arendt: listed \(counted(work.runCount, "missing run")) of \(counted(work.cellCount, "cell")) in \(clock.lap()) s"
        )
      }
      if work.isEmpty, plan.study.asksAtOnePoint, ownJob != nil {
        try SweepCommand.askAtOnePoint(
          plan, store, path: frozen.study.path, isQuiet: true, threads: threadCount)
      }
      return (work, try store.summary().runCount + work.runCount, summary.failures.count)
    }
    // A shard that cannot be read is made again: its task counts as one that failed.
    guard let (work, runCount, failedCells) = found else { return try goOn() }
    guard work.isEmpty else { return try submit(work, runCount: runCount, after: state) }
    if ownJob == nil {
      // What the folder tells is of the study that it was told of last.
      let isTold = folder.wasToSweep(frozen.study, worldText: frozen.worldText)
      if plan.study.asksAtOnePoint, !isTold || folder.ending != .complete {
        return try submitParts(runCount: runCount, after: state)
      }
      if !isTold { try folder.keep(frozen) }
    }
    try folder.tell(.complete)
    return .complete(failedCells: failedCells)
  }

  /// Lists what is missing, and marks points that are done or failed.
  private func listMissing(
    in store: RunStore
  ) throws -> (summary: SweepSummary, work: MissingWork) {
    var runner = SweepRunner(
      plan: plan, store: store,
      options: SweepOptions(threadCount: threadCount, memoryLimitBytes: MachineMemory.bytes) {
        _ in !Interruption.isRequested
      })
    return try CommandCell.explained(frozen.study.path) { try runner.listMissing() }
  }

  /// Threads of a job.
  var threadCount: Int { frozen.options.cpusPerTask }

  private func withStore<Value>(_ work: (RunStore) throws -> Value) throws -> Value {
    try StoreError.explained {
      let store = try RunStore.createOrOpen(at: frozen.store, identity: frozen.identity(of: plan))
      defer { try? store.close() }
      try frozen.study.keep(in: store)
      return try work(store)
    }
  }

  /// Why some tasks have no shard, in words.
  private func reason(of tasks: [Int], array: Int) -> String {
    let last = tasks.compactMap { task in
      TaskAttempt.last(of: task, array: array, in: folder).map { (task, $0) }
    }.first
    let why = last.map { ": task \($0) \($1.words)" } ?? "; none of them ever began"
    return "\(counted(tasks.count, "task")) of array \(array) ended without a result "
      + "\(ClusterStep.mostTries) times\(why)"
  }
}
