// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which wrong generator must the tests of regular graphs refuse?

@testable import Engine

/// A mutant: regular graphs with the bias that popular libraries have.
enum LeftOverStubs {
  /// The popular wrong way: suitable pairs of a shuffled list are kept, left-over stubs shuffled again until all fit.
  static func graph(agents: Int, degree: Int, draws network: NetworkDraws) -> Adjacency {
    for attempt in 0..<1_000 {
      var draws = EdgeDraws(network, source: 0, attempt: attempt)
      var isLinked: Set<Int> = []
      var stubs = (0..<agents * degree).map { $0 / degree }
      for _ in 0..<50 where !stubs.isEmpty {
        for k in stride(from: stubs.count - 1, to: 0, by: -1) {
          stubs.swapAt(k, draws.index(below: k + 1))
        }
        var left: [Int] = []
        for k in stride(from: 0, to: stubs.count, by: 2) {
          let (a, b) = (min(stubs[k], stubs[k + 1]), max(stubs[k], stubs[k + 1]))
          if a == b || !isLinked.insert(a * agents + b).inserted { left += [a, b] }
        }
        stubs = left
      }
      if stubs.isEmpty {
        let links = isLinked.sorted()
        return Adjacency(
          readerCount: agents, readCount: agents, isWithinGroup: true, isSymmetric: true,
          readers: links.map { UInt32($0 / agents) }, reads: links.map { UInt32($0 % agents) })
      }
    }
    preconditionFailure("no pairing in 1000 attempts")
  }
}
