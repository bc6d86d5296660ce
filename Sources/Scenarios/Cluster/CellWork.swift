// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is still to be made of a sweep? Cells of the plan, each with the places of those of its runs that no store holds
// and that no cell before it was given.
//
// Invariant: over all work that is listed at once every missing run occurs once, whichever cells ask for it.

/// Runs that some cells still need, all of them the same ones.
public struct CellWork: Hashable, Sendable {
  /// Which cells.
  public enum Cells: Hashable, Sendable {
    /// Points of the grid, by their numbers.
    case grid(Range<Int>)
    /// A point that refinement asked for.
    case refined(coordinates: [Double], replicates: Int, round: Int)
  }

  /// The cells.
  public var cells: Cells
  /// Steps to discard where they had to be found and are known; else `nil`.
  public var warmUp: Int?
  /// Places of the runs among those that such a cell asks for, ascending and apart.
  public var runs: [Range<Int>]
  /// Agents x steps of the runs of one cell.
  public var agentUpdates: Int

  /// Creates a value from its parts.
  public init(cells: Cells, warmUp: Int?, runs: [Range<Int>], agentUpdates: Int) {
    self.cells = cells
    self.warmUp = warmUp
    self.runs = runs
    self.agentUpdates = agentUpdates
  }

  /// Number of cells.
  public var cellCount: Int {
    switch cells {
    case .grid(let range): range.count
    case .refined: 1
    }
  }
}

/// All that is missing of a sweep as far as it can be planned now.
public struct MissingWork: Hashable, Sendable {
  /// The cells, in the order of their round; neighbours on the grid with the same runs stand together.
  public private(set) var cells: [CellWork] = []
  /// Number of cells.
  public private(set) var cellCount = 0
  /// Agents x steps.
  public private(set) var agentUpdates = 0
  /// Agents x steps of the largest cell.
  public private(set) var largestCellUpdates = 0
  /// Number of runs, each once.
  public private(set) var runCount = 0
  /// Peak memory of the largest cell.
  public private(set) var bytes = 0

  /// Creates an empty list.
  public init() {}

  /// Whether nothing is missing.
  public var isEmpty: Bool { cells.isEmpty }

  /// Whether what an array was given first is missing again: where all its tasks have published, the next array would not
  /// make it either.
  public func lacksAgain(_ plan: ArrayPlan) -> Bool {
    guard let given = plan.tasks.first?.work.first, let missing = cells.first else { return false }
    return missing.first == given.first && missing.warmUp == given.warmUp
      && missing.runs == given.runs
  }

  /// Adds the work of one cell.
  mutating func add(_ work: CellWork, runCount: Int, bytes: Int) {
    cellCount += work.cellCount
    agentUpdates += work.agentUpdates * work.cellCount
    largestCellUpdates = max(largestCellUpdates, work.agentUpdates)
    self.runCount += runCount
    self.bytes = max(self.bytes, bytes)
    if let last = cells.indices.last, let joined = cells[last].joined(work) {
      cells[last] = joined
    } else {
      cells.append(work)
    }
  }
}

extension CellWork {
  /// The first of its cells.
  fileprivate var first: Cells {
    switch cells {
    case .grid(let range): .grid(range.lowerBound..<range.lowerBound + 1)
    case .refined: cells
    }
  }

  /// Both as one; `nil` unless they are neighbours on the grid with the same runs.
  fileprivate func joined(_ next: CellWork) -> CellWork? {
    guard case .grid(let own) = cells, case .grid(let other) = next.cells,
      own.upperBound == other.lowerBound, warmUp == next.warmUp, runs == next.runs,
      agentUpdates == next.agentUpdates
    else { return nil }
    var result = self
    result.cells = .grid(own.lowerBound..<other.upperBound)
    return result
  }
}
