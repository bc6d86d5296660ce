// SPDX-License-Identifier: GPL-3.0-or-later
//
// By which ways do the agents of a world read each other, and which of them can be cut?

import WorldModel

/// A way by which the agents of a group read others.
enum ReadingWay: Hashable {
  case network(NetworkID)
  case group(GroupID)
}

extension World {
  /// Networks through which the blocks of some group read: by aggregates, by name or by picks.
  var networksOfSteps: Set<NetworkID> {
    var result = Set(blocks.flatMap { $0.statements.flatMap(\.pickedNetworks) })
    for expression in stepExpressions(of: nil) {
      expression.visit { part in
        switch part.kind {
        case .aggregate(let aggregate):
          if case .network(let network) = aggregate.range { result.insert(network) }
        case .sole(let network, _): result.insert(network)
        default: break
        }
      }
    }
    return result
  }

  /// Ways by which the blocks of a group read agents that are not of an environment, in the order of the world.
  func waysOfReading(by group: GroupID) -> Set<ReadingWay> {
    var result: Set<ReadingWay> = []
    func add(_ network: NetworkID) {
      if !groups[networks[network.index].read.index].isEnvironment {
        result.insert(.network(network))
      }
    }
    func add(_ read: GroupID) {
      if !groups[read.index].isEnvironment { result.insert(.group(read)) }
    }
    for block in blocks where block.group == group {
      for network in block.statements.flatMap(\.pickedNetworks) { add(network) }
    }
    for expression in stepExpressions(of: group) {
      expression.visit { part in
        switch part.kind {
        case .aggregate(let aggregate):
          switch aggregate.range {
          case .network(let network): add(network)
          case .group(let read): add(read)
          }
        case .sole(let network, _): add(network)
        case .lone(let read, _): add(read)
        default: break
        }
      }
    }
    return result
  }

  /// Whether a block reads the one neighbour of an agent by name.
  func readsByName(_ network: NetworkID) -> Bool {
    stepExpressions(of: nil).contains { expression in
      expression.contains {
        if case .sole(network, _) = $0.kind { true } else { false }
      }
    }
  }

  /// Whether an aggregate of a block over a network has no value over nothing.
  func needsSomebody(in network: NetworkID) -> Bool {
    stepExpressions(of: networks[network.index].reader).contains { expression in
      expression.contains { part in
        guard case .aggregate(let aggregate) = part.kind, aggregate.range == .network(network),
          aggregate.otherwise == nil
        else { return false }
        switch aggregate.operation {
        case .mean, .min, .max: return true
        case .sum, .count, .any, .all: return false
        }
      }
    }
  }

  /// Whether a measure, its condition, or `stop when` reads through a network, directly or through other measures.
  func observes(_ network: NetworkID, in measure: Int) -> Bool {
    func reads(_ expression: Expression) -> Bool {
      expression.contains { part in
        switch part.kind {
        case .aggregate(let aggregate): aggregate.range == .network(network)
        case .degree(let degree): degree == network
        case .measure(let other): observes(network, in: other.index)
        default: false
        }
      }
    }
    let timing: [Expression] =
      switch measures[measure].timing {
      case .everyStep, .atEnd: []
      case .when(let condition), .first(let condition): [condition]
      }
    return ([measures[measure].value, settings.stopWhen].compactMap { $0 } + timing)
      .contains(where: reads)
  }
}
