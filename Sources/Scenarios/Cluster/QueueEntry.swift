// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in the queue? The answer of squeue, line by line.

/// One job, or one task of an array, in the queue of Slurm.
public struct QueueEntry: Hashable, Sendable {
  /// What squeue is asked to tell of each job; a job name cannot hold a line break, and comes last.
  public static let format = "%A|%F|%K|%T|%N|%r|%k|%j"

  /// Number of the job, each task of an array having its own.
  public var job: Int
  /// Number of the array; that of the job itself where it is none.
  public var arrayJob: Int
  /// Index in the array; `nil` where it is none.
  public var task: Int?
  /// State in Slurm's words, such as `RUNNING`.
  public var state: String
  /// Nodes that it runs on.
  public var nodes: String
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
    let parts = line.split(separator: "|", maxSplits: 7, omittingEmptySubsequences: false)
    guard parts.count == 8, let job = Int(parts[0]), let arrayJob = Int(parts[1]) else {
      return nil
    }
    self.job = job
    self.arrayJob = arrayJob
    task = Int(parts[2])
    state = String(parts[3])
    nodes = String(parts[4])
    reason = String(parts[5])
    comment = String(parts[6])
    name = String(parts[7])
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

/// The settings of a Slurm that matter here.
public enum SlurmConfiguration {
  /// Most tasks of an array where Slurm cannot be asked (slurm.conf(5), `MaxArraySize`).
  public static let usualArrayLimit = 1_001

  /// Longest time of a job in all of some partitions, from the answer of `scontrol show partition --oneliner`.
  ///
  /// - Parameters:
  ///   - names: Names of partitions between commas; the default one for `nil`.
  ///   - answer: What scontrol wrote.
  /// - Returns: Seconds; `nil` where nothing limits it or the answer does not tell.
  public static func longestSeconds(inPartitions names: String?, _ answer: String) -> Int? {
    let wanted = names?.split(separator: ",")
    let limits = answer.split(separator: "\n").compactMap { line -> Double? in
      let settings = line.split(separator: " ").map { $0.split(separator: "=", maxSplits: 1) }
        .filter { $0.count == 2 }
      func value(_ name: String) -> Substring? { settings.first { $0[0] == name }?[1] }
      guard let name = value("PartitionName"),
        wanted?.contains(name) ?? (value("Default") == "YES")
      else { return nil }
      return value("MaxTime").flatMap { BatchOptions.seconds(ofTimeLimit: String($0)) }
    }
    return limits.filter(\.isFinite).min().map { Int($0) }
  }

  /// Most tasks of an array, from the answer of `scontrol show config`; `nil` where it does not tell.
  public static func arrayLimit(in answer: String) -> Int? {
    for line in answer.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed == "MaxArraySize", let size = Int(parts[1].trimmed)
      else { continue }
      return size
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
