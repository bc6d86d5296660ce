// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a sweep on a cluster? What the queue, the shards and the tries of its last array say.

import Foundation
import Scenarios
import WorldModel

/// How far the jobs of a sweep are.
struct ClusterProgress {
  private let folder: ClusterFolder
  private let array: ArrayState?
  private let plan: ArrayPlan?
  private let ending: ClusterEnding?
  /// Jobs that wait or run; `nil` where the queue cannot be asked.
  private let live: [QueueEntry]?
  /// Why the queue cannot be asked.
  private let silence: String?

  /// Reads the folder of a sweep.
  ///
  /// - Returns: `nil` where nothing was submitted.
  /// - Throws: `CommandFailure` with status 2 where the folder is damaged.
  init?(_ folder: ClusterFolder) throws(CommandFailure) {
    guard folder.exists else { return nil }
    self.folder = folder
    ending = folder.ending
    do {
      live = try SlurmProcess.queue(named: folder.jobName).filter(\.isLive)
      silence = nil
    } catch {
      live = nil
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

  /// Job that merges into the store at this moment.
  var mergingJob: Int? { live?.first { $0.isMerge && $0.isRunning }?.job }

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

  /// The lines of the cluster, with the reasons of some tasks that failed.
  func text(failures: Int) -> String {
    var lines: [String] = []
    if let array {
      lines.append(
        "array \(array.number)  \(counted(array.taskCount, "task")): \(array.published.count) done, "
          + "\(running.count) running, \(waiting.count) waiting, \(failed.count) failed, "
          + "\(idle.count - failed.count) to do")
      for task in idle.prefix(failures) {
        guard let story = TaskAttempt.last(of: task, array: array.number, in: folder) else {
          continue
        }
        lines.append("task \(task)   try \(story.number) \(story.words)")
      }
    }
    if let silence {
      lines.append("queue    not known: \(silence)")
    } else if let live, !live.isEmpty {
      let reasons = Set(live.filter { !$0.isRunning }.map(\.reason)).sorted()
      lines.append(
        "queue    \(counted(live.count, "job")), \(live.count(where: \.isRunning)) running"
          + (reasons.isEmpty ? "" : ", others wait (\(reasons.joined(separator: ", ")))")
          + "; 'scancel --name=\(folder.jobName)' ends the sweep")
    } else if case .stopped(let reason)? = ending {
      lines.append("stopped  \(reason); the same sweep command tries again")
    } else if ending == nil {
      lines.append("stopped  nothing of it is in the queue; the same sweep command goes on")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  var json: JSONValue {
    let reason: JSONValue
    switch ending {
    case .stopped(let words)?: reason = .text(words)
    case .complete?, nil: reason = .null
    }
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

extension ClusterFolder {
  /// Refuses to open a store that jobs of a cluster may have open on another machine.
  ///
  /// Where the queue cannot be asked the lock of the store is all that there is.
  ///
  /// - Parameters:
  ///   - store: The store, as the user named it.
  ///   - isToWrite: Whether it is to be written, which no job may come upon.
  /// - Throws: `CommandFailure` with status 2.
  static func refuseWhileBusy(_ store: String, isToWrite: Bool) throws(CommandFailure) {
    guard let path = try? absolute(store: store) else { return }
    let folder = ClusterFolder(besideStore: path)
    guard folder.exists, SlurmProcess.isInstalled,
      let live = try? SlurmProcess.queue(named: folder.jobName).filter(\.isLive)
    else { return }
    let busy = isToWrite ? live : live.filter { $0.isMerge && $0.isRunning }
    guard let job = busy.first else { return }
    throw CommandFailure(
      .failed,
      isToWrite
        ? "\(counted(busy.count, "job")) of the sweep of '\(store)' wait or run on the cluster; "
          + "'scancel --name=\(folder.jobName)' ends them"
        : "job \(job.job) is writing '\(store)'; try again when it has ended")
  }
}
