// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are stubs paired, and links switched?
//
// Agent i owns the stubs starts[i]..<starts[i + 1], and each stub knows the agent at the other end of its link; which stub of
// that agent is the other end does not matter. Whether two agents are linked is read off the stubs of the one with fewer.
// Switching the links of stubs s (a-b) and t (c-d) gives a-d and c-b; a uniform stub picks a uniform link and one of its
// two directions.

/// A multigraph with fixed degrees.
struct StubGraph {
  private let starts: [Int]
  private let owner: [UInt32]
  private var neighbour: [UInt32]

  private static let unpaired = UInt32.max

  /// Creates stubs that are not paired.
  init(degrees: [UInt32]) {
    var starts = [0]
    starts.reserveCapacity(degrees.count + 1)
    var owner: [UInt32] = []
    owner.reserveCapacity(degrees.reduce(0) { $0 + Int($1) })
    for (agent, degree) in degrees.enumerated() {
      for _ in 0..<degree { owner.append(UInt32(agent)) }
      starts.append(owner.count)
    }
    self.starts = starts
    self.owner = owner
    neighbour = [UInt32](repeating: Self.unpaired, count: owner.count)
  }

  /// Number of stubs: twice the number of links.
  var stubCount: Int { owner.count }

  /// Pairs all stubs uniformly.
  ///
  /// The pool of free stubs starts in order; its last stub takes a uniform other one, whose place the next to last fills.
  ///
  /// - Parameters:
  ///   - network: Names of the draws; the number of stubs left before a pair is its source.
  ///   - attempt: Number of earlier pairings.
  ///   - stopsAtDefect: Whether to give up at the first loop or parallel link.
  /// - Returns: Whether the pairing is known to be simple; always false unless `stopsAtDefect`.
  mutating func pair(draws network: NetworkDraws, attempt: Int, stopsAtDefect: Bool) -> Bool {
    var pool = owner
    var next = starts
    for stub in neighbour.indices { neighbour[stub] = Self.unpaired }
    var left = stubCount
    while left > 0 {
      var draws = EdgeDraws(network, source: left, attempt: attempt)
      let place = draws.index(below: left - 1)
      let (agent, partner) = (pool[left - 1], pool[place])
      pool[place] = pool[left - 2]
      left -= 2
      if stopsAtDefect && wouldBeDefect(agent, partner) { return false }
      neighbour[next[Int(agent)]] = partner
      next[Int(agent)] += 1
      neighbour[next[Int(partner)]] = agent
      next[Int(partner)] += 1
    }
    return stopsAtDefect
  }

  /// Removes loops and parallel links by switches with uniform links.
  ///
  /// - Parameter network: Names of the draws; the ordinal of the defect is the source.
  /// - Returns: Whether the graph is simple; false when one defect resisted 10,000 proposals.
  mutating func repair(draws network: NetworkDraws) -> Bool {
    var defectCount = 0
    for stub in 0..<stubCount where isDefect(stub) {
      var draws = EdgeDraws(network, source: defectCount, purpose: .repair)
      defectCount += 1
      var proposals = 0
      while !switchLinks(stub, draws.index(below: stubCount)) {
        proposals += 1
        if proposals == 10_000 { return false }
      }
    }
    return true
  }

  /// Runs the chain of random switches.
  ///
  /// - Parameters:
  ///   - proposals: Number of switches proposed; those that would make a loop or a parallel link leave the graph as it is.
  ///   - network: Names of the draws; the ordinal of the proposal is the source.
  mutating func mix(proposals: Int, draws network: NetworkDraws) {
    for proposal in 0..<proposals {
      var draws = EdgeDraws(network, source: proposal & 0xFFFF_FFFF, purpose: .mixing)
      let first = draws.index(below: stubCount)
      _ = switchLinks(first, draws.index(below: stubCount))
    }
  }

  /// Pairs stubs so that the graph is simple, without draws: the agent with most stubs left takes those with most of the others.
  ///
  /// Agents stay sorted by stubs left, because of those with equally many at the boundary the last ones are taken.
  ///
  /// - Complexity: O(agents x links) at worst, where many agents have the same degree.
  ///
  /// Source: Havel, Cas. Pest. Mat. 80, 477 (1955); Hakimi, SIAM J. Appl. Math. 10, 496 (1962).
  mutating func pairByLargestFirst() {
    var next = Array(starts.dropLast())
    func left(_ agent: Int) -> Int { starts[agent + 1] - next[agent] }
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
        neighbour[next[agent]] = UInt32(other)
        neighbour[next[other]] = UInt32(agent)
        next[agent] += 1
        next[other] += 1
      }
    }
  }

  /// The network of a simple graph.
  consuming func adjacency() -> Adjacency {
    for agent in 0..<starts.count - 1 { neighbour[starts[agent]..<starts[agent + 1]].sort() }
    return Adjacency(
      readCount: starts.count - 1, isWithinGroup: true, offsets: starts, targets: neighbour)
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

  private func wouldBeDefect(_ a: UInt32, _ b: UInt32) -> Bool { a == b || linkCount(a, b) > 0 }

  private func isDefect(_ stub: Int) -> Bool {
    let (a, b) = (owner[stub], neighbour[stub])
    if a == b { return true }
    for other in starts[Int(a)]..<starts[Int(a) + 1] where other != stub && neighbour[other] == b {
      return true
    }
    return false
  }

  /// Number of links between two different agents.
  private func linkCount(_ a: UInt32, _ b: UInt32) -> Int {
    let (x, y) = (Int(a), Int(b))
    let aHasFewer = starts[x + 1] - starts[x] <= starts[y + 1] - starts[y]
    let (few, other) = aHasFewer ? (x, b) : (y, a)
    var count = 0
    for stub in starts[few]..<starts[few + 1] where neighbour[stub] == other { count += 1 }
    return count
  }

  /// Switches the links of two stubs unless a new link would be a loop or parallel.
  private mutating func switchLinks(_ s: Int, _ t: Int) -> Bool {
    let (a, b, c, d) = (owner[s], neighbour[s], owner[t], neighbour[t])
    // Two stubs of one link, or the same one twice, fail here too: a-d would be a loop or exist already. The new links
    // would be parallel to each other when they join the same two agents.
    if wouldBeDefect(a, d) || wouldBeDefect(c, b) || (a == c && d == b) || (a == b && c == d) {
      return false
    }
    let (otherEndOfS, otherEndOfT) = (
      stub(of: b, to: a, besides: s), stub(of: d, to: c, besides: t)
    )
    neighbour[s] = d
    neighbour[otherEndOfT] = a
    neighbour[t] = b
    neighbour[otherEndOfS] = c
    return true
  }

  /// A stub of one agent that is linked with another.
  private func stub(of agent: UInt32, to other: UInt32, besides known: Int) -> Int {
    let stubs = starts[Int(agent)]..<starts[Int(agent) + 1]
    for stub in stubs where neighbour[stub] == other && stub != known { return stub }
    preconditionFailure("a link has one end only")
  }
}
