// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a checked world written down exactly? One canonical text: equal worlds have equal texts, and whatever can
// change a bit of a result (types, precisions, draw sites, the contents of files) changes the text.
//
// Comments, symbols, layout and places in the source are not in it. Operations are written as functions, with the
// precision at which they work: `add:single(own aversion, parameter noise)`.

/// The canonical text of a checked world.
public enum WorldListing {
  /// What a text is to be of.
  public enum Scope: Hashable, Sendable {
    /// Everything.
    case whole
    /// What the results of a cell depend on, at given parameters: all but the title and the defaults of a run.
    case results
    /// What a single run depends on, at given parameters: without defaults and ranges, which harm there is, limits,
    /// estimates and alignments, which are read before or after it.
    case runs
  }

  /// Returns the canonical text of a world.
  ///
  /// - Parameters:
  ///   - world: A checked world.
  ///   - scope: What it is to be of; `stop when` and `draws packed` are of every one.
  /// - Returns: Lines, each ended by a newline.
  public static func text(of world: World, _ scope: Scope = .whole) -> String {
    let writer = ListingWriter(world: world)
    let isOfRuns = scope == .runs
    var lines: [String] = []
    if scope == .whole { lines.append("world \"\(world.title)\"") }
    lines += world.parameters.map { writer.line($0, isOfRuns: isOfRuns) }
    for (index, group) in world.groups.enumerated() { lines += writer.lines(group, GroupID(index)) }
    lines += world.networks.map(writer.line)
    for block in world.blocks { lines += writer.lines(block) }
    lines += world.measures.map { writer.line($0, isOfRuns: isOfRuns) }
    if !isOfRuns {
      lines += world.estimates.map { "estimate \($0.name) = \(writer.text($0.value, .init()))" }
      lines += world.alignments.map(writer.line)
    }
    lines += writer.lines(world.settings, isWhole: scope == .whole)
    return lines.map { $0 + "\n" }.joined()
  }

  /// Returns the canonical text of what is counted of runs that tally alignments: values and limits, but not for how many
  /// agents they have to hold.
  ///
  /// - Parameter world: A checked world.
  /// - Returns: Lines, each ended by a newline.
  public static func text(ofTalliesOf world: World) -> String {
    let writer = ListingWriter(world: world)
    return world.alignments.map { writer.tally($0) + "\n" }.joined()
  }
}

/// Writes the parts of one world.
struct ListingWriter {
  let world: World

  /// Whose members are meant at a place.
  struct Place {
    var own: GroupID?
    var other: GroupID?
    var locals: [Local] = []
  }

  func line(_ parameter: Parameter, isOfRuns: Bool) -> String {
    let range = "\(parameter.range.lowerBound)...\(parameter.range.upperBound)"
    let off = parameter.offValue.map { " off at \($0)" } ?? ""
    let kind = parameter.isCoupling ? "coupling" : "parameter"
    let type = parameter.isCount ? ": count" : ""
    let values = isOfRuns ? "" : " = \(parameter.defaultValue) in \(range)"
    return "\(kind) \(parameter.name)\(type)\(values)\(off)"
  }

  func lines(_ group: Group, _ id: GroupID) -> [String] {
    let place = Place(own: id)
    let kind = group.isEnvironment ? "environment" : "agents"
    let size = group.size.map { "[\(text($0, Place()))]" } ?? ""
    return ["\(kind) \(group.name)\(size)"]
      + group.members.map { member in
        let head = "  \(member.isTrait ? "trait" : "state") \(member.name): \(text(member.type))"
        switch member.initial {
        case .value(let value): return "\(head) = \(text(value, place))"
        case .draw(let draw): return "\(head) ~ \(text(draw, place))"
        case .column(let column):
          var hash = ContentHash()
          for value in column.values { hash.add(value.bitPattern) }
          return "\(head) = file(\"\(column.path)\", \(column.column)) "
            + "of \(column.values.count) values \(hash.text)"
        }
      }
  }

  func line(_ network: Network) -> String {
    let ends = "\(name(network.reader)) -> \(name(network.read))"
    return "network \(network.name): \(ends) = \(text(network.generator))"
  }

  private func text(_ generator: Generator) -> String {
    func of(_ expression: Expression) -> String { text(expression, Place()) }
    switch generator {
    case .complete: return "complete()"
    case .ring(let degree): return "ring(degree: \(of(degree)))"
    case .lattice(let dimensions, let neighbours, let periodic):
      let count = neighbours.map { ", neighbours: \(of($0))" } ?? ""
      return "lattice(dimensions: \(of(dimensions))\(count), periodic: \(periodic))"
    case .smallWorld(let degree, let rewiring):
      return "small_world(degree: \(of(degree)), rewiring: \(of(rewiring)))"
    case .erdosRenyi(let degree): return "erdos_renyi(degree: \(of(degree)))"
    case .regular(let degree): return "regular(degree: \(of(degree)))"
    case .scaleFree(let links): return "scale_free(links: \(of(links)))"
    case .configuration(.value(let degree)): return "configuration(degree = \(of(degree)))"
    case .configuration(.draw(let draw)):
      return "configuration(degree ~ \(text(draw, Place())))"
    case .blocks(let count, let inside, let outside):
      return "blocks(count: \(of(count)), inside: \(of(inside)), outside: \(of(outside)))"
    case .teams(let size): return "teams(size: \(of(size)))"
    case .tree(let branching, let read): return "tree(branching: \(of(branching)), read: \(read))"
    case .pipeline(let length, let read):
      return "pipeline(\(length.map { "length: \(of($0)), " } ?? "")read: \(read))"
    case .star: return "star()"
    case .bipartite(let degree): return "bipartite(degree: \(of(degree)))"
    case .assigned(let each): return "assigned(each: \(of(each)))"
    case .file(let list, let directed):
      var hash = ContentHash()
      for (from, to) in zip(list.from, list.to) { hash.add(UInt64(from) << 32 | UInt64(to)) }
      for weight in list.weights ?? [] { hash.add(UInt64(weight.bitPattern)) }
      return "file(\"\(list.path)\", directed: \(directed)) of \(list.from.count) links"
        + "\(list.weights == nil ? "" : " with weights") \(hash.text)"
    case .reverse(let other): return "reverse(\(world.networks[other.index].name))"
    }
  }

  func lines(_ block: StepBlock) -> [String] {
    let place = Place(own: block.group, locals: block.locals)
    let schedule: String
    switch block.schedule {
    case .synchronous: schedule = "synchronous"
    case .partial(let probability): schedule = "with probability \(text(probability, place))"
    case .sequential: schedule = "sequential"
    case .shuffled: schedule = "shuffled"
    }
    let every = block.every.map { " every \(text($0, Place()))" } ?? ""
    return ["step \(name(block.group)) \(schedule)\(every) \(text(block.site))"]
      + lines(block.statements, place, "  ")
  }

  private func lines(_ statements: [Statement], _ place: Place, _ indent: String) -> [String] {
    statements.flatMap { statement -> [String] in
      let picks = statement.requiredPicks.map { place.locals[$0.index].name }
      let needs = picks.isEmpty ? "" : " needs \(picks.joined(separator: ", "))"
      func local(_ id: LocalID) -> String { "let \(place.locals[id.index].name)#\(id.index)" }
      func state(_ id: MemberID) -> String { member(id, place.own) }
      switch statement.kind {
      case .bind(let id, let value):
        return ["\(indent)\(local(id)) = \(text(value, place))\(needs)"]
      case .bindDraw(let id, let draw):
        return ["\(indent)\(local(id)) ~ \(text(draw, place))\(needs)"]
      case .bindPick(let id, let network, let site):
        let source = world.networks[network.index].name
        return ["\(indent)\(local(id)) ~ pick(\(source)) \(text(site))\(needs)"]
      case .assign(let id, let value):
        return ["\(indent)\(state(id)) = \(text(value, place))\(needs)"]
      case .assignDraw(let id, let draw):
        return ["\(indent)\(state(id)) ~ \(text(draw, place))\(needs)"]
      case .conditional(let condition, let then, let otherwise):
        return ["\(indent)if \(text(condition, place))\(needs)"]
          + lines(then, place, indent + "  ")
          + (otherwise.isEmpty
            ? [] : ["\(indent)else"] + lines(otherwise, place, indent + "  "))
      }
    }
  }

  func line(_ measure: Measure, isOfRuns: Bool) -> String {
    let range = measure.range.map { " in \($0.lowerBound)...\($0.upperBound)" } ?? ""
    let limit = measure.limit.map { " limit \(text($0, Place()))" } ?? ""
    let judgement = isOfRuns ? "" : range + limit
    let timing: String
    switch measure.timing {
    case .everyStep: timing = ""
    case .atEnd: timing = " at end"
    case .when(let condition): timing = " when \(text(condition, Place()))"
    case .first(let condition): timing = " first \(text(condition, Place()))"
    }
    let kind = measure.isHarm && !isOfRuns ? "harm" : "measure"
    return "\(kind) \(measure.name) = \(text(measure.value, Place()))\(judgement)\(timing)"
  }

  func line(_ alignment: Alignment) -> String {
    "\(tally(alignment)) for all but \(text(alignment.allowance, Place()))"
  }

  /// What is counted of an alignment.
  func tally(_ alignment: Alignment) -> String {
    let place = Place(own: alignment.group)
    return "aligned \(name(alignment.group)) = \(text(alignment.value, place)) "
      + "at most \(text(alignment.limit, Place()))"
  }

  func lines(_ settings: RunSettings, isWhole: Bool) -> [String] {
    var lines: [String] = []
    if let condition = settings.stopWhen { lines.append("stop when \(text(condition, Place()))") }
    if settings.drawsPacked { lines.append("draws packed") }
    guard isWhole else { return lines }
    lines += [
      "steps \(settings.steps)", "warmup \(settings.warmup.map(String.init) ?? "auto")",
      "replicates \(settings.replicates)",
      "networks \(settings.networks.map(String.init) ?? "as many as replicates, at most 16")",
    ]
    if let starts = settings.starts {
      let name = world.parameters[starts.parameter.index].name
      lines.append("starts \(name) in [\(starts.low), \(starts.high)]")
    }
    return lines + ["record every \(settings.recordEvery)", "seed \(settings.seed)"]
  }

  func name(_ group: GroupID) -> String { world.groups[group.index].name }

  func member(_ id: MemberID, _ group: GroupID?) -> String {
    group.map { world.groups[$0.index].members[id.index].name } ?? "\(id.index)"
  }

  func text(_ type: ValueType) -> String {
    switch type {
    case .boolean: return "boolean"
    case .number(let precision): return "\(precision)"
    case .cases(let set): return "{ \(set.names.joined(separator: ", ")) }"
    }
  }

  func text(_ site: SiteID) -> String {
    let digits = String(site.word, radix: 16)
    return "@" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// FNV-1a over 64-bit words, byte by byte (Fowler, Noll, Vo; offset basis 0xCBF29CE484222325, prime 0x100000001B3).
private struct ContentHash {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      hash = (hash ^ (word >> UInt64(shift)) & 0xFF) &* 0x100_0000_01B3
    }
  }

  var text: String { "#" + String(hash, radix: 16) }
}
