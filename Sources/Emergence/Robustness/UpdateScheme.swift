// SPDX-License-Identifier: GPL-3.0-or-later
//
// How would the same agents act under another order of updates? Worlds with the schedule of some blocks exchanged.
//
// Goals, in order: only the order changes, never how often an agent acts on average; blocks in which no agent reads
// another stay as they are, for there the order cannot matter; together, unlinked and alone change alike, block by
// block, so that they stay comparable on the same draws.
//
// Isolation stays proved. The proof rests on which members each assignment reads, by data and by control, and on the
// values that members can take; a schedule adds no read, the order of visits is drawn from the realisation and not from
// agents, and the values that a member can take after any number of visits in any order are those that the proof
// assumed. `with probability P` becomes a draw of P in each visit and an `if` around the same statements: the same read
// of the agent's own members, as the same kind of control. `every K` belongs to the block and is kept.

import WorldModel

/// In which order the agents of a step act on each other.
public enum UpdateScheme: String, Hashable, Sendable, CaseIterable {
  /// All at once, also where only a random part takes part (`with probability`).
  case synchronous
  /// Each exactly once a step, in a fresh random order.
  case shuffled
  /// One at a time, drawn with replacement.
  case sequential
  /// Some blocks in one way and some in another.
  case mixed
}

extension World {
  /// Blocks whose agents read members of other agents that are not of an environment, by index.
  ///
  /// Blocks of a lone agent are not among them: it is nobody's turn but its own.
  var readingBlocks: [Int] {
    blocks.indices.filter { index in
      groups[blocks[index].group.index].size != nil
        && blocks[index].statements.contains { readsOthers($0, in: blocks[index]) }
    }
  }

  /// The scheme that some blocks share.
  func updateScheme(of indices: [Int]) -> UpdateScheme {
    let schemes = Set(indices.map { blocks[$0].schedule.scheme })
    return schemes.count == 1 ? schemes.first ?? .mixed : .mixed
  }

  /// This world with some blocks updated in one way.
  ///
  /// - Parameters:
  ///   - indices: Indices of the blocks.
  ///   - scheme: How they are updated; `mixed` changes nothing.
  /// - Returns: A world with the same indices throughout. Where agents act one after the other replicates cannot share a
  ///   word, so that `draws packed` gives way to draws of each replicate's own.
  func updating(_ indices: [Int], _ scheme: UpdateScheme) -> World {
    var world = self
    for index in indices { world.blocks[index] = blocks[index].updating(scheme) }
    if scheme == .shuffled || scheme == .sequential { world.settings.drawsPacked = false }
    return world
  }

  private func readsOthers(_ statement: Statement, in block: StepBlock) -> Bool {
    switch statement.kind {
    case .bind(_, let value), .assign(_, let value): readsOthers(value, in: block)
    case .bindDraw(_, let draw), .assignDraw(_, let draw):
      draw.distribution.arguments.contains { readsOthers($0, in: block) }
    case .bindPick: false
    case .conditional(let condition, let then, let otherwise):
      readsOthers(condition, in: block)
        || (then + otherwise).contains { readsOthers($0, in: block) }
    }
  }

  private func readsOthers(_ expression: Expression, in block: StepBlock) -> Bool {
    expression.contains { part in
      switch part.kind {
      case .lone(let group, _):
        return group != block.group && !groups[group.index].isEnvironment
      case .sole(let network, _):
        return !groups[networks[network.index].read.index].isEnvironment
      case .picked(let local, _):
        guard case .neighbour(let network) = block.locals[local.index].meaning else { return false }
        return !groups[networks[network.index].read.index].isEnvironment
      case .aggregate(let aggregate):
        let read =
          switch aggregate.range {
          case .network(let network): networks[network.index].read
          case .group(let group): group
          }
        let readsMember = ([aggregate.value] + [aggregate.condition].compactMap { $0 }).contains {
          $0.contains { if case .other = $0.kind { true } else { false } }
        }
        return readsMember && !groups[read.index].isEnvironment
      default: return false
      }
    }
  }
}

extension Schedule {
  /// The order that it stands for.
  fileprivate var scheme: UpdateScheme {
    switch self {
    case .synchronous, .partial: .synchronous
    case .shuffled: .shuffled
    case .sequential: .sequential
    }
  }
}

extension StepBlock {
  /// This block updated in another way, its agents acting as often on average.
  fileprivate func updating(_ scheme: UpdateScheme) -> StepBlock {
    guard scheme != schedule.scheme else { return self }
    var block = self
    switch scheme {
    case .mixed: return self
    case .synchronous: block.schedule = .synchronous
    case .shuffled: block.schedule = .shuffled
    case .sequential: block.schedule = .sequential
    }
    guard case .partial(let probability) = schedule else { return block }
    // The site of the block: orders are drawn in a domain of their own, and in a shuffled step each agent takes part
    // on the very draw on which it did.
    let draw = Draw(site: site, distribution: .bernoulli(p: probability), type: .boolean)
    let takesPart = LocalID(locals.count)
    block.locals.append(Local(name: "takes_part", meaning: .value(.boolean)))
    block.statements = [
      Statement(.bindDraw(takesPart, draw), origin: origin),
      Statement(
        .conditional(
          Expression(.local(takesPart), .boolean), then: statements, otherwise: []),
        origin: origin),
    ]
    return block
  }
}
