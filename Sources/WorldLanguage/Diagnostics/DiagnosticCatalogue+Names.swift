// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about names? E1xx.

extension Diagnostic {
  /// A name that nothing declares.
  static func unknownName(_ name: NameSyntax, suggestion: String?) -> Diagnostic {
    .error("E101", "unknown name '\(name.text)'", name.span, help: didYouMean(suggestion))
  }

  /// A name that is declared a second time.
  static func alreadyDeclared(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E102", "'\(name.text)' is declared twice", name.span,
      notes: [Note("first declared here", first)])
  }
}
