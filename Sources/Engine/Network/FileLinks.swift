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

  /// Generates the links of a list that fits.
  static func adjacency(
    _ list: EdgeList, readerCount: Int, readCount: Int, isWithinGroup: Bool, isDirected: Bool
  ) -> Adjacency {
    if isWithinGroup && !isDirected {
      return Adjacency(
        undirected: readerCount, ends: list.from, otherEnds: list.to, weights: list.weights)
    }
    return Adjacency(
      readerCount: readerCount, readCount: readCount, isWithinGroup: isWithinGroup,
      readers: list.from, reads: list.to, weights: list.weights)
  }
}
