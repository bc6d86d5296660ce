// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a sweep go on? What `ClusterStep` decides is done: shards are merged, what is missing is listed, dealt and
// submitted. The command of the user and the job after each array do the same.
//
// Invariant: the store is opened by one process at a time, which the queue sees to; a folder `submission-N` is made before
// anything is submitted, so that two processes never submit the same.

import Engine
import Foundation
import Scenarios
import Store
import WorldModel

/// A sweep that was frozen into a folder.
struct ClusterSweep {
  let folder: ClusterFolder
  let frozen: FrozenStudy
  let plan: SweepPlan
  /// Number of the job that does this; `nil` in a user's command.
  let ownJob: Int?

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
  /// - Throws: `CommandFailure`.
  func goOn() throws -> Outcome {
    let queue = try SlurmProcess.queue(named: folder.jobName)
    let last = folder.lastArray
    let state = try last.map { number throws(CommandFailure) in try folder.state(ofArray: number) }
    switch ClusterStep.next(after: state, queue: queue, own: ownJob) {
    case .wait(let entries): return .waits(entries)
    case .follow(let job):
      let mergeJob = try submitMerge(array: last ?? 1, after: job, bytes: 0)
      return .follows(job: job, mergeJob: mergeJob)
    case .submitAgain(let tasks):
      guard let last else { preconditionFailure("tasks belong to an array") }
      return try submit(tasks, ofArray: last, bytes: memory(ofArray: last))
    case .giveUp(let tasks):
      guard let last else { preconditionFailure("tasks belong to an array") }
      let damaged = try withStore { try merge(array: last, into: $0) }
      throw CommandFailure(.failed, reason(of: damaged + tasks, array: last))
    case .plan: return try planNext(after: state)
    }
  }

  /// Merges what is there, and submits what is missing.
  private func planNext(after state: ArrayState?) throws -> Outcome {
    let found = try withStore { store -> (work: MissingWork, failedCells: Int)? in
      var clock = Stopwatch()
      if let state {
        let count = folder.unmerged(array: state.number).count
        let damaged = try merge(array: state.number, into: store)
        if ownJob != nil {
          Terminal.say("arendt: merged \(counted(count, "shard")) in \(clock.lap()) s")
          if !damaged.isEmpty { return nil }
        }
      }
      var runner = SweepRunner(
        plan: plan, store: store,
        options: SweepOptions(threadCount: threadCount, memoryLimitBytes: SweepPlan.memoryLimit) {
          _ in !Interruption.isRequested
        })
      let (summary, work) = try CommandCell.explained(frozen.study.path) {
        try runner.listMissing()
      }
      if ownJob != nil {
        Terminal.say(
          "arendt: listed \(counted(work.runCount, "missing run")) of \(counted(work.cellCount, "cell")) in \(clock.lap()) s"
        )
      }
      if work.isEmpty, plan.study.asksAtOnePoint, ownJob != nil {
        try SweepCommand.askAtOnePoint(
          plan, store, path: frozen.study.path, isQuiet: true, threads: threadCount)
      }
      return (work, summary.failures.count)
    }
    // A shard that cannot be read is made again: its task counts as one that failed.
    guard let (work, failedCells) = found else { return try goOn() }
    guard work.isEmpty else { return try submit(work, after: state) }
    if plan.study.asksAtOnePoint, ownJob == nil, folder.ending != .complete {
      try folder.keep(frozen)
      let number = state?.number ?? 1
      if state == nil { try make(ArrayPlan(tasks: []), number: number, bytes: 0) }
      return .follows(job: nil, mergeJob: try submitMerge(array: number, after: nil, bytes: 0))
    }
    try folder.tell(.complete)
    return .complete(failedCells: failedCells)
  }

  /// Deals work over a new array and submits it.
  private func submit(_ work: MissingWork, after state: ArrayState?) throws -> Outcome {
    let sizing = try TaskSizing(
      updatesPerSecond: CommandCell.explained(frozen.study.path) {
        try plan.measuredRate(threadCount: threadCount)
      },
      timeLimitSeconds: frozen.options.time.flatMap(BatchOptions.seconds(ofTimeLimit:)),
      asked: frozen.options.taskCount, limit: SlurmProcess.arrayLimit())
    let count = sizing.taskCount(cellCount: work.cellCount, agentUpdates: work.agentUpdates)
    let parts = sizing.partCount(cellCount: work.cellCount, agentUpdates: work.agentUpdates)
    let arrayPlan = ArrayPlan(tasks: Array(work.dealt(over: parts).prefix(count)))
    if ownJob != nil, let state, state.unpublished.isEmpty,
      try folder.plan(ofArray: state.number) == arrayPlan
    {
      throw CommandFailure(
        .failed, "array \(state.number) made nothing of what it was asked; see \(folder.path)/log")
    }
    if ownJob == nil { try folder.keep(frozen) }
    let number = (state?.number ?? 0) + 1
    try make(arrayPlan, number: number, bytes: work.bytes)
    return try submit(
      Array(arrayPlan.tasks.indices), ofArray: number,
      cells: arrayPlan.tasks.reduce(0) { $0 + $1.cellCount }, bytes: work.bytes)
  }

  /// Lets the folder of an array appear whole.
  private func make(_ plan: ArrayPlan, number: Int, bytes: Int) throws(CommandFailure) {
    let target = folder.folder(ofArray: number)
    let draft = folder.path + "/.array-\(number)-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    try folder.make(draft)
    try folder.make(draft + "/shards")
    try folder.make(draft + "/attempts")
    try folder.write(plan.text, to: draft + "/plan")
    try folder.write("\(bytes)\n", to: draft + "/memory")
    guard rename(draft, target) == 0 else {
      throw CommandFailure(
        .failed, "cannot make the folder '\(target)': \(InputFile.systemReason())")
    }
  }

  /// Submits tasks of an array and the job that comes after them: both or none.
  private func submit(
    _ tasks: [Int], ofArray number: Int, cells: Int? = nil, bytes: Int
  ) throws -> Outcome {
    let submission =
      folder.folder(ofArray: number) + "/submission-\(folder.submissionCount(ofArray: number) + 1)"
    guard mkdir(submission, 0o777) == 0 else {
      throw CommandFailure(
        .failed,
        errno == EEXIST
          ? "another process is submitting this sweep"
          : "cannot make the folder '\(submission)': \(InputFile.systemReason())")
    }
    let scriptPath = submission + "/tasks.sh"
    let script = script(.tasks(tasks), array: number, bytes: bytes)
    try folder.write(script.text, to: scriptPath)
    let job = try SlurmProcess.submit(scriptPath, frozen.options)
    do {
      let mergeJob = try submitMerge(array: number, after: job, bytes: bytes, in: submission)
      try? folder.write("tasks \(job)\nmerge \(mergeJob)\n", to: submission + "/jobs")
      try folder.tell(nil)
      let allCells: Int
      if let cells {
        allCells = cells
      } else {
        let all = try folder.plan(ofArray: number).tasks
        allCells = tasks.reduce(0) { $0 + all[$1].cellCount }
      }
      return .submitted(
        array: number, tasks: tasks.count, cells: allCells, job: job, mergeJob: mergeJob)
    } catch {
      // Without the job after it the array would lead nowhere.
      try? SlurmProcess.cancel(job)
      throw error
    }
  }

  private func submitMerge(
    array: Int, after job: Int?, bytes: Int, in submission: String? = nil
  ) throws(CommandFailure) -> Int {
    let path = (submission ?? folder.folder(ofArray: array)) + "/merge.sh"
    try folder.write(script(.merge(after: job), array: array, bytes: bytes).text, to: path)
    return try SlurmProcess.submit(path, frozen.options)
  }

  /// A script of the sweep.
  func script(_ purpose: BatchScript.Purpose, array: Int, bytes: Int) -> BatchScript {
    BatchScript(
      purpose: purpose, name: folder.jobName, program: frozen.program, folder: folder.path,
      array: array, options: frozen.options, bytes: Self.memory(ofCell: bytes))
  }

  /// Memory that a job asks for: what its largest cell takes, half as much again, and what waits to be saved.
  static func memory(ofCell bytes: Int) -> Int {
    max(1 << 30, VerdictRunner.programBytes + bytes + bytes / 2 + (1 << 28))
  }

  private func memory(ofArray number: Int) -> Int {
    let path = folder.folder(ofArray: number) + "/memory"
    guard let bytes = try? InputFile.bytes(at: path) else { return 0 }
    return Int(String(decoding: bytes, as: UTF8.self).filter(\.isNumber)) ?? 0
  }

  private var threadCount: Int { frozen.options.cpusPerTask }

  private func withStore<Value>(_ work: (RunStore) throws -> Value) throws -> Value {
    try StoreError.explained {
      let store = try RunStore.createOrOpen(at: frozen.store, identity: frozen.identity(of: plan))
      defer { try? store.close() }
      try frozen.study.keep(in: store)
      return try work(store)
    }
  }

  /// Merges the shards of an array, each of which is emptied once the store has it.
  ///
  /// - Returns: Tasks whose shards were damaged, and were removed too.
  private func merge(array: Int, into store: RunStore) throws -> [Int] {
    var damaged: [Int] = []
    folder.removeDrafts(array: array)
    for task in folder.unmerged(array: array) {
      let shard = folder.shardPath(task, array: array)
      do throws(StoreError) {
        try store.merge(shard)
      } catch {
        guard error.isOf(shard) else { throw error }
        Terminal.say("arendt: task \(task): \(error)")
        damaged.append(task)
        unlink(shard)
        continue
      }
      // The name stays, so that the task is not made again; what it held is not needed any more. Takes no room on a full disk.
      let merged = folder.mergedPath(task, array: array)
      if rename(shard, merged) == 0 { truncate(merged, 0) }
    }
    return damaged
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

extension StoreError {
  /// Whether a file is to blame for what it holds.
  fileprivate func isOf(_ file: String) -> Bool {
    switch self {
    case .corrupt(let path, _), .foreign(let path, _), .mismatch(let path, _),
      .newerFormat(let path, _), .olderFormat(let path):
      path == file
    default: false
    }
  }
}
