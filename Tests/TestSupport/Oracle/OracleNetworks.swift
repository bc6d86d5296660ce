// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who reads whom in a small world without chance? The definitions of the language reference, link by link.

import WorldModel

/// The links of one network: for each reader those read, with the weight of the link.
public typealias OracleLinks = [[(agent: Int, weight: Double)]]

extension TransitionOracle {
  /// Returns the links of a network whose generator holds no randomness.
  func links(of network: Network, built: [OracleLinks]) -> OracleLinks {
    let n = sizes[network.reader.index]
    let m = sizes[network.read.index]
    var linked = Array(repeating: Set<Int>(), count: n)
    func join(_ a: Int, _ b: Int) {
      if a != b {
        linked[a].insert(b)
        linked[b].insert(a)
      }
    }
    switch network.generator {
    case .complete:
      for i in 0..<n {
        linked[i] = Set(0..<m)
        if network.reader == network.read { linked[i].remove(i) }
      }
    case .ring(let degree):
      for i in 0..<n { for k in 1...(whole(degree) / 2) { join(i, (i + k) % n) } }
    case .lattice(let dimensions, let neighbours, let periodic):
      precondition(whole(dimensions) == 2)
      let side = (0...n).first { $0 * $0 == n } ?? 0
      let all = neighbours.map(whole) == 8
      for i in 0..<n {
        for dx in -1...1 {
          for dy in -1...1 where (dx, dy) != (0, 0) && (all || dx == 0 || dy == 0) {
            let x = i % side + dx
            let y = i / side + dy
            let inside = (0..<side).contains(x) && (0..<side).contains(y)
            if periodic || inside { join(i, (y + side) % side * side + (x + side) % side) }
          }
        }
      }
    case .teams(let size):
      for i in 0..<n { for j in 0..<n where i / whole(size) == j / whole(size) { join(i, j) } }
    case .tree(let branching, let read):
      for child in 1..<n {
        let parent = (child - 1) / whole(branching)
        if read != .children { linked[child].insert(parent) }
        if read != .parent { linked[parent].insert(child) }
      }
    case .pipeline(let length, let read):
      for i in 1..<n where i % (length.map(whole) ?? n) != 0 {
        if read != .next { linked[i].insert(i - 1) }
        if read != .previous { linked[i - 1].insert(i) }
      }
    case .star:
      for i in 1..<n { join(0, i) }
    case .assigned(let each):
      for i in 0..<n { for j in 0..<whole(each) { linked[i].insert((i * m / n + j) % m) } }
    case .file(let list, let directed):
      var weighted = Array(repeating: [Int: Double](), count: n)
      for k in list.from.indices {
        let weight = Double(list.weights?[k] ?? 1)
        weighted[Int(list.from[k])][Int(list.to[k])] = weight
        if !directed { weighted[Int(list.to[k])][Int(list.from[k])] = weight }
      }
      return weighted.map { row in row.keys.sorted().map { ($0, row[$0] ?? 1) } }
    case .reverse(let original):
      for (reader, row) in built[original.index].enumerated() {
        for link in row { linked[link.agent].insert(reader) }
      }
    case .smallWorld, .erdosRenyi, .regular, .scaleFree, .configuration, .blocks, .bipartite:
      preconditionFailure("the oracle takes networks without chance only")
    }
    return linked.map { $0.sorted().map { ($0, 1) } }
  }
}
