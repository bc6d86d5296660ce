// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the formatter know about a file beside its tokens? What the parser saw begin and end.

/// What the formatter knows about tokens that their spelling does not tell.
struct SyntaxLayout: Sendable {
  /// Declarations, members, statements, arms and settings in file order.
  var items: [Item] = []
  /// Whether the token is a minus of one operand.
  var isPrefix: [Bool]
  /// Whether the token is a bracket that belongs to the word before it.
  var isTight: [Bool]
  /// Whether the token is a brace that holds items.
  var opensBlock: [Bool]

  init(tokenCount: Int) {
    isPrefix = Array(repeating: false, count: tokenCount)
    isTight = isPrefix
    opensBlock = isPrefix
  }

  /// Something that begins a line, if its block has more than one.
  struct Item: Sendable {
    /// Index of its first token.
    var first: Int
    /// What it is.
    var kind: Kind
    /// Index of the token that stands in one column with those of consecutive items: `=` or `~`, the name in a clause.
    var column: Int?
    /// Index of a second such token: `over` or `log` in a clause.
    var secondColumn: Int?
  }

  /// Kinds of item, as far as layout tells them apart.
  enum Kind: Sendable {
    case declaration
    case member
    case binding
    case assignment
    case other
    case setting
    case clause
  }
}

/// A tree with its tokens.
struct ParsedFile: Sendable {
  var tree: FileSyntax
  var stream: TokenStream
  var layout: SyntaxLayout
  var diagnostics: [Diagnostic]
}

/// A study with its tokens.
struct ParsedStudy: Sendable {
  var tree: StudySyntax
  var stream: TokenStream
  var layout: SyntaxLayout
  var diagnostics: [Diagnostic]
}
