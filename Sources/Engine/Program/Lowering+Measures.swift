// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are measures and alignments lowered? Measures to values of the prologue, alignments to tallies over agents.

import WorldModel

extension Lowering {
  /// Lowers scalars of the whole world; a truth value becomes a byte, a number 64 bits.
  mutating func lowerMeasures(_ expressions: [Expression]) -> [NodeID] {
    let scope = Scope(home: 0, own: nil, other: nil)
    return expressions.map { expression in
      let value = lower(expression, scope)
      return expression.type == .boolean ? value : convert(value, to: .double)
    }
  }

  /// Lowers the truth of an alignment to a tally of steps; returns the section that makes it.
  mutating func lowerTally(_ index: Int) -> Int {
    let alignment = world.alignments[index]
    let group = alignment.group.index
    let home = addSection(.agents(group: group))
    let value = lower(alignment.value, Scope(home: home, own: group, other: group))
    sections[home - 1].roots.append(.tally(alignment: index, value: value))
    return home - 1
  }

  /// Adds to a block the tally of the chance of an alignment whose draw it makes.
  mutating func lowerChance(_ index: Int, _ integrated: IntegratedDraw) {
    let group = world.alignments[index].group.index
    let scope = Scope(home: Self.mainHome, own: group, other: nil)
    guard let chance = chance(of: integrated.choice, in: integrated.draw, scope) else {
      preconditionFailure("not a draw of a choice")
    }
    var value = convert(chance, to: .double)
    if integrated.isComplement { value = apply(.subtract, [number(1), value], .double) }
    sections[Self.mainHome - 1].roots.append(.tally(alignment: index, value: value))
  }
}

/// The draw that alone decides an alignment, so that its chance can be tallied instead of its outcome.
struct IntegratedDraw: Hashable, Sendable {
  var blockIndex: Int
  var draw: Draw
  var choice: Int
  /// Whether the alignment holds when the choice is not made.
  var isComplement: Bool
}

extension World {
  /// Returns the draw that decides an alignment alone, or `nil` when there is no single one.
  ///
  /// The value must be a boolean state, or compare a state with one case; one unconditional `bernoulli`, `weights` or
  /// `logit` draw must be the only statement that writes that state; and its block must run synchronously in every
  /// step. Anything else is tallied by steps.
  func integratedDraw(of alignment: Alignment) -> IntegratedDraw? {
    guard let (member, choice, isComplement) = alignment.value.singleChoice else { return nil }
    var found: IntegratedDraw?
    for (index, block) in blocks.enumerated()
    where block.group == alignment.group && block.writtenMembers.contains(member.index) {
      guard found == nil, block.schedule == .synchronous, block.every == nil else { return nil }
      let writers = block.statements.filter { $0.writes(member) }
      guard writers.count == 1, writers[0].requiredPicks.isEmpty,
        case .assignDraw(_, let draw) = writers[0].kind
      else { return nil }
      switch draw.distribution {
      case .bernoulli, .weights, .logit: break
      default: return nil
      }
      found = IntegratedDraw(
        blockIndex: index, draw: draw, choice: choice, isComplement: isComplement)
    }
    return found
  }
}

extension Expression {
  /// The state and the one choice that a truth value asks for.
  fileprivate var singleChoice: (MemberID, choice: Int, isComplement: Bool)? {
    switch kind {
    case .own(let member) where type == .boolean, .other(let member) where type == .boolean:
      return (member, 1, false)
    case .unary(.not, let operand):
      return operand.singleChoice.map { ($0.0, $0.choice, !$0.isComplement) }
    case .binary(let operation, let a, let b) where operation == .equal || operation == .notEqual:
      guard let member = a.memberRead ?? b.memberRead, let choice = a.literal ?? b.literal else {
        return nil
      }
      return (member, choice, operation == .notEqual)
    default: return nil
    }
  }

  private var memberRead: MemberID? {
    switch kind {
    case .own(let member), .other(let member): member
    default: nil
    }
  }

  private var literal: Int? {
    switch kind {
    case .caseIndex(let index): index
    case .boolean(let value): value ? 1 : 0
    default: nil
    }
  }
}

extension Statement {
  /// Whether the statement, or one inside it, assigns the state.
  fileprivate func writes(_ member: MemberID) -> Bool {
    switch kind {
    case .assign(let written, _), .assignDraw(let written, _): return written == member
    case .conditional(_, let then, let otherwise):
      return (then + otherwise).contains { $0.writes(member) }
    case .bind, .bindDraw, .bindPick: return false
    }
  }
}
