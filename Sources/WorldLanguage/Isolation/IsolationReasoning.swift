// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the proof of isolation read to a person who wants to follow it?

import WorldModel

/// Writes the reasoning of a successful proof.
struct IsolationReasoning {
  let world: World
  let isolation: Isolation

  /// Returns the reasoning, one sentence or equation a line.
  func lines() -> [String] {
    var result = protected()
    let stops = FlowGraph(world).stopReads().map(\.text)
    if !stops.isEmpty {
      let list = Set(stops).sorted().joined(separator: ", ")
      result.append("stop when reads \(list): it ends what is recorded, no agent reads it")
    }
    result += isolation.linking.map { coupling($0, links: true) }
    result += isolation.conditioning.map { coupling($0, links: false) }
    result += reads("with every coupling on", world.folded(substituting: [:]))
    result += reads("alone, with every coupling off", isolation.alone)
    result += equations("alone", isolation.alone)
    if isolation.conditioning.isEmpty {
      result.append("no coupling only makes conditions: unlinked is alone")
    } else {
      result += reads("unlinked, with only the linking couplings off", isolation.unlinked)
      result += equations("unlinked", isolation.unlinked)
    }
    return result
  }

  private func protected() -> [String] {
    let graph = FlowGraph(world)
    return graph.roots().map { root, reads in
      var seen: Set<AgentMember> = []
      var names: [String] = []
      for case .member(let node, _) in reads.map(\.target) where seen.insert(node).inserted {
        names.append(graph.name(node))
      }
      let list = names.isEmpty ? "no agent" : names.joined(separator: ", ")
      switch root {
      case .harm(let measure): return "harm \(world.measures[measure.index].name) rests on \(list)"
      case .alignment(let index):
        let group = world.groups[world.alignments[index].group.index].name
        return "aligned \(group) rests on \(list)"
      }
    }
  }

  private func coupling(_ id: ParameterID, links: Bool) -> String {
    let coupling = world.parameters[id.index]
    let places = mentions(of: id)
    let standing = places.isEmpty ? "stands nowhere" : "stands in " + places.joined(separator: ", ")
    let kind = links ? "links agents" : "only makes conditions"
    let off = EquationText.number(coupling.offValue ?? 0)
    return "coupling \(coupling.name) \(kind); off at \(off); \(standing)"
  }

  /// Returns the places where a coupling is written, such as `clerk.obeys (line 34)`.
  private func mentions(of coupling: ParameterID) -> [String] {
    var result: [String] = []
    func note(_ expressions: [Expression], _ what: String, _ line: Int) {
      var found: Set<ParameterID> = []
      for expression in expressions { expression.collectParameters(&found) }
      if found.contains(coupling) { result.append("\(what) (line \(line))") }
    }
    for group in world.groups {
      if let size = group.size { note([size], "the size of \(group.name)", size.origin.line) }
      for member in group.members {
        let expressions: [Expression] =
          switch member.initial {
          case .value(let value): [value]
          case .draw(let draw): draw.distribution.arguments
          case .column: []
          }
        note(expressions, "\(group.name).\(member.name)", member.origin.line)
      }
    }
    for block in world.blocks {
      let group = world.groups[block.group.index]
      var header = block.every.map { [$0] } ?? []
      if case .partial(let probability) = block.schedule { header.append(probability) }
      note(header, "step \(group.name)", block.origin.line)
      func visit(_ statements: [Statement]) {
        for statement in statements {
          let what: String
          switch statement.kind {
          case .bind(let local, _), .bindDraw(let local, _), .bindPick(let local, _, _):
            what = "let \(block.locals[local.index].name)"
          case .assign(let member, _), .assignDraw(let member, _):
            what = "\(group.name).\(group.members[member.index].name)"
          case .conditional: what = "an if of \(group.name)"
          }
          note(statement.expressions, what, statement.origin.line)
          if case .conditional(_, let then, let otherwise) = statement.kind {
            visit(then)
            visit(otherwise)
          }
        }
      }
      visit(block.statements)
    }
    for measure in world.measures {
      note([measure.value], "measure \(measure.name)", measure.origin.line)
    }
    if let stop = world.settings.stopWhen { note([stop], "stop when", stop.origin.line) }
    return result
  }

  /// Returns the reads between agents that count in a folded world.
  private func reads(_ condition: String, _ folded: World) -> [String] {
    let graph = FlowGraph(folded)
    let leaks = graph.leaks()
    if leaks.isEmpty { return ["\(condition), no agent reaches another"] }
    let lines = leaks.map { leak in
      let last = leak.chain[leak.chain.count - 1]
      let line = leak.place.line
      return
        "  \(graph.name(leak.target)) <- \(last.text), line \(line)\(leak.isControl ? ", by a condition" : "")"
    }
    return ["\(condition), one agent reaches another:"] + lines
  }

  private func equations(_ condition: String, _ folded: World) -> [String] {
    let text = EquationText(folded)
    var result = ["\(condition), each agent does:"]
    for block in folded.blocks {
      if block.statements.isEmpty {
        result.append("  \(text.header(of: block)) { }")
      } else {
        result.append("  \(text.header(of: block)) {")
        result += text.lines(of: block).map { "    " + $0 }
        result.append("  }")
      }
    }
    return result
  }
}
