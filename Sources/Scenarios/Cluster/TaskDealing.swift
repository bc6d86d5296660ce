// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which task of a job array makes which cells? Neighbours stay together, because they share networks and lanes, and every
// task gets about as much to do.
//
// Invariant: the tasks hold exactly the cells that were to be dealt, in their order; a cell is never divided.

/// One task of a job array.
public struct ClusterTask: Hashable, Sendable {
  /// What it makes.
  public var work: [CellWork]

  /// Creates a task.
  public init(work: [CellWork]) { self.work = work }

  /// Agents x steps.
  public var agentUpdates: Int { work.reduce(0) { $0 + $1.agentUpdates * $1.cellCount } }
  /// Number of cells.
  public var cellCount: Int { work.reduce(0) { $0 + $1.cellCount } }
}

/// How many tasks a job array gets.
public struct TaskSizing: Hashable, Sendable {
  /// Seconds that a task is to last, above 0.
  public var secondsOfTask: Double
  /// Seconds after which a task is ended; infinite where nothing limits it.
  public var limitSeconds: Double
  /// Agent updates a second of one task, above 0; `nil` where it is not known.
  public var updatesPerSecond: Double?
  /// Number of tasks that was asked for; `nil` lets time decide.
  public var asked: Int?
  /// Most tasks of an array, >= 1.
  public var limit: Int

  /// Seconds that a task lasts unless its time is limited: long against what starting one takes, short against losing it.
  public static let defaultSeconds = 300.0

  /// Creates a sizing.
  ///
  /// - Parameters:
  ///   - updatesPerSecond: Agent updates a second of one task; `nil` where it is not known.
  ///   - timeLimitSeconds: Time that a task may take, of which it is to use half at most; `nil` where nothing limits it.
  ///   - asked: Number of tasks that was asked for.
  ///   - limit: Most tasks of an array, >= 1.
  public init(updatesPerSecond: Double?, timeLimitSeconds: Double?, asked: Int?, limit: Int) {
    limitSeconds = timeLimitSeconds ?? .infinity
    secondsOfTask = min(Self.defaultSeconds, limitSeconds / 2)
    self.updatesPerSecond = updatesPerSecond
    self.asked = asked
    self.limit = limit
  }

  /// Number of tasks of one array for some work, at most one a cell and `limit`.
  public func taskCount(cellCount: Int, agentUpdates: Int) -> Int {
    let count = asked ?? taskCount(agentUpdates, lasting: secondsOfTask)
    return max(1, min(count, limit, cellCount))
  }

  /// Number of tasks over which some work is to be dealt, so that none exceeds its time: of more than an array has the first
  /// are submitted, and the others are found missing when those have ended.
  public func partCount(cellCount: Int, agentUpdates: Int) -> Int {
    max(
      taskCount(cellCount: cellCount, agentUpdates: agentUpdates),
      min(taskCount(agentUpdates, lasting: limitSeconds / 2), cellCount))
  }

  /// Seconds that a cell takes which no task can make in its time; `nil` where one can, or where it is not known.
  public func excessiveSeconds(ofCell agentUpdates: Int) -> Double? {
    guard let rate = updatesPerSecond, rate > 0 else { return nil }
    let seconds = Double(agentUpdates) / rate
    return seconds > limitSeconds ? seconds : nil
  }

  private func taskCount(_ agentUpdates: Int, lasting seconds: Double) -> Int {
    guard let rate = updatesPerSecond, rate > 0, seconds > 0 else { return 1 }
    let wanted = (Double(agentUpdates) / rate / seconds).rounded(.up)
    return Int(min(max(wanted, 1), 1e9))
  }
}

extension MissingWork {
  /// Deals the cells over tasks.
  ///
  /// - Parameter count: Number of tasks, in `1...cellCount`.
  /// - Returns: That many tasks, none of them empty.
  public func dealt(over count: Int) -> [ClusterTask] {
    precondition((1...max(1, cellCount)).contains(count), "every task has a cell")
    guard !isEmpty else { return [] }
    var tasks: [ClusterTask] = [ClusterTask(work: [])]
    var updatesSoFar = 0.0
    var cellsLeft = cellCount
    let share = Double(agentUpdates) / Double(count)
    for work in cells {
      var rest = work
      while rest.cellCount > 0 {
        let tasksLeft = count - tasks.count
        let isOver = updatesSoFar + Double(rest.agentUpdates) / 2 > share * Double(tasks.count)
        if tasksLeft > 0, !tasks[tasks.count - 1].work.isEmpty, isOver || cellsLeft <= tasksLeft {
          tasks.append(ClusterTask(work: []))
          continue
        }
        // As many cells as still begin below this task's share, and one at least; those after it get one each.
        let room = share * Double(tasks.count) - updatesSoFar - Double(rest.agentUpdates) / 2
        let fitting =
          tasksLeft == 0
          ? rest.cellCount
          : rest.agentUpdates == 0 ? 1 : Int(max(0, room) / Double(rest.agentUpdates)) + 1
        let taken = max(1, min(fitting, rest.cellCount, cellsLeft - tasksLeft))
        tasks[tasks.count - 1].work.append(rest.removeFirst(taken))
        updatesSoFar += Double(taken * rest.agentUpdates)
        cellsLeft -= taken
      }
    }
    return tasks
  }
}

extension CellWork {
  /// Takes the first cells away and returns them.
  fileprivate mutating func removeFirst(_ count: Int) -> CellWork {
    var head = self
    switch cells {
    case .grid(let range):
      head.cells = .grid(range.lowerBound..<range.lowerBound + count)
      cells = .grid(range.lowerBound + count..<range.upperBound)
    case .refined:
      cells = .grid(0..<0)
    }
    return head
  }
}
