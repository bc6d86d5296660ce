// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the unit of replication of a world? Decided from what in it is random.

import WorldModel

extension RealisationUnit {
  /// Finds the unit of replication of a world.
  ///
  /// Replicates of a realisation share its networks and its orders of update. Where either is random they are replicates
  /// within it; a generator that is random for some arguments counts as random for all.
  init(of world: World) {
    let hasRandomNetwork = world.networks.contains { $0.generator.isRandom(in: world) }
    let hasRandomOrder = world.blocks.contains {
      $0.schedule == .sequential || $0.schedule == .shuffled
    }
    if hasRandomNetwork || hasRandomOrder {
      self = .network
    } else {
      self = world.hasDraw ? .replicate : .deterministic
    }
  }
}

extension Generator {
  /// Whether different realisations may link differently.
  func isRandom(in world: World) -> Bool {
    switch self {
    case .smallWorld, .erdosRenyi, .regular, .scaleFree, .configuration, .blocks, .bipartite:
      true
    case .complete, .ring, .lattice, .teams, .tree, .pipeline, .star, .assigned, .file:
      false
    case .reverse(let other):
      world.networks[other.index].generator.isRandom(in: world)
    }
  }
}

extension World {
  /// Whether a trait, a state or a statement draws.
  fileprivate var hasDraw: Bool {
    let draws = groups.contains { group in
      group.members.contains { if case .draw = $0.initial { true } else { false } }
    }
    return draws
      || blocks.contains { block in
        if case .partial = block.schedule { return true }
        return block.statements.contains(where: \.hasDraw)
      }
  }
}

extension Statement {
  /// Whether it or a statement inside it draws.
  var hasDraw: Bool {
    switch kind {
    case .bindDraw, .bindPick, .assignDraw: true
    case .bind, .assign: false
    case .conditional(_, let then, let otherwise):
      then.contains(where: \.hasDraw) || otherwise.contains(where: \.hasDraw)
    }
  }
}
