// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the agents of a group share chance with each other, though none reads another? They do where they read an environment
// that draws.
//
// Invariant: what shares is never missed; what only seems to share (a private environment of each agent, a draw without
// spread) is told as sharing, which makes intervals wider than they need be. Groups that are no environment are not
// followed: the isolation proof says that nothing of them is passed on alone.

import WorldModel

extension World {
  /// Whether a group reads an environment in which something is random, directly or through other environments, in its
  /// initial values, its blocks or what its alignment bounds.
  func sharesChance(_ group: GroupID) -> Bool {
    var reached: Set<GroupID> = []
    var open = environmentsRead(by: group)
    while let next = open.popFirst() {
      guard reached.insert(next).inserted else { continue }
      if isRandom(next) { return true }
      open.formUnion(environmentsRead(by: next).subtracting(reached))
    }
    return false
  }

  /// Every expression that a group computes: initial values, blocks, what its alignment bounds.
  private func allExpressions(of group: GroupID) -> [Expression] {
    let initial = groups[group.index].members.flatMap { member -> [Expression] in
      switch member.initial {
      case .value(let value): [value]
      case .draw(let draw): draw.distribution.arguments
      case .column: []
      }
    }
    return initial + stepExpressions(of: group)
      + alignments.filter { $0.group == group }.map(\.value)
  }

  private func pickedNetworks(of group: GroupID) -> [NetworkID] {
    blocks.filter { $0.group == group }.flatMap { $0.statements.flatMap(\.pickedNetworks) }
  }

  private func environmentsRead(by group: GroupID) -> Set<GroupID> {
    var result = Set(pickedNetworks(of: group).map { networks[$0.index].read })
    for expression in allExpressions(of: group) {
      expression.visit { part in
        switch part.kind {
        case .aggregate(let aggregate):
          switch aggregate.range {
          case .network(let network): result.insert(networks[network.index].read)
          case .group(let read): result.insert(read)
          }
        case .sole(let network, _): result.insert(networks[network.index].read)
        case .lone(let read, _): result.insert(read)
        default: break
        }
      }
    }
    return result.filter { groups[$0.index].isEnvironment && $0 != group }
  }

  /// Whether a group draws, is visited in a random order or sees a random network.
  private func isRandom(_ group: GroupID) -> Bool {
    if groups[group.index].members.contains(where: {
      if case .draw = $0.initial { true } else { false }
    }) {
      return true
    }
    let draws = blocks.contains { block in
      block.group == group
        && (block.schedule != .synchronous || block.statements.contains(where: \.hasDraw))
    }
    return draws
      || allExpressions(of: group).contains { expression in
        expression.contains { part in
          switch part.kind {
          case .aggregate(let aggregate):
            switch aggregate.range {
            case .network(let network): hasRandomLinks(network)
            case .group: false
            }
          case .degree(let network), .sole(let network, _): hasRandomLinks(network)
          default: false
          }
        }
      }
  }

  private func hasRandomLinks(_ network: NetworkID) -> Bool {
    networks[network.index].generator.isRandom(in: self)
  }
}
