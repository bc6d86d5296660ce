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
  static func erdosRenyi(
    agents: Int, probability: Double, draws network: NetworkDraws, threadCount: Int
  ) -> Adjacency {
    let gaps = GeometricGaps(probability: probability)
    let name = network.name(.links)
    return RowAssembly(agents: agents, threadCount: threadCount).symmetric(
      linksOfSource: Double(agents) * probability, space: GapWalk()
    ) { sources, rows, walk in
      walk.begin()
      walk.add(gaps, name, sources, from: nil, to: agents)
      walk.tell(sources, &rows)
    }
  }

  /// Each pair of agents with a chance that depends on whether they share a block.
  static func blocks(
    agents: Int, chances: BlockProbabilities, draws network: NetworkDraws, threadCount: Int
  ) -> Adjacency {
    let outsideGaps = GeometricGaps(probability: chances.outside)
    let (inside, outside) = (network.name(.links), network.name(.otherBlocks))
    return RowAssembly(agents: agents, threadCount: threadCount).symmetric(
      linksOfSource: chances.meanDegree, space: GapWalk()
    ) { sources, rows, walk in
      walk.begin()
      var rest = sources
      while let first = rest.first {
        let block = chances.block(of: first)
        let members = chances.members(of: block)
        let here = rest.clamped(to: members)
        let insideGaps = GeometricGaps(probability: chances.inside(of: block))
        walk.add(insideGaps, inside, here, from: nil, to: members.upperBound)
        walk.add(outsideGaps, outside, here, from: members.upperBound, to: agents)
        rest = here.upperBound..<rest.upperBound
      }
      walk.tell(sources, &rows)
    }
  }

  /// For each reader a uniform sample of `degree` agents without repetition.
  ///
  /// Source: Floyd's method; Bentley, Commun. ACM 30, 754 (1987).
  static func bipartite(
    readerCount: Int, readCount: Int, degree: Int, draws network: NetworkDraws, threadCount: Int
  ) -> Adjacency {
    let counts = PageMemory<UInt32>(count: readerCount + 1)
    counts.values.update(repeating: UInt32(degree))
    let offsets = RowOffsets(counts: counts)
    let targets = PageMemory<UInt32>(count: readerCount * degree)
    let name = network.name(.links)
    Threads.share(
      (readerCount + 511) / 512, over: threadCount,
      space: (
        DrawnTogether(capacity: 512, drawsOfSource: min(degree, 16)),
        PageMemory<UInt64>(count: degree > 0 ? readCount / 64 + 1 : 0)
      )
    ) { part, space in
      let (drawn, isChosen) = space
      let readers = part * 512..<min((part + 1) * 512, readerCount)
      drawn.draw(name, first: readers.lowerBound, count: readers.count)
      for reader in readers {
        var draws = drawn.draws(ofRow: reader - readers.lowerBound)
        let row = targets.start + reader * degree
        for k in 0..<degree {
          let largest = readCount - degree + k
          let candidate = draws.index(below: largest + 1)
          let isTaken = isChosen.start[candidate >> 6] >> (candidate & 63) & 1 == 1
          let chosen = isTaken ? largest : candidate
          isChosen.start[chosen >> 6] |= 1 << (chosen & 63)
          row[k] = UInt32(truncatingIfNeeded: chosen)
        }
        for k in 0..<degree { isChosen.start[Int(row[k] >> 6)] = 0 }
        ak_sort_row(row, degree)
      }
    }
    return Adjacency(
      readCount: readCount, isWithinGroup: false, offsets: offsets, targets: targets)
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
  /// Mean degree of an agent, to its own block and to others.
  let meanDegree: Double
  private let agents: Int
  private let insideDegree: Double

  /// Computes the chances; `count` in `1...agents`.
  init(count: Int, inside: Double, outside: Double, agents: Int) {
    self.count = count
    self.agents = agents
    meanDegree = inside + outside
    insideDegree = inside
    let small = agents / count
    let largeCount = agents % count
    let squares =
      Double(largeCount) * Double(small + 1) * Double(small + 1)
      + Double(count - largeCount) * Double(small) * Double(small)
    let pairs = Double(agents) * Double(agents) - squares
    self.outside = pairs > 0 ? outside * Double(agents) / pairs : 0
  }

  /// Block of an agent.
  func block(of agent: Int) -> Int { agent * count / agents }

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
