// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between which values do the traits, states and expressions of a world lie, whatever the parameters in their ranges?
//
// Abstract interpretation in the domain of intervals (Cousot & Cousot, POPL 1977). A member is never NaN or infinite
// when it is read: the engine stops a run in which one becomes so.
//
// For proofs states that are assigned start at everything their type can hold and are narrowed by what the blocks may
// assign. The least fixed point is not used there: it would find that a contagion without a first case never begins,
// and take a world for separable whose rule is nothing but imitation. For warnings it is used: members start at their
// initial values and take in what the blocks may assign until nothing changes; bounds that keep moving jump to the next
// of few thresholds, so that this ends; two further rounds without joining win back what the jumps gave away.

import WorldModel

/// What an expression may refer to.
struct Scope {
  /// Group of the agent that computes; `nil` in a measure outside network aggregates.
  var own: GroupID?
  /// Inside an aggregate, the group aggregated over.
  var other: GroupID?
  /// Values of `time`.
  var time: Interval
  /// Intervals of the `let` names of the block.
  var locals: [Interval] = []
  /// By `let` name of the block, the network of a `pick`.
  var picks: [NetworkID?] = []

  init(own: GroupID?, time: Interval = Interval(0, 0x1p53)) {
    self.own = own
    self.time = time
  }

  /// The scope in which the statements of a block begin.
  init(_ block: StepBlock) {
    self.init(own: block.group)
    locals = block.locals.map { _ in .anything }
    picks = block.locals.map {
      if case .neighbour(let network) = $0.meaning { network } else { nil }
    }
  }

  /// The scope inside an aggregate.
  func inside(_ range: AggregateRange, of world: World) -> Scope {
    var scope = self
    switch range {
    case .network(let network):
      scope.own = world.networks[network.index].reader
      scope.other = world.networks[network.index].read
    case .group(let group):
      scope.other = group
    }
    return scope
  }
}

/// Intervals of everything in a world.
struct Intervals {
  let world: World
  /// Values that parameters are known to have.
  let substitution: [ParameterID: Double]
  /// Whether rounding in sums is left out and a move of a share of the way from one value towards another stays between
  /// the two: what a reader of the equations expects of a warning, but no bound for a proof.
  let isForWarnings: Bool
  /// By group and member.
  private(set) var members: [[Interval]]

  /// Rounds after which a state that still grows is given up: chains of many states would take as many rounds.
  private static let mostRounds = 40

  /// Analyses a world.
  init(
    _ world: World, substituting substitution: [ParameterID: Double] = [:],
    isForWarnings: Bool = false
  ) {
    self.world = world
    self.substitution = substitution
    self.isForWarnings = isForWarnings
    members = world.groups.map { $0.members.map { Interval.everything(of: $0.type) } }
    analyse()
  }

  private mutating func analyse() {
    for (g, group) in world.groups.enumerated() {
      let scope = Scope(own: GroupID(g), time: Interval(-1, -1))
      for (m, member) in group.members.enumerated() {
        members[g][m] = interval(of: member.initial, scope).stored(as: member.type)
      }
    }
    if isForWarnings { grow() } else { shrink() }
  }

  /// Narrows the assigned states from all that their types can hold; every round is sound, later ones gain little.
  private mutating func shrink() {
    let initial = members
    for block in world.blocks {
      func visit(_ statements: [Statement]) {
        for statement in statements {
          switch statement.kind {
          case .assign(let member, _), .assignDraw(let member, _):
            let type = world.groups[block.group.index].members[member.index].type
            members[block.group.index][member.index] = Interval.everything(of: type)
          case .conditional(_, let then, let otherwise):
            visit(then)
            visit(otherwise)
          case .bind, .bindDraw, .bindPick: break
          }
        }
      }
      visit(block.statements)
    }
    for _ in 0..<3 { members = afterOneStep(from: initial) }
  }

  /// Lets members grow from their initial values to a fixed point.
  private mutating func grow() {
    let initial = members
    var round = 0
    while true {
      let next = afterOneStep(from: initial)
      var changed = false
      for g in members.indices {
        for m in members[g].indices {
          let joined = members[g][m].union(next[g][m])
          if joined == members[g][m] { continue }
          changed = true
          let type = world.groups[g].members[m].type
          members[g][m] =
            round < 3 ? joined : Self.widened(joined, from: members[g][m], type, round)
        }
      }
      if !changed { break }
      round += 1
      if round > Self.mostRounds { giveUpStates() }
    }
    for _ in 0..<2 { members = afterOneStep(from: initial) }
  }

  /// Lets every state be anything that it can hold.
  private mutating func giveUpStates() {
    for (g, group) in world.groups.enumerated() {
      for (m, member) in group.members.enumerated() where !member.isTrait {
        members[g][m] = Interval.everything(of: member.type)
      }
    }
  }

  /// Moves each bound that has moved to the next threshold; after many rounds at once to the last.
  private static func widened(
    _ joined: Interval, from old: Interval, _ type: ValueType, _ round: Int
  ) -> Interval {
    let all = Interval.everything(of: type)
    let thresholds = round < 24 ? [-1.0, 0, 1] : []
    return Interval(
      joined.low == old.low
        ? old.low : thresholds.last { $0 <= joined.low && $0 >= all.low } ?? all.low,
      joined.high == old.high
        ? old.high : thresholds.first { $0 >= joined.high && $0 <= all.high } ?? all.high)
  }

  /// Returns the initial intervals joined with all that the blocks assign when members lie within `members`.
  private func afterOneStep(from initial: [[Interval]]) -> [[Interval]] {
    var result = initial
    for block in world.blocks {
      var scope = Scope(block)
      visit(block.statements, &scope) { member, interval in
        let type = world.groups[block.group.index].members[member.index].type
        let stored = interval.stored(as: type)
        let index = block.group.index
        result[index][member.index] = result[index][member.index].union(stored)
      }
    }
    return result
  }

  /// Goes through statements in order, binds `let` names in the scope and reports assignments.
  func visit(
    _ statements: [Statement], _ scope: inout Scope, assigned: (MemberID, Interval) -> Void
  ) {
    for statement in statements {
      switch statement.kind {
      case .bind(let local, let value):
        scope.locals[local.index] = interval(of: value, scope)
      case .bindDraw(let local, let draw):
        scope.locals[local.index] = interval(of: draw, scope)
      case .bindPick: break
      case .assign(let member, let value): assigned(member, interval(of: value, scope))
      case .assignDraw(let member, let draw): assigned(member, interval(of: draw, scope))
      case .conditional(let condition, let then, let otherwise):
        let condition = interval(of: condition, scope)
        if condition.high > 0 { visit(then, &scope, assigned: assigned) }
        if condition.low < 1 { visit(otherwise, &scope, assigned: assigned) }
      }
    }
  }

  /// Values that a parameter may have in any run: its range, its off value and the two starts.
  func interval(of parameter: ParameterID) -> Interval {
    if let value = substitution[parameter] { return Interval(value, value) }
    let declared = world.parameters[parameter.index]
    var result = Interval(declared.range.lowerBound, declared.range.upperBound)
    if let off = declared.offValue { result = result.union(Interval(off, off)) }
    if let starts = world.settings.starts, starts.parameter == parameter {
      result = result.union(
        Interval(Swift.min(starts.low, starts.high), Swift.max(starts.low, starts.high)))
    }
    return result
  }

  /// Number of agents of a group.
  func size(of group: GroupID) -> Interval {
    guard let size = world.groups[group.index].size else { return .yes }
    let interval = interval(of: size, Scope(own: nil))
    if interval.mayBeNaN { return Interval(0, 0x1p32) }
    return Interval(
      Swift.max(0, interval.low.rounded(.down)), Swift.max(0, interval.high.rounded(.up)))
  }

  /// Number of agents that an aggregate runs over, before its condition.
  func count(of range: AggregateRange) -> Interval {
    switch range {
    case .group(let group): size(of: group)
    case .network(let network): degree(of: network)
    }
  }

  /// Number of neighbours that an agent reads in a network.
  func degree(of id: NetworkID) -> Interval {
    let network = world.networks[id.index]
    let size = size(of: network.read)
    let most = network.reader == network.read ? Swift.max(0, size.high - 1) : size.high
    func exactly(_ argument: Expression) -> Interval {
      let interval = interval(of: argument, Scope(own: nil))
      if interval.mayBeNaN { return Interval(0, most) }
      return Interval(
        Swift.min(most, Swift.max(0, interval.low.rounded(.down))),
        Swift.min(most, Swift.max(0, interval.high.rounded(.up))))
    }
    switch network.generator {
    case .complete:
      let least = network.reader == network.read ? Swift.max(0, size.low - 1) : size.low
      return Interval(least, most)
    case .ring(let degree), .regular(let degree), .bipartite(let degree): return exactly(degree)
    case .assigned(let each): return exactly(each)
    default: return Interval(0, most)
    }
  }
}
