// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who is read by how many, in the networks that the runs of a cell have?
//
// Only stored networks that a step reads count: through groups and complete networks everyone is read alike.

import Engine
import WorldModel

/// Numbers of readers, realisation by realisation.
struct Influence {
  private let world: World
  private let sizes: [Int]
  /// By network the number of readers of each agent, one row a realisation or one row where links are fixed.
  private var counts: [NetworkID: [[Int]]] = [:]

  /// Builds the networks of all realisations, one after the other.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - memoryLimitBytes: Counts and links that need more are refused.
  /// - Throws: `PlanError.unfit` when a network cannot exist, `PlanError.memoryRefused` before anything large is
  ///   allocated.
  init(of cell: Cell, memoryLimitBytes: Int) throws(PlanError) {
    world = cell.world.together
    sizes = cell.sizes
    let needed = try Self.bytes(of: cell)
    guard needed <= memoryLimitBytes else {
      throw .memoryRefused(estimatedBytes: needed, limitBytes: memoryLimitBytes)
    }
    for network in world.networksOfSteps where !world.isComplete(network) {
      var rows: [[Int]] = []
      for g in 0..<(try cell.hasRandomLinks(network) ? cell.networkCount : 1) {
        rows.append(try cell.links(of: network, realisation: g).readerCounts)
      }
      counts[network] = rows
    }
  }

  /// Bytes of all counts, of the sums and the order of one group, and of the largest network while it is counted.
  static func bytes(of cell: Cell) throws(PlanError) -> Int {
    let world = cell.world.together
    var kept = 0
    var peak = 0
    for network in world.networksOfSteps where !world.isComplete(network) {
      let rows = try cell.hasRandomLinks(network) ? cell.networkCount : 1
      kept += 8 * rows * cell.sizes[world.networks[network.index].read.index]
      let links = try NetworkBuilder.estimate(
        network: network, world: world, parameters: cell.parameters, sizes: cell.sizes)
      peak = max(peak, links.peakBytes)
    }
    return kept + max(peak, 16 * (cell.sizes.max() ?? 0))
  }

  /// Whether the links of some network differ between realisations.
  var isRandom: Bool { counts.values.contains { $0.count > 1 } }

  /// Number of readers of each agent in one network.
  func readers(in network: NetworkID, realisation: Int) -> [Int] {
    let rows = counts[network] ?? []
    guard let row = rows.count > 1 ? rows[realisation] : rows.first else {
      return [Int](repeating: 0, count: sizes[world.networks[network.index].read.index])
    }
    return row
  }

  /// Number of readers of each agent of a group, summed over networks.
  func readers(of group: GroupID, realisation: Int) -> [Int] {
    var sum = [Int](repeating: 0, count: sizes[group.index])
    for network in counts.keys where world.networks[network.index].read == group {
      for (agent, count) in readers(in: network, realisation: realisation).enumerated() {
        sum[agent] += count
      }
    }
    return sum
  }

  /// The agents with the most readers, the most first; of equals those with the lower index first.
  static func mostRead(_ count: Int, of readers: [Int]) -> [Int] {
    Array(readers.indices.sorted { (-readers[$0], $0) < (-readers[$1], $1) }.prefix(count))
  }
}

extension Cell {
  /// The links of a network in a realisation.
  func links(of network: NetworkID, realisation: Int) throws(PlanError) -> Adjacency {
    try NetworkBuilder.build(
      network: network, world: world.together, parameters: parameters, sizes: sizes,
      seed: settings.seed, networkIndex: realisation)
  }

  /// Whether the links of a network differ between realisations.
  func hasRandomLinks(_ network: NetworkID) throws(PlanError) -> Bool {
    try NetworkBuilder.isRandom(
      network: network, world: world.together, parameters: parameters, sizes: sizes)
  }
}
