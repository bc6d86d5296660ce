// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds do the tests of networks use? One or two groups and one network.

import WorldModel

@testable import Engine

/// A world that holds one network, and what is needed to generate it.
struct NetworkWorld {
  var world: World
  var parameters: [Double] = []

  /// A network within a group `agent`, or, with `reads`, from it to a group `other`.
  init(_ generator: WorldModel.Generator, agents: Double, reads: Double? = nil) {
    world = World(title: "Network")
    world.groups = [Group(name: "agent", size: literal(agents))]
    if let reads { world.groups.append(Group(name: "other", size: literal(reads))) }
    world.networks = [
      Network(
        name: "links", reader: GroupID(0), read: GroupID(reads == nil ? 0 : 1),
        generator: generator, origin: Origin(line: 7, column: 1, text: "network links"))
    ]
  }

  /// Adds the network turned round.
  func reversed() -> NetworkWorld {
    var copy = self
    let network = copy.world.networks[0]
    copy.world.networks.append(
      Network(
        name: "back", reader: network.read, read: network.reader,
        generator: .reverse(of: NetworkID(0))))
    return copy
  }

  /// Generates the last network of the world.
  func build(seed: UInt32 = 1, realisation: Int = 0, threadCount: Int = 1) throws -> Adjacency {
    let sizes = try GroupSizes.evaluate(world: world, parameters: parameters)
    return try NetworkBuilder.build(
      network: NetworkID(world.networks.count - 1), world: world, parameters: parameters,
      sizes: sizes, seed: seed, networkIndex: realisation, threadCount: threadCount)
  }

  /// The message with which the network is refused; `nil` when it is not.
  func complaint() throws -> String? {
    do {
      _ = try build()
      return nil
    } catch PlanError.unfit(let message, _) {
      return message
    }
  }
}

/// A number in an expression.
func literal(_ value: Double) -> Expression { Expression(.number(value), .number(.constant)) }

/// The index of the agent in an expression.
let indexExpression = Expression(.index, .number(.double))

extension Adjacency {
  /// Those that a reader reads.
  func row(_ reader: Int) -> [Int] { (0..<degree(of: reader)).map { target($0, of: reader) } }

  /// All rows.
  var rows: [[Int]] { (0..<readerCount).map(row) }

  /// Whether no row has a link to oneself or a parallel one, all targets exist and ascend, and, within a group, links are
  /// symmetric where they should be.
  func isSimple(isSymmetric: Bool) -> Bool {
    let rows = self.rows
    for (reader, row) in rows.enumerated() {
      guard zip(row, row.dropFirst()).allSatisfy({ $0 < $1 }),
        row.allSatisfy({ (0..<readCount).contains($0) }), !isWithinGroup || !row.contains(reader)
      else { return false }
      guard !isSymmetric || row.allSatisfy({ rows[$0].contains(reader) }) else { return false }
    }
    return true
  }

  /// The weights, row after row.
  var weightValues: [Float]? { weights.map { Array($0.values) } }

  /// Number of links of a symmetric network.
  var pairCount: Int { linkCount / 2 }

  /// Number of triangles of a symmetric network.
  var triangleCount: Int {
    var count = 0
    for reader in 0..<readerCount {
      let higher = row(reader).filter { $0 > reader }
      for (k, a) in higher.enumerated() {
        for b in higher[(k + 1)...] where isLinked(a, b) { count += 1 }
      }
    }
    return count
  }

  /// Whether a reader reads an agent.
  func isLinked(_ reader: Int, _ other: Int) -> Bool {
    row(reader).contains(other)
  }

  /// Links of a symmetric network on few agents as bits: pair (a, b), a < b, is bit b (b - 1) / 2 + a.
  var pairBits: Int {
    var bits = 0
    for b in 0..<readerCount {
      for a in row(b) where a < b { bits |= 1 << (b * (b - 1) / 2 + a) }
    }
    return bits
  }

  /// Size of the largest set of agents that are connected through a symmetric network.
  var largestComponent: Int {
    var isSeen = [Bool](repeating: false, count: readerCount)
    var largest = 0
    for start in 0..<readerCount where !isSeen[start] {
      var reached = [start]
      isSeen[start] = true
      var next = 0
      while next < reached.count {
        for other in row(reached[next]) where !isSeen[other] {
          isSeen[other] = true
          reached.append(other)
        }
        next += 1
      }
      largest = max(largest, reached.count)
    }
    return largest
  }
}
