// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which traits and states does each state rest on, by data and by control, and which of these are another agent's?
//
// A node is a member of a group; an assignment has occurrences, the places in its expressions (and in the conditions
// around it, and in the chance of taking part) that read a member or a `let` name. An occurrence is foreign where it
// reads a member of another agent that is not of an environment. Degrees, sizes, indices, weights of links and the
// choice of a neighbour are facts of the network, not of agents.

import WorldModel

/// A trait or state of the agents of a group.
struct AgentMember: Hashable, Comparable {
  var group: GroupID
  var member: MemberID

  static func < (a: Self, b: Self) -> Bool {
    (a.group, a.member) < (b.group, b.member)
  }
}

/// A place in an expression that reads something.
struct Occurrence {
  /// What is read there.
  enum Target {
    case member(AgentMember, isForeign: Bool)
    case name(LocalID)
  }

  /// How what is read acts.
  enum Role {
    /// Its value enters a value.
    case data
    /// It decides a condition: `if`, `where`.
    case condition
    /// It decides who takes part.
    case participation
  }

  var target: Target
  var role: Role
  /// As written: `desks.obeys`, `around`.
  var text: String
  var origin: Origin
}

/// One statement, or the initial value, that gives a member its value.
struct Assignment {
  /// Index of the block; `nil` for an initial value.
  var block: Int?
  var origin: Origin
  var occurrences: [Occurrence]
}

/// Everything that members rest on.
struct FlowGraph {
  let world: World
  /// Whether conditions and participation count; switched off only to show that a proof without them is wrong.
  let followsControl: Bool
  /// Assignments by member.
  private(set) var assignments: [AgentMember: [Assignment]] = [:]
  /// By block and `let` name, what the name rests on.
  private(set) var names: [[[Occurrence]]]
  /// By block and `let` name, where it is bound.
  private(set) var bindings: [[Origin]]
  /// By block and `let` name, whether it rests on a foreign read.
  private(set) var reachesOthers: [[Bool]]
  /// By measure, the members it reads, each once.
  private(set) var measureReads: [[Occurrence]?]

  init(_ world: World, followsControl: Bool = true) {
    self.world = world
    self.followsControl = followsControl
    names = world.blocks.map { $0.locals.map { _ in [] } }
    bindings = world.blocks.map { $0.locals.map { _ in Origin() } }
    reachesOthers = world.blocks.map { $0.locals.map { _ in false } }
    measureReads = world.measures.map { _ in nil }
    for m in world.measures.indices { read(MeasureID(m)) }
    for (g, group) in world.groups.enumerated() {
      for (m, member) in group.members.enumerated() {
        let place = Place(own: GroupID(g))
        let expressions: [Expression] =
          switch member.initial {
          case .value(let value): [value]
          case .draw(let draw): draw.distribution.arguments
          case .column: []
          }
        let node = AgentMember(group: GroupID(g), member: MemberID(m))
        let occurrences = expressions.flatMap { collect($0, place, .data) }
        assignments[node, default: []].append(
          Assignment(block: nil, origin: member.origin, occurrences: occurrences))
      }
    }
    for (b, block) in world.blocks.enumerated() {
      var control: [Occurrence] = []
      if case .partial(let probability) = block.schedule, followsControl {
        control = collect(probability, Place(own: block.group, block: b), .participation)
      }
      visit(block.statements, b, control)
    }
  }

  /// Whether a group is an environment.
  func isEnvironment(_ group: GroupID) -> Bool { world.groups[group.index].isEnvironment }

  /// Name of a member with its group, such as `clerk.obeys`.
  func name(_ node: AgentMember) -> String {
    let group = world.groups[node.group.index]
    return "\(group.name).\(group.members[node.member.index].name)"
  }

  /// Whether an occurrence is a foreign read or a name that rests on one.
  func isForeign(_ occurrence: Occurrence, in block: Int?) -> Bool {
    switch occurrence.target {
    case .member(_, let isForeign): isForeign
    case .name(let local): block.map { reachesOthers[$0][local.index] } ?? false
    }
  }

  /// Finds what a measure reads, those that it mentions first.
  private mutating func read(_ measure: MeasureID) {
    if measureReads[measure.index] != nil { return }
    measureReads[measure.index] = []
    let value = world.measures[measure.index].value
    var mentioned: Set<MeasureID> = []
    value.collectMeasures(&mentioned)
    for other in mentioned.sorted() { read(other) }
    var seen: Set<AgentMember> = []
    measureReads[measure.index] = collect(value, Place(own: nil), .data).filter {
      if case .member(let node, _) = $0.target { seen.insert(node).inserted } else { false }
    }
  }

  private mutating func visit(_ statements: [Statement], _ block: Int, _ control: [Occurrence]) {
    let place = Place(own: world.blocks[block].group, block: block)
    for statement in statements {
      let data = statement.expressions.flatMap { collect($0, place, .data) }
      switch statement.kind {
      case .bind(let local, _), .bindDraw(let local, _):
        names[block][local.index] += data + control
        bindings[block][local.index] = statement.origin
        reachesOthers[block][local.index] = (data + control).contains { isForeign($0, in: block) }
      case .bindPick: break
      case .assign(let member, _), .assignDraw(let member, _):
        let node = AgentMember(group: place.own ?? GroupID(0), member: member)
        assignments[node, default: []].append(
          Assignment(block: block, origin: statement.origin, occurrences: data + control))
      case .conditional(let condition, let then, let otherwise):
        let deciding = followsControl ? collect(condition, place, .condition) : []
        visit(then, block, control + deciding)
        visit(otherwise, block, control + deciding)
      }
    }
  }
}

extension FlowGraph {
  /// Where an expression stands.
  struct Place {
    var own: GroupID?
    var other: GroupID?
    var block: Int?
    /// Name of the network or group that an aggregate runs over.
    var range = ""

    init(own: GroupID?, block: Int? = nil) {
      self.own = own
      self.block = block
    }
  }

  /// Returns the occurrences in an expression.
  func collect(_ expression: Expression, _ place: Place, _ role: Occurrence.Role) -> [Occurrence] {
    func read(_ group: GroupID?, _ member: MemberID, from source: String?) -> [Occurrence] {
      guard let group else { return [] }
      let declared = world.groups[group.index]
      let name = declared.members[member.index].name
      let isSelf = source == nil || (declared.size == nil && group == place.own)
      let node = AgentMember(group: group, member: member)
      return [
        Occurrence(
          target: .member(node, isForeign: !isSelf && !declared.isEnvironment), role: role,
          text: source.map { "\($0).\(name)" } ?? name, origin: expression.origin)
      ]
    }
    switch expression.kind {
    case .own(let member): return read(place.own, member, from: nil)
    case .other(let member): return read(place.other, member, from: place.range)
    case .lone(let group, let member):
      return read(group, member, from: world.groups[group.index].name)
    case .sole(let id, let member):
      let network = world.networks[id.index]
      return read(network.read, member, from: network.name)
    case .picked(let local, let member):
      guard let block = place.block else { return [] }
      let local = world.blocks[block].locals[local.index]
      guard case .neighbour(let network) = local.meaning else { return [] }
      return read(world.networks[network.index].read, member, from: local.name)
    case .local(let local):
      guard let block = place.block else { return [] }
      let name = world.blocks[block].locals[local.index].name
      return [
        Occurrence(target: .name(local), role: role, text: name, origin: expression.origin)
      ]
    case .measure(let measure):
      return (measureReads[measure.index] ?? []).map {
        Occurrence(target: $0.target, role: role, text: $0.text, origin: $0.origin)
      }
    case .conditional(let condition, let then, let otherwise):
      let control = followsControl ? collect(condition, place, .condition) : []
      return control + collect(then, place, role) + collect(otherwise, place, role)
    case .aggregate(let aggregate): return collect(aggregate, place, role)
    default: return expression.children.flatMap { collect($0, place, role) }
    }
  }

  private func collect(
    _ aggregate: Aggregate, _ place: Place, _ role: Occurrence.Role
  ) -> [Occurrence] {
    var inside = place
    switch aggregate.range {
    case .network(let id):
      let network = world.networks[id.index]
      (inside.own, inside.other, inside.range) = (network.reader, network.read, network.name)
    case .group(let group):
      (inside.other, inside.range) = (group, world.groups[group.index].name)
    }
    var result = collect(aggregate.value, inside, role)
    if let condition = aggregate.condition, followsControl {
      result += collect(condition, inside, .condition)
    }
    if let otherwise = aggregate.otherwise { result += collect(otherwise, place, role) }
    return result
  }
}
