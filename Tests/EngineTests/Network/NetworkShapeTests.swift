// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are networks that follow from indices exactly as the language says?

import Testing
import WorldModel

@testable import Engine

@Suite("Networks without draws")
struct NetworkShapeTests {
  @Test("a ring links the nearest on both sides")
  func ring() throws {
    let rows = try NetworkWorld(.ring(degree: literal(4)), agents: 7).build().rows
    #expect(rows[0] == [1, 2, 5, 6])
    #expect(rows[3] == [1, 2, 4, 5])
    #expect(rows[6] == [0, 1, 4, 5])
  }

  @Test("a ring of full degree links everyone with everyone")
  func fullRing() throws {
    let rows = try NetworkWorld(.ring(degree: literal(4)), agents: 5).build().rows
    #expect(rows == (0..<5).map { me in (0..<5).filter { $0 != me } })
  }

  @Test("a torus links 2d or all surrounding agents")
  func torus() throws {
    let nearest = NetworkWorld(
      .lattice(dimensions: literal(2), neighbours: nil, periodic: true), agents: 16)
    #expect(try nearest.build().rows[0] == [1, 3, 4, 12])
    let surrounding = NetworkWorld(
      .lattice(dimensions: literal(2), neighbours: literal(8), periodic: true), agents: 16)
    #expect(try surrounding.build().rows[0] == [1, 3, 4, 5, 7, 12, 13, 15])
    let cube = NetworkWorld(
      .lattice(dimensions: literal(3), neighbours: literal(26), periodic: true), agents: 27)
    #expect(try cube.build().rows[13] == (0..<27).filter { $0 != 13 })
  }

  @Test("open edges have fewer neighbours")
  func openLattice() throws {
    let open = NetworkWorld(
      .lattice(dimensions: literal(2), neighbours: nil, periodic: false), agents: 9)
    #expect(try open.build().rows[0] == [1, 3])
    #expect(try open.build().rows[4] == [1, 3, 5, 7])
    let surrounding = NetworkWorld(
      .lattice(dimensions: literal(2), neighbours: literal(8), periodic: false), agents: 9)
    #expect(try surrounding.build().rows[2] == [1, 4, 5])
    let line = NetworkWorld(
      .lattice(dimensions: literal(1), neighbours: nil, periodic: false), agents: 2)
    #expect(try line.build().rows == [[1], [0]])
  }

  @Test("teams, chains, stars and hierarchies")
  func simpleShapes() throws {
    #expect(
      try NetworkWorld(.teams(size: literal(3)), agents: 6).build().rows
        == [[1, 2], [0, 2], [0, 1], [4, 5], [3, 5], [3, 4]])
    #expect(
      try NetworkWorld(.pipeline(length: literal(2), read: .previous), agents: 4).build().rows
        == [[], [0], [], [2]])
    #expect(
      try NetworkWorld(.pipeline(length: nil, read: .next), agents: 3).build().rows
        == [[1], [2], []])
    #expect(
      try NetworkWorld(.pipeline(length: nil, read: .both), agents: 3).build().rows
        == [[1], [0, 2], [1]])
    #expect(try NetworkWorld(.star, agents: 4).build().rows == [[1, 2, 3], [0], [0], [0]])
    #expect(
      try NetworkWorld(.tree(branching: literal(2), read: .both), agents: 6).build().rows
        == [[1, 2], [0, 3, 4], [0, 5], [1], [1], [2]])
    #expect(
      try NetworkWorld(.tree(branching: literal(2), read: .children), agents: 6).build().rows
        == [[1, 2], [3, 4], [5], [], [], []])
  }

  @Test(
    "a full tree of branching b and depth D has (b^(D + 1) - 1) / (b - 1) agents, b^D of them leaves"
  )
  func treeCounts() throws {
    let tree = try NetworkWorld(.tree(branching: literal(3), read: .children), agents: 40).build()
    #expect(tree.rows.count { $0.isEmpty } == 27)
    #expect(tree.rows.count { $0.count == 3 } == 13)
  }

  @Test("an assignment goes round the group that is read")
  func assigned() throws {
    let rows = try NetworkWorld(.assigned(each: literal(2)), agents: 6, reads: 3).build().rows
    #expect(rows == [[0, 1], [0, 1], [1, 2], [1, 2], [0, 2], [0, 2]])
    let wide = try NetworkWorld(.assigned(each: literal(3)), agents: 2, reads: 5).build().rows
    #expect(wide == [[0, 1, 2], [2, 3, 4]])
  }

  @Test("everyone with everyone is not stored and leaves oneself out within a group alone")
  func complete() throws {
    let within = try NetworkWorld(.complete, agents: 4).build()
    #expect(within.isComplete && within.byteCount == 0 && within.linkCount == 12)
    #expect(within.rows == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]])
    let across = try NetworkWorld(.complete, agents: 2, reads: 3).build()
    #expect(across.rows == [[0, 1, 2], [0, 1, 2]])
    #expect(try NetworkWorld(.complete, agents: 2, reads: 3).reversed().build().rows.count == 3)
  }

  @Test("an edge list is symmetric within a group unless directed, and carries weights")
  func file() throws {
    let list = EdgeList(path: "e.csv", from: [3, 0, 1], to: [0, 1, 2], weights: [0.5, 2, 4])
    let both = try NetworkWorld(.file(list, directed: false), agents: 4).build()
    #expect(both.rows == [[1, 3], [0, 2], [1], [0]])
    #expect(both.weightValues == [2, 0.5, 2, 4, 4, 0.5])
    let directed = try NetworkWorld(.file(list, directed: true), agents: 4).build()
    #expect(directed.rows == [[1], [2], [], [0]])
    #expect(directed.weightValues == [2, 4, 0.5])
    let across = try NetworkWorld(.file(list, directed: false), agents: 4, reads: 3).build()
    #expect(across.rows == [[1], [2], [], [0]])
  }

  @Test("turning round twice gives the network back, weights included")
  func reverse() throws {
    let list = EdgeList(
      path: "e.csv", from: [3, 0, 1, 3], to: [0, 1, 2, 2], weights: [1, 2, 3, 4])
    let once = NetworkWorld(.file(list, directed: true), agents: 4).reversed()
    #expect(try once.build().rows == [[3], [0], [1, 3], []])
    #expect(try once.build().weightValues == [1, 2, 3, 4])
    var twice = once
    twice.world.networks.append(
      Network(
        name: "again", reader: GroupID(0), read: GroupID(0), generator: .reverse(of: NetworkID(1))))
    #expect(
      try twice.build() == NetworkWorld(.file(list, directed: true), agents: 4).build())
  }

  @Test("groups without agents have no links, whatever the generator")
  func empty() throws {
    for generator: WorldModel.Generator in [
      .ring(degree: literal(4)), .regular(degree: literal(3)), .star, .complete,
      .scaleFree(links: literal(3)), .erdosRenyi(degree: literal(5)),
      .lattice(dimensions: literal(2), neighbours: nil, periodic: true),
      .smallWorld(degree: literal(4), rewiring: literal(0.5)), .teams(size: literal(3)),
      .blocks(count: literal(2), inside: literal(1), outside: literal(1)),
      .configuration(.value(literal(3))), .tree(branching: literal(2), read: .both),
    ] {
      let built = try NetworkWorld(generator, agents: 0).build()
      #expect(built.readerCount == 0 && built.linkCount == 0 && built.maximumDegree == 0)
    }
    let nobodyReads = NetworkWorld(.bipartite(degree: literal(9)), agents: 0, reads: 3)
    #expect(try nobodyReads.build().linkCount == 0)
    #expect(try nobodyReads.reversed().build().rows == [[], [], []])
  }
}
