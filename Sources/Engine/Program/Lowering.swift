// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a checked world become a graph of values? The core: making nodes, placing them, sharing equal ones.
//
// A unit is what is executed as a whole: the initial values of a group, a block of a step, the measures. Each is
// lowered on its own.

import WorldModel

/// What is executed as a whole.
enum UnitKind: Hashable, Sendable {
  case initial(group: Int)
  case block(Int)
  case measures
}

/// Lowers one unit of a world.
struct Lowering {
  let world: World
  let kind: UnitKind
  /// Group whose agents run the unit; `nil` for measures.
  let group: Int?
  /// Whether agents are visited one at a time and see earlier visits.
  let isSerial: Bool
  /// Members of `group` that the unit writes.
  let written: Set<Int>
  /// Traits that are the same in all lanes.
  let rowTraits: Set<ColumnRef>

  var nodes: [Node] = []
  var sections: [Section] = []
  var sources: [Source] = []
  /// One a scratch column.
  var scratch: [ScratchColumn] = []
  /// Members already initialised, in the unit of initial values.
  var initialised: [Int: NodeID] = [:]
  /// Values of `let` names.
  var locals: [LocalID: NodeID] = [:]
  /// What lanes stand for, where the chances of a packed block are lowered.
  var packedRule: PackedRule?
  /// The column in which a packed block finds what came of its draw.
  var packedOutcome: NodeID?
  /// Whether initial values are lowered where they are read, so that `time` is -1 and parameters are as the run began.
  var readsInitialValues = false

  private var known: [Node: NodeID] = [:]
  /// Aggregates already lowered, by their meaning and the section that asked.
  var aggregates: [AggregateKey: NodeID] = [:]

  struct AggregateKey: Hashable {
    var aggregate: Aggregate
    var type: ValueType
    var scope: Scope
  }

  init(world: World, kind: UnitKind, rowTraits: Set<ColumnRef> = []) {
    self.world = world
    self.kind = kind
    self.rowTraits = rowTraits
    switch kind {
    case .initial(let group):
      self.group = group
      isSerial = false
      written = Set(world.groups[group].members.indices)
    case .block(let index):
      let block = world.blocks[index]
      group = block.group.index
      isSerial = block.schedule == .sequential || block.schedule == .shuffled
      written = block.writtenMembers
    case .measures:
      group = nil
      isSerial = false
      written = []
    }
  }
}

/// A column that a pass makes for others to read.
struct ScratchColumn: Hashable, Sendable {
  var group: Int
  var element: Element
}

/// What the names of an expression stand for at one place.
struct Scope: Hashable, Sendable {
  /// Home of what varies by row; 0 where nothing may.
  var home: Int
  /// Group whose columns, row by row, are the reader's own.
  var own: Int?
  /// Group whose members are read as the other's.
  var other: Int?
  /// Home of the readers, when the rows are links.
  var readerHome: Int?
}

extension Lowering {
  /// Returns the node with this content, making it when it is new.
  mutating func intern(_ node: Node) -> NodeID {
    if let id = known[node] { return id }
    let id = NodeID(index: nodes.count)
    nodes.append(node)
    known[node] = id
    return id
  }

  func element(of id: NodeID) -> Element { nodes[id.index].element }
  func shape(of id: NodeID) -> Shape { nodes[id.index].shape }

  /// Returns a leaf.
  mutating func leaf(
    _ operation: Operation, _ element: Element, _ shape: Shape, home: Int = 0,
    stage: Stage = .run
  ) -> NodeID {
    intern(
      Node(
        operation: operation, operands: [], element: element, shape: shape, home: home, stage: stage
      ))
  }

  /// Returns a value computed from others, at home where its operands are.
  mutating func compute(
    _ operation: Operation, _ operands: [NodeID], _ element: Element
  ) -> NodeID {
    var node = Node(
      operation: operation, operands: operands, element: element, shape: .constant, home: 0,
      stage: .run)
    for operand in operands {
      let other = nodes[operand.index]
      node.shape = node.shape.union(other.shape)
      node.stage = max(node.stage, other.stage)
      if other.home != 0 {
        precondition(node.home == 0 || node.home == other.home, "a value of another section")
        node.home = other.home
      }
    }
    return intern(node)
  }

  /// Returns an operation on numbers of one element.
  mutating func apply(_ operation: Elementwise, _ operands: [NodeID], _ element: Element) -> NodeID
  {
    compute(.apply(operation), operands, element)
  }

  /// Returns the value in another element.
  mutating func convert(_ id: NodeID, to element: Element) -> NodeID {
    self.element(of: id) == element ? id : compute(.convert, [id], element)
  }

  mutating func number(_ value: Double) -> NodeID {
    leaf(.number(value.bitPattern), .double, .constant)
  }

  mutating func number(_ value: Double, as element: Element) -> NodeID {
    let constant = number(value)
    return convert(constant, to: element)
  }

  mutating func byte(_ value: UInt8) -> NodeID { leaf(.byte(value), .byte, .constant) }

  mutating func and(_ a: NodeID?, _ b: NodeID?) -> NodeID? {
    guard let a else { return b }
    guard let b else { return a }
    return apply(.and, [a, b], .byte)
  }

  mutating func not(_ a: NodeID) -> NodeID { apply(.not, [a], .byte) }

  /// Returns the home of a new section.
  mutating func addSection(_ rows: RowSpace) -> Int {
    sections.append(Section(rows: rows))
    return sections.count
  }

  /// Returns a reader's value inside a section over links; what does not vary by reader needs no capture.
  mutating func capture(_ id: NodeID, in home: Int) -> NodeID {
    let node = nodes[id.index]
    guard node.home != 0 else { return id }
    let index: Int
    if let position = sections[home - 1].captured.firstIndex(of: id) {
      index = position
    } else {
      index = sections[home - 1].captured.count
      sections[home - 1].captured.append(id)
    }
    var shape = node.shape
    if case .pairs = sections[home - 1].rows { shape.rows = false }
    return leaf(.captured(index), node.element, shape, home: home, stage: node.stage)
  }

  /// Returns the column of a member, row by row.
  mutating func rows(group: Int, member: Int, home: Int) -> NodeID {
    leaf(
      .rows(.member(group: group, member: member)), element(group: group, member: member),
      shape(group: group, member: member), home: home,
      stage: stage(group: group, member: member))
  }

  /// How the column of a member varies, row by row.
  func shape(group: Int, member: Int) -> Shape {
    rowTraits.contains(.member(group: group, member: member)) ? .perRow : .full
  }

  /// Returns a whole column.
  mutating func whole(group: Int, member: Int) -> NodeID {
    leaf(
      .whole(.member(group: group, member: member)), element(group: group, member: member),
      .perLane, stage: stage(group: group, member: member))
  }

  func element(group: Int, member: Int) -> Element {
    Element(world.groups[group].members[member].type)
  }

  /// How often what reads a member must be computed anew.
  func stage(group: Int, member: Int) -> Stage {
    if group == self.group && written.contains(member) { return isSerial ? .visit : .unit }
    return world.groups[group].members[member].isTrait ? .run : .unit
  }
}

extension Element {
  /// The element in which values of a type are computed and stored.
  init(_ type: ValueType) {
    switch type {
    case .boolean, .cases: self = .byte
    case .number(.single): self = .single
    case .number: self = .double
    }
  }
}

extension StepBlock {
  /// The states that the block assigns anywhere.
  var writtenMembers: Set<Int> {
    var result: Set<Int> = []
    func visit(_ statements: [Statement]) {
      for statement in statements {
        switch statement.kind {
        case .assign(let member, _), .assignDraw(let member, _): result.insert(member.index)
        case .conditional(_, let then, let otherwise):
          visit(then)
          visit(otherwise)
        case .bind, .bindDraw, .bindPick: break
        }
      }
    }
    visit(statements)
    return result
  }
}
