// SPDX-License-Identifier: GPL-3.0-or-later
//
// What of a world can be knocked out, and what stands in the way of the rest?

import Engine
import WorldModel

/// The search for knock-outs of one cell.
struct KnockOutCandidates {
  let cell: Cell
  let harms: [Int]
  let influence: Influence
  private(set) var knockOuts: [KnockOut] = []
  private(set) var notExamined: [UnexaminedKnockOut] = []
  private(set) var evenlyRead: [String] = []

  /// Most agents that are knocked out one by one.
  static let mostSingles = 10

  init(cell: Cell, harms: [Int], influence: Influence) {
    self.cell = cell
    self.harms = harms
    self.influence = influence
  }

  private var world: World { cell.world.together }

  /// Goes through groups and networks in the order of the world.
  mutating func collect() throws(PlanError) {
    for index in world.groups.indices where !world.groups[index].isEnvironment {
      collect(GroupID(index))
    }
    for index in world.networks.indices { try collect(NetworkID(index)) }
  }

  private mutating func collect(_ group: GroupID) {
    let name = world.groups[group.index].name
    let size = cell.sizes[group.index]
    guard size > 0, let alone = cell.world.isolation?.alone else { return }
    guard !world.acts(group, asIn: alone) else {
      notExamined.append(UnexaminedKnockOut(knockOut: .group(name), obstacle: .actsAlone))
      return
    }
    knockOuts.append(.group(name))
    let isEven = isEven { influence.readers(of: group, realisation: $0) }
    let counts = Self.counts(of: size, [0, 0.01, 0.1])
    if isEven && size > 1 { evenlyRead.append(name) }
    let singles = singles(of: group, isEven)
    let sets =
      singles
      + choices(isEven).flatMap { choice in
        counts.filter { $0 > 1 || choice == .random || singles.isEmpty }.map {
          KnockOut.agents(group: name, count: $0, choice: choice)
        }
      }
    do throws(UnguardedPlace) {
      _ = try world.knockingOut([], of: group, size: size, by: alone)
    } catch {
      notExamined += sets.map {
        UnexaminedKnockOut(knockOut: $0, obstacle: .inseparable(name: error.name))
      }
      return
    }
    knockOuts += sets
  }

  /// The agents read most, one by one, where they are the same in all realisations; the first of them stands for the set
  /// of one.
  private func singles(of group: GroupID, _ isEven: Bool) -> [KnockOut] {
    guard !isEven, !influence.isRandom else { return [] }
    let readers = influence.readers(of: group, realisation: 0)
    return Influence.mostRead(Self.mostSingles, of: readers).map {
      .agent(group: world.groups[group.index].name, index: $0, readerCount: readers[$0])
    }
  }

  private mutating func collect(_ network: NetworkID) throws(PlanError) {
    let name = world.networks[network.index].name
    let whole = KnockOut.network(name)
    func refuse(_ knockOut: KnockOut, _ obstacle: KnockOutObstacle) -> UnexaminedKnockOut {
      UnexaminedKnockOut(knockOut: knockOut, obstacle: obstacle)
    }
    if let obstacle = obstacle(to: network) {
      notExamined.append(refuse(whole, obstacle))
      return
    }
    let isComplete = world.isComplete(network)
    let isEven = isEven { influence.readers(in: network, realisation: $0) }
    let counts = Self.counts(of: cell.sizes[world.networks[network.index].read.index], [0.01, 0.1])
    let parts = choices(isEven).flatMap { choice in
      counts.map { KnockOut.links(network: name, into: $0, choice: choice) }
    }
    if isEven && !isComplete { evenlyRead.append(name) }
    let nobodyLeft = nobodyLeft(in: network)
    if let nobodyLeft {
      notExamined.append(refuse(whole, nobodyLeft))
    } else {
      knockOuts.append(whole)
    }
    for part in parts {
      if isComplete {
        notExamined.append(refuse(part, .neverStored))
      } else if let nobodyLeft, try cell.empties(part, network, influence) {
        notExamined.append(refuse(part, nobodyLeft))
      } else {
        knockOuts.append(part)
      }
    }
  }

  /// What stands in the way of any cut of a network.
  private func obstacle(to network: NetworkID) -> KnockOutObstacle? {
    guard world.networksOfSteps.contains(network) else { return .notRead }
    if world.readsByName(network) { return .readByName }
    let observed = harms.first { world.observes(network, in: $0) }
    return observed.map { .observed(measure: world.measures[$0].name) }
  }

  /// What stands in the way of a cut that leaves an agent with nobody to read.
  private func nobodyLeft(in network: NetworkID) -> KnockOutObstacle? {
    guard let unlinked = cell.world.isolation?.unlinked,
      case .failure(let obstacle) = world.standingIn(for: network, by: unlinked)
    else { return nil }
    return obstacle
  }

  private func choices(_ isEven: Bool) -> [KnockOutChoice] {
    isEven ? [.random] : [.mostRead, .random]
  }

  /// Whether everybody is read by equally many, in every realisation.
  private func isEven(_ readers: (Int) -> [Int]) -> Bool {
    (0..<(influence.isRandom ? cell.networkCount : 1)).allSatisfy { g in
      let counts = readers(g)
      return counts.allSatisfy { $0 == counts[0] }
    }
  }

  /// Sizes of sets: shares of a group, at least one agent and not all of them, each size once.
  private static func counts(of size: Int, _ shares: [Double]) -> [Int] {
    let counts = shares.map { max(1, Int((Double(size) * $0).rounded())) }.filter { $0 < size }
    return Set(counts).sorted()
  }
}
