// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the graph of a unit become instructions? What is reached is put in order, registers are assigned by last use.
//
// Invariants: a section's instructions compute values in an order in which each comes after its operands; what a visit
// reads is the state before it, so stores to members come last; a register is free again after the last instruction
// that reads it, and never the destination of the one that does, but for elementwise work on full blocks.

/// The storage of a program: one slot for each thing that holds numbers.
struct StorageTable {
  private(set) var storage: [Storage] = []
  private var known: [Storage: Int] = [:]

  mutating func slot(_ item: Storage) -> Int {
    if let slot = known[item] { return slot }
    known[item] = storage.count
    storage.append(item)
    return storage.count - 1
  }
}

/// Assembles one unit.
struct Assembly {
  let lowering: Lowering
  let unit: Int
  var table: StorageTable
  /// Where the value of each node lies, once that is settled.
  var places: [NodeID: Operand] = [:]
  /// The values of each section, operands before what they make.
  var order: [Int: [NodeID]] = [:]
  private var visited: Set<NodeID> = []
  var assembled: [Int: AssembledSection] = [:]
  private var prologue: [PrologueItem] = []
  private var visitedSections: Set<Int> = []

  private init(_ lowering: Lowering, unit: Int, table: StorageTable) {
    self.lowering = lowering
    self.unit = unit
    self.table = table
  }

  /// Assembles a lowered unit from its main sections, which run after the prologue, and the values wanted of that.
  static func assemble(
    _ lowering: Lowering, unit: Int, mainSections: [Int], outputs: [NodeID],
    table: inout StorageTable
  ) -> AssembledUnit {
    var assembly = Assembly(lowering, unit: unit, table: table)
    for output in outputs { assembly.visit(output) }
    for section in mainSections { assembly.visitSection(section) }
    for section in mainSections { assembly.emit(section) }
    let sections = lowering.sections.indices.map {
      assembly.assembled[$0]
        ?? AssembledSection(
          rows: lowering.sections[$0].rows, instructions: [], registers: [:], blockElements: 0)
    }
    let outputOperands = outputs.map { assembly.operand($0) }
    table = assembly.table
    return AssembledUnit(
      kind: lowering.kind, prologue: assembly.prologue, sections: sections,
      mainSections: mainSections, sources: lowering.sources,
      exchanged: lowering.exchangesColumns ? lowering.written.sorted() : [],
      outputs: outputOperands, scratch: lowering.scratch)
  }

  func node(_ id: NodeID) -> Node { lowering.nodes[id.index] }

  /// Puts what a value needs in order, and emits what belongs to the prologue.
  private mutating func visit(_ id: NodeID) {
    guard visited.insert(id).inserted else { return }
    let node = node(id)
    for operand in node.operands { visit(operand) }
    switch node.operation {
    case .pass(let section):
      visitSection(section)
      emit(section)
      prologue.append(
        PrologueItem(
          instruction: Instruction(code: .pass(section: section), destination: nil, operands: []),
          stage: node.stage))
      return
    case .links(let section): visitSection(section)
    default: break
    }
    if node.home != 0 {
      order[node.home - 1, default: []].append(id)
    } else if !node.operation.isLeaf {
      let slot = table.slot(.lane(unit: unit, id.index, node.element))
      let place = Operand(slot: slot, element: node.element, shape: node.shape, advances: false)
      let instruction = instruction(id, to: place)
      places[id] = place
      prologue.append(PrologueItem(instruction: instruction, stage: node.stage))
    }
  }

  private mutating func visitSection(_ section: Int) {
    guard visitedSections.insert(section).inserted else { return }
    let content = lowering.sections[section]
    for check in content.checks {
      visit(check.value)
      check.mask.map { visit($0) }
    }
    for probe in content.probes {
      visit(probe.value)
      probe.mask.map { visit($0) }
    }
    for root in content.roots { for operand in root.operands { visit(operand) } }
  }

  /// Returns where a value lies; leaves are settled here.
  mutating func operand(_ id: NodeID) -> Operand {
    if let place = places[id] { return place }
    let node = node(id)
    func place(_ storage: Storage, advances: Bool = false) -> Operand {
      Operand(
        slot: table.slot(storage), element: node.element, shape: node.shape, advances: advances)
    }
    let result: Operand
    switch node.operation {
    case .number(let bits): result = place(.constant(bits: bits, .double))
    case .byte(let value): result = place(.constant(bits: UInt64(value), .byte))
    case .parameter(let index): result = place(.parameter(index))
    case .initialParameter(let index): result = place(.initialParameter(index))
    case .count(let group, let leavingOneOut):
      result = place(.count(group: group, leavingOneOut: leavingOneOut))
    case .inverseCount(let group, let leavingOneOut):
      result = place(.inverseCount(group: group, leavingOneOut: leavingOneOut))
    case .time: result = place(.time)
    case .neighbourCount: result = place(.neighbourCount)
    case .ownBit(let bit): result = place(.ownBit(bit))
    case .lone(let group, let member): result = place(.member(group: group, member: member))
    case .rows(.member(let group, let member)):
      result = place(.member(group: group, member: member), advances: true)
    case .rows(.scratch(let index)):
      result = place(.scratch(unit: unit, index), advances: true)
    case .whole(.member(let group, let member)):
      result = place(.member(group: group, member: member))
    case .whole(.scratch(let index)): result = place(.scratch(unit: unit, index))
    case .file(let group, let member):
      result = place(.file(group: group, member: member), advances: true)
    case .agentIndex:
      guard case .agents(let group) = lowering.sections[node.home - 1].rows else {
        preconditionFailure("an index of no group")
      }
      result = place(.agentIndex(group: group), advances: true)
    case .degree(let network):
      result = place(.degree(network: network, node.element), advances: true)
    case .inverseDegree(let network):
      result = place(.inverseDegree(network: network, node.element), advances: true)
    case .soleTarget(let network):
      result = place(.soleTarget(network: network), advances: true)
    case .weight(let network): result = place(.weights(network: network), advances: true)
    case .captured(let index):
      result = place(.captured(unit: unit, section: node.home - 1, index))
    case .isOther: result = place(.isOther(unit: unit, section: node.home - 1))
    case .total(let section, let root):
      result = place(.total(unit: unit, section: section, root))
    case .linkResult(let section, let root):
      let slot = assembled[section]!.resultSlots[root]
      result = Operand(slot: slot, element: node.element, shape: .full, advances: false)
    case .apply, .convert, .gather, .isPresent, .gatherRead, .neighbours, .draw, .pick, .pass,
      .links:
      preconditionFailure("used before it is computed")
    }
    places[id] = result
    return result
  }

  /// Returns the instruction that computes a value.
  mutating func instruction(_ id: NodeID, to destination: Operand?) -> Instruction {
    let node = node(id)
    let operands = node.operands.map { operand($0) }
    let code: Instruction.Code
    switch node.operation {
    case .apply(let operation): code = .apply(operation)
    case .convert: code = .convert
    case .gather:
      let isRow = !self.node(node.operands[1]).shape.lanes
      code = isRow ? .gatherRows : .gatherElements
    case .isPresent: code = .isPresent
    case .gatherRead(.member(let group, let member)):
      let column = Operand(
        slot: table.slot(.member(group: group, member: member)), element: node.element,
        shape: .full, advances: false)
      return Instruction(code: .gatherRead, destination: destination, operands: [column])
    case .captured(let index): code = .gatherCaptured(index)
    case .neighbours(let reduction, let network): code = .neighbours(reduction, network: network)
    case .draw(let operation, let site, let isMasked, let source):
      code = .draw(operation, site: site, isMasked: isMasked, source: source)
    case .pick(let network, let site): code = .pick(network: network, site: site)
    case .links(let section): code = .links(section: section)
    default: preconditionFailure("a leaf is not computed")
    }
    return Instruction(code: code, destination: destination, operands: operands)
  }
}

extension Operation {
  /// Whether the value needs no instruction of its own (in a section over edges, captured values do).
  var isLeaf: Bool {
    switch self {
    case .apply, .convert, .gather, .isPresent, .gatherRead, .neighbours, .draw, .pick, .pass,
      .links:
      false
    default: true
    }
  }
}

extension Lowering {
  /// Whether writes go to columns of their own until the unit ends.
  var exchangesColumns: Bool {
    if case .block = kind { return !isSerial && packedOutcome == nil }
    return false
  }
}
