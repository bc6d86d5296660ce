// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where may cells lie? At the points of a lattice: every allowed position of every axis, evaluated or not.

/// The allowed positions of cells.
public struct BoundaryLattice: Hashable, Sendable {
  /// Allowed positions, one ascending list a coordinate, each in 0...1.
  public let positions: [[Double]]

  /// Creates a lattice.
  ///
  /// - Parameter positions: 1 to 3 lists, none empty, each strictly ascending in 0...1.
  /// - Throws: `StatisticsError.outOfRange`, `.tooFewValues`.
  public init(positions: [[Double]]) throws(StatisticsError) {
    guard (1...3).contains(positions.count) else {
      throw .outOfRange(argument: "coordinates", value: Double(positions.count))
    }
    for axis in positions {
      guard !axis.isEmpty else { throw .tooFewValues(needed: 1, found: 0) }
      for (i, x) in axis.enumerated() {
        guard x >= 0, x <= 1, i == 0 || x > axis[i - 1] else {
          throw .outOfRange(argument: "position", value: x)
        }
      }
    }
    self.positions = positions
  }

  /// Number of coordinates.
  public var dimension: Int { positions.count }

  /// Position of a lattice point.
  ///
  /// - Parameter indices: One index a coordinate into `positions`.
  /// - Returns: One number a coordinate.
  public func position(at indices: [Int]) -> [Double] {
    zip(positions, indices).map { $0[$1] }
  }

  /// Number of a lattice point, the last coordinate running fastest; orders points where all else is equal.
  func number(of indices: [Int]) -> Int {
    zip(positions, indices).reduce(0) { $0 * $1.0.count + $1.1 }
  }

  /// Coordinates of lattice points, one after the other.
  func flat(_ points: [[Int]]) -> [Double] { points.flatMap { position(at: $0) } }

  /// Indices of a sparser lattice: per axis at most 201, 41 or 13 positions (of 1, 2 or 3 axes), both ends among them.
  var sparse: [[Int]] {
    let limit = [201, 41, 13][dimension - 1]
    return positions.map { axis in
      guard axis.count > limit else { return Array(axis.indices) }
      return (0..<limit).map { ($0 * (axis.count - 1) + (limit - 1) / 2) / (limit - 1) }
    }
  }

  /// All points of the product of per-axis indices, the last coordinate running fastest.
  static func product(_ axes: [[Int]]) -> [[Int]] {
    axes.reduce([[]]) { points, axis in
      points.flatMap { point in axis.map { point + [$0] } }
    }
  }
}
