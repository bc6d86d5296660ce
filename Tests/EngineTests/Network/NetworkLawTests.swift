// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do random networks on few agents follow their law exactly? Each law is enumerated here, on a path of its own.
//
// Null: the sampled graphs are independent draws from the enumerated law; false-alarm rate 1e-6 (see `GraphLaw`). Each
// test names a wrong law or generator that it must refuse.

import Testing
import WorldModel

@testable import Engine

@Suite("Exact laws of small random networks")
struct NetworkLawTests {
  /// The graphs on few agents that have given degrees.
  private func graphs(_ degrees: [Int]) -> [Int] {
    let agents = degrees.count
    return (0..<1 << (agents * (agents - 1) / 2)).filter { bits in
      var left = degrees
      for b in 0..<agents {
        for a in 0..<b where bits >> (b * (b - 1) / 2 + a) & 1 == 1 {
          left[a] -= 1
          left[b] -= 1
        }
      }
      return left.allSatisfy { $0 == 0 }
    }
  }

  private func draws(_ sample: Int) -> NetworkDraws {
    NetworkDraws(name: "links", seed: UInt32(sample), networkIndex: 7)
  }

  @Test("regular graphs of degree 3 on 6 agents: all 70 alike")
  func regular() throws {
    let all = graphs([3, 3, 3, 3, 3, 3])
    #expect(all.count == 70)
    let law = GraphLaw.uniform(all)
    let network = NetworkWorld(.regular(degree: literal(3)), agents: 6)
    #expect(try law.accepts(sampleCount: 7_000) { try network.build(seed: UInt32($0)).pairBits })
    // Mutant: switches from one graph, too few of them.
    #expect(
      !law.accepts(sampleCount: 7_000) { sample in
        let graph = StubGraph(degrees: [3, 3, 3, 3, 3, 3])
        graph.pairByLargestFirst()
        graph.mix(proposals: 9, draws: draws(sample))
        return graph.adjacency().pairBits
      })
  }

  @Test("graphs with unequal degrees: all alike, through rejection, switches, the ordered start")
  func configuration() throws {
    let degrees = [3, 2, 2, 2, 2, 1]
    let law = GraphLaw.uniform(graphs(degrees))
    let stubs = degrees.map { UInt32($0) }
    #expect(
      law.accepts(sampleCount: 6_000) {
        SimpleGraphs.uniform(degrees: stubs, draws: draws($0)).pairBits
      })
    #expect(
      law.accepts(sampleCount: 6_000) { sample in
        let graph = StubGraph(degrees: stubs)
        return SimpleGraphs.switched(graph, draws: draws(sample)).pairBits
      })
    func fromOrderedStart(_ proposals: Int) -> Bool {
      law.accepts(sampleCount: 6_000) { sample in
        let graph = StubGraph(degrees: stubs)
        graph.pairByLargestFirst()
        graph.mix(proposals: proposals, draws: draws(sample))
        return graph.adjacency().pairBits
      }
    }
    #expect(fromOrderedStart(600))
    // Mutant: too few switches.
    #expect(!fromOrderedStart(6))
  }

  @Test("dense graphs are drawn through their complement")
  func dense() throws {
    let law = GraphLaw.uniform(graphs([4, 4, 4, 4, 4, 4]))
    let network = NetworkWorld(.regular(degree: literal(4)), agents: 6)
    #expect(try law.accepts(sampleCount: 3_000) { try network.build(seed: UInt32($0)).pairBits })
  }

  @Test("random graphs: every pair independently with the same chance")
  func erdosRenyi() throws {
    func law(_ chance: Double) -> GraphLaw {
      var law = GraphLaw()
      for bits in 0..<64 {
        let links = Double(bits.nonzeroBitCount)
        law.add(bits, power(chance, links) * power(1 - chance, 6 - links))
      }
      return law
    }
    let network = NetworkWorld(.erdosRenyi(degree: literal(1.2)), agents: 4)
    let sample: (Int) throws -> Int = { try network.build(seed: UInt32($0)).pairBits }
    #expect(try law(0.4).accepts(sampleCount: 6_000, sample))
    // Mutant: degree / agents in place of degree / (agents - 1).
    #expect(try !law(0.3).accepts(sampleCount: 12_000, sample))
  }

  @Test("blocks: a chance within and a chance between")
  func blocks() throws {
    func law(_ inside: Double, _ outside: Double) -> GraphLaw {
      // Blocks {0, 1} and {2, 3}: pairs (0, 1) and (2, 3) are bits 0 and 5.
      var law = GraphLaw()
      for bits in 0..<64 {
        let within = Double((bits & 0b100001).nonzeroBitCount)
        let between = Double((bits & 0b011110).nonzeroBitCount)
        law.add(
          bits,
          power(inside, within) * power(1 - inside, 2 - within) * power(outside, between)
            * power(1 - outside, 4 - between))
      }
      return law
    }
    let network = NetworkWorld(
      .blocks(count: literal(2), inside: literal(0.6), outside: literal(0.7)), agents: 4)
    let sample: (Int) throws -> Int = { try network.build(seed: UInt32($0)).pairBits }
    #expect(try law(0.6, 0.35).accepts(sampleCount: 6_000, sample))
    // Mutant: chances exchanged.
    #expect(try !law(0.35, 0.6).accepts(sampleCount: 6_000, sample))
  }

  @Test("blocks that differ in size keep the mean degrees")
  func unequalBlocks() throws {
    let network = NetworkWorld(
      .blocks(count: literal(3), inside: literal(2), outside: literal(1.5)), agents: 11)
    var inside = [MeanTest](repeating: MeanTest(), count: 11)
    var outside = MeanTest()
    for seed in UInt32(1)...600 {
      let rows = try network.build(seed: seed).rows
      var crossing = 0
      for (agent, row) in rows.enumerated() {
        let own = row.count { $0 * 3 / 11 == agent * 3 / 11 }
        inside[agent].add(Double(own))
        crossing += row.count - own
      }
      outside.add(Double(crossing) / 11)
    }
    for (agent, mean) in inside.enumerated() { #expect(mean.accepts(2), "\(agent), \(mean.mean)") }
    #expect(outside.accepts(1.5), "\(outside.mean)")
    #expect(!outside.accepts(2))
  }

  @Test("a small world rewires link after link, lap after lap")
  func smallWorld() throws {
    // Five agents of degree 2: the link of agent i to i + 1 stays, or ends at one of those that i is not linked with.
    func law(mayStay: Bool) -> GraphLaw {
      var law = GraphLaw()
      func continueFrom(_ agent: Int, _ links: [[Int]], _ probability: Double) {
        guard agent < 5 else {
          return law.add(
            links.reduce(0) { bits, link in
              let (a, b) = (min(link[0], link[1]), max(link[0], link[1]))
              return bits | 1 << (b * (b - 1) / 2 + a)
            }, probability)
        }
        let chance = 0.6
        let free = (0..<5).filter { end in
          end != agent
            && !links.enumerated().contains {
              ($1.contains(agent) && $1.contains(end)) && !(mayStay && $0 == agent)
            }
        }
        let stays = free.isEmpty ? 1 : 1 - chance
        continueFrom(agent + 1, links, probability * stays)
        for end in free {
          var changed = links
          changed[agent] = [agent, end]
          continueFrom(agent + 1, changed, probability * chance / Double(free.count))
        }
      }
      continueFrom(0, (0..<5).map { [$0, ($0 + 1) % 5] }, 1)
      return law
    }
    let network = NetworkWorld(
      .smallWorld(degree: literal(2), rewiring: literal(0.6)), agents: 5)
    let sample: (Int) throws -> Int = { try network.build(seed: UInt32($0)).pairBits }
    #expect(try law(mayStay: false).accepts(sampleCount: 20_000, sample))
    // Mutant: the present end may be drawn again.
    #expect(try !law(mayStay: true).accepts(sampleCount: 20_000, sample))
  }

  @Test("newcomers of a scale-free network choose in proportion to degree, without repetition")
  func scaleFree() throws {
    func law(_ weight: @escaping (Int) -> Double) -> GraphLaw {
      var law = GraphLaw()
      func arrive(_ agent: Int, _ bits: Int, _ probability: Double) {
        guard agent < 6 else { return law.add(bits, probability) }
        var degrees = [Int](repeating: 0, count: agent)
        for b in 0..<agent {
          for a in 0..<b where bits >> (b * (b - 1) / 2 + a) & 1 == 1 {
            degrees[a] += 1
            degrees[b] += 1
          }
        }
        let total = degrees.reduce(0) { $0 + weight($1) }
        for first in 0..<agent {
          for second in 0..<agent where second != first {
            let chance =
              weight(degrees[first]) / total * weight(degrees[second])
              / (total - weight(degrees[first]))
            let base = agent * (agent - 1) / 2
            arrive(
              agent + 1, bits | 1 << (base + first) | 1 << (base + second), probability * chance)
          }
        }
      }
      arrive(3, 0b111, 1)
      return law
    }
    let network = NetworkWorld(.scaleFree(links: literal(2)), agents: 6)
    let sample: (Int) throws -> Int = { try network.build(seed: UInt32($0)).pairBits }
    #expect(try law { Double($0) }.accepts(sampleCount: 6_000, sample))
    // Mutant: everyone alike.
    #expect(try !law { _ in 1 }.accepts(sampleCount: 6_000, sample))
  }

  @Test("samples of another group: all sets alike, readers independent")
  func bipartite() throws {
    let pairs = (0..<4).flatMap { a in (a + 1..<4).map { 1 << a | 1 << $0 } }
    let law = GraphLaw.uniform(pairs.flatMap { first in pairs.map { first << 4 | $0 } })
    let network = NetworkWorld(.bipartite(degree: literal(2)), agents: 2, reads: 4)
    #expect(
      try law.accepts(sampleCount: 4_000) { seed in
        let rows = try network.build(seed: UInt32(seed)).rows
        return rows.reduce(0) { bits, row in bits << 4 | row.reduce(0) { $0 | 1 << $1 } }
      })
    // Mutant: both readers share their draws.
    #expect(
      try !law.accepts(sampleCount: 4_000) { seed in
        let row = try network.build(seed: UInt32(seed)).rows[0].reduce(0) { $0 | 1 << $1 }
        return row << 4 | row
      })
  }

  @Test("drawn degrees have the law of independent draws given that a graph can have them")
  func drawnDegrees() throws {
    // Two agents, binomial(2, 1/2) each: the sum is even and both are linked or both are not. 0-0: 1/16, 1-1: 4/16.
    let draw = Draw(
      site: SiteID(path: "links/degree"),
      distribution: .binomial(trials: literal(2), probability: literal(0.5)), type: .number(.double)
    )
    let network = NetworkWorld(.configuration(.draw(draw)), agents: 2)
    var linked = MeanTest()
    for seed in UInt32(1)...3_000 { linked.add(Double(try network.build(seed: seed).pairBits)) }
    #expect(linked.accepts(0.8), "\(linked.mean)")
    // Mutant: the last degree adjusted instead, which gives 1/2.
    #expect(!linked.accepts(0.5))
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1) { product, _ in product * base }
  }
}
