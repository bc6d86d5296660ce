// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do loose links become sorted rows? They are counted, put in the rows of their readers, and sorted there.

extension Adjacency {
  /// Creates a network from links in any order, none of them parallel.
  ///
  /// - Parameters:
  ///   - readerCount: Number of agents that read.
  ///   - readCount: Number of agents that can be read.
  ///   - isWithinGroup: Whether both are the same group.
  ///   - isSymmetric: Whether each link is read from both ends.
  ///   - readers: The reader of each link.
  ///   - reads: The agent that it reads.
  ///   - weights: One weight a link, or `nil`.
  ///   - threadCount: Threads that sort.
  init(
    readerCount: Int, readCount: Int, isWithinGroup: Bool, isSymmetric: Bool, readers: [UInt32],
    reads: [UInt32], weights: [Float]? = nil, threadCount: Int = 1
  ) {
    let counts = PageMemory<UInt32>(count: readerCount + 1)
    for reader in readers { counts.start[Int(reader)] += 1 }
    if isSymmetric { for read in reads { counts.start[Int(read)] += 1 } }
    let next = RowOffsets(counts: counts, atEnds: true)
    let linkCount = readers.count * (isSymmetric ? 2 : 1)
    let targets = PageMemory<UInt32>(count: linkCount)
    let carried = weights.map { _ in PageMemory<Float>(count: linkCount) }
    func enter(_ link: Int, _ reader: UInt32, _ read: UInt32) {
      let place = next[Int(reader)] - 1
      next.set(Int(reader), place)
      targets.start[place] = read
      if let weights { carried!.start[place] = weights[link] }
    }
    for link in readers.indices {
      enter(link, readers[link], reads[link])
      if isSymmetric { enter(link, reads[link], readers[link]) }
    }
    let assembly = RowAssembly(
      readerCount: readerCount, readCount: readCount, isWithinGroup: isWithinGroup,
      threadCount: threadCount)
    if let carried {
      assembly.sortRows(next, targets, carrying: carried)
    } else {
      assembly.sortRows(next, targets)
    }
    self.init(
      readCount: readCount, isWithinGroup: isWithinGroup, offsets: next, targets: targets,
      weights: carried)
  }

  /// Returns the network in which everyone reads those by whom it was read.
  func transposed() -> Adjacency {
    guard !isComplete else {
      return Adjacency(completeFrom: readCount, to: readerCount, isWithinGroup: isWithinGroup)
    }
    let counts = PageMemory<UInt32>(count: readCount + 1)
    for target in targets.values { counts.start[Int(target)] += 1 }
    // Filled from the end of each row by the last reader first, rows are sorted.
    let next = RowOffsets(counts: counts, atEnds: true)
    let sources = PageMemory<UInt32>(count: targets.count)
    let carried = weights.map { PageMemory<Float>(count: $0.count) }
    for reader in stride(from: readerCount - 1, through: 0, by: -1) {
      for link in offsets[reader]..<offsets[reader + 1] {
        let target = Int(targets.start[link])
        let place = next[target] - 1
        next.set(target, place)
        sources.start[place] = UInt32(reader)
        if let weights { carried!.start[place] = weights.start[link] }
      }
    }
    return Adjacency(
      readCount: readerCount, isWithinGroup: isWithinGroup, offsets: next, targets: sources,
      weights: carried)
  }
}

extension RowAssembly {
  /// Sorts each row, the weight of a link with it.
  func sortRows(
    _ offsets: RowOffsets, _ targets: PageMemory<UInt32>, carrying weights: PageMemory<Float>
  ) {
    forEachPart { readers in
      var links: [(target: UInt32, weight: Float)] = []
      for reader in readers {
        let row = offsets[reader]..<offsets[reader + 1]
        links.removeAll(keepingCapacity: true)
        for link in row { links.append((targets.start[link], weights.start[link])) }
        links.sort { $0.target < $1.target }
        for (link, sorted) in zip(row, links) {
          targets.start[link] = sorted.target
          weights.start[link] = sorted.weight
        }
      }
    }
  }
}
