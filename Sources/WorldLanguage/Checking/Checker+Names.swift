// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a bare name stand for in an expression? Arguments, `let` names, own members, then names of the file.

import WorldModel

extension Checker {
  /// The group whose members a bare name may be: the agent of the program, or the agent that a network aggregate inside
  /// a group aggregate of a measure has as its reader.
  var bareGroup: GroupID? {
    guard calls.isEmpty else { return nil }
    if let agent = context.agent { return agent }
    guard context.reads.contains(.others), frames.count == 2 else { return nil }
    if case .group(let group)? = frames[0].range { return group }
    if case .network(let network)? = frames[1].range { return networks[network.index].reader }
    return frames[0].implied?.group
  }

  /// Whether there is an agent here whose `index` may be read.
  ///
  /// It is that of the program, or in a measure that of the outer aggregate. An index is a fact of the group and no
  /// agent's state, so that the proof of isolation has nothing to follow.
  private var readsIndex: Bool {
    context.reads.contains(.index)
      || context.agent == nil && context.reads.contains(.others) && !frames.isEmpty
  }

  /// Whether a bare name stands for a value here, so that it need not be a case.
  func isValue(_ text: String) -> Bool {
    if let call = calls.last, call.arguments[text] != nil { return true }
    if calls.isEmpty, scope.visible[text] != nil { return true }
    if let group = bareGroup, groups[group.index].memberNames[text] != nil { return true }
    return names[text] != nil || BuiltIn.all[text] != nil
  }

  /// Checks a bare name.
  mutating func checkName(_ name: NameSyntax, cases: CaseSet?) -> Expression? {
    if let call = calls.last, let argument = call.arguments[name.text] {
      return use(argument, name.span)
    }
    if calls.isEmpty, let binding = scope.visible[name.text] { return use(binding, name) }
    if let group = bareGroup, let id = groups[group.index].memberNames[name.text] {
      return readOwn(id, of: group, name)
    }
    if let declared = names[name.text] { return read(declared, name) }
    if let builtIn = BuiltIn.all[name.text] { return read(builtIn, name) }
    guard !isFull, !lostNames.contains(name.text) else { return poison() }
    if let cases {
      report(
        .unknownCase(
          name, of: cases,
          suggestion: suggestion(for: name.text, among: cases.names + legalNames())))
    } else if let help = strayName(name.text) {
      report(.unknownName(name, help: help))
    } else {
      report(
        .unknownName(name, suggestion: suggestion(for: name.text, among: legalNames())))
    }
    return poison()
  }

  /// Marks what is being checked as reported already.
  mutating func poison() -> Expression? {
    for index in frames.indices { frames[index].isPoisoned = true }
    return nil
  }

  /// Names that a value may have here, nearest scope first.
  private func legalNames() -> [String] {
    var legal: [String] = []
    if let call = calls.last { legal += call.arguments.keys.sorted() }
    if calls.isEmpty { legal += scope.visible.keys.sorted() }
    if let group = bareGroup {
      legal += groups[group.index].syntax.members.prefix(context.memberLimit).map(\.name.text)
    }
    if context.reads.contains(.parameters) {
      legal += parameters.filter { !$0.isCoupling || context.reads.contains(.couplings) }.map(
        \.name)
    }
    if context.reads.contains(.measures) {
      legal += measures.prefix(context.measureLimit).map(\.name)
    }
    if context.reads.contains(.time) { legal.append("time") }
    if readsIndex { legal.append("index") }
    return legal + ["pi"]
  }

  /// Help for a name that exists elsewhere: a member in a place without an agent, or a case without its state.
  private func strayName(_ text: String) -> String? {
    if bareGroup == nil || !calls.isEmpty,
      let owner = groups.first(where: { $0.memberNames[text] != nil })
    {
      if !calls.isEmpty { return Diagnostic.passAsArgument(text) }
      return Diagnostic.writeWithGroup(owner.name, text)
    }
    let isCase = groups.contains { group in
      group.types.contains { $0?.caseSet?.names.contains(text) ?? false }
    }
    return isCase ? Diagnostic.caseNeedsOtherSide(text) : nil
  }

  private mutating func use(_ binding: LocalScope.Binding, _ name: NameSyntax) -> Expression? {
    switch binding.meaning {
    case nil: return poison()
    case .value(let type): return make(.local(binding.id), type, name.span)
    case .neighbour:
      report(.pickIsNoValue(name))
      return poison()
    }
  }

  private mutating func readOwn(_ id: MemberID, of group: GroupID, _ name: NameSyntax)
    -> Expression?
  {
    let scope = groups[group.index]
    guard id.index < context.memberLimit else {
      report(.laterMember(name, isItself: id.index == context.memberLimit))
      return poison()
    }
    guard id.index < scope.types.count, let type = scope.types[id.index] else { return poison() }
    return make(.own(id), type, name.span)
  }

  private mutating func read(_ declared: Declared, _ name: NameSyntax) -> Expression? {
    switch declared.meaning {
    case .parameter(let id):
      let parameter = parameters[id.index]
      guard context.reads.contains(parameter.isCoupling ? .couplings : .parameters) else {
        report(
          .notReadable(
            parameter.isCoupling ? "the coupling" : "the parameter", name, in: context.purpose))
        return poison()
      }
      let type = ValueType.number(parameter.isCount ? .double : .constant)
      return make(.parameter(id), type, name.span)
    case .measure(let id): return readMeasure(id, name)
    case .group, .network, .function, .estimate:
      report(.notAValue(name, phrase: declared.phrase, help: help(for: declared, name.text)))
      return poison()
    }
  }

  private func help(for declared: Declared, _ name: String) -> String? {
    switch declared.meaning {
    case .group(let id):
      let member = groups[id.index].syntax.members.first?.name.text ?? "member"
      return groups[id.index].isLone
        ? "write '\(name).\(member)'" : "write 'mean(\(name).\(member))'"
    case .network(let id):
      guard let read = networks[id.index].read,
        let member = groups[read.index].syntax.members.first?.name.text
      else { return nil }
      return "write 'mean(\(name).\(member))'"
    case .function(let index):
      let parameters = functions[index].parameters.map(\.text).joined(separator: ", ")
      return "write '\(name)(\(parameters))'"
    default: return nil
    }
  }

  private mutating func read(_ builtIn: BuiltIn, _ name: NameSyntax) -> Expression? {
    switch builtIn {
    case .pi: return make(.number(.pi), .number(.constant), name.span)
    case .time:
      guard context.reads.contains(.time) else { break }
      return make(.time, .number(.double), name.span)
    case .index:
      guard readsIndex else {
        report(.notReadable("", name, in: context.purpose, help: outerIndexHelp))
        return poison()
      }
      return make(.index, .number(.double), name.span)
    default:
      report(.notAValue(name, phrase: builtIn.phrase, help: nil))
      return poison()
    }
    report(.notReadable("", name, in: context.purpose))
    return poison()
  }

  /// Where `index` could be read instead.
  private var outerIndexHelp: String? {
    guard context.agent == nil, context.reads.contains(.others),
      let group = groups.first(where: { !$0.isLone })
    else { return nil }
    let member = group.syntax.members.first?.name.text ?? "member"
    return Diagnostic.writeInAggregate(group.name, member)
  }

  private mutating func readMeasure(_ id: MeasureID, _ name: NameSyntax) -> Expression? {
    guard context.reads.contains(.measures) else {
      report(.notReadable("the measure", name, in: context.purpose))
      return poison()
    }
    let measure = measures[id.index]
    guard id.index < context.measureLimit else {
      report(.laterMeasure(name, isItself: id.index == context.measureLimit))
      return poison()
    }
    if let timing = context.timing {
      switch (measure.syntax.timing, timing) {
      case (.everyStep, _), (.atEnd, .atEnd): break
      default:
        report(.measureNotRecorded(name, declared: measure.syntax.name.span))
        return poison()
      }
    }
    if !context.reads.contains(.couplings), let coupling = measure.coupling {
      report(
        .couplingThroughMeasure(
          name, coupling: parameters[coupling.index].name, in: context.purpose, measure.span))
      return poison()
    }
    guard measure.isSound else { return poison() }
    return make(.measure(id), .number(.double), name.span)
  }
}
