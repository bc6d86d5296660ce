// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does missing work come into the queue? It is dealt over the tasks of a new array, or tasks are taken up again; both
// with a job that comes after them.
//
// Invariant: an array and the job after it are submitted both or not at all. Control-C is heeded before the first of them,
// not between them.

import Engine
import Foundation
import Scenarios
import WorldModel

extension ClusterSweep {
  /// Deals work over a new array and submits it.
  ///
  /// - Parameters:
  ///   - work: What is missing.
  ///   - runCount: Runs of the study, missing ones included.
  ///   - state: The last array; `nil` where there is none.
  /// - Returns: What was submitted.
  /// - Throws: `CommandFailure`, with status 130 only where nothing was submitted.
  func submit(_ work: MissingWork, runCount: Int, after state: ArrayState?) throws -> Outcome {
    if ownJob != nil, let state, state.unpublished.isEmpty,
      work.lacksAgain(try folder.plan(ofArray: state.number))
    {
      throw CommandFailure(
        .failed, "array \(state.number) made nothing of what it was asked; see \(folder.path)/log")
    }
    let rate = try measuredRate()
    let sizing = try sizing(
      largestCell: work.largestCellUpdates, updatesPerSecond: rate, SlurmProcess.arrayLimit())
    let count = sizing.taskCount(cellCount: work.cellCount, agentUpdates: work.agentUpdates)
    let parts = sizing.partCount(cellCount: work.cellCount, agentUpdates: work.agentUpdates)
    let arrayPlan = ArrayPlan(tasks: Array(work.dealt(over: parts).prefix(count)))
    let needs = try needs(cellBytes: work.bytes, runCount: runCount, updatesPerSecond: rate)
    try Interruption.check()
    if ownJob == nil { try folder.keep(frozen) }
    let number = (state?.number ?? 0) + 1
    try folder.make(arrayPlan, needs, number: number)
    return try submit(Array(arrayPlan.tasks.indices), ofArray: number, needs: needs)
  }

  /// Submits a job for the parts that a study asks at one point, where nothing else is missing.
  func submitParts(runCount: Int, after state: ArrayState?) throws -> Outcome {
    let needs = try needs(
      cellBytes: 0, runCount: runCount, updatesPerSecond: try measuredRate())
    try Interruption.check()
    try folder.keep(frozen)
    // An array of its own: what earlier ones lack is not missing any more.
    let number = (state?.number ?? 0) + 1
    try folder.make(ArrayPlan(tasks: []), needs, number: number)
    return .follows(
      job: nil,
      mergeJob: try submitMerge(
        array: number, after: nil, needs: needs, in: folder.folder(ofArray: number)))
  }

  /// Submits tasks of an array and the job that comes after them: both or none.
  func submit(_ tasks: [Int], ofArray number: Int, needs: ArrayNeeds) throws -> Outcome {
    try Interruption.check()
    let submission =
      folder.folder(ofArray: number) + "/submission-\(folder.submissionCount(ofArray: number) + 1)"
    try folder.make(submission)
    let scriptPath = submission + "/tasks.sh"
    let all = try folder.plan(ofArray: number).tasks
    let script = script(.tasks(tasks), array: number, bytes: needs.taskBytes)
    try folder.write(script.text, to: scriptPath)
    let job = try SlurmProcess.submit(script, at: scriptPath)
    let mergeJob: Int
    do {
      mergeJob = try submitMerge(array: number, after: job, needs: needs, in: submission)
    } catch {
      // Without the job after it the array would lead nowhere.
      try? SlurmProcess.cancel(job)
      throw error
    }
    try? folder.write("tasks \(job)\nmerge \(mergeJob)\n", to: submission + "/jobs")
    return .submitted(
      array: number, tasks: tasks.count, cells: tasks.reduce(0) { $0 + all[$1].cellCount },
      job: job, mergeJob: mergeJob)
  }

  /// Submits a job that merges, with its script in a folder; what was told of the end of the sweep holds no more.
  func submitMerge(
    array: Int, after job: Int?, needs: ArrayNeeds, in place: String
  ) throws(CommandFailure) -> Int {
    let script = script(
      .merge(after: job.map(String.init), seconds: needs.mergeSeconds), array: array,
      bytes: needs.mergeBytes)
    let path = place + "/merge.sh"
    try folder.write(script.text, to: path)
    let job = try SlurmProcess.submit(script, at: path)
    try folder.tell(nil)
    return job
  }

  /// How many tasks some work gets.
  ///
  /// - Parameters:
  ///   - updates: Agents x steps of the largest cell.
  ///   - rate: Agent updates a second of a task; `nil` where it is not known.
  ///   - limit: Most tasks of an array.
  /// - Returns: The sizing, by the time after which Slurm ends a task.
  /// - Throws: `CommandFailure` with status 64 where that does not suffice for the largest cell and a user asks; a job goes
  ///   on with what it was submitted for, because how fast its machine is moment by moment decides nothing.
  func sizing(
    largestCell updates: Int, updatesPerSecond rate: Double?, _ limit: Int
  ) throws(CommandFailure) -> TaskSizing {
    let sizing = TaskSizing(
      updatesPerSecond: rate, timeLimitSeconds: SlurmProcess.secondsOfTask(frozen.options),
      asked: frozen.options.taskCount, limit: limit)
    if ownJob == nil, let seconds = sizing.excessiveSeconds(ofCell: updates) {
      throw CommandFailure(
        .usage,
        "the largest cell takes about \(TimeText.text(seconds)), and a task is ended after "
          + "\(TimeText.text(sizing.limitSeconds)); ask for more with --time, or --cpus-per-task")
    }
    return sizing
  }

  /// A script of the sweep.
  func script(_ purpose: BatchScript.Purpose, array: Int, bytes: Int) -> BatchScript {
    BatchScript(
      purpose: purpose, name: frozen.jobName, program: frozen.program, folder: folder.path,
      array: array, options: frozen.options, bytes: bytes)
  }

  /// What the jobs of an array ask of Slurm, which is asked for its limits where it is installed.
  ///
  /// - Parameters:
  ///   - cellBytes: Peak memory of the largest cell.
  ///   - runCount: Runs of the study.
  ///   - rate: Agent updates a second of a job; `nil` where it is not known.
  /// - Returns: The needs of every array of the same cells.
  /// - Throws: `CommandFailure` where a part at one point does not fit the world.
  func needs(
    cellBytes: Int, runCount: Int, updatesPerSecond rate: Double?
  ) throws(CommandFailure) -> ArrayNeeds {
    // The last of the merging jobs makes the parts at one point, and none knows that it is the last.
    let parts = try plan.study.asksAtOnePoint ? partNeeds() : (bytes: 0, agentUpdates: 0)
    // And it tries how fast runs are, with those of the first point whatever is missing.
    let trialBytes = try CommandCell.explained(frozen.study.path) {
      try plan.trial(steps: .max)?.plan.estimate(ExecutionOptions(threadCount: threadCount)).bytes
    }
    let settings = plan.study.settings
    let mergeSeconds = ArrayNeeds.mergeSeconds(
      runCount: runCount, readsSeries: settings.warmup == nil || plan.study.refinement != nil,
      secondsAtOnePoint: rate.map { Double(parts.agentUpdates) / $0 } ?? 0)
    let longest = SlurmProcess.longestSeconds(inPartitions: frozen.options.partition)
    return ArrayNeeds(
      taskBytes: Self.memory(ofCell: cellBytes),
      mergeBytes: Self.memory(ofCell: max(cellBytes, parts.bytes, trialBytes ?? 0)),
      mergeSeconds: min(mergeSeconds, longest ?? .max))
  }

  private func partNeeds() throws(CommandFailure) -> (bytes: Int, agentUpdates: Int) {
    try ExplanationRunner(
      CommandCell(
        path: frozen.study.path, cell: plan.design.cell, isQuiet: true, threads: threadCount),
      asked: ExplanationRequest(plan.study, of: plan.world)
    ).needs()
  }

  /// Memory that a job asks for: what its largest cell or part takes, half as much again, and what waits to be saved.
  private static func memory(ofCell bytes: Int) -> Int {
    max(1 << 30, VerdictRunner.programBytes + bytes + bytes / 2 + (1 << 28))
  }

  private func measuredRate() throws(CommandFailure) -> Double? {
    try CommandCell.explained(frozen.study.path) {
      try plan.rateElsewhere(threadCount: threadCount)
    }
  }
}
