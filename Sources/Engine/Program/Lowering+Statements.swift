// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do statements become stores? Every path is computed, and each state keeps the value of the path taken.
//
// Draws are named, so one that turns out not to be needed disturbs nothing. Where it counts (invalid arguments, values
// that are not finite) the mask of the path decides: conditions, participation and the picks a statement needs.
//
// Participation (`with probability P`) is a draw of its own at the site of the block, but where the block's only draw
// is one unconditional `bernoulli(p)` assignment and there is no other assignment: then the uniform U of that draw
// decides both. The agent takes part when U < P, and the outcome is true when U < P p, both products at the higher
// precision of P and p, each clamped to 0...1.

import WorldModel

/// A state's assignments so far, in order.
private struct Assignment {
  var mask: NodeID?
  var value: NodeID
}

extension Lowering {
  /// Home of the section that the agents of the unit run.
  static let mainHome = 1

  /// Lowers a block of a step; `isTraced` when the values of all statements are probed, `isPacked` when what is written
  /// comes from elsewhere.
  mutating func lowerBlock(_ block: StepBlock, isTraced: Bool, isPacked: Bool = false) {
    let home = addSection(.agents(group: block.group.index))
    precondition(home == Self.mainHome)
    let scope = Scope(home: home, own: block.group.index, other: nil)
    var walk = StatementWalk(scope: scope, block: block, isTraced: isTraced)
    if isPacked {
      packedOutcome = outcomeColumn(of: block, home)
      lower(block.statements, nil, &walk)
      return
    }
    var mask: NodeID?
    if case .partial(let probability) = block.schedule {
      if lowerSingleDraw(probability, block, &walk) {
        store(walk, block)
        return
      }
      let p = lower(probability, scope)
      let source = addSource(
        Source(
          subject: "with probability", arguments: ["probability"], origin: probability.origin))
      mask = draw(.bernoulli, [number(p)], nil, block.site, .byte, source, scope)
    }
    lower(block.statements, mask, &walk)
    store(walk, block)
  }

  /// What has been found while walking the statements of a block.
  struct StatementWalk {
    let scope: Scope
    let block: StepBlock
    let isTraced: Bool
    fileprivate var assignments: [Int: [Assignment]] = [:]
  }

  private mutating func number(_ id: NodeID) -> NodeID {
    element(of: id) == .byte ? convert(id, to: .double) : id
  }

  /// Lowers a partial block whose rule is a single draw; returns `false` when it is not.
  private mutating func lowerSingleDraw(
    _ probability: Expression, _ block: StepBlock, _ walk: inout StatementWalk
  ) -> Bool {
    var single: (member: MemberID, draw: Draw, p: Expression, statement: Statement)?
    for statement in block.statements {
      switch statement.kind {
      case .bind: continue
      case .assignDraw(let member, let draw):
        guard single == nil, statement.requiredPicks.isEmpty,
          case .bernoulli(let p) = draw.distribution
        else { return false }
        single = (member, draw, p, statement)
      default: return false
      }
    }
    guard let single else { return false }
    let scope = walk.scope
    let site = single.draw.site
    let element = commonElement([probability, single.p])
    let zero = number(0, as: element)
    let one = number(1, as: element)
    let source = addSource(
      Source(subject: "with probability", arguments: ["probability"], origin: probability.origin))
    let take = apply(.clamp, [lower(probability, as: element, scope), zero, one], element)
    let participates = draw(.bernoulli, [take], nil, site, .byte, source, scope)
    for statement in block.statements {
      guard case .bind = statement.kind else { continue }
      lower([statement], participates, &walk)
    }
    let p = apply(.clamp, [lower(single.p, as: element, scope), zero, one], element)
    let both = apply(.multiply, [take, p], element)
    let outcomeSource = addSource(
      Source(subject: "bernoulli", arguments: ["p"], origin: single.draw.origin))
    let outcome = draw(.bernoulli, [both], participates, site, .byte, outcomeSource, scope)
    assign(single.member, outcome, participates, single.statement, &walk)
    return true
  }

  private mutating func lower(
    _ statements: [Statement], _ path: NodeID?, _ walk: inout StatementWalk
  ) {
    let scope = walk.scope
    for statement in statements {
      var mask = path
      for pick in statement.requiredPicks {
        let isPresent = compute(.isPresent, [locals[pick]!], .byte)
        mask = and(mask, isPresent)
      }
      switch statement.kind {
      case .bind(let local, let expression):
        let value = lower(expression, scope)
        locals[local] = value
        probe(local, value, mask, statement, &walk)
      case .bindDraw(let local, let draw):
        let value = lower(draw, mask, scope)
        locals[local] = value
        probe(local, value, mask, statement, &walk)
      case .bindPick(let local, let network, let site):
        let value = intern(
          Node(
            operation: .pick(network: network.index, site: site.word), operands: [],
            element: .index, shape: .full, home: scope.home, stage: .unit))
        locals[local] = value
        probe(local, value, mask, statement, &walk)
      case .assign(let member, let expression):
        let element = element(group: walk.block.group.index, member: member.index)
        let value = packedOutcome ?? lower(expression, as: element, scope)
        assign(member, value, mask, statement, &walk)
      case .assignDraw(let member, let draw):
        let element = element(group: walk.block.group.index, member: member.index)
        let value = packedOutcome ?? convert(lower(draw, mask, scope), to: element)
        assign(member, value, mask, statement, &walk)
      case .conditional(let condition, let then, let otherwise):
        let holds = lower(condition, scope)
        let fails = not(holds)
        lower(then, and(mask, holds), &walk)
        lower(otherwise, and(mask, fails), &walk)
      }
    }
  }

  private mutating func assign(
    _ member: MemberID, _ value: NodeID, _ mask: NodeID?, _ statement: Statement,
    _ walk: inout StatementWalk
  ) {
    let declaration = world.groups[walk.block.group.index].members[member.index]
    walk.assignments[member.index, default: []].append(Assignment(mask: mask, value: value))
    checkFinite(value, mask, declaration.name, statement.origin, walk.scope)
    if walk.isTraced {
      sections[walk.scope.home - 1].probes.append(
        Probe(
          name: declaration.name, line: statement.origin.line, value: value, mask: mask,
          names: declaration.type.names))
    }
  }

  /// Demands that a number about to be kept is finite.
  mutating func checkFinite(
    _ value: NodeID, _ mask: NodeID?, _ name: String, _ origin: Origin, _ scope: Scope
  ) {
    guard element(of: value) != .byte else { return }
    let source = addSource(
      Source(subject: "the value of '\(name)'", arguments: [], origin: origin))
    sections[scope.home - 1].checks.append(Check(value: value, mask: mask, source: source))
  }

  private mutating func store(_ walk: StatementWalk, _ block: StepBlock) {
    for (member, assignments) in walk.assignments.sorted(by: { $0.key < $1.key }) {
      let element = element(group: block.group.index, member: member)
      var value = rows(group: block.group.index, member: member, home: walk.scope.home)
      for assignment in assignments {
        value =
          assignment.mask.map { apply(.select, [$0, assignment.value, value], element) }
          ?? assignment.value
      }
      sections[walk.scope.home - 1].roots.append(.store(member: member, value: value))
    }
  }

  private mutating func probe(
    _ local: LocalID, _ value: NodeID, _ mask: NodeID?, _ statement: Statement,
    _ walk: inout StatementWalk
  ) {
    guard walk.isTraced else { return }
    let declaration = walk.block.locals[local.index]
    var names: [String] = []
    if case .value(let type) = declaration.meaning { names = type.names }
    sections[walk.scope.home - 1].probes.append(
      Probe(
        name: declaration.name, line: statement.origin.line, value: value, mask: mask, names: names)
    )
  }

  /// Lowers the initial values of a group.
  mutating func lowerInitial(_ group: Int, isTraced: Bool) {
    let home = addSection(.agents(group: group))
    let scope = Scope(home: home, own: group, other: nil)
    for (index, member) in world.groups[group].members.enumerated() {
      let value = initialValue(of: index, member, group, scope)
      checkFinite(value, nil, member.name, member.origin, scope)
      initialised[index] = value
      sections[home - 1].roots.append(.store(member: index, value: value))
      if isTraced {
        sections[home - 1].probes.append(
          Probe(
            name: member.name, line: member.origin.line, value: value, mask: nil,
            names: member.type.names))
      }
    }
  }
}

extension Lowering {
  /// Returns what a member begins with.
  mutating func initialValue(
    of index: Int, _ member: Member, _ group: Int, _ scope: Scope
  ) -> NodeID {
    let element = Element(member.type)
    switch member.initial {
    case .value(let expression): return lower(expression, as: element, scope)
    case .draw(let draw): return convert(lower(draw, nil, scope), to: element)
    case .column:
      let file = leaf(
        .file(group: group, member: index), .double, .perRow, home: scope.home)
      if member.type == .boolean { return apply(.notEqual, [file, number(0)], .byte) }
      return convert(file, to: element)
    }
  }

  /// Returns the column in which a packed block finds its outcome; its source is the first of the unit.
  private mutating func outcomeColumn(of block: StepBlock, _ home: Int) -> NodeID {
    _ = addSource(Source(subject: "bernoulli", arguments: ["p"], origin: block.origin))
    for statement in block.statements {
      if case .assignDraw(_, let draw) = statement.kind { sources[0].origin = draw.origin }
    }
    scratch.append(ScratchColumn(group: block.group.index, element: .byte))
    return leaf(.rows(.scratch(scratch.count - 1)), .byte, .full, home: home, stage: .unit)
  }
}

extension ValueType {
  /// Words for the bytes of a boolean or case; empty for numbers.
  var names: [String] {
    switch self {
    case .boolean: ["false", "true"]
    case .cases(let cases): cases.names
    case .number: []
    }
  }
}
