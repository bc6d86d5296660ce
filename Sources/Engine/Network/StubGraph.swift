// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are stubs paired, and links switched?
//
// Agent i owns the stubs starts[i]..<starts[i + 1], and each stub knows the agent at the other end of its link; which stub of
// that agent is the other end does not matter. Whether two agents are linked is read off the stubs of the one with fewer.
// Switching the links of stubs s (a-b) and t (c-d) gives a-d and c-b; a uniform stub picks a uniform link and one of its
// two directions.
//
// Pairing and switching are serial, but what they draw does not hang on what was drawn before: draws are made by blocks,
// and memory is fetched ahead.

import CKernels

/// A multigraph with fixed degrees.
final class StubGraph {
  let agents: Int
  private let starts: PageMemory<UInt32>
  let neighbour: PageMemory<UInt32>
  private let owners: StubOwners
  /// Threads for what is not serial.
  let threadCount: Int

  private static let unpaired = UInt32.max
  private static let pairsOfBlock = 1_024

  /// Creates stubs that are not paired.
  init(degrees: [UInt32], threadCount: Int = 1) {
    agents = degrees.count
    self.threadCount = threadCount
    starts = PageMemory(count: agents + 1)
    var sum = 0
    for (agent, degree) in degrees.enumerated() {
      starts.start[agent] = UInt32(sum)
      sum += Int(degree)
    }
    starts.start[agents] = UInt32(sum)
    neighbour = PageMemory(count: sum)
    owners = StubOwners(starts: starts)
  }

  /// Number of stubs: twice the number of links.
  var stubCount: Int { neighbour.count }

  /// Pairs all stubs uniformly.
  ///
  /// The pool of free stubs starts in order; its last stub takes a uniform other one, whose place the next to last fills.
  ///
  /// - Parameters:
  ///   - network: Names of the draws; the number of stubs left before a pair is its source.
  ///   - attempt: Number of earlier pairings.
  ///   - stopsAtDefect: Whether to give up at the first loop or parallel link.
  /// - Returns: Whether the pairing is known to be simple; always false unless `stopsAtDefect`.
  func pair(draws network: NetworkDraws, attempt: Int, stopsAtDefect: Bool) -> Bool {
    let pool = PageMemory<UInt32>(count: stubCount)
    for agent in 0..<agents {
      for stub in row(agent) { pool.start[stub] = UInt32(agent) }
    }
    if stopsAtDefect {
      neighbour.values.update(repeating: Self.unpaired)
      let next = PageMemory<UInt32>(count: agents)
      next.start.update(from: starts.start, count: agents)
      return forEachPair(of: pool, network, attempt) { [self] agent, partner in
        guard !wouldBeDefect(agent, partner) else { return false }
        neighbour.start[Int(next.start[Int(agent)])] = partner
        next.start[Int(agent)] += 1
        neighbour.start[Int(next.start[Int(partner)])] = agent
        next.start[Int(partner)] += 1
        return true
      }
    }
    // Pairs are left where their stubs stood in the pool. Rows are then filled through their starts, each of which ends
    // up at the start of the next row.
    _ = forEachPair(of: pool, network, attempt, nil)
    ak_place_pairs(pool.start, stubCount, starts.start, neighbour.start)
    for agent in stride(from: agents, to: 0, by: -1) {
      starts.start[agent] = starts.start[agent - 1]
    }
    starts.start[0] = 0
    return false
  }

  /// Takes pairs from a pool until a body, if there is one, refuses one; returns whether it took all.
  private func forEachPair(
    of pool: PageMemory<UInt32>, _ network: NetworkDraws, _ attempt: Int,
    _ body: ((_ agent: UInt32, _ partner: UInt32) -> Bool)?
  ) -> Bool {
    let drawn = DrawnTogether(capacity: Self.pairsOfBlock, drawsOfSource: 2)
    let places = PageMemory<UInt32>(count: Self.pairsOfBlock)
    let name = network.name(.links, attempt)
    var left = stubCount
    while left > 0 {
      let count = min(Self.pairsOfBlock, left / 2)
      drawn.draw(name, first: left, stride: -2, count: count)
      for row in 0..<count {
        var draws = drawn.draws(ofRow: row)
        places.start[row] = UInt32(draws.index(below: left - 2 * row - 1))
      }
      ak_pair_stubs(pool.start, left, places.start, count)
      for row in 0..<count {
        guard let body else { break }
        let last = left - 2 * row - 1
        guard body(pool.start[last], pool.start[last - 1]) else { return false }
      }
      left -= 2 * count
    }
    return true
  }

  /// Removes loops and parallel links by switches with uniform links.
  ///
  /// - Parameter network: Names of the draws; the ordinal of the defect is the source.
  /// - Returns: Whether the graph is simple; false when one defect resisted 10,000 proposals.
  func repair(draws network: NetworkDraws) -> Bool {
    var defectCount = 0
    // A switch makes no new defect: agents without any now have none later.
    for agent in agentsWithDefects() {
      for stub in row(agent) where isDefect(stub) {
        var draws = EdgeDraws(network, source: defectCount, purpose: .repair)
        defectCount += 1
        var proposals = 0
        while true {
          let other = draws.index(below: stubCount)
          if switchLinks(stub, UInt32(agent), other, owners.owner(of: other)) { break }
          proposals += 1
          if proposals == 10_000 { return false }
        }
      }
    }
    return true
  }

  private func agentsWithDefects() -> [Int] {
    let found = Locked<[Int]>([])
    let hasDefect = self.hasDefect
    RowAssembly(agents: agents, threadCount: threadCount).forEachPart { part in
      var here: [Int] = []
      for agent in part where hasDefect(agent) { here.append(agent) }
      found.withLock { $0 += here }
    }
    return found.withLock { $0 }.sorted()
  }

  /// Tells of an agent whether any of its links is a loop or parallel to another.
  private var hasDefect: @Sendable (_ agent: Int) -> Bool {
    let (starts, neighbour) = (self.starts, self.neighbour)
    return { agent in
      let begin = Int(starts.start[agent])
      let row = UnsafeBufferPointer(
        start: neighbour.start + begin, count: Int(starts.start[agent + 1]) - begin)
      if row.count > 32 {
        let sorted = row.sorted()
        return row.contains(UInt32(agent))
          || sorted.indices.dropFirst().contains { sorted[$0] == sorted[$0 - 1] }
      }
      // Without a branch on what is compared: few rows have any.
      var found = false
      for k in 0..<row.count {
        let end = row[k]
        if end == UInt32(agent) { found = true }
        for earlier in 0..<k where row[earlier] == end { found = true }
      }
      return found
    }
  }

  /// Runs the chain of random switches.
  ///
  /// - Parameters:
  ///   - proposals: Number of switches proposed; those that would make a loop or a parallel link leave the graph as it is.
  ///   - network: Names of the draws; the ordinal of the proposal is the source.
  func mix(proposals: Int, draws network: NetworkDraws) {
    let drawn = DrawnTogether(capacity: Self.pairsOfBlock, drawsOfSource: 2)
    let stubs = PageMemory<Int>(count: 2 * Self.pairsOfBlock)
    let agents = PageMemory<UInt32>(count: 2 * Self.pairsOfBlock)
    let name = network.name(.mixing)
    for first in stride(from: 0, to: proposals, by: Self.pairsOfBlock) {
      let count = min(Self.pairsOfBlock, proposals - first)
      drawn.draw(name, first: first & 0xFFFF_FFFF, count: count)
      for row in 0..<count {
        var draws = drawn.draws(ofRow: row)
        stubs.start[2 * row] = draws.index(below: stubCount)
        stubs.start[2 * row + 1] = draws.index(below: stubCount)
      }
      // What a switch looks at is fetched in rounds, each of which knows where to go from the one before.
      for row in 0..<count + 64 {
        if row < count { fetchStubs(stubs.start + 2 * row) }
        if row >= 16 && row - 16 < count { fetchOwners(stubs.start + 2 * (row - 16)) }
        if row >= 32 && row - 32 < count {
          findOwners(stubs.start + 2 * (row - 32), agents.start + 2 * (row - 32))
        }
        if row >= 48 && row - 48 < count {
          fetchRows(stubs.start + 2 * (row - 48), agents.start + 2 * (row - 48))
        }
        if row >= 64 {
          let at = 2 * (row - 64)
          _ = switchLinks(
            stubs.start[at], agents.start[at], stubs.start[at + 1], agents.start[at + 1])
        }
      }
    }
  }

  private func fetchStubs(_ pair: UnsafePointer<Int>) {
    for k in 0..<2 {
      ak_prefetch(neighbour.start + pair[k])
      owners.fetchHint(of: pair[k])
    }
  }

  private func fetchOwners(_ pair: UnsafePointer<Int>) {
    for k in 0..<2 {
      ak_prefetch(starts.start + Int(neighbour.start[pair[k]]))
      owners.fetchStarts(of: pair[k])
    }
  }

  private func findOwners(_ pair: UnsafePointer<Int>, _ agents: UnsafeMutablePointer<UInt32>) {
    for k in 0..<2 { agents[k] = owners.owner(of: pair[k]) }
  }

  private func fetchRows(_ pair: UnsafePointer<Int>, _ agents: UnsafePointer<UInt32>) {
    for k in 0..<2 {
      for agent in 0..<2 {
        let row = row(Int(agent == 0 ? agents[k] : neighbour.start[pair[k]]))
        ak_prefetch(neighbour.start + row.lowerBound)
        ak_prefetch(neighbour.start + max(row.upperBound - 1, row.lowerBound))
      }
    }
  }

  /// The network of a simple graph, which is used up.
  func adjacency() -> Adjacency {
    let offsets = RowOffsets.narrow(starts)
    RowAssembly(agents: agents, threadCount: threadCount).sortRows(offsets, neighbour)
    return Adjacency(
      readCount: agents, isWithinGroup: true, offsets: offsets, targets: neighbour)
  }

  /// Stubs of an agent.
  func row(_ agent: Int) -> Range<Int> {
    Int(starts.start[agent])..<Int(starts.start[agent + 1])
  }

  private func wouldBeDefect(_ a: UInt32, _ b: UInt32) -> Bool { a == b || isLinked(a, b) }

  private func isDefect(_ stub: Int) -> Bool {
    let (a, b) = (owners.owner(of: stub), neighbour.start[stub])
    if a == b { return true }
    for other in row(Int(a)) where other != stub && neighbour.start[other] == b { return true }
    return false
  }

  /// Whether two different agents are linked.
  private func isLinked(_ a: UInt32, _ b: UInt32) -> Bool {
    let (ofA, ofB) = (row(Int(a)), row(Int(b)))
    let aHasFewer = ofA.count <= ofB.count
    let other = aHasFewer ? b : a
    for stub in aHasFewer ? ofA : ofB where neighbour.start[stub] == other { return true }
    return false
  }

  /// Switches the links of a stub of one agent and a stub of another unless a new link would be a loop or parallel.
  private func switchLinks(_ s: Int, _ a: UInt32, _ t: Int, _ c: UInt32) -> Bool {
    let (b, d) = (neighbour.start[s], neighbour.start[t])
    // Two stubs of one link, or the same one twice, fail here too: a-d would be a loop or exist already. The new links
    // would be parallel to each other when they join the same two agents.
    if wouldBeDefect(a, d) || wouldBeDefect(c, b) || (a == c && d == b) || (a == b && c == d) {
      return false
    }
    let (otherEndOfS, otherEndOfT) = (
      stub(of: b, to: a, besides: s), stub(of: d, to: c, besides: t)
    )
    neighbour.start[s] = d
    neighbour.start[otherEndOfT] = a
    neighbour.start[t] = b
    neighbour.start[otherEndOfS] = c
    return true
  }

  /// A stub of one agent that is linked with another.
  private func stub(of agent: UInt32, to other: UInt32, besides known: Int) -> Int {
    for stub in row(Int(agent)) where neighbour.start[stub] == other && stub != known {
      return stub
    }
    preconditionFailure("a link has one end only")
  }
}
