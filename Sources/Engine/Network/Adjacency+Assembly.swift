// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do loose links become sorted rows? Counting sorts, without comparison.

extension Adjacency {
  /// Creates a symmetric network from links that each agent has to agents of a higher index.
  ///
  /// One ascending pass leaves every row sorted: the lower neighbours of an agent have all been entered before its own
  /// links are.
  ///
  /// - Parameters:
  ///   - forwardOffsets: Start of each agent's links, and the end of the last.
  ///   - forwardTargets: Ends of the links, strictly ascending for each agent and above it.
  init(forwardOffsets: [Int], forwardTargets: [UInt32]) {
    let count = forwardOffsets.count - 1
    var offsets = [Int](repeating: 0, count: count + 1)
    for agent in 0..<count {
      offsets[agent + 1] += forwardOffsets[agent + 1] - forwardOffsets[agent]
    }
    for target in forwardTargets { offsets[Int(target) + 1] += 1 }
    for agent in 0..<count { offsets[agent + 1] += offsets[agent] }
    var targets = [UInt32](repeating: 0, count: 2 * forwardTargets.count)
    var next = offsets
    for agent in 0..<count {
      for target in forwardTargets[forwardOffsets[agent]..<forwardOffsets[agent + 1]] {
        targets[next[agent]] = target
        next[agent] += 1
        targets[next[Int(target)]] = UInt32(agent)
        next[Int(target)] += 1
      }
    }
    self.init(readCount: count, isWithinGroup: true, offsets: offsets, targets: targets)
  }

  /// Creates a network from links in any order, none of them parallel.
  ///
  /// - Parameters:
  ///   - readerCount: Number of agents that read.
  ///   - readCount: Number of agents that can be read.
  ///   - isWithinGroup: Whether both are the same group.
  ///   - readers: The reader of each link.
  ///   - reads: The agent that it reads.
  ///   - weights: One weight a link, or `nil`.
  init(
    readerCount: Int, readCount: Int, isWithinGroup: Bool, readers: [UInt32], reads: [UInt32],
    weights: [Float]? = nil
  ) {
    var starts = [Int](repeating: 0, count: readCount + 1)
    for read in reads { starts[Int(read) + 1] += 1 }
    for agent in 0..<readCount { starts[agent + 1] += starts[agent] }
    var next = starts
    var sources = [UInt32](repeating: 0, count: readers.count)
    var carried = weights
    for link in readers.indices {
      let slot = next[Int(reads[link])]
      next[Int(reads[link])] += 1
      sources[slot] = readers[link]
      if let weights { carried?[slot] = weights[link] }
    }
    let byRead = Adjacency(
      readCount: readerCount, isWithinGroup: isWithinGroup, offsets: starts, targets: sources,
      weights: carried)
    self = byRead.transposed()
  }

  /// Creates a symmetric network within a group from links named once, in any order and direction.
  ///
  /// - Parameters:
  ///   - count: Number of agents.
  ///   - ends: The two ends of each link; never equal, no pair twice.
  ///   - otherEnds: The other end of each link.
  ///   - weights: One weight a link, or `nil`.
  init(undirected count: Int, ends: [UInt32], otherEnds: [UInt32], weights: [Float]? = nil) {
    self.init(
      readerCount: count, readCount: count, isWithinGroup: true, readers: ends + otherEnds,
      reads: otherEnds + ends, weights: weights.map { $0 + $0 })
  }

  /// Returns the network in which everyone reads those by whom it was read.
  ///
  /// Rows need not be sorted before; they are afterwards.
  func transposed() -> Adjacency {
    guard !isComplete else {
      return Adjacency(completeFrom: readCount, to: readerCount, isWithinGroup: isWithinGroup)
    }
    var starts = [Int](repeating: 0, count: readCount + 1)
    for target in targets { starts[Int(target) + 1] += 1 }
    for agent in 0..<readCount { starts[agent + 1] += starts[agent] }
    var next = starts
    var sources = [UInt32](repeating: 0, count: targets.count)
    var carried = weights
    for reader in 0..<readerCount {
      for link in offsets[reader]..<offsets[reader + 1] {
        let slot = next[Int(targets[link])]
        next[Int(targets[link])] += 1
        sources[slot] = UInt32(reader)
        if let weights { carried?[slot] = weights[link] }
      }
    }
    return Adjacency(
      readCount: readerCount, isWithinGroup: isWithinGroup, offsets: starts, targets: sources,
      weights: carried)
  }
}
