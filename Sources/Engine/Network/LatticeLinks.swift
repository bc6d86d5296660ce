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
  func adjacency(threadCount: Int) -> Adjacency {
    let agents = side == 0 ? 0 : (0..<dimensions).reduce(1) { count, _ in count * side }
    let shape = self
    // Agents from one to its neighbour along a dimension, the slowest first.
    let strides = (0..<dimensions).map { dimension in
      (dimension + 1..<dimensions).reduce(1) { stride, _ in stride * side }
    }
    return RowAssembly(agents: agents, threadCount: threadCount).rows { agent, row in
      if shape.isSurrounding {
        shape.appendSurrounding(agent, agent, strides[...], 0, &row)
      } else {
        shape.appendNearest(agent, strides, &row)
      }
    }
  }

  /// Appends the agents beside one along each dimension.
  ///
  /// In ascending order come those that are lower: over the edge of a dimension from its end, else one stride below; a
  /// slower dimension goes further either way.
  private func appendNearest(_ agent: Int, _ strides: [Int], _ row: inout RowCursor) {
    forEachNearest(agent, strides, isLower: true) { row.append($0) }
    forEachNearest(agent, strides, isLower: false) { row.append($0) }
  }

  /// Calls a body with the lower, or the higher, of the agents beside one, ascending.
  ///
  /// Along a dimension of stride t lie at most one agent at distance t and one over the edge at distance (side - 1) t on
  /// either side; (side - 1) t is below the stride of the next slower dimension, side t.
  private func forEachNearest(
    _ agent: Int, _ strides: [Int], isLower: Bool, _ body: (Int) -> Void
  ) {
    for k in strides.indices {
      let stride = strides[isLower ? k : strides.count - 1 - k]
      let x = agent / stride % side
      let over = (side - 1) * stride
      if isLower {
        if isPeriodic && x == side - 1 { body(agent - over) }
        if x > 0 { body(agent - stride) }
      } else {
        if x < side - 1 { body(agent + stride) }
        if isPeriodic && x == 0 { body(agent + over) }
      }
    }
  }

  /// Appends the agents around one, itself left out, dimension after dimension.
  private func appendSurrounding(
    _ agent: Int, _ myself: Int, _ strides: ArraySlice<Int>, _ partial: Int, _ row: inout RowCursor
  ) {
    guard let stride = strides.first else {
      if partial != myself { row.append(partial) }
      return
    }
    let x = agent / stride % side
    func add(_ position: Int, _ row: inout RowCursor) {
      appendSurrounding(
        agent, myself, strides.dropFirst(), partial + position * stride, &row)
    }
    if isPeriodic && x == side - 1 { add(0, &row) }
    if x > 0 { add(x - 1, &row) }
    add(x, &row)
    if x < side - 1 { add(x + 1, &row) }
    if isPeriodic && x == 0 { add(side - 1, &row) }
  }
}
