// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the links of an edge list fit the agents at hand?

import WorldModel

/// Links read from a file.
enum FileLinks {
  /// Returns the first line that does not fit and why, in words, or `nil`.
  ///
  /// The header is line 1, the first link line 2.
  static func complaint(
    about list: EdgeList, readerCount: Int, readCount: Int, isWithinGroup: Bool, isDirected: Bool
  ) -> String? {
    func line(_ link: Int) -> String { "'\(list.path)', line \(link + 2)" }
    for link in list.from.indices {
      let (from, to) = (Int(list.from[link]), Int(list.to[link]))
      if from >= readerCount {
        return "\(line(link)): there is no agent \(from); the \(readerCount) that read are "
          + "numbered from 0"
      }
      if to >= readCount {
        return "\(line(link)): there is no agent \(to); the \(readCount) that are read are "
          + "numbered from 0"
      }
      if isWithinGroup && from == to {
        return "\(line(link)): agent \(from) is linked with itself"
      }
    }
    let isSymmetric = isWithinGroup && !isDirected
    guard hasParallelLinks(list, isSymmetric: isSymmetric, readerCount: readerCount) else {
      return nil
    }
    var firstLink: [UInt64: Int] = [:]
    firstLink.reserveCapacity(list.from.count)
    for link in list.from.indices {
      var (from, to) = (list.from[link], list.to[link])
      if isSymmetric && from > to { swap(&from, &to) }
      if let earlier = firstLink.updateValue(link, forKey: UInt64(from) << 32 | UInt64(to)) {
        let isReverse = isSymmetric && list.from[link] != list.from[earlier]
        return "\(line(link)): the link of line \(earlier + 2) again"
          + (isReverse ? ", turned round; 'directed: true' takes each line for one direction" : "")
      }
    }
    return nil
  }

  /// Whether a link stands twice: found by sorting, for all links take much less memory in rows than as keys.
  private static func hasParallelLinks(
    _ list: EdgeList, isSymmetric: Bool, readerCount: Int
  ) -> Bool {
    func ends(_ link: Int) -> (Int, UInt32) {
      let (from, to) = (list.from[link], list.to[link])
      return isSymmetric && from > to ? (Int(to), from) : (Int(from), to)
    }
    let counts = PageMemory<UInt32>(count: readerCount + 1)
    for link in list.from.indices { counts.start[ends(link).0] += 1 }
    let next = RowOffsets(counts: counts, atEnds: true)
    let targets = PageMemory<UInt32>(count: list.from.count)
    for link in list.from.indices {
      let (reader, read) = ends(link)
      next.set(reader, next[reader] - 1)
      targets.start[next[reader]] = read
    }
    return (0..<readerCount).contains { reader in
      var row = Array(targets.values[next[reader]..<next[reader + 1]])
      row.sort()
      return row.indices.dropFirst().contains { row[$0] == row[$0 - 1] }
    }
  }

  /// Generates the links of a list that fits.
  static func adjacency(
    _ list: EdgeList, readerCount: Int, readCount: Int, isWithinGroup: Bool, isDirected: Bool,
    threadCount: Int
  ) -> Adjacency {
    Adjacency(
      readerCount: readerCount, readCount: readCount, isWithinGroup: isWithinGroup,
      isSymmetric: isWithinGroup && !isDirected, readers: list.from, reads: list.to,
      weights: list.weights, threadCount: threadCount)
  }
}
