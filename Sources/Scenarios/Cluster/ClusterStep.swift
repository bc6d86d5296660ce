// SPDX-License-Identifier: GPL-3.0-or-later
//
// What comes next of a sweep on a cluster? A pure function of what was published, what was tried and what is in the queue,
// for the command of the user and for the job after an array alike.
//
// Invariant: nothing is submitted that waits or runs already; on its own the sweep submits a task three times at most, and
// only a new command of the user tries again after that.

/// How far the last array of a sweep is.
public struct ArrayState: Hashable, Sendable {
  /// Its number, from 1.
  public var number: Int
  /// Number of its tasks.
  public var taskCount: Int
  /// Indices of the tasks whose shards are there.
  public var published: Set<Int>
  /// By task how often it has begun without publishing; tasks that never did are left out.
  public var tries: [Int: Int]
  /// How often tasks of the array were submitted.
  public var submissionCount: Int

  /// Creates a state.
  public init(
    number: Int, taskCount: Int, published: Set<Int>, tries: [Int: Int], submissionCount: Int
  ) {
    self.number = number
    self.taskCount = taskCount
    self.published = published
    self.tries = tries
    self.submissionCount = submissionCount
  }

  /// Tasks without a shard, ascending.
  public var unpublished: [Int] { (0..<taskCount).filter { !published.contains($0) } }

  /// Whether a task has had all its tries.
  public func isExhausted(_ task: Int) -> Bool {
    max(tries[task] ?? 0, submissionCount) >= ClusterStep.mostTries
  }
}

/// What is to be done next.
public enum ClusterStep: Hashable, Sendable {
  /// Nothing: these jobs will see to it.
  case wait([QueueEntry])
  /// Tasks wait or run, and no job comes after them: submit one, after this job.
  case follow(Int)
  /// Submit these tasks of the array again.
  case submitAgain([Int])
  /// Merge what is there, and plan and submit what is missing.
  case plan
  /// Merge what is there; these tasks had all their tries.
  case giveUp([Int])

  /// Times that a task is tried before somebody has to look.
  public static let mostTries = 3

  /// Decides.
  ///
  /// - Parameters:
  ///   - array: The last array; `nil` where none was planned.
  ///   - queue: The jobs of the sweep in the queue.
  ///   - own: Number of the job that asks; `nil` where a user does.
  /// - Returns: What to do.
  public static func next(after array: ArrayState?, queue: [QueueEntry], own: Int?) -> ClusterStep {
    let live = queue.filter { own == nil ? $0.mayRun : $0.isLive && $0.job != own }
    let merges = live.filter(\.isMerge)
    let others = live.filter { !$0.isMerge }
    // Of several that merge with no task before them the first goes on; each would wait for the others else.
    let isFirst = own.map { own in others.isEmpty && merges.allSatisfy { own < $0.job } } ?? false
    if !merges.isEmpty, !isFirst { return .wait(live) }
    if array != nil, let task = others.first(where: \.isTask) { return .follow(task.arrayJob) }
    if !others.isEmpty { return .wait(live) }
    guard let array, own != nil else { return .plan }
    let missing = array.unpublished
    if missing.isEmpty { return .plan }
    let again = missing.filter { !array.isExhausted($0) }
    return again.isEmpty ? .giveUp(missing) : .submitAgain(again)
  }
}
