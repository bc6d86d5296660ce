// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `check --pedantic` say about what is never used? W70x.

extension Diagnostic {
  /// A parameter that nothing reads.
  static func unusedParameter(_ name: NameSyntax, isCoupling: Bool) -> Diagnostic {
    .warning(
      "W701", "the \(isCoupling ? "coupling" : "parameter") '\(name.text)' is never used", name.span
    )
  }

  /// A trait that nothing reads.
  static func unreadTrait(_ name: NameSyntax, group: String) -> Diagnostic {
    .warning("W702", "nothing reads the trait '\(name.text)' of '\(group)'", name.span)
  }

  /// Documentation of nothing.
  static func strayDocumentation(_ span: Span) -> Diagnostic {
    .warning(
      "W703", "this documents nothing", span,
      help: "'///' stands directly above a declaration or member; elsewhere write '//'")
  }
}
