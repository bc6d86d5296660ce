// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do large random networks have the known statistics of their kind?
//
// Null: the mean over independent graphs equals the reference; false-alarm rate 1e-6 (4.9 standard errors), plus the stated
// error of the reference where it is asymptotic or measured. Sources as in the tests.

import Testing
import WorldModel

@testable import Engine

@Suite("Statistics of random networks")
struct NetworkLimitTests {
  private func draws(_ sample: Int) -> NetworkDraws {
    NetworkDraws(name: "links", seed: UInt32(sample), networkIndex: 0)
  }

  // Means on 200 agents of an independent program that rejects whole pairings: 1.3459(6) at degree 3 over 4 10^6 graphs,
  // 4.556(2) over 8 10^5 at degree 4. The limits are 4/3 and 9/2 (Bollobas 1980).
  @Test("regular graphs have (d - 1)^3 / 6 triangles, through rejection and through switches")
  func regularTriangles() throws {
    for (degree, expected) in [(3, 1.3459), (4, 4.556)] {
      var exact = MeanTest()
      var switched = MeanTest()
      for sample in 0..<(degree == 3 ? 900 : 250) {
        let degrees = [UInt32](repeating: UInt32(degree), count: 200)
        exact.add(
          Double(SimpleGraphs.uniform(degrees: degrees, draws: draws(sample)).triangleCount))
        let graph = StubGraph(degrees: degrees)
        _ = graph.pair(draws: draws(sample), attempt: 99, stopsAtDefect: false)
        precondition(graph.repair(draws: draws(sample)))
        switched.add(Double(graph.adjacency().triangleCount))
      }
      #expect(exact.accepts(expected, referenceError: 0.003), "\(degree): \(exact.mean)")
      // Switches without mixing: the bias is of order 1 / agents, below what this test sees.
      #expect(switched.accepts(expected, referenceError: 0.05), "\(degree): \(switched.mean)")
    }
  }

  @Test("re-pairing left-over stubs makes too many triangles and is refused")
  func leftOverStubs() {
    var mutant = MeanTest()
    for sample in 0..<900 {
      mutant.add(
        Double(LeftOverStubs.graph(agents: 200, degree: 3, draws: draws(sample)).triangleCount))
    }
    #expect(!mutant.accepts(1.3459, referenceError: 0.05), "\(mutant.mean)")
  }

  @Test("random graphs have as many links and triangles as independent pairs")
  func erdosRenyiCounts() throws {
    let (agents, chance) = (200.0, 3 / 199.0)
    let network = NetworkWorld(.erdosRenyi(degree: literal(3)), agents: agents)
    var links = MeanTest()
    var triangles = MeanTest()
    for seed in UInt32(1)...400 {
      let built = try network.build(seed: seed)
      links.add(Double(built.pairCount))
      triangles.add(Double(built.triangleCount))
    }
    #expect(links.accepts(300), "\(links.mean)")
    #expect(!links.accepts(291), "a deviation of 3 % is caught")
    // Exact at this size; c^3 / 6 = 4.5 in the limit.
    let triples = agents * (agents - 1) * (agents - 2) / 6
    #expect(triangles.accepts(triples * chance * chance * chance), "\(triangles.mean)")
    #expect(!triangles.accepts(1.3 * 4.5))
  }

  // Giant component: x = 1 - exp(-c x) (Erdos and Renyi 1960).
  @Test(
    "the giant component of a random graph has the share 0.582812 at mean degree 1.5, 0.796812 at 2"
  )
  func giantComponent() throws {
    for (degree, expected) in [(1.5, 0.582812), (2.0, 0.796812)] {
      let network = NetworkWorld(.erdosRenyi(degree: literal(degree)), agents: 4_000)
      var share = MeanTest()
      for seed in UInt32(1)...24 {
        share.add(Double(try network.build(seed: seed).largestComponent) / 4_000)
      }
      #expect(share.accepts(expected, referenceError: 0.001), "\(degree): \(share.mean)")
      #expect(!share.accepts(expected + 0.06))
    }
  }

  // C(0) = 3 (k - 2) / (4 (k - 1)) and C(p) about C(0) (1 - p)^3 (Barrat and Weigt, Eur. Phys. J. B 13, 547 (2000));
  // 0.488 measured at 2,000 agents of degree 10 and p = 0.1 by an independent program.
  @Test("a small world keeps its links and loses its clustering as known")
  func smallWorldClustering() throws {
    func clustering(_ rewiring: Double, seed: UInt32) throws -> Double {
      let built = try NetworkWorld(
        .smallWorld(degree: literal(10), rewiring: literal(rewiring)), agents: 2_000
      ).build(seed: seed)
      #expect(built.pairCount == 10_000)
      var sum = 0.0
      for agent in stride(from: 0, to: 2_000, by: 8) {
        let row = built.row(agent)
        var closed = 0
        for (k, a) in row.enumerated() {
          for b in row[(k + 1)...] where built.isLinked(a, b) { closed += 1 }
        }
        sum += 2 * Double(closed) / Double(row.count * (row.count - 1))
      }
      return sum / 250
    }
    #expect(abs(try clustering(0, seed: 1) - 2 / 3.0) < 1e-12)
    var mean = MeanTest()
    for seed in UInt32(1)...12 { mean.add(try clustering(0.1, seed: seed)) }
    #expect(mean.accepts(0.488, referenceError: 0.002), "\(mean.mean)")
    // Mutant: both ends rewired would give about (1 - p)^6.
    #expect(!mean.accepts(0.36, referenceError: 0.002))
  }

  // P(k) = 2 m (m + 1) / (k (k + 1) (k + 2)) (Dorogovtsev, Mendes, Samukhin, Phys. Rev. Lett. 85, 4633 (2000)).
  @Test("degrees of a scale-free network follow the law of Barabasi and Albert")
  func scaleFreeDegrees() throws {
    let network = NetworkWorld(.scaleFree(links: literal(3)), agents: 4_000)
    var shares = [3, 4, 5, 10].map { ($0, MeanTest()) }
    for seed in UInt32(1)...16 {
      let built = try network.build(seed: seed)
      #expect(built.pairCount == 6 + 3 * 3_996)
      let degrees = (0..<4_000).map { built.degree(of: $0) }
      for k in shares.indices {
        shares[k].1.add(Double(degrees.count { $0 == shares[k].0 }) / 4_000)
      }
    }
    let expected = [0.4, 0.2, 0.114286, 0.018182]
    for (share, value) in zip(shares, expected) {
      #expect(share.1.accepts(value, referenceError: 0.0005), "\(share.0): \(share.1.mean)")
    }
    // Mutant: uniform attachment has P(m) = 1 / (m + 1).
    #expect(!shares[0].1.accepts(0.25, referenceError: 0.0005))
  }
}
