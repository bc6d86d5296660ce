// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which links are decided independently of each other? Random graphs, stochastic blocks, and samples of another group.
//
// Every source has draws of its own, so sources may be worked on in any order and by any thread.
//
// Pairs that are linked with chance p are found by the gaps between them: the number of pairs passed over is geometric,
// floor(log u / log(1 - p)) with u uniform on 0 < u <= 1. Exact up to the 53 bits of u.
// Source: Batagelj and Brandes, Phys. Rev. E 71, 036113 (2005), section II; Fan, Muller, Rezucha, J. Am. Stat. Assoc. 57,
// 387 (1962).

import CKernels

/// Generators whose sources do not depend on each other.
enum IndependentLinks {
  /// Each pair of agents with the same chance.
  static func erdosRenyi(agents: Int, probability: Double, draws network: NetworkDraws)
    -> Adjacency
  {
    let gaps = GeometricGaps(probability: probability)
    var rows = RowWriter(
      agents: agents, linkCount: Int(Double(agents) * Double(agents) * probability * 0.5))
    for agent in 0..<agents {
      var draws = EdgeDraws(network, source: agent)
      gaps.forEach(in: agent + 1..<agents, &draws) { rows.append($0) }
      rows.endRow()
    }
    return rows.symmetric()
  }

  /// Each pair of agents with a chance that depends on whether they share a block.
  static func blocks(agents: Int, chances: BlockProbabilities, draws network: NetworkDraws)
    -> Adjacency
  {
    var rows = RowWriter(agents: agents, linkCount: 0)
    let outsideGaps = GeometricGaps(probability: chances.outside)
    for block in 0..<chances.count {
      let members = chances.members(of: block)
      let insideGaps = GeometricGaps(probability: chances.inside(of: block))
      for agent in members {
        var inside = EdgeDraws(network, source: agent)
        insideGaps.forEach(in: agent + 1..<members.upperBound, &inside) { rows.append($0) }
        var outside = EdgeDraws(network, source: agent, purpose: .otherBlocks)
        outsideGaps.forEach(in: members.upperBound..<agents, &outside) { rows.append($0) }
        rows.endRow()
      }
    }
    return rows.symmetric()
  }

  /// For each reader a uniform sample of `degree` agents without repetition.
  ///
  /// Source: Floyd's method; Bentley, Commun. ACM 30, 754 (1987).
  static func bipartite(
    readerCount: Int, readCount: Int, degree: Int, draws network: NetworkDraws
  ) -> Adjacency {
    var rows = RowWriter(agents: readerCount, linkCount: readerCount * degree)
    var lastReader = [UInt32](repeating: .max, count: degree > 0 ? readCount : 0)
    var row: [Int] = []
    for reader in 0..<readerCount {
      var draws = EdgeDraws(network, source: reader)
      row.removeAll(keepingCapacity: true)
      for largest in readCount - degree..<readCount {
        let candidate = draws.index(below: largest + 1)
        let chosen = lastReader[candidate] == UInt32(reader) ? largest : candidate
        lastReader[chosen] = UInt32(reader)
        row.append(chosen)
      }
      row.sort()
      rows.endRow(row)
    }
    return rows.adjacency(readCount: readCount, isWithinGroup: false)
  }
}

/// The gaps between successes of independent trials with one chance.
struct GeometricGaps {
  private let probability: Double
  private let logFailure: Double

  /// Prepares the gaps of a chance in 0...1.
  init(probability: Double) {
    self.probability = probability
    // log(1 - p) without the rounding error of 1 - p: Kahan's correction, as in the HP-15C handbook (1982), p. 193.
    let failure = 1 - probability
    logFailure =
      failure == 1
      ? -probability
      : ScalarKernel.value(AK_LOG, failure) * (-probability / (failure - 1))
  }

  /// Calls `body` with each number of a range for which an independent trial succeeds, ascending.
  func forEach(in range: Range<Int>, _ draws: inout EdgeDraws, _ body: (Int) -> Void) {
    guard probability > 0, !range.isEmpty else { return }
    guard probability < 1 else { return range.forEach(body) }
    var candidate = range.lowerBound
    while true {
      let gap = ScalarKernel.value(AK_LOG, draws.uniform()) / logFailure
      guard gap < Double(range.upperBound - candidate) else { return }
      candidate += Int(gap)
      guard candidate < range.upperBound else { return }
      body(candidate)
      candidate += 1
    }
  }
}

/// The chances of links in a stochastic block model with given mean degrees.
///
/// Agent i is in block floor(i * count / agents): consecutive agents, sizes that differ by one at most. Every agent has
/// mean degree `inside` within its own block, whatever the block's size. All pairs of agents of different blocks have one
/// chance, such that the mean degree to other blocks is `outside` over all agents (and for each agent where the blocks
/// are equal).
struct BlockProbabilities {
  /// Number of blocks.
  let count: Int
  /// Chance of a link between agents of two blocks.
  let outside: Double
  private let agents: Int
  private let insideDegree: Double

  /// Computes the chances; `count` in `1...agents`.
  init(count: Int, inside: Double, outside: Double, agents: Int) {
    self.count = count
    self.agents = agents
    insideDegree = inside
    let small = agents / count
    let largeCount = agents % count
    let squares =
      Double(largeCount) * Double(small + 1) * Double(small + 1)
      + Double(count - largeCount) * Double(small) * Double(small)
    let pairs = Double(agents) * Double(agents) - squares
    self.outside = pairs > 0 ? outside * Double(agents) / pairs : 0
  }

  /// Agents of a block.
  func members(of block: Int) -> Range<Int> {
    (block * agents + count - 1) / count..<((block + 1) * agents + count - 1) / count
  }

  /// Chance of a link between two agents of a block.
  func inside(of block: Int) -> Double {
    let size = members(of: block).count
    return size > 1 ? insideDegree / Double(size - 1) : 0
  }

  /// Whether a chance lies strictly between 0 and 1.
  var isRandom: Bool {
    outside > 0 && outside < 1
      || (0..<count).contains { inside(of: $0) > 0 && inside(of: $0) < 1 }
  }
}
