// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which networks have frozen digests? Every generator, at sizes below and above the blocks in which it works.

import WorldModel

@testable import Engine

/// A network whose links at some seeds are frozen.
struct FrozenNetwork {
  /// What it is called in `NetworkBitsTests`.
  var name: String
  var network: NetworkWorld

  init(
    _ name: String, _ generator: WorldModel.Generator, _ agents: Int, reads: Int? = nil,
    isReversed: Bool = false
  ) {
    self.name = name
    let network = NetworkWorld(generator, agents: Double(agents), reads: reads.map(Double.init))
    self.network = isReversed ? network.reversed() : network
  }

  /// The digest of its links.
  func digest(seed: UInt32, realisation: Int, threadCount: Int = 1) throws -> UInt64 {
    try network.build(seed: seed, realisation: realisation, threadCount: threadCount).digest
  }
}

extension FrozenNetwork {
  private static func poisson(_ mean: Double) -> DegreeRule {
    .draw(
      Draw(
        site: SiteID(path: "links/degree"), distribution: .poisson(mean: literal(mean)),
        type: .number(.double)))
  }

  private static var hub: Expression {
    let isFirst = Expression(.binary(.equal, indexExpression, literal(0)), .boolean)
    return Expression(
      .conditional(isFirst, then: literal(39), otherwise: literal(3)), .number(.double))
  }

  private static func list(weighted: Bool) -> EdgeList {
    let from = (0..<300).map { $0 * 7 % 101 }
    let to = (0..<300).map { ($0 * 7 % 101 + 1 + $0 / 101 * 5) % 101 }
    return EdgeList(
      path: "e.csv", from: from.map(UInt32.init), to: to.map(UInt32.init),
      weights: weighted ? (0..<300).map { Float($0) / 8 } : nil)
  }

  /// Small ones, one of each kind and degenerate ones.
  static var small: [FrozenNetwork] {
    NetworkPropertyTests.withinGroup.map { FrozenNetwork($0.0, $0.1, $0.2) } + [
      FrozenNetwork("ring that wraps", .ring(degree: literal(10)), 11),
      FrozenNetwork(
        "open cube with all around",
        .lattice(dimensions: literal(3), neighbours: literal(26), periodic: false), 125),
      FrozenNetwork(
        "torus of side 3",
        .lattice(dimensions: literal(2), neighbours: literal(8), periodic: true), 9),
      FrozenNetwork(
        "small world without chance", .smallWorld(degree: literal(6), rewiring: literal(0)), 50),
      FrozenNetwork(
        "small world, saturated", .smallWorld(degree: literal(6), rewiring: literal(1)), 8),
      FrozenNetwork("everyone by chance 1", .erdosRenyi(degree: literal(29)), 30),
      FrozenNetwork("nobody", .erdosRenyi(degree: literal(0)), 30),
      FrozenNetwork("dense random graph", .erdosRenyi(degree: literal(90)), 120),
      FrozenNetwork("regular through rejection", .regular(degree: literal(3)), 500),
      FrozenNetwork("regular through switches", .regular(degree: literal(12)), 100),
      FrozenNetwork("regular through its complement", .regular(degree: literal(60)), 90),
      FrozenNetwork("hub", .configuration(.value(hub)), 40),
      FrozenNetwork("configuration of modest degrees", .configuration(poisson(2)), 300),
      FrozenNetwork("scale-free without newcomers", .scaleFree(links: literal(5)), 6),
      FrozenNetwork("scale-free without links", .scaleFree(links: literal(0)), 6),
      FrozenNetwork(
        "blocks without outside",
        .blocks(count: literal(4), inside: literal(3), outside: literal(0)),
        26),
      FrozenNetwork(
        "blocks of everyone",
        .blocks(count: literal(4), inside: literal(4), outside: literal(15)), 20),
      FrozenNetwork("tree, children", .tree(branching: literal(3), read: .children), 30),
      FrozenNetwork("tree, parent", .tree(branching: literal(3), read: .parent), 30),
      FrozenNetwork("one chain", .pipeline(length: nil, read: .next), 30),
      FrozenNetwork("chains, previous", .pipeline(length: literal(5), read: .previous), 30),
      FrozenNetwork("sample", .bipartite(degree: literal(5)), 40, reads: 12),
      FrozenNetwork("sample of all", .bipartite(degree: literal(12)), 40, reads: 12),
      FrozenNetwork(
        "sample, reversed", .bipartite(degree: literal(5)), 40, reads: 12, isReversed: true),
      FrozenNetwork("assigned", .assigned(each: literal(3)), 40, reads: 7),
      FrozenNetwork(
        "assigned, reversed", .assigned(each: literal(3)), 40, reads: 7, isReversed: true),
      FrozenNetwork("list", .file(list(weighted: false), directed: false), 101),
      FrozenNetwork("weighted list", .file(list(weighted: true), directed: false), 101),
      FrozenNetwork("directed list", .file(list(weighted: true), directed: true), 101),
      FrozenNetwork(
        "directed list, reversed", .file(list(weighted: true), directed: true), 101,
        isReversed: true),
      FrozenNetwork("list across", .file(list(weighted: true), directed: false), 101, reads: 101),
    ]
  }

  /// Larger than a block of any generator.
  static var large: [FrozenNetwork] {
    [
      FrozenNetwork("large ring", .ring(degree: literal(10)), 40_000),
      FrozenNetwork(
        "large torus", .lattice(dimensions: literal(2), neighbours: nil, periodic: true), 200 * 200),
      FrozenNetwork(
        "large small world", .smallWorld(degree: literal(10), rewiring: literal(0.1)), 40_000),
      FrozenNetwork(
        "large small world, all rewired", .smallWorld(degree: literal(4), rewiring: literal(1)),
        20_011),
      FrozenNetwork("large random graph", .erdosRenyi(degree: literal(10)), 40_003),
      FrozenNetwork("large regular", .regular(degree: literal(10)), 20_000),
      FrozenNetwork("large regular through rejection", .regular(degree: literal(3)), 20_002),
      FrozenNetwork("large scale-free", .scaleFree(links: literal(5)), 20_005),
      FrozenNetwork("large configuration", .configuration(poisson(8)), 20_000),
      FrozenNetwork(
        "large blocks", .blocks(count: literal(7), inside: literal(6), outside: literal(3)), 40_001),
      FrozenNetwork("large sample", .bipartite(degree: literal(10)), 20_001, reads: 5_000),
      FrozenNetwork(
        "large sample of most", .bipartite(degree: literal(99)), 2_001, reads: 120),
    ]
  }
}

extension Adjacency {
  /// FNV-1a over sizes, degrees, targets and weights.
  var digest: UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt32) { state = (state ^ UInt64(word)) &* 0x100_0000_01B3 }
    add(UInt32(readerCount))
    add(UInt32(readCount))
    for reader in 0..<readerCount {
      add(UInt32(degree(of: reader)))
      for link in 0..<degree(of: reader) {
        add(UInt32(target(link, of: reader)))
        if let weight = weight(link, of: reader) { add(weight.bitPattern) }
      }
    }
    return state
  }
}
