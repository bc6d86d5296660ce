// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds does a knock-out run? One, or one for each realisation where what is taken out differs between them.

import Engine
import Statistics
import WorldModel

extension KnockOut {
  /// Whether what is taken out is drawn at random.
  var isRandomChoice: Bool {
    switch self {
    case .agents(_, _, .random), .links(_, _, .random): true
    case .group, .agents, .agent, .network, .links: false
    }
  }
}

extension KnockOutDesign {
  /// The worlds of a knock-out: one, or one a realisation.
  func worlds(of knockOut: KnockOut) throws -> [World] {
    switch knockOut {
    case .group(let name):
      return [untouched.replacing(untouched.group(named: name), by: isolation.alone)]
    case .agent(let name, let index, _):
      return [try knockingOut([index], of: untouched.group(named: name))]
    case .agents(let name, let count, let choice):
      let group = untouched.group(named: name)
      let varies = choice == .random || influence.isRandom
      return try realisations(varies).map { g in
        let chosen =
          choice == .mostRead
          ? Influence.mostRead(count, of: influence.readers(of: group, realisation: g))
          : RandomSubset.indices(
            count: count, of: cell.sizes[group.index], seed: cell.settings.seed, realisation: g,
            site: SiteID(path: "knock-out/\(name)/\(count)").word)
        return try knockingOut(chosen, of: group)
      }
    case .network(let name):
      let network = untouched.network(named: name)
      var list = EdgeList(path: name, from: [], to: [], weights: nil)
      if !untouched.isComplete(network) {
        list = try cell.links(of: network, realisation: 0).edgeList(named: name) { _, _ in false }
      }
      let turned = untouched.networks.indices.map { NetworkID($0) }.filter {
        untouched.turnsRound($0, network) && !untouched.isComplete($0)
      }
      let varies = try turned.contains { try cell.hasRandomLinks($0) }
      return try realisations(varies).map { try cutting(network, to: list, realisation: $0) }
    case .links(let name, _, let choice):
      let network = untouched.network(named: name)
      let varies = try choice == .random || cell.hasRandomLinks(network)
      return try realisations(varies).map { g in
        let list = try cell.remainingLinks(knockOut, network, influence, realisation: g)
        return try cutting(network, to: list, realisation: g)
      }
    }
  }

  private func realisations(_ varies: Bool) -> Range<Int> { 0..<(varies ? cell.networkCount : 1) }

  private func knockingOut(_ chosen: [Int], of group: GroupID) throws -> World {
    try untouched.knockingOut(
      chosen, of: group, size: cell.sizes[group.index], by: isolation.alone)
  }

  private func cutting(
    _ network: NetworkID, to list: EdgeList, realisation: Int
  ) throws -> World {
    // Without a stand-in only cuts are made that leave everybody somebody.
    let world = (try? untouched.standingIn(for: network, by: isolation.unlinked).get()) ?? untouched
    return try world.replacingLinks(of: network, by: list) {
      try cell.links(of: $0, realisation: realisation)
    }
  }
}

extension Cell {
  /// The links of a network that a cut leaves.
  func remainingLinks(
    _ knockOut: KnockOut, _ network: NetworkID, _ influence: Influence, realisation: Int
  ) throws(PlanError) -> EdgeList {
    guard case .links(let name, let count, let choice) = knockOut else {
      preconditionFailure("a cut of some links")
    }
    let links = try links(of: network, realisation: realisation)
    let readers = influence.readers(in: network, realisation: realisation)
    let agents = Influence.mostRead(count, of: readers)
    if choice == .mostRead {
      let isCut = Set(agents)
      return links.edgeList(named: name) { _, read in !isCut.contains(read) }
    }
    let cut = RandomSubset.indices(
      count: agents.reduce(0) { $0 + readers[$1] }, of: links.linkCount, seed: settings.seed,
      realisation: realisation, site: SiteID(path: "knock-out/\(name)/links/\(count)").word)
    var next = cut.makeIterator()
    var link = next.next()
    return links.edgeList(named: name) { index, _ in
      guard index == link else { return true }
      link = next.next()
      return false
    }
  }

  /// Whether a cut of some links leaves an agent with nobody to read that had somebody.
  func empties(
    _ knockOut: KnockOut, _ network: NetworkID, _ influence: Influence
  ) throws(PlanError) -> Bool {
    for g in 0..<networkCount {
      let links = try links(of: network, realisation: g)
      var isLeft = [Bool](repeating: false, count: links.readerCount)
      for reader in try remainingLinks(knockOut, network, influence, realisation: g).from {
        isLeft[Int(reader)] = true
      }
      if isLeft.indices.contains(where: { !isLeft[$0] && links.degree(of: $0) > 0 }) {
        return true
      }
    }
    return false
  }
}

extension World {
  /// The group of a name.
  func group(named name: String) -> GroupID {
    guard let index = groups.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("a group of the world")
    }
    return GroupID(index)
  }

  /// The network of a name.
  func network(named name: String) -> NetworkID {
    guard let index = networks.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("a network of the world")
    }
    return NetworkID(index)
  }
}
