// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many neighbours can an agent have, whatever values a run gives the parameters?
//
// Invariant: the true number lies within the bounds for every run that is not refused because a network cannot exist.
// Where `low` is 0, `reason` says how an agent can come to have none.

import WorldModel

/// Bounds on the number of agents that a network lets an agent read.
struct NeighbourBounds {
  var low: Double
  var high: Double
  /// How an agent can have none, such as `the root of a 'tree' has no parent`.
  var reason = ""

  /// Whether each agent has exactly one.
  var isSole: Bool { low == 1 && high == 1 }

  init(_ low: Double, _ high: Double, _ reason: String = "") {
    self.low = low
    self.high = high
    self.reason = reason
  }

  /// As many as an argument says.
  init(_ bounds: Bounds, _ label: String) {
    self.init(max(0, bounds.low), bounds.high, "'\(label)' can be 0")
  }
}

extension Checker {
  /// Returns how many neighbours an agent of the reading group can have; `nil` for a network that is wrong.
  mutating func neighbourBounds(_ id: NetworkID) -> NeighbourBounds? {
    if let known = knownBounds[id] { return known }
    let bounds = findBounds(id)
    knownBounds[id] = .some(bounds)
    return bounds
  }

  private func findBounds(_ id: NetworkID) -> NeighbourBounds? {
    var scope = networks[id.index]
    guard scope.isSound else { return nil }
    var isReversed = false
    while case .reverse(let other) = scope.network.generator {
      scope = networks[other.index]
      guard scope.isSound else { return nil }
      isReversed.toggle()
    }
    guard let reader = groups[scope.network.reader.index].sizeBounds,
      let read = groups[scope.network.read.index].sizeBounds
    else { return nil }
    let isWithin = scope.network.reader == scope.network.read
    let names = (groups[scope.network.reader.index].name, groups[scope.network.read.index].name)
    if isReversed {
      return reversed(scope.network.generator, reader, read, isWithin: isWithin, names.0)
    }
    return forward(scope.network.generator, reader, read, isWithin: isWithin, names.1)
  }

  private func forward(
    _ generator: Generator, _ reader: Bounds, _ read: Bounds, isWithin: Bool, _ readName: String
  ) -> NeighbourBounds {
    func bounds(_ expression: Expression) -> Bounds { Bounds.of(expression, parameters) }
    let others = Bounds(max(0, read.low - 1), max(0, read.high - 1))
    let alone = "'\(readName)' can have a single agent, which has no neighbour"
    let connected = NeighbourBounds(others.low >= 1 ? 1 : 0, others.high, alone)
    switch generator {
    case .complete:
      return isWithin
        ? NeighbourBounds(others.low, others.high, alone)
        : NeighbourBounds(max(0, read.low), read.high, "'\(readName)' can be empty")
    case .ring(let degree): return NeighbourBounds(bounds(degree), "degree")
    case .smallWorld(let degree, _):
      let degree = bounds(degree)
      return NeighbourBounds(
        degree.low >= 1 ? max(1, (degree.low / 2).rounded(.down)) : 0, .infinity,
        "'degree' can be 0")
    case .regular(let degree): return NeighbourBounds(bounds(degree), "degree")
    case .scaleFree(let links):
      return NeighbourBounds(bounds(links).low >= 1 ? 1 : 0, .infinity, "'links' can be 0")
    case .configuration(.value(let degree)): return NeighbourBounds(bounds(degree), "degree")
    case .configuration(.draw):
      return NeighbourBounds(0, .infinity, "a degree drawn from a distribution can be 0")
    case .lattice(_, _, periodic: true):
      // With sides of less than 3 it is refused before a run.
      return NeighbourBounds(1, .infinity)
    case .lattice, .star: return connected
    case .erdosRenyi:
      return NeighbourBounds(0, others.high, "an agent of an 'erdos_renyi' network can be isolated")
    case .blocks:
      return NeighbourBounds(0, others.high, "an agent of a 'blocks' network can be isolated")
    case .teams(let size):
      let size = bounds(size)
      return NeighbourBounds(max(0, size.low - 1), size.high - 1, "a team can have a single agent")
    case .tree(_, .parent):
      return NeighbourBounds(0, 1, "agent 0, the root of the 'tree', has no parent")
    case .tree(_, .children):
      return NeighbourBounds(0, others.high, "the leaves of a 'tree' have no children")
    case .tree(_, .both): return connected
    case .pipeline(_, .previous):
      return NeighbourBounds(0, 1, "the first agent of a 'pipeline' has none before it")
    case .pipeline(_, .next):
      return NeighbourBounds(0, 1, "the last agent of a 'pipeline' has none after it")
    case .pipeline(let length, .both):
      let length = length.map(bounds) ?? reader
      return NeighbourBounds(length.low >= 2 ? 1 : 0, 2, "a chain can have a single agent")
    case .bipartite(let degree): return NeighbourBounds(bounds(degree), "degree")
    case .assigned(let each): return NeighbourBounds(bounds(each), "each")
    case .file(let list, let isDirected):
      let ends = isWithin && !isDirected ? list.from + list.to : list.from
      return counted(ends, reader, list.path)
    case .reverse: preconditionFailure("a reversed network was followed to its source")
    }
  }

  /// Bounds for the agents that are read: how many agents read each.
  private func reversed(
    _ generator: Generator, _ reader: Bounds, _ read: Bounds, isWithin: Bool, _ readerName: String
  ) -> NeighbourBounds {
    switch generator {
    case .complete where !isWithin:
      return NeighbourBounds(max(0, reader.low), reader.high, "'\(readerName)' can be empty")
    case .bipartite:
      return NeighbourBounds(0, reader.high, "an agent can be linked by none of '\(readerName)'")
    case .assigned(let each):
      let each = Bounds.of(each, parameters)
      let least = each.low >= 1 && reader.low >= read.high ? (reader.low / read.high) : 0
      let isOneToOne = each.point == 1 && reader.point != nil && reader == read
      return NeighbourBounds(
        least.rounded(.down), isOneToOne ? 1 : .infinity,
        "an agent can be assigned to none of '\(readerName)'")
    case .file(let list, let isDirected) where !isWithin || isDirected:
      return counted(list.to, read, list.path)
    case .tree(let branching, .parent):
      return forward(.tree(branching: branching, read: .children), reader, read, isWithin: true, "")
    case .tree(let branching, .children):
      return forward(.tree(branching: branching, read: .parent), reader, read, isWithin: true, "")
    case .pipeline(let length, .previous):
      return forward(.pipeline(length: length, read: .next), reader, read, isWithin: true, "")
    case .pipeline(let length, .next):
      return forward(.pipeline(length: length, read: .previous), reader, read, isWithin: true, "")
    default: return forward(generator, reader, read, isWithin: isWithin, readerName)
    }
  }

  private func counted(_ ends: [UInt32], _ size: Bounds, _ path: String) -> NeighbourBounds {
    var counts: [UInt32: Int] = [:]
    for end in ends { counts[end, default: 0] += 1 }
    let most = Double(counts.values.max() ?? 0)
    guard Double(counts.count) >= size.high else {
      // Fewer agents occur than the group may have: the first that is missing has none.
      let missing = (0...UInt32(counts.count)).first { counts[$0] == nil } ?? 0
      return NeighbourBounds(0, most, "no link of '\(path)' is agent \(missing)'s")
    }
    return NeighbourBounds(Double(counts.values.min() ?? 0), most, "'\(path)' can be without links")
  }

  /// Whether aggregates over a network are totals at 64 bits: `complete`, `star` and their reversals.
  func isTotal(_ id: NetworkID) -> Bool {
    var id = id
    var steps = 0
    while case .reverse(let other) = networks[id.index].network.generator, steps < networks.count {
      id = other
      steps += 1
    }
    switch networks[id.index].network.generator {
    case .complete, .star: return networks[id.index].isSound
    default: return false
    }
  }
}
