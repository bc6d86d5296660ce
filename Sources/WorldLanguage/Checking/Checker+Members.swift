// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `BASE.NAME` read? A neighbour, an agent of a group, a lone agent, a picked neighbour, the weight of a link.

import WorldModel

extension Checker {
  /// Checks a reading of another agent.
  mutating func checkMember(
    _ base: NameSyntax, _ member: NameSyntax, _ span: Span
  ) -> Expression? {
    if calls.isEmpty, let binding = scope.visible[base.text] {
      return readPicked(binding, base, member, span)
    }
    switch names[base.text]?.meaning {
    case .group(let id): return readGroup(id, base, member, span)
    case .network(let id): return readNetwork(id, base, member, span)
    case _?:
      report(.hasNoMembers(base, phrase: names[base.text]?.phrase ?? "", member))
    case nil:
      if let call = calls.last, call.arguments[base.text] != nil {
        report(.hasNoMembers(base, phrase: "an argument", member))
      } else if let builtIn = BuiltIn.all[base.text] {
        report(.hasNoMembers(base, phrase: builtIn.phrase, member))
      } else if let group = bareGroup, groups[group.index].memberNames[base.text] != nil {
        report(.hasNoMembers(base, phrase: "a trait or state of this agent", member))
      } else if !isFull, !lostNames.contains(base.text) {
        if bareGroup != nil, let help = Diagnostic.ownMember(base.text, member.text) {
          report(.unknownName(base, help: help))
        } else {
          report(
            .unknownName(base, suggestion: suggestion(for: base.text, among: legalBases())))
        }
      }
    }
    return poison()
  }

  private func legalBases() -> [String] {
    let picks =
      calls.isEmpty
      ? scope.visible.filter { if case .neighbour = $0.value.meaning { true } else { false } }
        .keys.sorted() : []
    return picks + networks.map(\.name) + groups.map(\.name)
  }

  private mutating func readPicked(
    _ binding: LocalScope.Binding, _ base: NameSyntax, _ member: NameSyntax, _ span: Span
  ) -> Expression? {
    switch binding.meaning {
    case nil: return poison()
    case .value:
      report(.hasNoMembers(base, phrase: "a value", member))
      return poison()
    case .neighbour(let network):
      guard let read = networks[network.index].read,
        let (id, type) = find(member, in: read)
      else { return poison() }
      return make(.picked(binding.id, id), type, span)
    }
  }

  private mutating func readGroup(
    _ id: GroupID, _ base: NameSyntax, _ member: NameSyntax, _ span: Span
  ) -> Expression? {
    guard mayRead(base, span), isReachable(id, base, span) else { return poison() }
    guard let (memberID, type) = find(member, in: id) else { return poison() }
    if groups[id.index].isLone {
      let isRange = frames.last?.takesLone == true && frames.last?.range == .group(id)
      if !isRange {
        if let last = frames.indices.last, frames[last].lone == nil { frames[last].lone = id }
        let isOneself = context.agent == id
        return make(isOneself ? .own(memberID) : .lone(id, memberID), type, span)
      }
    }
    guard let last = frames.indices.last else {
      report(.needsAggregate(base, member, type, isOwn: context.agent == id))
      return poison()
    }
    if frames.count == 2, bareOrInner == id {
      frames[last].namesOuter = true
      return make(.own(memberID), type, span)
    }
    guard setRange(.group(id), base, at: last) else { return poison() }
    return make(.other(memberID), type, span)
  }

  /// In a network aggregate inside a group aggregate of a measure, the group that the outer one runs over.
  private var bareOrInner: GroupID? {
    if case .group(let group)? = frames.first?.range { return group }
    if case .network(let network)? = frames.last?.range { return networks[network.index].reader }
    return nil
  }

  private mutating func readNetwork(
    _ id: NetworkID, _ base: NameSyntax, _ member: NameSyntax, _ span: Span
  ) -> Expression? {
    guard mayRead(base, span), let read = networks[id.index].read,
      let reader = networks[id.index].reader, isReachable(read, base, span)
    else { return poison() }
    if let last = frames.indices.last {
      guard checkReader(id, reader, base, at: last), setRange(.network(id), base, at: last) else {
        return poison()
      }
      if member.text == "weight", let weight = readWeight(id, read, member, span) { return weight }
      guard let (memberID, type) = find(member, in: read) else { return poison() }
      return make(.other(memberID), type, span)
    }
    guard let agent = context.agent ?? (context.isAbstract ? reader : nil) else {
      report(.networkWithoutReader(base, group: groups[reader.index].name, member))
      return poison()
    }
    guard agent == reader else {
      report(
        .foreignNetwork(base, reader: groups[reader.index].name, agent: groups[agent.index].name))
      return poison()
    }
    guard let (memberID, type) = find(member, in: read) else { return poison() }
    guard let bounds = neighbourBounds(id) else { return poison() }
    guard bounds.isSole else {
      report(.notSole(base, member, bounds))
      return poison()
    }
    return make(.sole(id, memberID), type, span)
  }

  private mutating func readWeight(
    _ id: NetworkID, _ read: GroupID, _ member: NameSyntax, _ span: Span
  ) -> Expression? {
    guard case .file(let list, directed: _) = networks[id.index].network.generator else {
      return nil
    }
    guard list.weights != nil else { return nil }
    if groups[read.index].memberNames["weight"] != nil {
      report(.ambiguousWeight(member, group: groups[read.index].name))
      return poison()
    }
    return make(.linkWeight(id), .number(.single), span)
  }

  /// Whether other agents may be read here at all.
  private mutating func mayRead(_ base: NameSyntax, _ span: Span) -> Bool {
    if context.reads.contains(.others) { return true }
    report(.othersNotReadable(base, in: context.purpose, span))
    return false
  }

  /// Whether the program of an environment may read a group.
  mutating func isReachable(_ id: GroupID, _ base: NameSyntax, _ span: Span) -> Bool {
    guard let agent = context.agent, groups[agent.index].syntax.isEnvironment,
      !groups[id.index].syntax.isEnvironment
    else { return true }
    report(
      .environmentReads(
        groups[agent.index].name, group: groups[id.index].name, base, span))
    return false
  }

  /// Whether a network is one that the agent of the aggregate at hand reads.
  private mutating func checkReader(
    _ id: NetworkID, _ reader: GroupID, _ base: NameSyntax, at last: Int
  ) -> Bool {
    if context.isAbstract { return true }
    if let agent = context.agent {
      guard agent == reader else {
        report(
          .foreignNetwork(base, reader: groups[reader.index].name, agent: groups[agent.index].name))
        return false
      }
      return true
    }
    guard last == 1 else {
      let member = groups[reader.index].syntax.members.first?.name.text ?? "member"
      report(
        .networkWithoutReader(
          base, group: groups[reader.index].name, NameSyntax(member, base.span)))
      return false
    }
    return demandOuter(reader, base.span)
  }

  /// Demands that the outer aggregate of a measure runs over a group.
  mutating func demandOuter(_ reader: GroupID, _ span: Span) -> Bool {
    if case .group(let outer)? = frames[0].range {
      if outer == reader { return true }
      report(
        .outerGroup(expected: groups[reader.index].name, found: groups[outer.index].name, span))
      return false
    }
    if let implied = frames[0].implied, implied.group != reader {
      report(
        .outerGroup(
          expected: groups[reader.index].name, found: groups[implied.group.index].name, span))
      return false
    }
    frames[0].implied = (reader, span)
    return true
  }

  /// Makes a network or group the range of an aggregate.
  private mutating func setRange(
    _ range: AggregateRange, _ base: NameSyntax, at last: Int
  ) -> Bool {
    if let found = frames[last].range {
      if found == range { return true }
      report(.twoRanges(frames[last].name.text, name(of: found), base))
      return false
    }
    frames[last].range = range
    return true
  }

  /// Name of the set that an aggregate runs over.
  func name(of range: AggregateRange) -> String {
    switch range {
    case .network(let id): return networks[id.index].name
    case .group(let id): return groups[id.index].name
    }
  }

  /// Returns a member of a group and its type, or reports that there is none.
  mutating func find(_ member: NameSyntax, in group: GroupID) -> (MemberID, ValueType)? {
    let scope = groups[group.index]
    guard let id = scope.memberNames[member.text] else {
      if !isFull, !lostNames.contains(member.text) {
        let known = scope.syntax.members.map(\.name.text)
        report(
          .unknownMember(
            member, of: scope.name, suggestion: suggestion(for: member.text, among: known),
            known: known))
      }
      return nil
    }
    guard id.index < scope.types.count, let type = scope.types[id.index] else { return nil }
    return (id, type)
  }
}
