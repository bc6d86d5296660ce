// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about draws and statements? E4xx.

import WorldModel

extension Diagnostic {
  /// A distribution as part of an expression.
  static func drawInExpression(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error(
      "E401", "'\(name.text)' is a draw, and no expression is random by itself", span,
      help: "draw it first: 'let x ~ \(name.text)(...)'")
  }

  /// A generator as part of an expression.
  static func generatorInExpression(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error("E402", "'\(name.text)' makes networks and is no value", span)
  }

  /// `file` as part of an expression.
  static func fileInExpression(_ span: Span) -> Diagnostic {
    .error(
      "E414", "'file' is no value", span,
      help: "write 'trait NAME = file(\"agents.csv\", column)'")
  }

  /// `pick` where nothing is bound.
  static func strayPick(_ name: NameSyntax, in purpose: String) -> Diagnostic {
    .error(
      "E403", "'pick' draws a neighbour, which only 'let' in a step can name", name.span,
      help: "write 'let one ~ pick(NETWORK)'")
  }

  /// `pick` of something else than a network.
  static func pickArgument(_ span: Span) -> Diagnostic {
    .error("E404", "'pick' takes the name of a network", span, help: "write 'pick(NETWORK)'")
  }

  /// Braces where a distribution has none, or none where it has.
  static func armsWhereNone(_ name: NameSyntax, usage: String, _ span: Span) -> Diagnostic {
    .error("E405", "'\(name.text)' is not written like this", span, help: "write '\(usage)'")
  }

  /// Arguments that no form of a distribution has together.
  static func wrongArguments(of name: NameSyntax, usage: String, _ span: Span) -> Diagnostic {
    .error("E406", "these are not the arguments of '\(name.text)'", span, help: "write '\(usage)'")
  }

  /// A choice without arms.
  static func noArms(_ name: NameSyntax) -> Diagnostic {
    .error("E407", "'\(name.text)' has no arms to choose from", name.span)
  }

  /// A case with two arms.
  static func armTwice(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E408", "'\(name.text)' has two arms", name.span, notes: [Note("the first arm", first)])
  }

  /// A choice whose cases are not known.
  static func armsWithoutCases(_ name: NameSyntax, choices: [String]) -> Diagnostic {
    let list = choices.prefix(8).joined(separator: ", ")
    return .error(
      "E409", "the cases that '\(name.text)' chooses from are not declared here", name.span,
      help: "draw into a state declared ': { \(list) }', or use the arms 'true' and 'false'")
  }

  /// A trait that is written.
  static func writesTrait(_ name: NameSyntax, declared: Span) -> Diagnostic {
    .error(
      "E410", "'\(name.text)' is a trait and never changes", name.span,
      notes: [Note("declared here", declared)], help: "declare it with 'state'")
  }

  /// Something that is written and is no state.
  static func notAState(_ name: NameSyntax, phrase: String) -> Diagnostic {
    .error(
      "E411", "'\(name.text)' is \(phrase); an agent writes only its own states", name.span)
  }

  /// A state that is written twice on one path.
  static func assignedTwice(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E412", "'\(name.text)' is written twice on the same path", name.span,
      notes: [Note("first written here", first)],
      help: "name the first value with 'let', or put the two in the branches of one 'if'")
  }

  /// An `every` that no value of the parameters brings to 1.
  static func everyBelowOne(_ span: Span) -> Diagnostic {
    .error("E413", "'every' must be at least 1", span)
  }
}
