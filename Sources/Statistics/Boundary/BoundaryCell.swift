// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is known of one evaluated point of a diagram? How many replicates of each realisation were over the limit.

/// How many replicates of a realisation are over their limit.
public struct OutcomeCount: Hashable, Sendable {
  /// Replicates over the limit, in `0...total`.
  public var over: Int
  /// All replicates, >= 0; 0 where the realisation was not run at this point.
  public var total: Int

  /// Creates a count.
  public init(over: Int, total: Int) {
    self.over = over
    self.total = total
  }
}

/// One evaluated point with its outcomes.
public struct BoundaryCell: Hashable, Sendable {
  /// Position on the axes of the diagram, 1 to 3 numbers, each in 0...1 from one end of its axis to the other.
  public var position: [Double]
  /// Outcomes by realisation: place g belongs to the same realisation in every cell.
  public var outcomes: [OutcomeCount]

  /// Creates a cell.
  ///
  /// - Parameters:
  ///   - position: 1 to 3 coordinates in 0...1.
  ///   - outcomes: By realisation.
  public init(position: [Double], outcomes: [OutcomeCount]) {
    self.position = position
    self.outcomes = outcomes
  }

  /// Replicates over the limit, in all realisations.
  public var overCount: Int { outcomes.reduce(0) { $0 + $1.over } }

  /// All replicates.
  public var replicateCount: Int { outcomes.reduce(0) { $0 + $1.total } }

  /// Share of replicates over the limit, in 0...1; 1/2 without replicates.
  public var share: Double {
    replicateCount > 0 ? Double(overCount) / Double(replicateCount) : 0.5
  }

  /// Whether replicates disagree: the share lies strictly between 0 and 1.
  public var isAmbiguous: Bool { overCount > 0 && overCount < replicateCount }
}

extension BoundaryCell {
  /// Order by position, then by counts.
  static func precedes(_ a: BoundaryCell, _ b: BoundaryCell) -> Bool {
    guard a.position == b.position else { return a.position.lexicographicallyPrecedes(b.position) }
    return (a.overCount, a.replicateCount) < (b.overCount, b.replicateCount)
  }

  /// Throws unless cells make a data set: at least one, coordinates in 0...1 and of one number, counts in range.
  static func check(_ cells: [BoundaryCell]) throws(StatisticsError) {
    guard let first = cells.first else { throw .tooFewValues(needed: 1, found: 0) }
    let dimension = first.position.count
    guard (1...3).contains(dimension) else {
      throw .outOfRange(argument: "coordinates", value: Double(dimension))
    }
    for cell in cells {
      guard cell.position.count == dimension else { throw .shapesDiffer }
      for x in cell.position where !(x >= 0 && x <= 1) {
        guard x.isFinite else { throw .notFinite }
        throw .outOfRange(argument: "position", value: x)
      }
      for count in cell.outcomes where count.over < 0 || count.over > count.total {
        throw .outOfRange(argument: "over", value: Double(count.over))
      }
      guard cell.replicateCount > 0 else { throw .tooFewValues(needed: 1, found: 0) }
    }
  }
}
