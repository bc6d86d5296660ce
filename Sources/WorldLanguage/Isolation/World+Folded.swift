// SPDX-License-Identifier: GPL-3.0-or-later
//
// What remains of a world when some parameters have known values?
//
// Groups, members, networks, measures and draw sites keep their indices; only expressions and statements change.
// Folding and interval analysis take turns until nothing changes: a statement that vanishes narrows a state, a state
// of one value folds what reads it.

import WorldModel

extension World {
  /// Returns this world with parameters replaced by values and folded.
  ///
  /// Measures, limits and `aligned` are touched only where they mention a replaced parameter: what is observed should
  /// be the same expression in all conditions.
  ///
  /// - Parameter substitution: Value of each replaced parameter, finite; may lie outside the parameter's range.
  /// - Returns: A world with the same indices throughout.
  public func folded(substituting substitution: [ParameterID: Double]) -> World {
    var world = self
    // What is folded so far is right at any time. Each round settles the states that rest on those settled before;
    // longer chains than this have only been constructed.
    for _ in 0..<64 {
      let intervals = Intervals(world, substituting: substitution)
      var folder = Folder(substitution: substitution, intervals: intervals)
      let next = folder.world(world)
      if next == world { break }
      world = next
    }
    return world
  }
}

extension Folder {
  /// Returns a world folded once.
  fileprivate mutating func world(_ world: World) -> World {
    var result = world
    for g in world.groups.indices {
      if let size = world.groups[g].size {
        result.groups[g].size = folded(size, Scope(own: nil))
      }
      let scope = Scope(own: GroupID(g), time: Interval(-1, -1))
      for m in world.groups[g].members.indices {
        result.groups[g].members[m].initial = initial(world.groups[g].members[m].initial, scope)
      }
    }
    for b in world.blocks.indices { result.blocks[b] = block(world.blocks[b]) }
    observation(of: &result)
    return result
  }

  private func observation(of world: inout World) {
    let scope = Scope(own: nil)
    func folded(_ expression: Expression, _ scope: Scope) -> Expression {
      mentions(expression) ? self.folded(expression, scope) : expression
    }
    for m in world.measures.indices {
      world.measures[m].value = folded(world.measures[m].value, scope)
      world.measures[m].limit = world.measures[m].limit.map { folded($0, scope) }
      switch world.measures[m].timing {
      case .everyStep, .atEnd: break
      case .when(let condition): world.measures[m].timing = .when(folded(condition, scope))
      case .first(let condition): world.measures[m].timing = .first(folded(condition, scope))
      }
    }
    for e in world.estimates.indices {
      world.estimates[e].value = folded(world.estimates[e].value, scope)
    }
    for a in world.alignments.indices {
      let own = Scope(own: world.alignments[a].group)
      world.alignments[a].value = folded(world.alignments[a].value, own)
      world.alignments[a].limit = folded(world.alignments[a].limit, scope)
      world.alignments[a].allowance = folded(world.alignments[a].allowance, scope)
    }
    if let stop = world.settings.stopWhen {
      let condition = self.folded(stop, scope)
      world.settings.stopWhen = condition.kind == .boolean(false) ? nil : condition
    }
  }

  private func mentions(_ expression: Expression) -> Bool {
    if case .parameter(let parameter) = expression.kind { return substitution[parameter] != nil }
    return expression.children.contains { mentions($0) }
  }

  private func initial(_ initial: Initial, _ scope: Scope) -> Initial {
    switch initial {
    case .value(let expression): return .value(folded(expression, scope))
    case .draw(let draw):
      let draw = self.draw(draw, scope)
      return certain(draw, scope).map { .value($0) } ?? .draw(draw)
    case .column: return initial
    }
  }

  private func draw(_ draw: Draw, _ scope: Scope) -> Draw {
    var result = draw
    result.distribution = draw.distribution.mapped { folded($0, scope) }
    if case .bernoulli(let before) = draw.distribution,
      case .bernoulli(let after) = result.distribution
    {
      result.distribution = .bernoulli(p: keepingSum(after, from: before))
    }
    return result
  }

  /// Returns a chance that has folded to a bare `logistic(x)`, or to a name for one, as a sum.
  ///
  /// `bernoulli(logistic(x))` is an operation of its own in the engine, which resolves chances near 1 more finely than
  /// the rounded number does: alone would differ from together at the off values if the pattern arose by folding.
  private func keepingSum(_ after: Expression, from before: Expression) -> Expression {
    if !isLogistic(after) || isLogistic(before) { return after }
    let zero = Expression(.number(0), after.type, origin: after.origin)
    return Expression(.binary(.add, after, zero), after.type, origin: after.origin)
  }

  private func isLogistic(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .call(.logistic, _): true
    case .local(let local): logisticNames.contains(local)
    default: false
    }
  }

  /// Returns what a Bernoulli draw always gives, when its chance is 0 or 1.
  private func certain(_ draw: Draw, _ scope: Scope) -> Expression? {
    guard case .bernoulli(let p) = draw.distribution else { return nil }
    guard let point = Intervals.bernoulli(intervals.interval(of: p, scope)).point else {
      return nil
    }
    return Expression(.boolean(point == 1), .boolean, origin: draw.origin)
  }
}

extension Folder {
  private mutating func block(_ block: StepBlock) -> StepBlock {
    var result = block
    var scope = Scope(block)
    constants = [:]
    logisticNames = []
    result.every = block.every.map { folded($0, scope) }
    result.statements = statements(block.statements, &scope)
    if case .partial(let probability) = block.schedule {
      let chance = fold(probability, scope)
      switch Intervals.bernoulli(chance.interval) {
      case .yes: result.schedule = .synchronous
      case .no: (result.schedule, result.statements) = (.synchronous, [])
      default: result.schedule = .partial(probability: chance.expression)
      }
    }
    var used: Set<LocalID> = []
    result.statements = Self.withoutUnusedNames(result.statements, &used)
    return result
  }

  private mutating func statements(
    _ statements: [Statement], _ scope: inout Scope
  ) -> [Statement] {
    var result: [Statement] = []
    for statement in statements { result += self.statement(statement, &scope) }
    return result
  }

  /// Returns what remains of a statement, and notes in the scope what its `let` name stands for.
  private mutating func statement(
    _ statement: Statement, _ scope: inout Scope
  ) -> [Statement] {
    var result = statement
    switch statement.kind {
    case .bind(let local, let value):
      var folded = fold(value, scope)
      folded.expression = keepingSum(folded.expression, from: value)
      if isLogistic(folded.expression) { logisticNames.insert(local) }
      bind(local, folded, &scope)
      result.kind = .bind(local, folded.expression)
    case .bindDraw(let local, let draw):
      let draw = self.draw(draw, scope)
      if let value = certain(draw, scope) {
        bind(local, fold(value, scope), &scope)
        result.kind = .bind(local, value)
      } else {
        scope.locals[local.index] = intervals.interval(of: draw, scope)
        result.kind = .bindDraw(local, draw)
      }
    case .bindPick: break
    case .assign(let member, let value):
      let value = folded(value, scope)
      if value.kind == .own(member) { return [] }
      result.kind = .assign(member, value)
    case .assignDraw(let member, let draw):
      let draw = self.draw(draw, scope)
      result.kind = certain(draw, scope).map { .assign(member, $0) } ?? .assignDraw(member, draw)
    case .conditional(let condition, let then, let otherwise):
      let condition = fold(condition, scope)
      if let point = condition.interval.point {
        // Where a picked neighbour is missing the whole conditional is skipped: its branch inherits that.
        return statements(point == 1 ? then : otherwise, &scope).map {
          $0.requiring(statement.requiredPicks)
        }
      }
      let (a, b) = (statements(then, &scope), statements(otherwise, &scope))
      if a.isEmpty && b.isEmpty { return [] }
      result.kind = .conditional(condition.expression, then: a, otherwise: b)
    }
    return [result]
  }

  private mutating func bind(_ local: LocalID, _ value: Folded, _ scope: inout Scope) {
    scope.locals[local.index] = value.interval
    if Self.isLiteral(value.expression) { constants[local] = value.expression }
  }

  /// Returns statements without the `let` names that nothing uses any more; goes backwards, since names are bound
  /// before they are used.
  private static func withoutUnusedNames(
    _ statements: [Statement], _ used: inout Set<LocalID>
  ) -> [Statement] {
    var result: [Statement] = []
    for statement in statements.reversed() {
      var kept = statement
      switch statement.kind {
      case .bind(let local, _), .bindDraw(let local, _), .bindPick(let local, _, _):
        if !used.contains(local) { continue }
      case .conditional(let condition, let then, let otherwise):
        let b = withoutUnusedNames(otherwise, &used)
        let a = withoutUnusedNames(then, &used)
        if a.isEmpty && b.isEmpty { continue }
        kept.kind = .conditional(condition, then: a, otherwise: b)
      case .assign, .assignDraw: break
      }
      used.formUnion(statement.requiredPicks)
      for expression in statement.expressions { expression.collectNames(&used) }
      result.append(kept)
    }
    return result.reversed()
  }
}

extension Statement {
  fileprivate func requiring(_ picks: [LocalID]) -> Statement {
    if picks.isEmpty { return self }
    var result = self
    result.requiredPicks = Set(picks).union(requiredPicks).sorted()
    return result
  }

  /// The expressions of this statement itself, without those of the statements inside it.
  var expressions: [Expression] {
    switch kind {
    case .bind(_, let value), .assign(_, let value): [value]
    case .bindDraw(_, let draw), .assignDraw(_, let draw): draw.distribution.arguments
    case .bindPick: []
    case .conditional(let condition, _, _): [condition]
    }
  }
}
