// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are the smallest parts of a world file? Tokens, and the comments between them.

/// A word, number, string or symbol of a source file.
struct Token: Hashable, Sendable {
  /// What it is.
  var kind: Kind
  /// Where.
  var span: Span
  /// Whether it is the first token on its line.
  var startsLine: Bool
  /// Whether a newline that ends a statement stands before it; see `StatementBreaks`.
  var isSeparated = false

  /// The kinds of token.
  enum Kind: Hashable, Sendable {
    /// A name or a word of the grammar.
    case word(String)
    /// A number with its spelling; `5%` is 0.05.
    case number(Double, spelling: String)
    /// A string, unescaped.
    case string(String)
    /// An operator or bracket.
    case symbol(Symbol)
    /// The end of the file: an empty span after the last token.
    case end
  }

  /// Operators and brackets, longest first where one begins another.
  enum Symbol: String, Hashable, Sendable, CaseIterable {
    case ellipsis = "..."
    case arrow = "->"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case comma = ","
    case colon = ":"
    case dot = "."
    case assign = "="
    case draw = "~"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case power = "^"
    case less = "<"
    case greater = ">"
  }

  /// The text of a word, else `nil`.
  var word: String? {
    if case .word(let text) = kind { text } else { nil }
  }

  /// The symbol, else `nil`.
  var symbol: Symbol? {
    if case .symbol(let symbol) = kind { symbol } else { nil }
  }

  /// How messages call this token.
  var description: String {
    switch kind {
    case .word(let text): "'\(text)'"
    case .number(_, let spelling): "'\(spelling)'"
    case .string: "a string"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "the end of the file"
    }
  }
}

/// A comment, from its first slash to the end of its line.
struct Comment: Hashable, Sendable {
  /// Where, without the line's end and without blanks before it.
  var span: Span
  /// Whether no token stands before it on its line.
  var startsLine: Bool
  /// Whether it begins with exactly three slashes and starts its line.
  var isDocumentation: Bool
}

/// A source file cut into tokens.
struct TokenStream: Sendable {
  /// Tokens in file order; the last is `end`.
  var tokens: [Token]
  /// Comments in file order.
  var comments: [Comment]
  /// What was wrong; each bad character has been repaired or left out.
  var diagnostics: [Diagnostic]
}

/// The words of the grammar.
enum ReservedWord {
  /// Words that begin a declaration.
  static let declarations: [String] = [
    "world", "parameter", "coupling", "agents", "environment", "network", "function", "step",
    "measure", "estimate", "harm", "aligned", "run",
  ]
  /// Words that begin a setting of `run`.
  static let settings: [String] = [
    "steps", "warmup", "replicates", "networks", "starts", "record", "seed", "stop", "draws",
  ]
  /// Words that go on with a declaration and cannot begin a line.
  static let clauses: Set<String> = [
    "in", "off", "at", "for", "limit", "when", "where", "every", "with", "sequential", "shuffled",
  ]
  /// Words that no declaration may use as its name.
  static let all: Set<String> = Set(
    declarations + settings + [
      "trait", "state", "let", "if", "then", "else", "where", "and", "or", "not", "true", "false",
      "in", "off", "at", "most", "for", "all", "but", "limit", "end", "when", "first", "precise",
      "count", "sequential", "shuffled", "with", "probability", "every", "auto", "packed",
    ])
  /// Words that also name a built-in function.
  static let callable: Set<String> = ["count", "all"]
}
