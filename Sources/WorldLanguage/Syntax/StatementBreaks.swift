// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which newlines end a statement?
//
// A newline ends a statement outside ( ) and [ ], unless an operator or `else` joins the lines: as the last token of
// the line above or the first of the line below. `then` joins like `else`, and `= ~ -> ... , . :` count as operators.
// A `-` that begins a line is always the operator of two operands, since no statement begins with one.
//
// A mistake must not swallow the rest of a file: a word that can only begin a declaration, a statement or a clause, first on its
// line, closes the open ( and [ around it and is never joined to the line above.

/// Finds the newlines that end statements.
enum StatementBreaks {
  /// Sets `isSeparated` on every token that such a newline precedes.
  static func mark(_ tokens: inout [Token], in grammar: Grammar) {
    var brackets: [Token.Symbol] = []
    for index in tokens.indices {
      if tokens[index].startsLine {
        let beginsItem = beginsItem(tokens, index, grammar)
        if beginsItem {
          while let last = brackets.last, last != .openBrace { brackets.removeLast() }
        }
        tokens[index].isSeparated =
          beginsItem
          || brackets.last ?? .openBrace == .openBrace
            && !(index > 0 && joinsBelow(tokens, index - 1)) && !joinsAbove(tokens, index)
      }
      switch tokens[index].symbol {
      case .openParenthesis, .openBracket, .openBrace:
        brackets.append(tokens[index].symbol ?? .openBrace)
      case .closeParenthesis: close(.openParenthesis, &brackets)
      case .closeBracket: close(.openBracket, &brackets)
      case .closeBrace:
        while let last = brackets.last, last != .openBrace { brackets.removeLast() }
        _ = brackets.popLast()
      default: break
      }
    }
  }

  private static func close(_ opener: Token.Symbol, _ brackets: inout [Token.Symbol]) {
    if brackets.last == opener { brackets.removeLast() }
  }

  /// Whether the token can only be the first of a declaration, a member or a statement.
  private static func beginsItem(
    _ tokens: [Token], _ index: Int, _ grammar: Grammar
  ) -> Bool {
    guard let word = tokens[index].word else { return tokens[index].kind == .end }
    guard grammar.begins(word) else { return false }
    return !(index > 0 && comparesCases(tokens[index - 1])) && tokens[index + 1].symbol != .colon
  }

  private static func joinsBelow(_ tokens: [Token], _ index: Int) -> Bool {
    switch tokens[index].kind {
    case .symbol(let symbol): return joins(symbol)
    case .word("and"), .word("or"), .word("not"), .word("then"), .word("else"):
      return !(index > 0 && comparesCases(tokens[index - 1]))
    default: return false
    }
  }

  private static func joinsAbove(_ tokens: [Token], _ index: Int) -> Bool {
    switch tokens[index].kind {
    case .symbol(let symbol): return joins(symbol)
    case .word("and"), .word("or"), .word("then"), .word("else"):
      // `else: 1` is an arm for a case of that name.
      return tokens[index + 1].symbol != .colon
    default: return false
    }
  }

  private static func comparesCases(_ token: Token) -> Bool {
    token.symbol == .equal || token.symbol == .notEqual
  }

  private static func joins(_ symbol: Token.Symbol) -> Bool {
    switch symbol {
    case .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace, .closeBrace:
      false
    default: true
    }
  }
}
