// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about grammar? E020 to E059.

extension Diagnostic {
  static func expected(_ what: String, found: Token, help: String? = nil) -> Diagnostic {
    .error(
      "E020", "expected \(what), found \(found.description)", found.span,
      help: help ?? Self.help(expecting: what, found: found))
  }

  /// What a beginner from another language meant, where the two tokens tell.
  private static func help(expecting what: String, found: Token) -> String? {
    switch (what, found.kind) {
    case ("'{'", .symbol(.assign)): "'=' assigns; compare with '=='"
    case ("'{'", .word("then")):
      "write 'if CONDITION { ... }' around statements; 'then' stands between values"
    case ("'{'", .symbol(.openParenthesis)): "the size of a group stands in brackets: 'NAME[SIZE]'"
    case ("'=' or '~'", .symbol(.less)), ("'='", .symbol(.less)): "write '=' for a value"
    case ("'let', 'if' or the name of a state", .word("for")):
      "a step runs for every agent of its group; over others write 'sum(...)' or 'count(...)'"
    case ("an expression", .symbol(.openBracket)): "a range is written 'LOW...HIGH'"
    case ("an expression", .symbol(.colon)): "leave out ':'"
    case ("an expression", .symbol(.assign)): "leave out '='"
    default: nil
    }
  }

  /// The line ended before the statement did.
  static func expected(_ what: String, beforeLineEnd end: Int) -> Diagnostic {
    .error(
      "E021", "expected \(what) before the end of the line", Span(end, end),
      help: "a newline ends a statement unless an operator, 'else' or an open '(' joins the lines")
  }

  static func unclosed(
    _ opener: String, at span: Span, _ place: Span, help: String? = nil
  ) -> Diagnostic {
    .error(
      "E022", "expected '\(closer(of: opener))' here", place,
      notes: [Note("'\(opener)' was opened here", span)], help: help)
  }

  static func unmatched(_ closer: String, _ span: Span) -> Diagnostic {
    .error("E023", "'\(closer)' closes nothing", span)
  }

  static func unknownDeclaration(_ found: Token, suggestion: String?) -> Diagnostic {
    .error(
      "E024", "expected a declaration, found \(found.description)", found.span,
      help: didYouMean(suggestion)
        ?? "a declaration begins with \(list(ReservedWord.declarations))")
  }

  static func studyFile(_ span: Span) -> Diagnostic {
    .error("E025", "this is a study; a world was expected", span)
  }

  static func missingWorld(_ span: Span) -> Diagnostic {
    .error(
      "E026", "the first declaration is not 'world'", span, help: "begin with: world \"Title\"")
  }

  static func secondWorld(_ span: Span, first: Span) -> Diagnostic {
    .error(
      "E027", "'world' stands once, as the first declaration", span,
      notes: [Note("the world is declared here", first)])
  }

  static func reservedWord(_ word: String, _ span: Span) -> Diagnostic {
    .error("E028", "'\(word)' is a word of the language and cannot be a name", span)
  }

  static func nestedTooDeeply(_ span: Span) -> Diagnostic {
    .error(
      "E029", "this is nested too deeply; each operator of a chain is a level",
      span,
      help: "name a part of it with 'let' or 'function'")
  }

  static func chainedComparison(_ span: Span) -> Diagnostic {
    .error(
      "E030", "comparisons do not chain", span, help: "write 'a < b and b < c'")
  }

  static func needsParentheses(_ word: String, _ span: Span) -> Diagnostic {
    .error("E031", "'\(word)' needs parentheses here", span, help: "write '(\(word) ...)'")
  }

  static func clauseOrder(_ clause: String, before other: String, _ span: Span) -> Diagnostic {
    .error("E032", "'\(clause)' stands before '\(other)'", span)
  }

  static func clauseTwice(_ clause: String, _ span: Span) -> Diagnostic {
    .error("E033", "'\(clause)' is given twice", span)
  }

  static func textAfterStatement(_ found: Token, help: String? = nil) -> Diagnostic {
    .error(
      "E034", "expected the end of the line, found \(found.description)", found.span,
      help: help ?? (found.symbol == .assign ? "'=' assigns; compare with '=='" : nil))
  }

  static func secondStatementOnLine(_ span: Span) -> Diagnostic {
    .error("E035", "one line holds one statement", span, help: "begin a new line here")
  }

  /// Help for two numbers with a comma between them that are one with thousands.
  static func writeThousands(_ number: String) -> String {
    "write '\(number)'; '_' parts the thousands"
  }

  /// Help for two operands without an operator.
  static func writeProduct(_ left: String, _ right: String) -> String {
    "an operator is missing; a product is written '\(left) * \(right)'"
  }

  /// A statement that begins with `NAME.MEMBER`.
  static func writesAnother(_ base: String, _ member: String, _ span: Span) -> Diagnostic {
    .error(
      "E036", "an agent writes only its own state", span,
      help: ownMember(base, member)
        ?? "let the agents of the other group read this one's state in a 'step' of their own")
  }

  /// Help for `self.x` as other languages write it.
  static func ownMember(_ base: String, _ member: String) -> String? {
    guard ["self", "this", "me", "my", "own"].contains(base) else { return nil }
    return "an agent names its own traits and states bare: write '\(member)'"
  }

  static func comparisonAsStatement(_ span: Span) -> Diagnostic {
    .error("E037", "'==' compares and assigns nothing", span, help: "write '='")
  }

  static func chainedMember(_ span: Span) -> Diagnostic {
    .error("E038", "a name holds at most one '.'", span)
  }

  static func clausesOfOneValue(_ function: String, _ span: Span) -> Diagnostic {
    .error(
      "E039", "'where' and 'else' follow the one value of an aggregate", span,
      help: "write '\(function)(VALUE where CONDITION else VALUE)'")
  }

  static func declarationInside(_ keyword: String, _ span: Span, opener: Span) -> Diagnostic {
    .error(
      "E040", "'\(keyword)' begins a declaration, but '}' is missing before it", span,
      notes: [Note("'{' was opened here", opener)])
  }

  static func unknownMember(_ found: Token, suggestion: String?) -> Diagnostic {
    .error(
      "E041", "expected 'trait' or 'state', found \(found.description)", found.span,
      help: didYouMean(suggestion))
  }

  static func unknownSetting(_ found: Token, suggestion: String?) -> Diagnostic {
    .error(
      "E042", "expected a setting of the run, found \(found.description)", found.span,
      help: didYouMean(suggestion) ?? "the settings are \(list(ReservedWord.settings))")
  }

  static func drawInExpression(_ span: Span) -> Diagnostic {
    .error(
      "E043", "a draw stands alone after a name", span,
      help: "write 'let NAME ~ DISTRIBUTION(...)' on a line of its own and use the name")
  }

  static func drawFromNumber(_ found: Token) -> Diagnostic {
    .error(
      "E044", "expected a distribution after '~', found \(found.description)", found.span,
      help: found.symbol == .openBrace
        ? "declare cases as ': { a, b }' and draw one with '~ weights { a: 1, b: 1 }'"
        : "write '=' for a value, '~ bernoulli(p)' for a chance")
  }

  static func secondSchedule(_ span: Span) -> Diagnostic {
    .error(
      "E045", "a step is 'sequential', 'shuffled' or 'with probability', not two of them", span)
  }

  static func secondTiming(_ span: Span) -> Diagnostic {
    .error("E046", "a measure has one of 'first', 'at end' and 'when'", span)
  }

  static func clauseOnNewLine(_ word: String, _ span: Span) -> Diagnostic {
    .error(
      "E047", "'\(word)' begins a line, but the newline before it ended the declaration", span,
      help: "write it on the same line")
  }

  private static func closer(of opener: String) -> String {
    switch opener {
    case "(": ")"
    case "[": "]"
    default: "}"
    }
  }

  private static func list(_ words: [String]) -> String {
    words.dropLast().map { "'\($0)'" }.joined(separator: ", ") + " or '\(words.last ?? "")'"
  }
}
