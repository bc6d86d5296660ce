// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which links depend on those made before? Rewired rings and preferential attachment.

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
    agents: Int, degree: Int, rewiring: Double, draws network: NetworkDraws
  ) -> Adjacency {
    let laps = degree / 2
    guard rewiring > 0, laps > 0 else { return OrderedLinks.ring(agents: agents, degree: degree) }
    // The present end of the link of agent i on lap j stands at i * laps + j - 1. Whether two agents are linked follows
    // from the ends of both alone.
    var ends = [UInt32](repeating: 0, count: agents * laps)
    for agent in 0..<agents {
      for lap in 1...laps { ends[agent * laps + lap - 1] = UInt32((agent + lap) % agents) }
    }
    var degrees = [Int](repeating: degree, count: agents)
    ends.withUnsafeMutableBufferPointer { ends in
      func holds(_ agent: Int, _ other: Int) -> Bool {
        for link in agent * laps..<(agent + 1) * laps where ends[link] == UInt32(other) {
          return true
        }
        return false
      }
      for lap in 0..<laps {
        for agent in 0..<agents {
          var draws = EdgeDraws(network, source: agent, attempt: lap)
          guard draws.uniform() <= rewiring, degrees[agent] < agents - 1 else { continue }
          var end = draws.index(below: agents)
          while end == agent || holds(agent, end) || holds(end, agent) {
            end = draws.index(below: agents)
          }
          degrees[Int(ends[agent * laps + lap])] -= 1
          degrees[end] += 1
          ends[agent * laps + lap] = UInt32(end)
        }
      }
    }
    var sources = [UInt32](repeating: 0, count: ends.count)
    for link in sources.indices { sources[link] = UInt32(link / laps) }
    return Adjacency(undirected: agents, ends: sources, otherEnds: ends)
  }

  /// The scale-free graphs of Barabasi and Albert.
  ///
  /// The first `links` + 1 agents know each other; each later one, the source of its draws, links with `links` different
  /// earlier ones, each chosen with chances in proportion to the degrees before it came, repetitions drawn anew.
  ///
  /// Source: Barabasi and Albert, Science 286, 509 (1999). The start, which they leave open, gives everyone at least
  /// `links` neighbours.
  static func scaleFree(agents: Int, links: Int, draws network: NetworkDraws) -> Adjacency {
    let first = min(links + 1, agents)
    // The ends of all links so far: a uniform one belongs to an agent with a chance in proportion to its degree.
    var ends: [UInt32] = []
    ends.reserveCapacity(2 * links * agents)
    for agent in 0..<first {
      for other in 0..<agent { ends += [UInt32(agent), UInt32(other)] }
    }
    for agent in first..<max(first, agents) where links > 0 {
      var draws = EdgeDraws(network, source: agent)
      let before = ends.count
      for link in 0..<links {
        var end = ends[draws.index(below: before)]
        while (0..<link).contains(where: { ends[before + 2 * $0 + 1] == end }) {
          end = ends[draws.index(below: before)]
        }
        ends.append(UInt32(agent))
        ends.append(end)
      }
    }
    var sources: [UInt32] = []
    var others: [UInt32] = []
    sources.reserveCapacity(ends.count / 2)
    others.reserveCapacity(ends.count / 2)
    for link in stride(from: 0, to: ends.count, by: 2) {
      sources.append(ends[link])
      others.append(ends[link + 1])
    }
    return Adjacency(undirected: agents, ends: sources, otherEnds: others)
  }
}
