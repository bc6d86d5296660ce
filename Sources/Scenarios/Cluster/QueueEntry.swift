// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in the queue? The answer of squeue, line by line.

/// One job, or one task of an array, in the queue of Slurm.
public struct QueueEntry: Hashable, Sendable {
  /// What squeue is asked to tell of each job; a job name cannot hold a line break, and comes last.
  public static let format = "%A|%F|%K|%T|%r|%k|%j"

  /// Number of the job, each task of an array having its own.
  public var job: Int
  /// Number of the array; that of the job itself where it is none.
  public var arrayJob: Int
  /// Index in the array; `nil` where it is none.
  public var task: Int?
  /// State in Slurm's words, such as `RUNNING`.
  public var state: String
  /// Why it waits, in Slurm's words.
  public var reason: String
  /// What this program wrote beside its name.
  public var comment: String
  /// Its name.
  public var name: String

  /// Reads the lines of an answer to `format`; those of other programs are left out where they make no sense.
  ///
  /// - Parameters:
  ///   - answer: What squeue wrote, without a header.
  ///   - name: Jobs of another name are left out.
  /// - Returns: The jobs, in order.
  public static func all(in answer: String, named name: String) -> [QueueEntry] {
    answer.split(separator: "\n").compactMap { QueueEntry(line: $0) }.filter { $0.name == name }
  }

  private init?(line: Substring) {
    let parts = line.split(separator: "|", maxSplits: 6, omittingEmptySubsequences: false)
    guard parts.count == 7, let job = Int(parts[0]), let arrayJob = Int(parts[1]) else {
      return nil
    }
    self.job = job
    self.arrayJob = arrayJob
    task = Int(parts[2])
    state = String(parts[3])
    reason = String(parts[4])
    comment = String(parts[5])
    name = String(parts[6])
  }

  /// Whether it waits or runs; a state that is not known to be an end counts as running.
  public var isLive: Bool { mayRun && state != "COMPLETING" }
  /// Whether it has begun and not ended.
  public var isRunning: Bool { isLive && hasBegun }
  /// Whether its program may run now or later: it waits or runs, or it is being ended, for as long as Slurm lets it
  /// (`KillWait`).
  public var mayRun: Bool { !Self.ends.contains(state) }
  /// Whether it does not wait any more.
  public var hasBegun: Bool { state != "PENDING" }
  /// Whether it merges.
  public var isMerge: Bool { comment.hasPrefix("merge ") }
  /// Whether it is a task.
  public var isTask: Bool { comment.hasPrefix("tasks ") }
  /// Number of the array in its sweep; `nil` where the comment tells none.
  public var array: Int? { comment.split(separator: " ").last.flatMap { Int($0) } }

  /// States out of which no job comes (squeue(1), "JOB STATE CODES").
  private static let ends: Set<String> = [
    "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY",
    "PREEMPTED", "REVOKED", "TIMEOUT",
  ]
}
