// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is every network that cannot exist refused in plain words?

import Testing
import WorldModel

@testable import Engine

@Suite("Networks that cannot exist")
struct NetworkRefusalTests {
  @Test("the message names the network, the numbers and what stands in the way")
  func messages() throws {
    let cases: [(WorldModel.Generator, Double, String)] = [
      (
        .regular(degree: literal(3)), 7,
        "regular(degree: 3) cannot exist on 7 agents: 3 x 7 link ends are an odd number"
      ),
      (
        .regular(degree: literal(4)), 4,
        "regular(degree: 4) needs at least 5 agents, but there are 4"
      ),
      (
        .regular(degree: literal(2.5)), 4,
        "degree is 2.5, but must be a whole number that is not negative"
      ),
      (
        .regular(degree: literal(-2)), 4,
        "degree is -2, but must be a whole number that is not negative"
      ),
      (
        .regular(degree: literal(.nan)), 4,
        "degree is nan, but must be a whole number that is not negative"
      ),
      (.ring(degree: literal(1e12)), 4, "degree is 1000000000000, more than 2147483648"),
      (
        .ring(degree: literal(3)), 9, "ring(degree: 3) needs an even degree: as many on each side"
      ),
      (.ring(degree: literal(6)), 6, "ring(degree: 6) needs at least 7 agents, but there are 6"),
      (
        .smallWorld(degree: literal(4), rewiring: literal(1.5)), 9,
        "rewiring is 1.5, but must lie in 0...1"
      ),
      (
        .lattice(dimensions: literal(2), neighbours: nil, periodic: true), 2_000,
        "lattice(dimensions: 2) needs a whole number to the power 2 of agents, such as "
          + "1936 = 44^2, but there are 2000"
      ),
      (
        .lattice(dimensions: literal(2), neighbours: literal(6), periodic: true), 9,
        "lattice(dimensions: 2, neighbours: 6) is neither 4 nor all surrounding 8"
      ),
      (
        .lattice(dimensions: literal(3), neighbours: nil, periodic: true), 8,
        "a periodic lattice needs at least 3 agents a side, or both neighbours are the same one, "
          + "but 8 = 2^3; 'periodic: false' allows it"
      ),
      (
        .lattice(dimensions: literal(0), neighbours: nil, periodic: true), 8,
        "dimensions is 0, but must be at least 1"
      ),
      (
        .erdosRenyi(degree: literal(9.5)), 10,
        "erdos_renyi(degree: 9.5) is more than the 9 others that each of 10 agents has"
      ),
      (
        .scaleFree(links: literal(3)), 3,
        "scale_free(links: 3) needs at least 4 agents, but there are 3"
      ),
      (
        .configuration(.value(literal(3))), 5,
        "configuration(degree = ...) cannot exist: the degrees of 5 agents sum to 15, which is odd"
      ),
      (
        .configuration(.value(indexExpression)), 4,
        "configuration(degree = ...) cannot exist: the best linked agent wants 3 links, more "
          + "than the 2 that 4 agents with these degrees allow"
      ),
      (
        .configuration(.value(literal(5))), 4,
        "configuration(degree = ...) cannot exist: agent 0 wants 5 links, but there are only 3 "
          + "others"
      ),
      (
        .blocks(count: literal(20), inside: literal(0), outside: literal(1)), 10,
        "blocks(count: 20) is more than the 10 agents"
      ),
      (
        .blocks(count: literal(3), inside: literal(3), outside: literal(1)), 10,
        "blocks(inside: 3) is more than the 2 others in a block of 3 of 10 agents"
      ),
      (
        .blocks(count: literal(1), inside: literal(3), outside: literal(1)), 10,
        "blocks(count: 1, outside: 1) has no other block to link to"
      ),
      (
        .blocks(count: literal(2), inside: literal(3), outside: literal(6)), 10,
        "blocks(outside: 6) is more than the others in other blocks: 10 agents in 2 blocks"
      ),
      (
        .teams(size: literal(7)), 10,
        "teams(size: 7) does not divide 10 agents into whole teams"
      ),
      (.teams(size: literal(0)), 10, "size is 0, but must be at least 1"),
      (
        .pipeline(length: literal(3), read: .previous), 10,
        "pipeline(length: 3) does not divide 10 agents into whole chains"
      ),
      (
        .bipartite(degree: literal(1)), 10,
        "bipartite links one group with another, not a group with itself"
      ),
    ]
    for (generator, agents, expected) in cases {
      let complaint = try NetworkWorld(generator, agents: agents).complaint()
      #expect(complaint == "network 'links': \(expected)")
    }
    #expect(
      try NetworkWorld(.bipartite(degree: literal(4)), agents: 10, reads: 3).complaint()
        == "network 'links': bipartite(degree: 4) is more than the 3 agents that can be read")
    #expect(
      try NetworkWorld(.assigned(each: literal(4)), agents: 10, reads: 3).complaint()
        == "network 'links': assigned(each: 4) is more than the 3 agents that can be read")
  }

  @Test("an edge list is refused with its line")
  func files() throws {
    func complaint(_ from: [UInt32], _ to: [UInt32], directed: Bool = false) throws -> String? {
      let list = EdgeList(path: "e.csv", from: from, to: to, weights: nil)
      return try NetworkWorld(.file(list, directed: directed), agents: 3).complaint()
    }
    let start = "network 'links': 'e.csv', line 3: "
    #expect(
      try complaint([0, 3], [1, 1])
        == start + "there is no agent 3; the 3 that read are numbered from 0")
    #expect(
      try complaint([0, 1], [1, 7])
        == start + "there is no agent 7; the 3 that are read are numbered from 0")
    #expect(try complaint([0, 1], [1, 1]) == start + "agent 1 is linked with itself")
    #expect(try complaint([0, 0], [1, 1]) == start + "the link of line 2 again")
    #expect(
      try complaint([0, 1], [1, 0])
        == start + "the link of line 2 again, turned round; 'directed: true' takes each line for "
        + "one direction")
    #expect(try complaint([0, 1], [1, 0], directed: true) == nil)
  }

  @Test("drawn degrees that can never exist are refused")
  func drawnDegrees() throws {
    let draw = Draw(
      site: SiteID(path: "links/degree"),
      distribution: .uniform(low: literal(9), high: literal(12)),
      type: .number(.double))
    let complaint = try NetworkWorld(.configuration(.draw(draw)), agents: 6).complaint()
    #expect(complaint?.contains("none of 200 drawn sequences of degrees can exist") == true)
    var negative = draw
    negative.distribution = .uniform(low: literal(-9), high: literal(-8))
    #expect(
      try NetworkWorld(.configuration(.draw(negative)), agents: 6).complaint()?
        .contains("the degree drawn for agent 0 is -8.") == true)
    negative.distribution = .poisson(mean: literal(-1))
    #expect(
      try NetworkWorld(.configuration(.draw(negative)), agents: 6).complaint()?
        .contains("argument 1 of the distribution of degrees is -1.0 for agent 0") == true)
  }

  @Test("a group that cannot have its size is refused")
  func sizes() throws {
    func complaint(_ size: Double) -> String? {
      do {
        let world = NetworkWorld(.star, agents: size).world
        _ = try GroupSizes.evaluate(world: world, parameters: [])
        return nil
      } catch PlanError.unfit(let message, _) {
        return message
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint(0) == nil)
    #expect(complaint(2_147_483_648) == nil)
    #expect(complaint(2.5) == "the size of 'agent' is not a whole number (2.5)")
    #expect(complaint(-3) == "the size of 'agent' is negative (-3)")
    #expect(complaint(.nan) == "the size of 'agent' is not a finite number (nan)")
    #expect(complaint(.infinity) == "the size of 'agent' is not a finite number (inf)")
    #expect(
      complaint(1e12)
        == "the size of 'agent' is 1000000000000, more than the 2147483648 agents that a group "
        + "can have; a run would need more than 16000 GB of memory")
  }

  @Test("a column of a file must hold one value an agent")
  func columns() {
    var world = NetworkWorld(.star, agents: 3).world
    world.groups[0].members = [
      Member(
        name: "wealth", isTrait: true, type: .number(.single),
        initial: .column(FileColumn(path: "a.csv", column: "w", values: [1, 2])),
        origin: Origin(line: 4, column: 3))
    ]
    #expect(
      throws: PlanError.unfit(
        message: "'agent' has 3 agents, but column 'w' of 'a.csv' holds 2 values",
        origin: Origin(line: 4, column: 3))
    ) { try GroupSizes.evaluate(world: world, parameters: []) }
  }

  @Test("what Erdos and Gallai allow is what can be built")
  func graphical() {
    // All sequences of degrees on five agents, against all graphs on five agents.
    var possible: Set<[UInt32]> = []
    for bits in 0..<1 << 10 {
      var degrees = [UInt32](repeating: 0, count: 5)
      for b in 0..<5 {
        for a in 0..<b where bits >> (b * (b - 1) / 2 + a) & 1 == 1 {
          degrees[a] += 1
          degrees[b] += 1
        }
      }
      possible.insert(degrees)
    }
    for code in 0..<7776 {
      let degrees = [1, 6, 36, 216, 1296].map { UInt32(code / $0 % 6) }
      #expect(
        (GraphicalDegrees.complaint(about: degrees) == nil) == possible.contains(degrees),
        "\(degrees)")
    }
  }
}
