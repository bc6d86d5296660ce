// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a world in which some agents act as they do alone while the others still read them?
//
// A group, or those agents of it for which a guard holds, takes its initial values and its blocks from a folded program
// of the same world. Sites of draws stay what they are, and so do draws. Where the guard holds for nobody every value
// keeps its bits:
// - blocks become `if guard { folded } else { as written }`, the names of the folded statements being put behind those
//   as written;
// - chances of taking part become `if guard then folded else as written`;
// - a block `with probability` whose rule is a single Bernoulli draw decides participation and outcome by one uniform.
//   It keeps that form: its chance, not its statements, is guarded.

import WorldModel

/// Why a guard cannot be put into a world.
struct UnguardedPlace: Error {
  /// What cannot be guarded: a member or a block, with the name of its group.
  var name: String
}

extension World {
  /// Returns this world with the initial values and blocks of a group taken from another program of the same world.
  func replacing(_ group: GroupID, by other: World) -> World {
    var world = self
    world.groups[group.index].members = other.groups[group.index].members
    for index in blocks.indices where blocks[index].group == group {
      world.blocks[index] = other.blocks[index]
    }
    return world
  }

  /// Whether a group begins and acts in another program of the same world as in this one.
  func acts(_ group: GroupID, asIn other: World) -> Bool {
    groups[group.index].members == other.groups[group.index].members
      && blocks.indices.allSatisfy {
        blocks[$0].group != group || blocks[$0] == other.blocks[$0]
      }
  }

  /// Returns this world with some agents of a group taking initial values and blocks from another program.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - guardExpression: A boolean of one agent's own traits, degrees and index.
  ///   - other: A folded program of this world.
  /// - Returns: The world.
  /// - Throws: `UnguardedPlace` where a value cannot be guarded without changing the bits of the others.
  func guarding(
    _ group: GroupID, where guardExpression: Expression, by other: World
  ) throws(UnguardedPlace) -> World {
    var world = self
    let merging = Merging(guardExpression: guardExpression)
    let name = groups[group.index].name
    for index in groups[group.index].members.indices {
      let member = groups[group.index].members[index]
      let folded = other.groups[group.index].members[index].initial
      guard let initial = merging.initial(member.initial, folded) else {
        throw UnguardedPlace(name: "\(name).\(member.name)")
      }
      world.groups[group.index].members[index].initial = initial
    }
    for index in blocks.indices where blocks[index].group == group {
      guard let block = merging.block(blocks[index], other.blocks[index]) else {
        throw UnguardedPlace(name: "step \(name)")
      }
      world.blocks[index] = block
    }
    return world
  }

  /// Returns this world with chosen agents of a group acting as in another program.
  ///
  /// - Parameters:
  ///   - chosen: Indices of the agents; nobody leaves every value of a run as it is.
  ///   - group: Their group.
  ///   - size: Number of its agents.
  ///   - other: A folded program of this world.
  /// - Returns: The world, with a trait more that says who is chosen.
  /// - Throws: `UnguardedPlace`.
  func knockingOut(
    _ chosen: [Int], of group: GroupID, size: Int, by other: World
  ) throws(UnguardedPlace) -> World {
    let trait = MemberID(groups[group.index].members.count)
    var world = try guarding(
      group, where: Expression(.own(trait), .boolean), by: other)
    var values = [Double](repeating: 0, count: size)
    for agent in chosen { values[agent] = 1 }
    world.groups[group.index].members.append(
      Member(
        name: "knocked out", isTrait: true, type: .boolean,
        initial: .column(FileColumn(path: "", column: "", values: values))))
    return world
  }
}

/// Puts what is written and what is folded of it side by side; `nil` where that would move bits.
private struct Merging {
  let guardExpression: Expression

  /// `if guard then folded else written`; what is equal needs no guard.
  private func choice(_ written: Expression, _ folded: Expression) -> Expression {
    if written == folded { return written }
    return Expression(
      .conditional(guardExpression, then: folded, otherwise: written), written.type,
      origin: written.origin)
  }

  /// The chance of a Bernoulli draw; `logistic(x)` keeps its form, which is an operation of its own with the draw.
  private func chance(_ written: Expression, _ folded: Expression) -> Expression? {
    switch (written.logisticArgument, folded.logisticArgument) {
    case (let x?, let y?):
      return Expression(.call(.logistic, [choice(x, y)]), written.type, origin: written.origin)
    case (nil, nil): return choice(written, folded)
    default: return nil
    }
  }

  /// Probability 0 or 1 in the place of an expression.
  private func certainty(_ truth: Bool, like expression: Expression) -> Expression {
    Expression(.number(truth ? 1 : 0), expression.type, origin: expression.origin)
  }

  func initial(_ written: Initial, _ folded: Initial) -> Initial? {
    if written == folded { return written }
    switch (written, folded) {
    case (.value(let a), .value(let b)): return .value(choice(a, b))
    case (.draw(let a), .draw(let b)):
      var draw = a
      if case .bernoulli(let p) = a.distribution, case .bernoulli(let q) = b.distribution {
        guard let chance = chance(p, q) else { return nil }
        draw.distribution = .bernoulli(p: chance)
      } else {
        let arguments = zip(a.distribution.arguments, b.distribution.arguments).map(choice)
        draw.distribution = a.distribution.replacing(arguments: arguments)
      }
      return .draw(draw)
    case (.draw(let a), .value(let value)):
      guard case .bernoulli(let p) = a.distribution, case .boolean(let truth) = value.kind,
        let chance = chance(p, certainty(truth, like: p))
      else { return nil }
      var draw = a
      draw.distribution = .bernoulli(p: chance)
      return .draw(draw)
    default: return nil
    }
  }

  func block(_ written: StepBlock, _ folded: StepBlock) -> StepBlock? {
    if written == folded { return written }
    guard written.every == folded.every else { return nil }
    var result = written
    let shift = written.locals.count
    let names = { (local: LocalID) in LocalID(local.index + shift) }
    let statements = folded.statements.map { $0.renaming(names) }
    result.locals += folded.locals
    if case .partial(let taking) = written.schedule {
      // Folded to a chance of 1 the block is synchronous, to 0 it is that and without statements.
      var foldedTaking = certainty(true, like: taking)
      if case .partial(let probability) = folded.schedule { foldedTaking = probability }
      if let single = written.singleDraw {
        return singleDraw(result, single, taking, foldedTaking, statements)
      }
      result.schedule = .partial(probability: choice(taking, foldedTaking))
    } else {
      guard written.schedule == folded.schedule else { return nil }
    }
    if statements != written.statements {
      result.statements = [
        Statement(
          .conditional(guardExpression, then: statements, otherwise: written.statements),
          origin: written.origin)
      ]
    }
    return result
  }

  private func singleDraw(
    _ block: StepBlock, _ single: (member: MemberID, draw: Draw, p: Expression),
    _ taking: Expression, _ foldedTaking: Expression, _ folded: [Statement]
  ) -> StepBlock? {
    var result = block
    var foldedTaking = foldedTaking
    var foldedChance = certainty(false, like: single.p)
    var names: [Statement] = []
    // What writes nothing takes no part.
    var writes = false
    for statement in folded {
      switch statement.kind {
      case .bind: names.append(statement)
      case .assignDraw(single.member, let draw):
        guard case .bernoulli(let q) = draw.distribution else { return nil }
        (foldedChance, writes) = (q, true)
      case .assign(single.member, let value):
        guard case .boolean(let truth) = value.kind else { return nil }
        (foldedChance, writes) = (certainty(truth, like: single.p), true)
      default: return nil
      }
    }
    if !writes { foldedTaking = certainty(false, like: taking) }
    result.schedule = .partial(probability: choice(taking, foldedTaking))
    var draw = single.draw
    draw.distribution = .bernoulli(p: choice(single.p, foldedChance))
    result.statements =
      names
      + block.statements.map { statement in
        guard case .assignDraw = statement.kind else { return statement }
        return Statement(.assignDraw(single.member, draw), origin: statement.origin)
      }
    return result
  }
}

extension StepBlock {
  /// The one unconditional Bernoulli assignment of a block that assigns nothing else, `nil` where it is not so simple.
  fileprivate var singleDraw: (member: MemberID, draw: Draw, p: Expression)? {
    var found: (MemberID, Draw, Expression)?
    for statement in statements {
      switch statement.kind {
      case .bind: continue
      case .assignDraw(let member, let draw):
        guard found == nil, statement.requiredPicks.isEmpty,
          case .bernoulli(let p) = draw.distribution
        else { return nil }
        found = (member, draw, p)
      default: return nil
      }
    }
    return found.map { ($0.0, $0.1, $0.2) }
  }
}

extension Expression {
  /// The argument of a bare `logistic`.
  fileprivate var logisticArgument: Expression? {
    if case .call(.logistic, let arguments) = kind { arguments.first } else { nil }
  }
}
