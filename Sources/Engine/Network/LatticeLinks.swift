// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which agents surround each other on a lattice?
//
// Agent i has coordinates x_0, x_1, ... with i = (...(x_0 side + x_1) side + x_2...) : the last coordinate runs fastest.

/// A hypercubic lattice of side^dimensions agents.
struct LatticeLinks {
  /// Agents along each dimension; at least 3 when periodic.
  let side: Int
  /// Number of dimensions, >= 1.
  let dimensions: Int
  /// Whether all 3^dimensions - 1 surrounding agents are neighbours rather than the 2 dimensions nearest.
  let isSurrounding: Bool
  /// Whether opposite edges touch.
  let isPeriodic: Bool

  /// Number of links, counted at both ends.
  var linkCount: Double {
    func power(_ base: Double) -> Double { (0..<dimensions).reduce(1) { p, _ in p * base } }
    let side = Double(self.side)
    guard side > 0 else { return 0 }
    let agents = power(side)
    if isPeriodic {
      return agents * (isSurrounding ? power(3) - 1 : 2 * Double(dimensions))
    }
    return isSurrounding
      ? power(3 * side - 2) - agents : 2 * Double(dimensions) * (side - 1) * agents / side
  }

  /// Generates the links.
  func adjacency() -> Adjacency {
    let agents = side == 0 ? 0 : (0..<dimensions).reduce(1) { count, _ in count * side }
    var rows = RowWriter(agents: agents, linkCount: Int(linkCount))
    var coordinates = [Int](repeating: 0, count: dimensions)
    for agent in 0..<agents {
      var rest = agent
      for dimension in (0..<dimensions).reversed() {
        coordinates[dimension] = rest % side
        rest /= side
      }
      var others = isSurrounding ? surrounding(coordinates) : nearest(coordinates)
      others.removeAll { $0 == agent }
      rows.endRow(others.sorted())
    }
    return rows.adjacency(readCount: agents, isWithinGroup: true)
  }

  /// The positions beside x along one dimension that exist, x included.
  private func span(_ x: Int) -> [Int] {
    (x - 1...x + 1).compactMap { position in
      if (0..<side).contains(position) { return position }
      return isPeriodic ? (position + side) % side : nil
    }
  }

  private func surrounding(_ coordinates: [Int]) -> [Int] {
    var found = [0]
    for x in coordinates {
      let positions = span(x)
      found = found.flatMap { partial in positions.map { partial * side + $0 } }
    }
    return found
  }

  private func nearest(_ coordinates: [Int]) -> [Int] {
    var found: [Int] = []
    for dimension in 0..<dimensions {
      for position in span(coordinates[dimension]) where position != coordinates[dimension] {
        var moved = coordinates
        moved[dimension] = position
        found.append(moved.reduce(0) { $0 * side + $1 })
      }
    }
    return found
  }
}
