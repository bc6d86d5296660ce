// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which register does each value of a section get? Linear scan over the instructions in order.
//
// A value that is stored as it is computed is written straight to its column when writes cannot be seen by the reads
// of the same unit; everything else that is stored is copied at the end.

extension Assembly {
  /// Elements of a block: 2,048 stay in the first-level cache with up to four registers, 1,024 with more.
  static func blockElements(registerCount: Int) -> Int { registerCount > 4 ? 1_024 : 2_048 }

  /// What a section does at one point.
  private enum Event {
    case compute(NodeID)
    case check(Check)
    case root(Int)
  }

  /// Registers in use.
  private struct RegisterFile {
    var free: [Element: [Int]] = [:]
    var count: [Element: Int] = [:]

    mutating func take(_ element: Element) -> Int {
      if let register = free[element]?.popLast() { return register }
      let register = count[element, default: 0]
      count[element] = register + 1
      return register
    }

    mutating func release(_ element: Element, _ register: Int) {
      free[element, default: []].append(register)
    }
  }

  /// Makes the instructions of a section; the roots of a section over links go to `results`.
  mutating func emit(_ section: Int, results: [Operand] = []) {
    let content = lowering.sections[section]
    let writesInPlace = lowering.isSerial && section == Lowering.mainHome - 1
    let events = self.events(section, content, storesLast: writesInPlace)
    let lastUse = self.lastUse(events, content)
    let direct = writesInPlace ? [:] : directStores(events, content)

    var registers = RegisterFile()
    var registerOf: [NodeID: Int] = [:]
    var instructions: [Instruction] = []
    var result = AssembledSection(
      rows: content.rows, instructions: [], registers: [:], blockElements: 0)

    func free(_ ids: [NodeID], at time: Int) {
      for id in Set(ids) where lastUse[id] == time {
        if let register = registerOf.removeValue(forKey: id) {
          registers.release(node(id).element, register)
        }
      }
    }

    for (time, event) in events.enumerated() {
      switch event {
      case .compute(let id):
        let node = node(id)
        if case .links(let sub) = node.operation {
          let destinations = linkDestinations(sub, section) { registers.take($0) }
          emit(sub, results: destinations)
          instructions.append(instruction(id, to: nil))
          free(node.operands, at: time)
          continue
        }
        var needed = instruction(id, to: nil)
        let mayAlias: Bool
        if case .apply = needed.code { mayAlias = node.shape == .full } else { mayAlias = false }
        let early = node.operands.filter {
          mayAlias && self.node($0).shape == .full && self.node($0).element == node.element
        }
        free(early, at: time)
        if let member = direct[id] {
          needed.destination = memberOperand(member, node.element)
        } else {
          let register = registers.take(node.element)
          registerOf[id] = register
          needed.destination = Operand(
            slot: table.slot(.register(unit: unit, section: section, node.element, register)),
            element: node.element, shape: node.shape, advances: false)
        }
        places[id] = needed.destination
        instructions.append(needed)
        free(node.operands, at: time)
        if lastUse[id] == nil, let register = registerOf.removeValue(forKey: id) {
          registers.release(node.element, register)
        }
      case .check(let check):
        let operands = [check.value] + (check.mask.map { [$0] } ?? [])
        instructions.append(
          Instruction(
            code: .check(source: check.source), destination: nil,
            operands: operands.map { operand($0) }))
        free(operands, at: time)
      case .root(let index):
        let root = content.roots[index]
        var operands = root.operands.map { operand($0) }
        switch root {
        case .store(let member, let value):
          if direct[value] == member { break }
          instructions.append(
            Instruction(
              code: .convert, destination: memberOperand(member, node(value).element),
              operands: operands))
        case .scratch(let number, let value):
          let destination = Operand(
            slot: table.slot(.scratch(unit: unit, number)), element: node(value).element,
            shape: .full, advances: true)
          instructions.append(
            Instruction(code: .convert, destination: destination, operands: operands))
        case .reduce(let reduction, _, _):
          let destination: Operand
          if case .agents = content.rows {
            destination = Operand(
              slot: table.slot(.total(unit: unit, section: section, index)), element: .double,
              shape: .perLane, advances: false)
          } else {
            destination = results[index]
            if operands[0].shape != .full || operands[0].advances {
              let register = registers.take(operands[0].element)
              let copy = Operand(
                slot: table.slot(
                  .register(unit: unit, section: section, operands[0].element, register)),
                element: operands[0].element, shape: .full, advances: false)
              instructions.append(
                Instruction(code: .convert, destination: copy, operands: [operands[0]]))
              operands[0] = copy
              registers.release(copy.element, register)
            }
          }
          instructions.append(
            Instruction(
              code: .reduce(reduction, root: index), destination: destination, operands: operands))
        case .tally(let alignment, _):
          instructions.append(
            Instruction(code: .tally(alignment: alignment), destination: nil, operands: operands))
        }
        free(root.operands, at: time)
      }
    }
    result.instructions = instructions
    result.registers = registers.count
    result.blockElements = Self.blockElements(registerCount: registers.count.values.reduce(0, +))
    result.resultSlots = results.map(\.slot)
    result.isIncremental = isIncremental(section, content)
    result.fastPath = fastPath(of: section)
    result.probes = content.probes.map {
      AssembledProbe(
        name: $0.name, line: $0.line, value: operand($0.value), mask: $0.mask.map { operand($0) },
        names: $0.names)
    }
    if case .pairs = content.rows {
      result.capturedSlots = content.captured.indices.map {
        table.slot(.captured(unit: unit, section: section, $0))
      }
      result.capturedElements = content.captured.map { node($0).element }
      result.isOtherSlot = table.slot(.isOther(unit: unit, section: section))
    }
    assembled[section] = result
  }

  /// Whether visits can keep the totals of a pass up to date: what is added must change, and by the agent visited alone.
  private func isIncremental(_ section: Int, _ content: Section) -> Bool {
    guard lowering.isSerial, section != Lowering.mainHome - 1,
      case .agents(let group) = content.rows, group == lowering.group
    else { return false }
    let addsOnly = content.roots.allSatisfy {
      switch $0 {
      case .reduce(.count, _, _), .reduce(.sum, _, _): return true
      default: return false
      }
    }
    let read =
      (order[section] ?? []).flatMap { node($0).operands } + content.roots.flatMap(\.operands)
    return addsOnly && read.contains { node($0).stage == .visit }
      && read.allSatisfy { node($0).home != 0 || node($0).stage < .visit }
  }

  mutating func memberOperand(_ member: Int, _ element: Element) -> Operand {
    let group = lowering.group!
    let storage: Storage =
      lowering.exchangesColumns
      ? .next(group: group, member: member) : .member(group: group, member: member)
    return Operand(
      slot: table.slot(storage), element: element,
      shape: lowering.shape(group: group, member: member), advances: true)
  }

  private mutating func linkDestinations(
    _ sub: Int, _ section: Int, take: (Element) -> Int
  ) -> [Operand] {
    lowering.sections[sub].roots.indices.map { root in
      let element = lowering.linkElement(sub, root)
      return Operand(
        slot: table.slot(.register(unit: unit, section: section, element, take(element))),
        element: element, shape: .full, advances: false)
    }
  }

  /// Puts computations, checks and roots in order: each as soon as what it needs is there.
  private func events(_ section: Int, _ content: Section, storesLast: Bool) -> [Event] {
    var events: [Event] = []
    var done: Set<NodeID> = []
    var checks = content.checks
    var roots = Array(content.roots.indices)
    func isReady(_ id: NodeID) -> Bool {
      let node = node(id)
      if case .linkResult = node.operation { return done.contains(node.operands[0]) }
      return node.home != section + 1 || !needsInstruction(id, content) || done.contains(id)
    }
    func flush() {
      for check in checks where isReady(check.value) && (check.mask.map(isReady) ?? true) {
        events.append(.check(check))
      }
      checks.removeAll { isReady($0.value) && ($0.mask.map(isReady) ?? true) }
      let ready = roots.filter { index in
        if storesLast, case .store = content.roots[index] { return false }
        return content.roots[index].operands.allSatisfy(isReady)
      }
      events += ready.map { .root($0) }
      roots.removeAll { ready.contains($0) }
    }
    flush()
    for id in order[section] ?? [] where needsInstruction(id, content) {
      events.append(.compute(id))
      done.insert(id)
      flush()
    }
    events += roots.map { .root($0) }
    return events
  }

  /// Whether a value of the section is computed by an instruction of it.
  private func needsInstruction(_ id: NodeID, _ content: Section) -> Bool {
    let operation = node(id).operation
    if case .captured = operation, case .edges = content.rows { return true }
    return !operation.isLeaf
  }

  /// Returns for each value the last event that reads it.
  private func lastUse(_ events: [Event], _ content: Section) -> [NodeID: Int] {
    var result: [NodeID: Int] = [:]
    for (time, event) in events.enumerated() {
      switch event {
      case .compute(let id): for operand in node(id).operands { result[operand] = time }
      case .check(let check):
        result[check.value] = time
        check.mask.map { result[$0] = time }
      case .root(let index):
        for operand in content.roots[index].operands { result[operand] = time }
      }
    }
    for probe in content.probes {
      result[probe.value] = .max
      probe.mask.map { result[$0] = .max }
    }
    return result
  }

  /// Returns the values that are computed straight into a column.
  private func directStores(_ events: [Event], _ content: Section) -> [NodeID: Int] {
    var computed: Set<NodeID> = []
    for case .compute(let id) in events { computed.insert(id) }
    var result: [NodeID: Int] = [:]
    for case .store(let member, let value) in content.roots
    where computed.contains(value) && node(value).shape == .full && result[value] == nil
      && lowering.shape(group: lowering.group!, member: member) == .full
    {
      result[value] = member
    }
    return result
  }
}

extension Lowering {
  /// The element of the result of a reduction over links.
  fileprivate func linkElement(_ section: Int, _ root: Int) -> Element {
    for node in nodes {
      if node.operation == .linkResult(section: section, root: root) { return node.element }
    }
    preconditionFailure("a reduction that nobody asked for")
  }
}
