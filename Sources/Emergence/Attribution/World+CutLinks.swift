// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a world in which some links of a network are gone?
//
// The network becomes an edge list of the realisation's own links without those that are cut. Rows stay in ascending
// order, so that cutting nothing leaves every bit. A network that turns this one round is a way of influence of its own:
// it keeps the links that it has.
//
// Over nothing `sum`, `count`, `any` and `all` have the values of the language, a pick chooses nobody, and `mean`, `min`
// and `max` give their `else`. Where an aggregate has none, because the checker proved that somebody is always there,
// there is no value that means nothing (a mean of 0 is news too): an agent that a cut leaves with nobody to read then
// acts as it does unlinked, which is what the language says an agent without company does. That is right where this
// network is the only way by which its group reads others; elsewhere, and for the one neighbour that is read by name,
// the cut is not examined.

import Engine
import WorldModel

extension World {
  /// Returns this world with the links of a network replaced.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - list: Its links, one for each reader and agent read.
  ///   - links: The present links of any network, asked for those that turn this one round.
  /// - Returns: The world.
  func replacingLinks(
    of network: NetworkID, by list: EdgeList, links: (NetworkID) throws -> Adjacency
  ) rethrows -> World {
    var world = self
    for index in networks.indices where turnsRound(NetworkID(index), network) {
      world.networks[index].generator =
        isComplete(NetworkID(index))
        ? .complete
        : .file(
          try links(NetworkID(index)).edgeList(named: networks[index].name), directed: true)
    }
    world.networks[network.index].generator = .file(list, directed: true)
    return world
  }

  /// Whether the links of a network are made by turning those of another round, any number of times.
  func turnsRound(_ network: NetworkID, _ other: NetworkID) -> Bool {
    guard case .reverse(let source) = networks[network.index].generator else { return false }
    return source == other || turnsRound(source, other)
  }

  /// Returns this world with the agents that a cut leaves with nobody to read acting unlinked, where they need somebody.
  ///
  /// - Parameters:
  ///   - network: The network that is cut.
  ///   - unlinked: The program of this world with the linking couplings off.
  /// - Returns: The world, the same where every aggregate has a value over nothing; or why nothing can stand in.
  func standingIn(
    for network: NetworkID, by unlinked: World
  ) -> Result<World, KnockOutObstacle> {
    guard needsSomebody(in: network) else { return .success(self) }
    let reader = networks[network.index].reader
    let others = waysOfReading(by: reader).filter { $0 != .network(network) }
    guard others.isEmpty, !unlinked.needsSomebody(in: network) else {
      return .failure(
        .nobodyLeft(
          otherWays: others.map { way in
            switch way {
            case .network(let other): networks[other.index].name
            case .group(let group): groups[group.index].name
            }
          }.sorted()))
    }
    let degree = Expression(.degree(network), .number(.double))
    let zero = Expression(.number(0), .number(.double))
    do throws(UnguardedPlace) {
      return .success(
        try guarding(
          reader, where: Expression(.binary(.equal, degree, zero), .boolean), by: unlinked))
    } catch {
      return .failure(.inseparable(name: error.name))
    }
  }
}

extension Adjacency {
  /// The links as a list, reader by reader in ascending order.
  ///
  /// - Parameters:
  ///   - name: Name of the network, for messages.
  ///   - keeps: Whether a link stays, given its number in this order and the agent that it reads.
  /// - Returns: The links that stay, with their weights.
  func edgeList(
    named name: String, keeping keeps: (_ link: Int, _ read: Int) -> Bool = { _, _ in true }
  ) -> EdgeList {
    precondition(!isComplete, "everyone with everyone is not stored")
    var list = EdgeList(path: name, from: [], to: [], weights: nil)
    var weights: [Float] = []
    var link = 0
    for reader in 0..<readerCount {
      for k in 0..<degree(of: reader) {
        let read = target(k, of: reader)
        if keeps(link, read) {
          list.from.append(UInt32(reader))
          list.to.append(UInt32(read))
          if let weight = weight(k, of: reader) { weights.append(weight) }
        }
        link += 1
      }
    }
    if linkCount > 0, weight(0, of: (0..<readerCount).first { degree(of: $0) > 0 } ?? 0) != nil {
      list.weights = weights
    }
    return list
  }

  /// Number of agents that read each agent.
  var readerCounts: [Int] {
    var counts = [Int](repeating: 0, count: readCount)
    for reader in 0..<readerCount {
      for k in 0..<degree(of: reader) { counts[target(k, of: reader)] += 1 }
    }
    return counts
  }
}
