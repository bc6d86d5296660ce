// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which simple graph has given degrees, when chance finds none?

extension StubGraph {
  /// Pairs stubs so that the graph is simple, without draws: the agent with most stubs left takes those with most of the others.
  ///
  /// Agents stay sorted by stubs left, because of those with equally many at the boundary the last ones are taken.
  ///
  /// - Complexity: O(agents x links) at worst, where many agents have the same degree.
  ///
  /// Source: Havel, Cas. Pest. Mat. 80, 477 (1955); Hakimi, SIAM J. Appl. Math. 10, 496 (1962).
  func pairByLargestFirst() {
    var next = (0..<agents).map { row($0).lowerBound }
    func left(_ agent: Int) -> Int { row(agent).upperBound - next[agent] }
    let order = next.indices.sorted { left($0) != left($1) ? left($0) > left($1) : $0 < $1 }
    for head in order.indices {
      let agent = order[head]
      let wanted = left(agent)
      guard wanted > 0 else { return }
      let boundary = left(order[head + wanted])
      var first = head + wanted
      while first > head + 1 && left(order[first - 1]) == boundary { first -= 1 }
      let end = firstIndex(in: order, after: head + wanted) { left($0) < boundary }
      let fromBoundary = head + wanted + 1 - first
      for other in order[head + 1..<first] + order[end - fromBoundary..<end] {
        neighbour.start[next[agent]] = UInt32(other)
        neighbour.start[next[other]] = UInt32(agent)
        next[agent] += 1
        next[other] += 1
      }
    }
  }

  /// The first index after a place from which on a condition holds, by bisection.
  private func firstIndex(
    in order: [Int], after place: Int, where holds: (Int) -> Bool
  ) -> Int {
    var (low, high) = (place, order.count)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if holds(order[middle]) { high = middle } else { low = middle }
    }
    return high
  }
}
