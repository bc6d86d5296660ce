// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does `--emit tokens` print? One line a token or comment: place, kind, text.

/// Tokens and comments as text.
public enum TokenListing {
  /// Returns one line for each token and comment: line and column, kind, spelling.
  ///
  /// A token before which a newline ends a statement is marked with `|`.
  public static func text(of file: SourceFile) -> String {
    guard file.problem() == nil else { return "" }
    let stream = Lexer.tokenise(file, as: file.grammar)
    var lines = stream.tokens.map { (span: $0.span, text: describe($0, in: file)) }
    lines += stream.comments.map { comment in
      let kind = comment.isDocumentation ? "documentation" : "comment"
      return (comment.span, "  \(kind) \(file.text(of: comment.span))")
    }
    lines.sort { $0.span.start < $1.span.start }
    return lines.map { line in
      let position = file.position(of: line.span.start)
      return "\(position.line):\(position.column)\(line.text)\n"
    }.joined()
  }

  private static func describe(_ token: Token, in file: SourceFile) -> String {
    let mark = token.isSeparated ? " |" : "  "
    switch token.kind {
    case .word(let text):
      return "\(mark)\(file.grammar.holds(text) ? "word" : "name") \(text)"
    case .number(let value, let spelling): return "\(mark)number \(spelling) = \(value)"
    case .string: return "\(mark)string \(file.text(of: token.span))"
    case .symbol(let symbol): return "\(mark)symbol \(symbol.rawValue)"
    case .end: return "\(mark)end"
    }
  }
}
