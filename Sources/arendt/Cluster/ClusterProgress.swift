// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a sweep on a cluster? What the queue, the shards and the tries of its last array say.

import Foundation
import Scenarios
import WorldModel

/// How far the jobs of a sweep are.
struct ClusterProgress {
  private let folder: ClusterFolder
  private let frozen: FrozenStudy
  private let array: ArrayState?
  private let plan: ArrayPlan?
  private let ending: ClusterEnding?
  /// Jobs that wait or run; `nil` where the queue cannot be asked.
  private let live: [QueueEntry]?
  /// Why the queue cannot be asked.
  private let silence: String?
  /// Job that may have the store open at this moment.
  let mergingJob: Int?

  /// Reads the folder of a sweep; `nil` where nothing was submitted.
  ///
  /// - Parameter store: Absolute path of the store.
  /// - Throws: `CommandFailure` with status 2 where the folder is damaged.
  init?(ofStore store: String) throws(CommandFailure) {
    folder = ClusterFolder(besideStore: store)
    guard folder.exists else { return nil }
    frozen = try folder.frozenStudy()
    guard frozen.isOf(store: store) else { return nil }
    ending = folder.ending
    do {
      let jobs = try SlurmProcess.queue(named: folder.jobName).filter(\.mayRun)
      live = jobs.filter(\.isLive)
      mergingJob = jobs.first { $0.isMerge && $0.hasBegun }?.job
      silence = nil
    } catch {
      live = nil
      mergingJob = nil
      silence = error.message
    }
    // An array that is in the making has no plan yet.
    if let number = folder.lastArray, access(folder.planPath(ofArray: number), F_OK) == 0 {
      plan = try folder.plan(ofArray: number)
      array = try folder.state(ofArray: number)
    } else {
      plan = nil
      array = nil
    }
  }

  private var tasks: [QueueEntry] {
    (live ?? []).filter { $0.isTask && $0.array == array?.number }
  }
  private var running: [QueueEntry] { tasks.filter(\.isRunning) }
  private var waiting: [QueueEntry] { tasks.filter { !$0.isRunning } }
  /// Tasks without a shard that nothing in the queue is about.
  private var idle: [Int] {
    let busy = Set(tasks.compactMap(\.task))
    return (array?.unpublished ?? []).filter { !busy.contains($0) }
  }
  /// Those of them that had all their tries.
  private var failed: [Int] { idle.filter { array?.isExhausted($0) ?? false } }

  /// Cells of tasks that run.
  var runningCellCount: Int {
    let tasks = running.compactMap(\.task)
    return tasks.reduce(0) { sum, task in
      sum + (plan.flatMap { $0.tasks.indices.contains(task) ? $0.tasks[task].cellCount : nil } ?? 0)
    }
  }

  /// Whether the jobs were to sweep the study that a store holds.
  func asksTheSame(as study: StoredStudy, worldText: String) -> Bool {
    frozen.asksTheSame(as: study, worldText: worldText)
  }

  /// The lines of the cluster, with the reasons of some tasks that failed.
  ///
  /// - Parameters:
  ///   - failures: Tasks that are told at most.
  ///   - hasMore: Whether anything may be missing that jobs were to make.
  /// - Returns: Whole lines; none where there is nothing to tell.
  func text(failures: Int, hasMore: Bool) -> String {
    guard live?.isEmpty == false || (ending != .complete && hasMore) else { return "" }
    var lines: [String] = []
    if let array {
      lines.append(
        "array \(array.number)  \(counted(array.taskCount, "task")): \(array.published.count) done, "
          + "\(running.count) running, \(waiting.count) waiting, \(failed.count) failed, "
          + "\(idle.count - failed.count) to do")
      let told = idle.compactMap { task -> String? in
        if let story = TaskAttempt.last(of: task, array: array.number, in: folder) {
          return "task \(task)   try \(story.number) \(story.words)"
        }
        return array.isExhausted(task)
          ? "task \(task)   never began, submitted \(array.submissionCount) times" : nil
      }
      lines += told.prefix(failures)
      if told.count > failures { lines.append("         and \(told.count - failures) more") }
    }
    if let silence {
      lines.append("queue    not known: \(silence)")
    } else if let live, !live.isEmpty {
      let reasons = Set(live.filter { !$0.isRunning }.map(\.reason)).sorted()
      lines.append(
        "queue    \(counted(live.count, "job")), \(live.count(where: \.isRunning)) running"
          + (reasons.isEmpty ? "" : ", others wait (\(reasons.joined(separator: ", ")))")
          + "; 'scancel --name=\(folder.jobName)' ends the sweep")
      if !tasks.isEmpty, !live.contains(where: \.isMerge) {
        lines.append(
          "merging  no job is to merge what these tasks make; the same sweep command submits one")
      }
    } else if case .stopped(let reason)? = ending {
      lines.append("stopped  \(reason); the same sweep command tries again")
    } else {
      lines.append("stopped  nothing of it is in the queue; the same sweep command goes on")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// As an object, with the same meanings.
  func json(hasMore: Bool) -> JSONValue {
    let reason: JSONValue =
      if hasMore, case .stopped(let words)? = ending { .text(words) } else { .null }
    return .object([
      ("array", array.map { .whole($0.number) } ?? .null),
      ("tasks", .whole(array?.taskCount ?? 0)), ("done", .whole(array?.published.count ?? 0)),
      ("running", .whole(running.count)), ("waiting", .whole(waiting.count)),
      ("failed", .whole(failed.count)), ("toDo", .whole(idle.count - failed.count)),
      ("jobs", live.map { .whole($0.count) } ?? .null),
      ("complete", .boolean(ending == .complete)), ("stopped", reason),
      ("jobName", .text(folder.jobName)),
    ])
  }
}
