// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do blocks run with `draws packed`? As a rule that reads bits, with chances from a program of its own.
//
// The chances of a block are computed by the instructions that would compute them otherwise, in a program whose lanes
// are no runs but the values that the bits can have: lane `own << m | count` stands for `count` neighbours whose boolean
// holds and for own booleans with the bits of `own`. So the chances have the bits of the general program.

import WorldModel

/// A block as it runs with `draws packed`.
struct PackedBlock: Sendable {
  let rule: PackedRule
  let group: Int
  /// One element: the program of the chances, whose only block has one section with one probe, the chance.
  let table: [Program]
  /// Whether the probe is the x of `bernoulli(logistic(x))`.
  let isLogit: Bool
  /// Whether the outcome is a value, so that all chances are 0 or 1.
  let isCertain: Bool
  /// Whether chances change from step to step.
  let changes: Bool
  let site: UInt32
  /// The column of bytes in which the unit that runs beside the rule, to trace and tally, finds the outcome.
  let outcomeSlot: Int?

  var chances: Program { table[0] }

  init(world: World, rule: PackedRule, outcomeSlot: Int?) {
    self.rule = rule
    self.outcomeSlot = outcomeSlot
    group = world.blocks[rule.blockIndex].group.index
    var lowering = Lowering(world: world, kind: .block(rule.blockIndex))
    let chance = lowering.lowerChances(rule)
    isLogit = chance.isLogit
    changes = lowering.nodes[chance.node.index].stage != .run
    switch rule.outcome {
    case .draw(let draw):
      isCertain = false
      site = draw.site.word
    case .value:
      isCertain = true
      site = 0
    }
    table = [Program(chancesOf: world, lowering)]
  }
}

extension Program {
  /// Assembles the program of the chances of one block.
  fileprivate init(chancesOf world: World, _ lowering: Lowering) {
    self.init(empty: world)
    var table = StorageTable()
    let unit = Assembly.assemble(
      lowering, unit: 0, mainSections: [Lowering.mainHome - 1], outputs: [], table: &table)
    blocks = [unit]
    storage = table.storage
  }
}

extension Lowering {
  /// Lowers the chance of a rule as the only probe of its section; returns it.
  fileprivate mutating func lowerChances(_ rule: PackedRule) -> (node: NodeID, isLogit: Bool) {
    let block = world.blocks[rule.blockIndex]
    let group = block.group.index
    let home = addSection(.agents(group: group))
    let scope = Scope(home: home, own: group, other: nil)
    packedRule = rule
    lowerFixedTraits(of: group, scope)
    for (bit, member) in rule.own.enumerated() {
      initialised[member.index] = leaf(.ownBit(bit), .byte, .perLane)
    }
    for statement in block.statements {
      guard case .bind(let local, let value) = statement.kind else { continue }
      locals[local] = lower(value, scope)
    }
    var isLogit = false
    var node: NodeID
    switch rule.outcome {
    case .draw(let draw):
      guard case .bernoulli(let p) = draw.distribution else {
        preconditionFailure("not a rule of bits")
      }
      node = lower(p, as: Element(p.type), scope)
      if element(of: node) == .byte { node = convert(node, to: .double) }
      if nodes[node.index].operation == .apply(.logistic) {
        isLogit = true
        node = nodes[node.index].operands[0]
      }
    case .value(let value): node = lower(value, as: .double, scope)
    }
    sections[home - 1].probes.append(
      Probe(name: "chance", line: block.origin.line, value: node, mask: nil, names: []))
    return (node, isLogit)
  }

  /// Puts the initial values of traits that all replicates share in the place of their columns.
  private mutating func lowerFixedTraits(of group: Int, _ scope: Scope) {
    readsInitialValues = true
    for (index, member) in world.groups[group].members.enumerated()
    where world.isFixed(MemberID(index), of: GroupID(group)) {
      initialised[index] = initialValue(of: index, member, group, scope)
    }
    readsInitialValues = false
  }

  /// Returns an aggregate that counts one boolean, of which the lane says how often it holds.
  mutating func lowerCount(
    _ aggregate: Aggregate, _ type: ValueType, _ scope: Scope
  ) -> NodeID {
    guard case .network(let network) = aggregate.range, let counted = aggregate.countedBoolean
    else { preconditionFailure("not a count") }
    let isTruth = aggregate.operation == .any || aggregate.operation == .all
    let element: Element = isTruth ? .double : Element(type)
    let all = degree(of: network.index, as: .double, scope)
    var count: NodeID
    var isNegated = aggregate.operation == .all
    switch counted {
    case .member(_, let negated):
      count = leaf(.neighbourCount, .double, .perLane)
      isNegated = isNegated != negated
    case .constant(let truth):
      count = number(0)
      isNegated = isNegated != truth
    }
    if isNegated { count = apply(.subtract, [all, count], .double) }
    let zero = number(0)
    switch aggregate.operation {
    case .any: return apply(.greater, [count, zero], .byte)
    case .all: return apply(.equal, [count, zero], .byte)
    default: break
    }
    var result = convert(count, to: element)
    if aggregate.operation == .mean {
      let inverse = leaf(
        .inverseDegree(network: network.index), element, .perRow, home: scope.home)
      result = apply(.multiply, [result, inverse], element)
    }
    guard let otherwise = aggregate.otherwise else { return result }
    let replacement = lower(otherwise, as: element, scope)
    let isNotEmpty = apply(.greater, [convert(all, to: element), number(0, as: element)], .byte)
    return apply(.select, [isNotEmpty, result, replacement], element)
  }
}
