// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which links depend on those made before? Rewired rings and preferential attachment.
//
// What is serial is the order of the links alone: their draws are named, made by blocks and, where they do not hang on
// what was drawn before, by all threads; what a link will look at is fetched ahead.

import CKernels

/// Generators that make one link after the other.
enum GrowingLinks {
  /// The small worlds of Watts and Strogatz.
  ///
  /// Lap j = 1, 2, ..., degree / 2 goes once round the ring; the link from agent i to i + j is, with chance `rewiring`,
  /// replaced by one from i to an agent that is uniform among those that i is not linked with (itself and the present end
  /// excluded); it stays when there is none. Agent i on lap j is the source, j - 1 its attempt.
  ///
  /// Source: Watts and Strogatz, Nature 393, 440 (1998), figure 1.
  static func smallWorld(
    agents: Int, degree: Int, rewiring: Double, draws network: NetworkDraws, threadCount: Int
  ) -> Adjacency {
    let laps = degree / 2
    guard rewiring > 0, laps > 0 else {
      return OrderedLinks.ring(agents: agents, degree: degree, threadCount: threadCount)
    }
    let assembly = RowAssembly(agents: agents, threadCount: threadCount)
    // The present end of the link of agent i on lap j stands at i * laps + j - 1. Whether two agents are linked follows
    // from the ends of both alone.
    let ends = PageMemory<UInt32>(count: agents * laps * 2)
    let degrees = PageMemory<UInt32>(count: agents + 1)
    assembly.forEachPart { part in
      for agent in part {
        degrees.start[agent] = UInt32(degree)
        for lap in 1...laps {
          let end = agent + lap
          ends.start[agent * laps + lap - 1] = UInt32(end < agents ? end : end - agents)
        }
      }
    }
    let rewired = RewiredLinks(
      agents: agents, rewiring: rewiring, network: network, threadCount: threadCount)
    for lap in 0..<laps {
      rewired.forEach(lap: lap) { agent, word, next in
        if let next {
          let candidate = Int(next.multipliedFullWidth(by: UInt64(agents)).high)
          ak_prefetch(ends.start + candidate * laps)
          ak_prefetch(degrees.start + candidate)
        }
        guard Int(degrees.start[agent]) < agents - 1 else { return }
        func isLinked(_ end: Int) -> Bool {
          let (own, other) = (ends.start + agent * laps, ends.start + end * laps)
          for link in 0..<laps
          where own[link] == UInt32(end) || other[link] == UInt32(agent) { return true }
          return end == agent
        }
        let product = word.multipliedFullWidth(by: UInt64(agents))
        var end = Int(product.high)
        if product.low < UInt64(agents) || isLinked(end) {
          var draws = EdgeDraws(network, source: agent, attempt: lap)
          _ = draws.uniform()
          end = draws.index(below: agents)
          while isLinked(end) { end = draws.index(below: agents) }
        }
        degrees.start[Int(ends.start[agent * laps + lap])] -= 1
        degrees.start[end] += 1
        ends.start[agent * laps + lap] = UInt32(end)
      }
    }
    return assembly.spread(ends, degrees: degrees, place: .last) { _ in laps }
  }

  /// The scale-free graphs of Barabasi and Albert.
  ///
  /// The first `links` + 1 agents know each other; each later one, the source of its draws, links with `links` different
  /// earlier ones, each chosen with chances in proportion to the degrees before it came, repetitions drawn anew.
  ///
  /// Source: Barabasi and Albert, Science 286, 509 (1999). The start, which they leave open, gives everyone at least
  /// `links` neighbours.
  static func scaleFree(
    agents: Int, links: Int, draws network: NetworkDraws, threadCount: Int
  ) -> Adjacency {
    let first = min(links + 1, agents)
    let firstLinks = first * (first - 1) / 2
    // Link k has an agent that brought it and an end, which stands at k; the agent follows from k. A uniform one of both
    // belongs to an agent with a chance in proportion to its degree.
    let linkCount = firstLinks + links * (agents - first)
    let ends = PageMemory<UInt32>(count: 2 * linkCount)
    let degrees = PageMemory<UInt32>(count: agents + 1)
    var broughtBy: [UInt32] = []
    for agent in 0..<first {
      degrees.start[agent] = UInt32(first - 1)
      for other in 0..<agent {
        ends.start[broughtBy.count] = UInt32(other)
        broughtBy.append(UInt32(agent))
      }
    }
    func agentOrEnd(_ index: Int) -> UInt32 {
      let link = index >> 1
      if index & 1 == 1 { return ends.start[link] }
      return link < firstLinks ? broughtBy[link] : UInt32(first + (link - firstLinks) / links)
    }
    let drawn = DrawnTogether(capacity: 512, drawsOfSource: min(links, 16))
    let drawnAhead = min(links, 16)
    var block = 0..<0
    for agent in first..<max(first, agents) where links > 0 {
      if agent == block.upperBound || block.isEmpty {
        block = agent..<min(agent + 512, agents)
        drawn.draw(network.name(.links), first: agent, count: block.count)
      }
      let own = firstLinks + links * (agent - first)
      if agent + 4 < block.upperBound {
        let later = UInt64(2 * (own + 4 * links))
        for draw in 0..<drawnAhead {
          let word = drawn.draw(draw, ofRow: agent + 4 - block.lowerBound)
          ak_prefetch(ends.start + Int(word.multipliedFullWidth(by: later).high >> 1))
        }
      }
      var draws = drawn.draws(ofRow: agent - block.lowerBound)
      for link in 0..<links {
        var end = agentOrEnd(draws.index(below: 2 * own))
        while (0..<link).contains(where: { ends.start[own + $0] == end }) {
          end = agentOrEnd(draws.index(below: 2 * own))
        }
        ends.start[own + link] = end
        degrees.start[Int(end)] += 1
      }
      degrees.start[agent] += UInt32(links)
    }
    return RowAssembly(agents: agents, threadCount: threadCount)
      .spread(ends, degrees: degrees, place: .first) { $0 < first ? $0 : links }
  }
}

/// Which links of a ring are rewired, lap after lap, and where to at the first try.
private final class RewiredLinks: Sendable {
  /// Agents that are drawn together.
  private static let agentsOfBlock = 2_048
  /// Links ahead for which memory is fetched.
  private static let ahead = 16

  private struct Rewired {
    var agent: UInt32
    var word: UInt64
  }

  private let agents: Int
  private let rewiring: Double
  private let network: NetworkDraws
  private let threadCount: Int
  private let blocksTogether: Int
  private let found: PageMemory<Rewired>
  private let foundCounts: PageMemory<Int>

  init(agents: Int, rewiring: Double, network: NetworkDraws, threadCount: Int) {
    self.agents = agents
    self.rewiring = rewiring
    self.network = network
    self.threadCount = threadCount
    // Threads begin and end for each group of blocks, which a single one keeps in its cache.
    blocksTogether = threadCount > 1 ? 128 : 1
    found = PageMemory(count: blocksTogether * min(Self.agentsOfBlock, agents))
    foundCounts = PageMemory(count: blocksTogether)
  }

  /// Calls a body for each rewired link of a lap in the order of the agents, with the draw of its new end and that of a
  /// later link.
  func forEach(lap: Int, _ body: (_ agent: Int, _ word: UInt64, _ later: UInt64?) -> Void) {
    let size = min(Self.agentsOfBlock, agents)
    let blockCount = (agents + size - 1) / size
    for firstBlock in stride(from: 0, to: blockCount, by: blocksTogether) {
      let blocks = firstBlock..<min(firstBlock + blocksTogether, blockCount)
      Threads.share(
        blocks.count, over: threadCount,
        space: DrawnTogether(capacity: size, drawsOfSource: 2)
      ) { [self] part, drawn in
        find(lap, block: blocks.lowerBound + part, size, part, drawn)
      }
      for part in 0..<blocks.count {
        let links = UnsafeBufferPointer(
          start: found.start + part * size, count: foundCounts.start[part])
        for link in links.indices {
          let later = link + Self.ahead < links.count ? links[link + Self.ahead].word : nil
          body(Int(links[link].agent), links[link].word, later)
        }
      }
    }
  }

  private func find(_ lap: Int, block: Int, _ size: Int, _ part: Int, _ drawn: DrawnTogether) {
    let first = block * size
    let count = min(size, agents - first)
    drawn.draw(network.name(.links, lap), first: first, count: count)
    // u <= rewiring where u = (word >> 11) + 1 in units of 2^-53.
    let limit = UInt64(rewiring * 0x1p53)
    let links = found.start + part * size
    var rewired = 0
    for row in 0..<count {
      links[rewired] = Rewired(agent: UInt32(first + row), word: drawn.draw(1, ofRow: row))
      if drawn.draw(0, ofRow: row) >> 11 < limit { rewired += 1 }
    }
    foundCounts.start[part] = rewired
  }
}
