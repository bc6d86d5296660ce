// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about names? E1xx.

import WorldModel

extension Diagnostic {
  /// A name that nothing declares.
  static func unknownName(_ name: NameSyntax, suggestion: String?) -> Diagnostic {
    unknownName(name, help: didYouMean(suggestion))
  }

  /// A name that nothing declares here, although something elsewhere bears it.
  static func unknownName(_ name: NameSyntax, help: String?) -> Diagnostic {
    .error("E101", "unknown name '\(name.text)'", name.span, help: help)
  }

  /// Help for a member named in a place without an agent.
  static func writeWithGroup(_ group: String, _ member: String) -> String {
    "no agent computes this; write '\(group).\(member)' inside an aggregate"
  }

  /// Help for a member named in the body of a function.
  static func passAsArgument(_ member: String) -> String {
    "a function knows no agent; pass '\(member)' as an argument"
  }

  /// Help for a case without something to compare it with.
  static func caseNeedsOtherSide(_ text: String) -> String {
    "'\(text)' is a case: compare with '==' or '!=', or assign it to a state of its type"
  }

  /// A name that is declared a second time.
  static func alreadyDeclared(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E102", "'\(name.text)' is declared twice", name.span,
      notes: [Note("first declared here", first)])
  }

  /// A declaration of a name of the language.
  static func builtInName(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error(
      "E103", "'\(name.text)' is a name of the language: \(phrase)", name.span,
      help: "choose another name")
  }

  /// A name that would hide another.
  static func hidesName(
    _ name: NameSyntax, what: String, phrase: String, first: Span
  ) -> Diagnostic {
    .error(
      "E104", "\(what) cannot be called '\(name.text)', which is \(phrase)", name.span,
      notes: [Note("'\(name.text)' is declared here", first)], help: "choose another name")
  }

  /// A name that stands for no value.
  static func notAValue(_ name: NameSyntax, phrase: String, help: String?) -> Diagnostic {
    .error("E105", "'\(name.text)' is \(phrase), not a value", name.span, help: help)
  }

  /// A value that may not be read where it stands.
  static func notReadable(
    _ kind: String, _ name: NameSyntax, in purpose: String, help: String? = nil
  ) -> Diagnostic {
    let words = kind.isEmpty ? "'\(name.text)'" : "\(kind) '\(name.text)'"
    return .error("E106", "\(purpose) cannot read \(words)", name.span, help: help)
  }

  /// Help for an `index` where there is no agent.
  static func writeInAggregate(_ group: String, _ member: String) -> String {
    "inside an aggregate it is that of its agent: 'mean(\(group).\(member) where index > 0 else 0)'"
  }

  /// A reading of other agents where only an agent's own or no agent may be read.
  static func othersNotReadable(
    _ base: NameSyntax, in purpose: String, _ span: Span
  ) -> Diagnostic {
    .error(
      "E107", "\(purpose) cannot read other agents", span,
      help: purpose == Context.estimate.purpose
        ? "declare what is aggregated as a 'measure'; an estimate reads measures by their names"
        : nil)
  }

  /// A function that calls itself.
  static func recursion(_ name: NameSyntax, through cycle: [String]) -> Diagnostic {
    let path = (cycle.prefix(6) + [cycle.count > 6 ? "..." : cycle[0]]).joined(separator: "' -> '")
    return .error(
      "E108", "function '\(name.text)' calls itself", name.span,
      help: "functions are put in the place of their calls: '\(path)' would never end")
  }

  /// A call with too few or too many arguments.
  static func functionArity(
    _ name: NameSyntax, expected: ClosedRange<Int>, found: Int, _ span: Span
  ) -> Diagnostic {
    let least = expected.lowerBound
    let count =
      expected.upperBound == .max
      ? "at least \(least) arguments"
      : least == 1 ? "1 argument" : "\(least) arguments"
    return .error("E109", "'\(name.text)' takes \(count), found \(found)", span)
  }

  /// A member that a group does not have.
  static func unknownMember(
    _ name: NameSyntax, of group: String, suggestion: String?, known: [String]
  ) -> Diagnostic {
    .error(
      "E110", "'\(group)' has no trait or state '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? has(group, known))
  }

  /// A state that an agent does not have.
  static func unknownState(
    _ name: NameSyntax, of group: String, suggestion: String?, known: [String]
  ) -> Diagnostic {
    .error(
      "E111", "'\(group)' has no state '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? has(group, known))
  }

  private static func has(_ group: String, _ known: [String]) -> String? {
    known.isEmpty
      ? "'\(group)' has none" : "'\(group)' has \(known.prefix(8).joined(separator: ", "))"
  }

  /// A group that nothing declares.
  static func unknownGroup(
    _ name: NameSyntax, suggestion: String?, known: [String]
  ) -> Diagnostic {
    .error(
      "E112", "unknown group '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? theOnes("groups", known))
  }

  /// A network that nothing declares.
  static func unknownNetwork(
    _ name: NameSyntax, suggestion: String?, known: [String]
  ) -> Diagnostic {
    .error(
      "E113", "unknown network '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? theOnes("networks", known))
  }

  private static func theOnes(_ what: String, _ known: [String]) -> String? {
    known.isEmpty
      ? "the file declares no \(what)"
      : "the \(what) are \(known.prefix(8).joined(separator: ", "))"
  }

  /// A function that nothing declares.
  static func unknownFunction(_ name: NameSyntax, suggestion: String?) -> Diagnostic {
    .error(
      "E114", "unknown function '\(name.text)'", name.span,
      help: didYouMean(suggestion)
        ?? "the language has \(BuiltIn.callable.joined(separator: ", "))")
  }

  /// A generator that the language does not have.
  static func unknownGenerator(_ name: NameSyntax, suggestion: String?) -> Diagnostic {
    .error(
      "E115", "unknown generator '\(name.text)'", name.span,
      help: didYouMean(suggestion)
        ?? "the generators are \(GeneratorForm.names.joined(separator: ", "))")
  }

  /// A distribution that the language does not have.
  static func unknownDistribution(_ name: NameSyntax, suggestion: String?) -> Diagnostic {
    .error(
      "E116", "unknown distribution '\(name.text)'", name.span,
      help: didYouMean(suggestion)
        ?? "the distributions are \(DistributionForm.names.joined(separator: ", ")) and pick")
  }

  /// A label that a generator or a distribution does not have.
  static func unknownLabel(
    _ label: NameSyntax, of name: NameSyntax, suggestion: String?, usage: String
  ) -> Diagnostic {
    .error(
      "E117", "'\(name.text)' has no argument '\(label.text)'", label.span,
      help: didYouMean(suggestion) ?? "write '\(usage)'")
  }

  /// A word that an argument does not have.
  static func unknownWord(
    _ name: NameSyntax, label: String, words: [String], suggestion: String?
  ) -> Diagnostic {
    .error(
      "E118", "'\(label)' cannot be '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? "it is one of \(words.joined(separator: ", "))")
  }

  /// A case that a type does not have.
  static func unknownCase(
    _ name: NameSyntax, of cases: CaseSet, suggestion: String?
  ) -> Diagnostic {
    .error(
      "E119", "unknown case or name '\(name.text)'", name.span,
      help: didYouMean(suggestion)
        ?? "the cases are \(cases.names.prefix(8).joined(separator: ", "))")
  }

  /// An arm that a type does not have.
  static func unknownArm(
    _ name: NameSyntax, known: [String], suggestion: String?
  ) -> Diagnostic {
    .error(
      "E120", "there is no case '\(name.text)'", name.span,
      help: didYouMean(suggestion) ?? "the cases are \(known.prefix(8).joined(separator: ", "))")
  }

  /// A name that is no group where one is needed.
  static func notAGroup(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error("E121", "'\(name.text)' is \(phrase), not a group", name.span)
  }

  /// A name that is no network where one is needed.
  static func notANetwork(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error("E122", "'\(name.text)' is \(phrase), not a network", name.span)
  }

  /// A name that is no function where one is called.
  static func notAFunction(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error("E123", "'\(name.text)' is \(phrase), not a function", name.span)
  }

  /// A name that is no parameter where one is needed.
  static func notAParameter(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error("E124", "'\(name.text)' is \(phrase), not a parameter", name.span)
  }

  /// `x.y` where x is nothing that has members.
  static func hasNoMembers(_ base: NameSyntax, phrase: String, _ member: NameSyntax) -> Diagnostic {
    .error("E125", "'\(base.text)' is \(phrase) and has no '.\(member.text)'", base.span)
  }

  /// An initial value that reads a member declared below.
  static func laterMember(_ name: NameSyntax, isItself: Bool) -> Diagnostic {
    .error(
      "E126",
      isItself
        ? "the initial value of '\(name.text)' cannot read itself"
        : "an initial value reads only members declared above, and '\(name.text)' is below",
      name.span, help: isItself ? nil : "move '\(name.text)' up")
  }

  /// A measure that reads one declared below.
  static func laterMeasure(_ name: NameSyntax, isItself: Bool) -> Diagnostic {
    .error(
      "E127",
      isItself
        ? "the measure '\(name.text)' cannot read itself"
        : "a measure reads only measures declared above, and '\(name.text)' is below",
      name.span, help: isItself ? nil : "move '\(name.text)' up")
  }

  /// A member of many agents outside an aggregate.
  static func needsAggregate(
    _ base: NameSyntax, _ member: NameSyntax, _ type: ValueType, isOwn: Bool
  ) -> Diagnostic {
    let both = "\(base.text).\(member.text)"
    let aggregate = type.exampleAggregate(of: both)
    return .error(
      "E128", "'\(base.text)' has many agents, so '\(both)' is no single value",
      base.span.union(member.span),
      help: isOwn
        ? "write '\(member.text)' for the agent's own, or '\(aggregate)' over all"
        : "aggregate: '\(aggregate)'")
  }

  /// A member of a neighbour where an agent may have none or several.
  static func notSole(
    _ base: NameSyntax, _ member: NameSyntax, _ bounds: NeighbourBounds
  ) -> Diagnostic {
    let both = "\(base.text).\(member.text)"
    let why =
      bounds.low < 1 ? bounds.reason : "an agent can have more than one neighbour in '\(base.text)'"
    return .error(
      "E129", "'\(both)' needs exactly one neighbour for each agent, but \(why)",
      base.span.union(member.span),
      help: "aggregate with 'mean(\(both))', or draw one with 'let one ~ pick(\(base.text))'")
  }

  /// A network that another group reads.
  static func foreignNetwork(_ name: NameSyntax, reader: String, agent: String) -> Diagnostic {
    .error("E130", "'\(name.text)' is read by '\(reader)', not by '\(agent)'", name.span)
  }

  /// A network where no agent reads it.
  static func networkWithoutReader(
    _ base: NameSyntax, group: String, _ member: NameSyntax
  ) -> Diagnostic {
    .error(
      "E131", "no agent reads '\(base.text)' here", base.span,
      help:
        "put it inside an aggregate over '\(group)': "
        + "'mean(\(group).\(member.text) * mean(\(base.text).\(member.text)))'")
  }

  /// `degree` of a network where no agent reads it.
  static func degreeWithoutReader(_ name: NameSyntax, group: String, _ span: Span) -> Diagnostic {
    .error(
      "E136", "no agent reads '\(name.text)' here", span,
      help: "put it inside an aggregate over '\(group)': 'mean(degree(\(name.text)))'")
  }

  /// An environment that reads agents.
  static func environmentReads(
    _ environment: String, group: String, _ base: NameSyntax, _ span: Span
  ) -> Diagnostic {
    .error(
      "E132", "the environment '\(environment)' reads '\(group)', which is none", span,
      help: "declare '\(environment)' with 'agents', or '\(group)' with 'environment'")
  }

  /// Functions that expand to more than the compiler is willing to hold.
  static func tooLarge(_ span: Span) -> Diagnostic {
    .error(
      "E133", "with its functions put in place this is too large or too deep", span,
      help: "name parts of it with 'let' in the step, or with a measure")
  }

  /// Where the function was called in whose body an error stands.
  static func calledHere(_ name: String, _ span: Span) -> Note {
    Note("'\(name)' is called here", span)
  }

  /// A member `weight` beside the weights of links.
  static func ambiguousWeight(_ name: NameSyntax, group: String) -> Diagnostic {
    .error(
      "E134", "'weight' is both the weight of a link and a trait or state of '\(group)'", name.span,
      help: "rename the trait or state")
  }

  /// Two draws whose names have the same hash.
  static func siteCollision(_ span: Span, _ other: Span) -> Diagnostic {
    .error(
      "E135", "this draw has the same number as another, so both would be equal", span,
      notes: [Note("the other draw", other)], help: "rename one of the two")
  }
}
