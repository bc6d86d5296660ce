// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a leak between agents told to the person who wrote the world?

import WorldModel

/// Turns leaks into diagnostics.
struct LeakReport {
  /// The world as written.
  let world: World
  /// The world with every coupling off.
  let alone: World
  let leaks: [Leak]

  /// Most leaks that are told; a last diagnostic counts the others.
  static let limit = 20

  /// Returns one error a leak, in the order of the source.
  func diagnostics() -> [Diagnostic] {
    let graph = FlowGraph(alone)
    var told: Set<[Int]> = []
    let sorted = leaks.filter { leak in
      // Several assignments under one condition are one leak.
      let target = [leak.target.group.index, leak.target.member.index]
      let source = [leak.source.group.index, leak.source.member.index]
      return told.insert(target + source + [leak.place.bytes.lowerBound]).inserted
    }.sorted { $0.place.bytes.lowerBound < $1.place.bytes.lowerBound }
    var result = sorted.prefix(Self.limit).map { diagnostic($0, graph) }
    if sorted.count > Self.limit {
      let span = Self.span(sorted[Self.limit].place)
      result.append(.moreLeaks(sorted.count - Self.limit, span))
    }
    return result
  }

  private func diagnostic(_ leak: Leak, _ graph: FlowGraph) -> Diagnostic {
    let read = leak.chain[leak.chain.count - 1]
    let name = graph.name(leak.target)
    var notes: [Diagnostic.Note] = []
    var readers = leak.trail.map { (name: graph.name($0.member), origin: $0.origin) }
    readers.append((name, leak.assignment.origin))
    notes.append(note(leak.root, readers[0].name))
    for (reader, read) in zip(readers, readers.dropFirst()) {
      notes.append(.restsOn(reader.name, read.name, Self.span(reader.origin)))
    }
    var holder = name
    for (index, occurrence) in leak.chain.enumerated() {
      // The diagnostic itself stands at the first occurrence and says that data flow there.
      if index > 0 || occurrence.role != .data { notes.append(step(holder, occurrence)) }
      holder = occurrence.text
    }
    let help = advice(leak, read.text)
    let span = Self.span(leak.place)
    let line = leak.place.line
    return leak.isControl
      ? .leakByControl(name, read.text, span, line: line, notes: notes, help: help)
      : .leak(name, read.text, span, line: line, notes: notes, help: help)
  }

  private func note(_ root: Root, _ member: String) -> Diagnostic.Note {
    switch root {
    case .harm(let measure):
      let harm = world.measures[measure.index]
      return .harmRestsOn(harm.name, member, Self.span(harm.origin))
    case .alignment(let index):
      let alignment = world.alignments[index]
      let group = world.groups[alignment.group.index].name
      return .alignedRestsOn(group, member, Self.span(alignment.origin))
    }
  }

  private func step(_ holder: String, _ occurrence: Occurrence) -> Diagnostic.Note {
    let span = Self.span(occurrence.origin)
    switch occurrence.role {
    case .data: return .restsOn(holder, occurrence.text, span)
    case .condition: return .isDecidedBy(holder, occurrence.text, span)
    case .participation: return .takesPartBy(holder, occurrence.text, span)
    }
  }

  /// Says which couplings stand at the leak without cutting it, or which could be put there.
  private func advice(_ leak: Leak, _ read: String) -> String {
    let standing = couplings(in: leak)
    let gate = world.parameters.first { $0.isCoupling && $0.offValue == 0 }?.name
    if let coupling = standing.first.map({ world.parameters[$0.index] }) {
      return .couplingDoesNotCut(coupling.name, off: coupling.offValue ?? 0, read)
    }
    return leak.isControl ? .gateCondition(read, gate) : .gateValue(read, gate)
  }

  /// Returns the couplings that stand in the statements through which a leak passes, as they were written.
  private func couplings(in leak: Leak) -> [ParameterID] {
    guard let block = leak.assignment.block else { return [] }
    var names: Set<LocalID> = []
    for occurrence in leak.chain {
      if case .name(let local) = occurrence.target { names.insert(local) }
    }
    var found: Set<ParameterID> = []
    func visit(_ statements: [Statement]) {
      for statement in statements {
        switch statement.kind {
        case .bind(let local, _), .bindDraw(let local, _):
          if !names.contains(local) { continue }
        case .assign(let member, _), .assignDraw(let member, _):
          if member != leak.target.member || statement.origin != leak.assignment.origin { continue }
        case .bindPick: continue
        case .conditional(_, let then, let otherwise):
          visit(then)
          visit(otherwise)
          continue
        }
        for expression in statement.expressions { expression.collectParameters(&found) }
      }
    }
    visit(world.blocks[block].statements)
    return found.filter { world.parameters[$0.index].isCoupling }.sorted()
  }

  private static func span(_ origin: Origin) -> Span {
    Span(origin.bytes.lowerBound, origin.bytes.upperBound)
  }
}
