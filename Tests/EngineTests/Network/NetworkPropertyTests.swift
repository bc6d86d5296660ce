// SPDX-License-Identifier: GPL-3.0-or-later
//
// What holds for every network, whatever the seed? Simple, symmetric, right degrees, named draws, honest estimates.

import Testing
import WorldModel

@testable import Engine

@Suite("Properties of all networks")
struct NetworkPropertyTests {
  static let withinGroup: [(String, WorldModel.Generator, Int)] = [
    ("ring", .ring(degree: literal(6)), 30),
    ("torus", .lattice(dimensions: literal(3), neighbours: nil, periodic: true), 27),
    ("open lattice", .lattice(dimensions: literal(2), neighbours: literal(8), periodic: false), 36),
    ("small world", .smallWorld(degree: literal(4), rewiring: literal(0.3)), 40),
    ("small world of full degree", .smallWorld(degree: literal(4), rewiring: literal(1)), 5),
    ("random graph", .erdosRenyi(degree: literal(5)), 50),
    ("regular 3", .regular(degree: literal(3)), 20),
    ("regular 9", .regular(degree: literal(9)), 40),
    ("regular 17 of 19", .regular(degree: literal(16)), 20),
    ("scale-free", .scaleFree(links: literal(3)), 40),
    ("blocks", .blocks(count: literal(3), inside: literal(3), outside: literal(2)), 31),
    ("teams", .teams(size: literal(5)), 30),
    ("tree", .tree(branching: literal(3), read: .both), 30),
    ("chains", .pipeline(length: literal(5), read: .both), 30),
    ("star", .star, 10),
    ("configuration", .configuration(.value(modulo(indexExpression, 5))), 40),
    (
      "drawn configuration",
      .configuration(
        .draw(
          Draw(
            site: SiteID(path: "links/degree"), distribution: .poisson(mean: literal(4)),
            type: .number(.double)))), 40
    ),
  ]

  static func modulo(_ expression: Expression, _ divisor: Double) -> Expression {
    Expression(.call(.mod, [expression, literal(divisor)]), .number(.double))
  }

  @Test("links within a group are symmetric, never parallel and never to oneself")
  func simple() throws {
    for (name, generator, agents) in Self.withinGroup {
      for seed in UInt32(1)...6 {
        for realisation in [0, 1, 4095] {
          let built = try NetworkWorld(generator, agents: Double(agents))
            .build(seed: seed, realisation: realisation)
          #expect(
            built.isSimple(isSymmetric: true), "\(name), seed \(seed), realisation \(realisation)")
          #expect(built.readerCount == agents && built.readCount == agents, "\(name)")
        }
      }
    }
  }

  @Test("a sample of another group holds the asked number of different agents")
  func bipartite() throws {
    for seed in UInt32(1)...10 {
      for degree in [0, 1, 4, 7] {
        let built = try NetworkWorld(
          .bipartite(degree: literal(Double(degree))), agents: 9, reads: 7
        )
        .build(seed: seed)
        #expect(built.isSimple(isSymmetric: false), "seed \(seed), degree \(degree)")
        #expect(built.rows.allSatisfy { $0.count == degree }, "seed \(seed), degree \(degree)")
      }
    }
  }

  @Test("regular and configuration networks have exactly the degrees asked for")
  func degrees() throws {
    for (agents, degree) in [(4, 3), (6, 1), (10, 4), (11, 6), (12, 5), (60, 7), (200, 10), (7, 0)]
    {
      for seed in UInt32(1)...3 {
        let built = try NetworkWorld(
          .regular(degree: literal(Double(degree))), agents: Double(agents)
        ).build(seed: seed)
        #expect(built.rows.allSatisfy { $0.count == degree }, "\(agents), \(degree), \(seed)")
        #expect(built.isSimple(isSymmetric: true), "\(agents), \(degree), \(seed)")
      }
    }
    let sequence = NetworkWorld(
      .configuration(.value(Self.modulo(indexExpression, 4))), agents: 24)
    #expect(try sequence.build().rows.map(\.count) == (0..<24).map { $0 % 4 })
  }

  @Test("a hub that is linked with everyone can be drawn")
  func hub() throws {
    let isFirst = Expression(
      .binary(.equal, indexExpression, literal(0)), .boolean)
    let degree = Expression(
      .conditional(isFirst, then: literal(39), otherwise: literal(3)), .number(.double))
    let built = try NetworkWorld(.configuration(.value(degree)), agents: 40).build()
    #expect(built.rows[0].count == 39 && built.rows[1...].allSatisfy { $0.count == 3 })
    #expect(built.isSimple(isSymmetric: true))
  }

  @Test("realisations and seeds differ exactly where a network is random")
  func randomness() throws {
    for (name, generator, agents) in Self.withinGroup {
      let network = NetworkWorld(generator, agents: Double(agents))
      let isRandom = try NetworkBuilder.isRandom(
        network: NetworkID(0), world: network.world, parameters: [], sizes: [agents])
      let first = try network.build(seed: 3, realisation: 0)
      #expect(try network.build(seed: 3, realisation: 0) == first, "\(name)")
      let others = try [
        network.build(seed: 3, realisation: 1), network.build(seed: 4, realisation: 0),
        network.build(seed: 3, realisation: 2),
      ]
      #expect(others.contains { $0 != first } == isRandom, "\(name)")
    }
  }

  @Test("arguments that leave nothing to chance are known not to be random")
  func degenerate() throws {
    for (generator, agents): (WorldModel.Generator, Int) in [
      (.smallWorld(degree: literal(4), rewiring: literal(0)), 20),
      (.erdosRenyi(degree: literal(0)), 9),
      (.erdosRenyi(degree: literal(8)), 9), (.regular(degree: literal(8)), 9),
      (.blocks(count: literal(3), inside: literal(2), outside: literal(0)), 9),
      (.scaleFree(links: literal(3)), 4),
    ] {
      let network = NetworkWorld(generator, agents: Double(agents))
      #expect(
        try !NetworkBuilder.isRandom(
          network: NetworkID(0), world: network.world, parameters: [], sizes: [agents]))
      #expect(try network.build(seed: 1) == network.build(seed: 2))
    }
  }

  @Test("the name of a network and nothing else of the world moves its links")
  func names() throws {
    let alone = NetworkWorld(.erdosRenyi(degree: literal(4)), agents: 30)
    var renamed = alone
    renamed.world.networks[0].name = "ties"
    #expect(try renamed.build() != alone.build())
    var accompanied = alone
    accompanied.world.networks.insert(
      Network(name: "first", reader: GroupID(0), read: GroupID(0), generator: .star), at: 0)
    #expect(try accompanied.build() == alone.build())
  }

  @Test("the estimate of links is exact where the generator fixes them, and the mean elsewhere")
  func estimates() throws {
    for (name, generator, agents) in Self.withinGroup {
      let network = NetworkWorld(generator, agents: Double(agents))
      let estimate = try NetworkBuilder.estimate(
        network: NetworkID(0), world: network.world, parameters: [], sizes: [agents])
      var mean = MeanTest()
      for seed in UInt32(1)...40 { mean.add(Double(try network.build(seed: seed).linkCount)) }
      #expect(
        mean.accepts(Double(estimate.linkCount), referenceError: 1), "\(name): \(mean.mean)")
    }
  }

  @Test("what will not fit is refused before it is allocated")
  func memory() throws {
    let huge = NetworkWorld(.erdosRenyi(degree: literal(1_000_000)), agents: 2_000_000_000)
    #expect(
      throws: PlanError.memoryRefused(estimatedBytes: 8_000_016_000_000_008, limitBytes: 1 << 30)
    ) {
      try NetworkBuilder.build(
        network: NetworkID(0), world: huge.world, parameters: [], sizes: [2_000_000_000], seed: 1,
        networkIndex: 0, memoryLimitBytes: 1 << 30)
    }
  }
}
