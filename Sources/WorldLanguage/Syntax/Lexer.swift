// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tokens does a text hold?
//
// The lexer never stops: what it cannot read is reported and left out or replaced by what was probably meant, so that
// the parser sees the rest. The text has passed `SourceFile.problem` before: valid UTF-8 without control characters.

/// Cuts a source file into tokens and comments.
struct Lexer {
  let file: SourceFile
  var position = 0
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []
  private var atLineStart = true

  private init(_ file: SourceFile) { self.file = file }

  /// Returns the tokens and comments of a file.
  static func tokenise(_ file: SourceFile, as grammar: Grammar = .world) -> TokenStream {
    var lexer = Lexer(file)
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lexer.position = 3 }
    while lexer.position < file.bytes.count { lexer.next() }
    let end = lexer.tokens.last?.span.end ?? 0
    lexer.tokens.append(Token(kind: .end, span: Span(end, end), startsLine: true))
    StatementBreaks.mark(&lexer.tokens, in: grammar)
    return TokenStream(
      tokens: lexer.tokens, comments: lexer.comments, diagnostics: lexer.diagnostics)
  }

  /// The byte at a distance from the position, or 0 beyond the end.
  func byte(_ distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < file.bytes.count ? file.bytes[index] : 0
  }

  /// Whether the text at the position begins with these bytes.
  private func startsWith(_ text: [UInt8]) -> Bool {
    for (distance, expected) in text.enumerated() where byte(distance) != expected { return false }
    return true
  }

  /// Returns the text between an offset and the position.
  func text(from start: Int) -> String {
    String(decoding: file.bytes[start..<position], as: UTF8.self)
  }

  /// Reports a mistake; beyond the most that are shown, nothing.
  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count <= Parser.maximumErrorCount { diagnostics.append(diagnostic) }
  }

  /// Appends a token that ends at the position.
  mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, span: Span(start, position), startsLine: atLineStart))
    atLineStart = false
  }

  private mutating func next() {
    let start = position
    switch byte() {
    case UInt8(ascii: "\n"):
      position += 1
      atLineStart = true
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      position += 1
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      comment()
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"), UInt8(ascii: "#"):
      foreignComment()
    case UInt8(ascii: "\""):
      string()
    case let first where first.isDigit:
      number()
    case UInt8(ascii: ".") where byte(1).isDigit:
      number()
    case let first where first.isWordStart:
      while byte().isWordPart { position += 1 }
      if byte() >= 0x80, let scalar = scalar(), scalar.properties.isAlphabetic {
        foreignWord(from: start)
      } else {
        append(.word(text(from: start)), from: start)
      }
    default:
      symbol()
    }
  }

  private mutating func comment() {
    let start = position
    while position < file.bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
    var end = position
    while end > start, file.bytes[end - 1].isBlank { end -= 1 }
    let slashes = file.bytes[start..<end].prefix { $0 == UInt8(ascii: "/") }.count
    comments.append(
      Comment(
        span: Span(start, end), startsLine: atLineStart,
        isDocumentation: atLineStart && slashes == 3))
  }

  private mutating func foreignComment() {
    let start = position
    let isBlock = byte() == UInt8(ascii: "/")
    if isBlock {
      position += 2
      while position < file.bytes.count,
        !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/"))
      { position += 1 }
      position = min(position + 2, file.bytes.count)
    } else {
      while position < file.bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
    }
    report(
      .foreignComment(isBlock ? "/*" : "#", Span(start, start + (isBlock ? 2 : 1))))
    if file.bytes[start..<position].contains(UInt8(ascii: "\n")) { atLineStart = true }
  }

  private mutating func symbol() {
    let start = position
    if let found = Self.spellings[byte()]?.first(where: { startsWith($0.bytes) }) {
      position += found.bytes.count
      if found.isForeign {
        report(.foreignOperator(text(from: start), Span(start, position)))
      }
      if let kind = found.kind { append(kind, from: start) }
      return
    }
    guard let scalar = scalar() else {
      position += 1
      return
    }
    if scalar.properties.isAlphabetic { return foreignWord(from: start) }
    position += scalar.utf8.count
    if scalar.properties.isWhitespace { return }
    // A run of the same stranger is one mistake.
    while position < file.bytes.count, self.scalar() == scalar { position += scalar.utf8.count }
    report(.unknownCharacter(String(scalar), Span(start, position)))
  }

  /// Reads a name that holds letters other than a to z.
  private mutating func foreignWord(from start: Int) {
    while position < file.bytes.count {
      if byte().isWordPart {
        position += 1
      } else if byte() >= 0x80, let scalar = scalar(), scalar.properties.isAlphabetic {
        position += scalar.utf8.count
      } else {
        break
      }
    }
    report(.foreignName(text(from: start), Span(start, position)))
    append(.word(text(from: start)), from: start)
  }

  /// The Unicode scalar at the position.
  private func scalar() -> Unicode.Scalar? {
    let first = byte()
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let end = min(position + length, file.bytes.count)
    return String(decoding: file.bytes[position..<end], as: UTF8.self).unicodeScalars.first
  }

  /// A spelling of an operator or bracket.
  private struct Spelling {
    var bytes: [UInt8]
    var kind: Token.Kind?
    var isForeign: Bool
  }

  /// All spellings by their first byte, longest first.
  private static let spellings: [UInt8: [Spelling]] = {
    let own = Token.Symbol.allCases.map {
      Spelling(bytes: Array($0.rawValue.utf8), kind: .symbol($0), isForeign: false)
    }
    let foreign = foreignOperators.map {
      Spelling(bytes: Array($0.text.utf8), kind: $0.kind, isForeign: true)
    }
    return Dictionary(grouping: own + foreign) { $0.bytes[0] }
      .mapValues { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }()

  /// Operators of other languages and what stands for them here.
  private static let foreignOperators: [(text: String, kind: Token.Kind?)] = [
    ("&&", .word("and")), ("||", .word("or")), ("**", .symbol(.power)), (":=", .symbol(.assign)),
    ("+=", .symbol(.assign)), ("-=", .symbol(.assign)), ("*=", .symbol(.assign)),
    ("/=", .symbol(.assign)), ("~=", .symbol(.draw)), ("..<", .symbol(.ellipsis)),
    ("..=", .symbol(.ellipsis)), ("..", .symbol(.ellipsis)), ("!", .word("not")),
    ("<>", .symbol(.notEqual)), ("%", .symbol(.divide)), (";", nil), ("\u{2212}", .symbol(.minus)),
    ("\u{2013}", .symbol(.minus)), ("\u{2026}", .symbol(.ellipsis)), ("\u{2192}", .symbol(.arrow)),
    ("\u{2264}", .symbol(.lessOrEqual)), ("\u{2265}", .symbol(.greaterOrEqual)),
    ("\u{2260}", .symbol(.notEqual)), ("\u{D7}", .symbol(.times)),
  ]
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  /// Whether a name may begin with this.
  var isWordStart: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
      || self == UInt8(ascii: "_")
  }
  /// Whether a name may go on with this.
  var isWordPart: Bool { isWordStart || isDigit }
  /// Whether this is a blank within a line.
  var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r")
  }
}
