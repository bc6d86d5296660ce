// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tree does a text stand for, and where does the text fail to be one?
//
// Ranked goals: every mistake of a file is reported once; nothing is reported because of an earlier mistake; any bytes
// are read in linear time and bounded memory and stack.
//
// A mistake sets `isPanicking`: parsing goes on, since the next token often fits again, but nothing more is reported
// until the next declaration, member or statement begins. What is missing becomes `ExpressionSyntax.Kind.missing`.

/// Reads world and study files.
public struct Parser {
  /// Greatest height of an expression or of nested statements, so that no later pass over the tree can overflow.
  public static let maximumDepth = 200
  /// Most messages about one file.
  public static let maximumErrorCount = 100

  let file: SourceFile
  let tokens: [Token]
  let comments: [Comment]
  var position = 0
  var diagnostics: [Diagnostic]
  var isPanicking = false
  var nesting = 0
  var layout: SyntaxLayout
  /// Index of the token at which something was reported last: one token is one mistake.
  private var lastReported = -1
  /// Lines on which the lexer has found fault; the parser keeps silent about them.
  private let faultyLines: Set<Int>

  private init(_ file: SourceFile, _ stream: TokenStream) {
    self.file = file
    tokens = stream.tokens
    comments = stream.comments
    diagnostics = stream.diagnostics
    layout = SyntaxLayout(tokenCount: stream.tokens.count)
    faultyLines = Set(stream.diagnostics.map { file.position(of: $0.span.start).line })
  }

  /// Returns the tree of a world file and what is wrong with its text.
  ///
  /// The parser also sees to it that exactly one `world` declaration stands, as the first.
  ///
  /// - Parameter file: The text; any bytes.
  /// - Returns: All declarations that could be read, parts of which may be `missing` where an error was reported; and
  ///   the errors in the order of the file, at most `maximumErrorCount + 1`.
  /// - Complexity: O(bytes).
  public static func parse(_ file: SourceFile) -> (FileSyntax, [Diagnostic]) {
    let parsed = parseKeepingLayout(file)
    return (parsed.tree, parsed.diagnostics)
  }

  /// Returns the tree together with the tokens and what the formatter needs to know about them.
  static func parseKeepingLayout(_ file: SourceFile) -> ParsedFile {
    if let problem = file.problem() {
      return ParsedFile(
        tree: FileSyntax(declarations: []),
        stream: TokenStream(tokens: [], comments: [], diagnostics: [problem]),
        layout: SyntaxLayout(tokenCount: 0), diagnostics: [problem])
    }
    let stream = Lexer.tokenise(file)
    var parser = Parser(file, stream)
    let declarations = parser.declarations()
    return ParsedFile(
      tree: FileSyntax(declarations: declarations), stream: stream, layout: parser.layout,
      diagnostics: parser.diagnostics.inFileOrder().limited(to: maximumErrorCount))
  }

  /// Returns the tree of a study file and what is wrong with its text.
  ///
  /// - Parameter file: The text; any bytes.
  /// - Returns: All clauses, parts of which may be `missing` where an error was reported; and the errors in the order of
  ///   the file, at most `maximumErrorCount + 1`.
  /// - Complexity: O(bytes).
  public static func parseStudy(_ file: SourceFile) -> (StudySyntax, [Diagnostic]) {
    let parsed = parseStudyKeepingLayout(file)
    return (parsed.tree, parsed.diagnostics)
  }

  /// Returns the tree of a study together with the tokens and what the formatter needs to know about them.
  static func parseStudyKeepingLayout(_ file: SourceFile) -> ParsedStudy {
    if let problem = file.problem() {
      return ParsedStudy(
        tree: StudySyntax(), stream: TokenStream(tokens: [], comments: [], diagnostics: [problem]),
        layout: SyntaxLayout(tokenCount: 0), diagnostics: [problem])
    }
    let stream = Lexer.tokenise(file, as: .study)
    var parser = Parser(file, stream)
    let tree = parser.study()
    return ParsedStudy(
      tree: tree, stream: stream, layout: parser.layout,
      diagnostics: parser.diagnostics.inFileOrder().limited(to: maximumErrorCount))
  }

  /// The token at the position.
  var current: Token { tokens[position] }
  /// The token after it; the end again at the end.
  var following: Token { tokens[min(position + 1, tokens.count - 1)] }
  /// Offset after the last token read.
  var lastEnd: Int { position > 0 ? tokens[position - 1].span.end : 0 }

  /// Moves to the next token and returns the one left behind; stays at the end.
  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if position < tokens.count - 1 { position += 1 }
    return token
  }

  /// Whether the statement goes on here with a symbol.
  func at(_ symbol: Token.Symbol) -> Bool { current.symbol == symbol && !current.isSeparated }
  /// Whether the statement goes on here with a word.
  func at(word: String) -> Bool { current.word == word && !current.isSeparated }

  /// Passes a symbol if it is here.
  mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  /// Passes a word if it is here.
  mutating func accept(word: String) -> Bool {
    guard at(word: word) else { return false }
    advance()
    return true
  }

  /// Passes the word that begins a clause if it is here; on a new line that is reported, and the clause read as meant.
  mutating func acceptClause(_ word: String) -> Bool {
    guard current.word == word else { return false }
    if current.isSeparated { report(.clauseOnNewLine(word, current.span)) }
    advance()
    return true
  }

  /// Passes a symbol, or reports that it is missing.
  @discardableResult
  mutating func expect(_ symbol: Token.Symbol) -> Bool {
    if accept(symbol) { return true }
    fail(expecting: "'\(symbol.rawValue)'")
    return false
  }

  /// Passes a word, or reports that it is missing.
  @discardableResult
  mutating func expect(word: String) -> Bool {
    if accept(word: word) { return true }
    fail(expecting: "'\(word)'")
    return false
  }

  /// Passes a closing bracket, or reports it missing with the place of the opening one.
  mutating func close(_ symbol: Token.Symbol, opener: Token) {
    if current.symbol == symbol {
      advance()
    } else {
      let place = current.isSeparated ? Span(lastEnd, lastEnd) : current.span
      fail(
        .unclosed(opener.symbol?.rawValue ?? "(", at: opener.span, place, help: joiningHelp))
    }
  }

  /// Reads a name; an empty one means that it is missing and has been reported.
  mutating func name(_ what: String) -> NameSyntax {
    guard let text = current.word, !current.isSeparated else {
      fail(expecting: what)
      return NameSyntax("", Span(lastEnd, lastEnd))
    }
    if ReservedWord.all.contains(text) { fail(.reservedWord(text, current.span)) }
    return NameSyntax(text, advance().span)
  }

  /// Reads any word as a name: cases and labels may be words of the grammar.
  mutating func anyWord(_ what: String) -> NameSyntax {
    guard let text = current.word else {
      fail(expecting: what)
      return NameSyntax("", Span(lastEnd, lastEnd))
    }
    return NameSyntax(text, advance().span)
  }

  /// Reports a mistake from which the statement cannot recover.
  mutating func fail(_ diagnostic: Diagnostic) {
    report(diagnostic)
    isPanicking = true
  }

  /// Whether the line above ended too early.
  var endsLine: Bool {
    guard current.kind != .end, position > 0 else { return false }
    return current.isSeparated || (current.startsLine && current.symbol == .closeBrace)
  }

  /// What was meant where an operand ends and another token follows, if the two tell.
  var joiningHelp: String? {
    guard position > 0, !current.isSeparated else { return nil }
    let before = tokens[position - 1]
    if case .number(_, let left) = before.kind {
      if current.symbol == .comma { return thousands(left) }
      if let right = current.word, !ReservedWord.all.contains(right) {
        return Diagnostic.writeProduct(left, right)
      }
      if current.symbol == .openParenthesis { return Diagnostic.writeProduct(left, "(...)") }
    }
    if before.symbol == .closeParenthesis, current.symbol == .openParenthesis {
      return Diagnostic.writeProduct("(...)", "(...)")
    }
    return nil
  }

  /// Help for `1,000`: digits, then groups of three after commas without blanks.
  private func thousands(_ first: String) -> String? {
    var groups = [first]
    var next = position
    while next + 1 < tokens.count, tokens[next].symbol == .comma,
      case .number(_, let group) = tokens[next + 1].kind,
      tokens[next - 1].span.end == tokens[next].span.start,
      tokens[next].span.end == tokens[next + 1].span.start
    {
      groups.append(group)
      next += 2
    }
    let isDigits = groups.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard groups.count > 1, isDigits, first.utf8.count <= 3,
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
    else { return nil }
    return Diagnostic.writeThousands(groups.joined(separator: "_"))
  }

  /// Reports that something else was expected here.
  mutating func fail(expecting what: String) {
    fail(endsLine ? .expected(what, beforeLineEnd: lastEnd) : .expected(what, found: current))
  }

  /// Reports a mistake after which the text can be read on as it was meant.
  mutating func report(_ diagnostic: Diagnostic) {
    guard !isPanicking, position != lastReported,
      !faultyLines.contains(file.position(of: diagnostic.span.start).line)
    else { return }
    lastReported = position
    diagnostics.append(diagnostic)
    if diagnostics.count > Self.maximumErrorCount { position = tokens.count - 1 }
  }

  /// Runs a part of the grammar that may contain itself, unless it is nested too deeply already.
  mutating func nested<Part>(_ missing: Part, _ part: (inout Parser) -> Part) -> Part {
    guard nesting < Self.maximumDepth else {
      failTooDeep()
      return missing
    }
    nesting += 1
    defer { nesting -= 1 }
    return part(&self)
  }

  /// Reports too much depth and leaves the statement.
  mutating func failTooDeep() {
    fail(.nestedTooDeeply(current.span))
    if current.isSeparated { advance() }
    while !current.isSeparated, current.kind != .end, current.symbol != .openBrace,
      current.symbol != .closeBrace
    {
      advance()
    }
  }

  /// Whether a declaration begins here; a word before a colon is an arm.
  var beginsDeclaration: Bool {
    guard current.isSeparated || position == 0, let word = current.word else { return false }
    return ReservedWord.declarations.contains(word) && following.symbol != .colon
  }
}
