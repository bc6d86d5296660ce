// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a world or a study look in the one style?
//
// Ranked goals: never change what a file means; keep every comment; give the same text when formatted again; leave line
// breaks to the author. To that end the formatter prints the tokens of the file, in their order and spelling, and
// chooses only what stands between them:
//
// - two blanks an open block, and two more for lines that go on with a statement;
// - a block that the author wrote on one line stays there; any other has `{` and `}` at the ends of lines of their own;
// - `=` and `~` of consecutive members, of consecutive `let` and of consecutive assignments stand in one column; a
//   blank line, a comment, a statement of several lines or a member with a type ends such a run;
// - so do the names of consecutive clauses of a study that move parameters, and the values of `vary` and `panel`;
// - two blanks before a comment that follows code and between the settings of `run` that share a line;
// - at most one empty line, none at the edges of a block.

/// Puts world and study files into the one style.
public struct Formatter {
  let file: SourceFile
  let tokens: [Token]
  let comments: [Comment]
  let layout: SyntaxLayout
  /// Whether a token begins a line of the result.
  var beginsLine: [Bool]
  /// Index in `layout.items` of the item that a token begins, or -1.
  var itemIndex: [Int]
  /// Whether the token is a brace of a block that spans several lines.
  var isBrokenBrace: [Bool]
  /// Blanks added before a token to bring it into its column.
  var padding: [Int]
  private var output = ""
  private var frames: [Frame] = [Frame(indent: 0, outerIndent: 0)]
  private var lineIndent = 0

  /// An open block.
  private struct Frame {
    /// Indent of its items.
    var indent: Int
    /// Indent of the line that opened it.
    var outerIndent: Int
    /// Open ( [ and braces that are no blocks.
    var brackets = 0
  }

  /// Returns a file in the one style.
  ///
  /// - Parameter file: A world, or a study where `SourceFile.isStudy`.
  /// - Returns: The text, or `nil` with the diagnostics of a file that has errors of syntax or would become too large.
  /// - Complexity: O(bytes).
  public static func format(_ file: SourceFile) -> (text: String?, diagnostics: [Diagnostic]) {
    let (stream, layout, diagnostics) = parse(file)
    guard diagnostics.isEmpty else { return (nil, diagnostics) }
    var formatter = Formatter(file, stream, layout)
    let text = formatter.print()
    // Indenting may carry a file over the limit: what could not be read again is not written.
    guard text.utf8.count <= SourceFile.maximumByteCount else {
      let limit = SourceFile.maximumByteCount
      return (nil, [.fileTooLarge(byteCount: text.utf8.count, limit: limit)])
    }
    return (text, [])
  }

  private static func parse(
    _ file: SourceFile
  ) -> (TokenStream, SyntaxLayout, [Diagnostic]) {
    if file.isStudy {
      let parsed = Parser.parseStudyKeepingLayout(file)
      return (parsed.stream, parsed.layout, parsed.diagnostics)
    }
    let parsed = Parser.parseKeepingLayout(file)
    return (parsed.stream, parsed.layout, parsed.diagnostics)
  }

  private init(_ file: SourceFile, _ stream: TokenStream, _ layout: SyntaxLayout) {
    self.file = file
    tokens = stream.tokens
    comments = stream.comments
    self.layout = layout
    beginsLine = tokens.map(\.startsLine)
    itemIndex = Array(repeating: -1, count: tokens.count)
    isBrokenBrace = Array(repeating: false, count: tokens.count)
    padding = Array(repeating: 0, count: tokens.count)
    for (index, item) in layout.items.enumerated() { itemIndex[item.first] = index }
    breakBlocks()
    joinBraces()
    align(\.column)
    align(\.secondColumn)
  }

  /// Finds the blocks that span lines and gives their braces and first items lines of their own.
  private mutating func breakBlocks() {
    // Line starts up to each token: a block is broken where the count differs at its ends.
    var lineCount = 0
    var open: [(index: Int, lines: Int)] = []
    for index in tokens.indices {
      if tokens[index].startsLine { lineCount += 1 }
      if tokens[index].symbol == .openBrace {
        open.append((index, lineCount))
      } else if tokens[index].symbol == .closeBrace, let opener = open.popLast(),
        layout.opensBlock[opener.index], lineCount > opener.lines
      {
        isBrokenBrace[opener.index] = true
        isBrokenBrace[index] = true
        beginsLine[opener.index + 1] = true
        beginsLine[index] = true
      }
    }
  }

  /// Puts `else` behind the brace before it, and an opening brace behind what it belongs to.
  private mutating func joinBraces() {
    for index in tokens.indices.dropFirst() where beginsLine[index] {
      let isElse = tokens[index].word == "else" && tokens[index - 1].symbol == .closeBrace
      let isEmpty =
        isBrokenBrace[index] && isBrokenBrace[index - 1] && tokens[index].symbol == .closeBrace
        && tokens[index - 1].symbol == .openBrace
      guard isElse || isEmpty || layout.opensBlock[index], !followsComment(index) else { continue }
      beginsLine[index] = false
      if isEmpty {
        isBrokenBrace[index] = false
        isBrokenBrace[index - 1] = false
      }
    }
  }

  /// Whether a comment stands between a token and the one before it.
  func followsComment(_ index: Int) -> Bool {
    guard let comment = lastComment(before: index) else { return false }
    return index == 0 || comment.span.start > tokens[index - 1].span.start
  }

  /// Returns the last comment before a token.
  func lastComment(before index: Int) -> Comment? {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].span.start < tokens[index].span.start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low > 0 ? comments[low - 1] : nil
  }

  private mutating func print() -> String {
    var comment = 0
    for index in tokens.indices {
      var end = index > 0 ? tokens[index - 1].span.end : 0
      var isAfterComment = false
      while comment < comments.count,
        isEnd(index) || comments[comment].span.start < tokens[index].span.start
      {
        let span = comments[comment].span
        if comments[comment].startsLine {
          startLine(index, from: end, to: span.start, indent: commentIndent(index))
        } else {
          output += "  "
        }
        output += file.text(of: span)
        end = span.end
        isAfterComment = true
        comment += 1
      }
      if isEnd(index) { break }
      if beginsLine[index] || isAfterComment {
        startLine(index, from: end, to: tokens[index].span.start, indent: indent(index))
      } else if index > 0 {
        output += String(repeating: " ", count: gap(before: index))
      }
      output += file.text(of: tokens[index].span)
      track(index)
    }
    return output + "\n"
  }

  /// Ends the line, keeps an empty one between items, and indents.
  private mutating func startLine(_ index: Int, from end: Int, to start: Int, indent: Int) {
    lineIndent = indent
    guard !output.isEmpty else { return }
    output += "\n"
    let opensBlock = index > 0 && isBrokenBrace[index - 1] && tokens[index - 1].symbol == .openBrace
    let isFirst = opensBlock && end == tokens[index - 1].span.end
    let isLast = isBrokenBrace[index] && start == tokens[index].span.start
    let standsBetweenItems = itemIndex[index] >= 0 || isBrokenBrace[index] || isEnd(index)
    if standsBetweenItems, !isFirst, !isLast, holdsEmptyLine(from: end, to: start) {
      output += "\n"
    }
    output += String(repeating: " ", count: indent)
  }

  private func isEnd(_ index: Int) -> Bool { tokens[index].kind == .end }

  /// Whether two newlines stand between two places.
  func holdsEmptyLine(from end: Int, to start: Int) -> Bool {
    var count = 0
    for byte in file.bytes[end..<start] where byte == UInt8(ascii: "\n") { count += 1 }
    return count > 1
  }

  private var frame: Frame { frames[frames.count - 1] }

  private func indent(_ index: Int) -> Int {
    if isEnd(index) { return 0 }
    if tokens[index].symbol == .closeBrace, isBrokenBrace[index] { return frame.outerIndent }
    if itemIndex[index] >= 0 { return frame.indent }
    if tokens[index].word == "else", tokens[index - 1].symbol == .closeBrace { return frame.indent }
    switch tokens[index].symbol {
    case .closeParenthesis, .closeBracket, .closeBrace:
      return frame.indent + 2 * max(0, frame.brackets - 1)
    default:
      return frame.indent + 2 * max(1, frame.brackets)
    }
  }

  private func commentIndent(_ index: Int) -> Int {
    let isClosing = tokens[index].symbol == .closeBrace && isBrokenBrace[index]
    if isClosing || itemIndex[index] >= 0 || isEnd(index) { return frame.indent }
    return frame.indent + 2 * max(1, frame.brackets)
  }

  /// Keeps account of blocks and brackets.
  private mutating func track(_ index: Int) {
    switch tokens[index].symbol {
    case .openBrace where isBrokenBrace[index]:
      frames.append(Frame(indent: lineIndent + 2, outerIndent: lineIndent))
    case .closeBrace where isBrokenBrace[index]:
      frames.removeLast()
    case .openParenthesis, .openBracket, .openBrace:
      frames[frames.count - 1].brackets += 1
    case .closeParenthesis, .closeBracket, .closeBrace:
      frames[frames.count - 1].brackets -= 1
    default: break
    }
  }

  /// Blanks between a token and the one before it on its line.
  func gap(before index: Int) -> Int {
    let previous = tokens[index - 1].symbol
    let symbol = tokens[index].symbol
    switch symbol {
    case .comma, .colon, .dot, .ellipsis, .closeParenthesis, .closeBracket: return 0
    case .closeBrace where previous == .openBrace: return 0
    default: break
    }
    switch previous {
    case .openParenthesis, .openBracket, .dot, .ellipsis: return 0
    default: break
    }
    if layout.isTight[index] || layout.isPrefix[index - 1] { return 0 }
    let item = itemIndex[index]
    if item >= 0, layout.items[item].kind == .setting, previous != .openBrace { return 2 }
    return 1 + padding[index]
  }
}
