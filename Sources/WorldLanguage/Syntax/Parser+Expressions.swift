// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are expressions read? By precedence climbing; the height of each tree is counted while it grows.
//
// Loosest first: `if then else`, `or`, `and`, `not`, comparisons (which do not chain), `+ -`, `* /`, unary `-`,
// `^` (right-associative). A word of the grammar is a case where only a case can stand: beside `==` and `!=`, or as a
// whole value.

/// An expression with the height of its tree.
struct MeasuredExpression {
  var syntax: ExpressionSyntax
  var height: Int
}

extension Parser {
  /// What stands around an operand, which decides whether a word of the grammar may be a case.
  enum OperandContext {
    case plain
    case value
    case compared
  }

  /// Reads an expression.
  mutating func expression() -> ExpressionSyntax { measured(.plain).syntax }

  /// Reads an expression that may be a case: what is assigned, and the branches of `if`.
  mutating func caseOrExpression() -> ExpressionSyntax { measured(.value).syntax }

  mutating func measured(_ context: OperandContext) -> MeasuredExpression {
    nested(missing()) { parser in
      if parser.at(word: "if"), !parser.isCase(context) { return parser.conditional() }
      return parser.operation(1, context)
    }
  }

  /// What stands for an expression that was not found.
  func missing() -> MeasuredExpression {
    MeasuredExpression(syntax: ExpressionSyntax(.missing, Span(lastEnd, lastEnd)), height: 1)
  }

  /// Makes a node above others.
  mutating func node(
    _ kind: ExpressionSyntax.Kind, from start: Int, above heights: Int...
  ) -> MeasuredExpression {
    let height = 1 + (heights.max() ?? 0)
    guard height <= Self.maximumDepth else {
      if !isPanicking { failTooDeep() }
      return missing()
    }
    return MeasuredExpression(syntax: ExpressionSyntax(kind, Span(start, lastEnd)), height: height)
  }

  private mutating func conditional() -> MeasuredExpression {
    let start = advance().span.start
    let condition = measured(.plain)
    expect(word: "then")
    let then = measured(.value)
    expect(word: "else")
    let otherwise = measured(.value)
    return node(
      .conditional(condition.syntax, then: then.syntax, otherwise: otherwise.syntax), from: start,
      above: condition.height, then.height, otherwise.height)
  }

  /// The binary operator here and how tightly it binds.
  private var binaryOperator: (text: String, strength: Int)? {
    guard !current.isSeparated else { return nil }
    switch current.kind {
    case .word("or"): return ("or", 1)
    case .word("and"): return ("and", 2)
    case .symbol(let symbol):
      switch symbol {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
        return (symbol.rawValue, 4)
      case .plus, .minus: return (symbol.rawValue, 5)
      case .times, .divide: return (symbol.rawValue, 6)
      default: return nil
      }
    default: return nil
    }
  }

  private mutating func operation(_ minimum: Int, _ context: OperandContext) -> MeasuredExpression {
    var left = prefixed(minimum, context)
    var hasCompared = false
    while let (text, strength) = binaryOperator, strength >= minimum {
      if strength == 4 {
        if hasCompared { report(.chainedComparison(current.span)) }
        hasCompared = true
      }
      let sign = NameSyntax(text, advance().span)
      let isEquality = text == "==" || text == "!="
      let right = operation(strength + 1, isEquality ? .compared : .plain)
      left = node(
        .binary(sign, left.syntax, right.syntax), from: left.syntax.span.start,
        above: left.height, right.height)
    }
    return left
  }

  private mutating func prefixed(_ minimum: Int, _ context: OperandContext) -> MeasuredExpression {
    if at(word: "not") || at(word: "if"), !isCase(context) {
      return nested(missing()) { $0.prefixedByWord(minimum) }
    }
    guard at(.minus) else { return power(context) }
    return nested(missing()) { parser in
      parser.layout.isPrefix[parser.position] = true
      let start = parser.advance().span.start
      let operand = parser.prefixed(7, .plain)
      return parser.node(.unary("-", operand.syntax), from: start, above: operand.height)
    }
  }

  private mutating func prefixedByWord(_ minimum: Int) -> MeasuredExpression {
    let start = current.span.start
    if at(word: "if") {
      report(.needsParentheses("if", current.span))
      return conditional()
    }
    if minimum > 3 { report(.needsParentheses("not", current.span)) }
    advance()
    let operand = operation(3, .plain)
    return node(.unary("not", operand.syntax), from: start, above: operand.height)
  }

  private mutating func power(_ context: OperandContext) -> MeasuredExpression {
    let base = primary(context)
    guard at(.power) else { return base }
    let sign = NameSyntax("^", advance().span)
    let exponent = nested(missing()) { $0.prefixed(7, .plain) }
    return node(
      .binary(sign, base.syntax, exponent.syntax), from: base.syntax.span.start,
      above: base.height, exponent.height)
  }

  private mutating func primary(_ context: OperandContext) -> MeasuredExpression {
    let start = current.span.start
    guard !current.isSeparated else {
      fail(expecting: "an expression")
      return missing()
    }
    switch current.kind {
    case .number(let value, let spelling):
      advance()
      return node(.number(value, spelling: spelling), from: start)
    case .string(let text):
      advance()
      return node(.string(text), from: start)
    case .word(let text):
      return word(text, context)
    case .symbol(.openParenthesis):
      let opener = advance()
      let inner = measured(.value)
      close(.closeParenthesis, opener: opener)
      return node(.parenthesised(inner.syntax), from: start, above: inner.height)
    case .symbol(.draw):
      fail(.drawInExpression(current.span))
      return missing()
    default:
      fail(expecting: "an expression")
      return missing()
    }
  }

  private mutating func word(_ text: String, _ context: OperandContext) -> MeasuredExpression {
    let start = current.span.start
    if text == "true" || text == "false" {
      advance()
      return node(.boolean(text == "true"), from: start)
    }
    let isCall = following.symbol == .openParenthesis && !following.startsLine
    if ReservedWord.all.contains(text), !(isCall && ReservedWord.callable.contains(text)),
      !isCase(context)
    {
      fail(expecting: "an expression")
      return missing()
    }
    let name = NameSyntax(text, advance().span)
    if isCall { return call(name) }
    guard at(.dot) else { return node(.name(text), from: start) }
    advance()
    let member = self.name("the name of a trait or state")
    if at(.dot) { fail(.chainedMember(current.span)) }
    return node(.member(name, member), from: start)
  }

  /// Whether the word here stands for a case although it is a word of the grammar.
  private func isCase(_ context: OperandContext) -> Bool {
    guard let word = current.word, ReservedWord.all.contains(word) else { return false }
    if following.symbol == .equal || following.symbol == .notEqual { return true }
    switch context {
    case .plain: return false
    case .compared: return (word != "not" && word != "if") || endsOperand(following)
    case .value: return endsOperand(following)
    }
  }

  private func endsOperand(_ token: Token) -> Bool {
    if token.isSeparated { return true }
    switch token.kind {
    case .end, .symbol(.closeBrace), .symbol(.closeParenthesis), .symbol(.comma),
      .symbol(.openBrace), .word("else"), .word("then"), .word("and"), .word("or"), .word("where"),
      .word("at"), .word("in"), .word("limit"), .word("when"):
      return true
    default:
      return false
    }
  }

  /// Reads the arguments of a call whose name has been read.
  private mutating func call(_ name: NameSyntax) -> MeasuredExpression {
    let opener = openArguments()
    let list = arguments()
    guard at(word: "where") || at(word: "else") else {
      close(.closeParenthesis, opener: opener)
      return node(.call(name, list.arguments), from: name.span.start, above: list.height)
    }
    let clause = current.span
    var value = missing()
    if list.arguments.count == 1, list.arguments[0].label == nil,
      case .expression(let only) = list.arguments[0].value
    {
      value = MeasuredExpression(syntax: only, height: list.height)
    } else {
      fail(.clausesOfOneValue(name.text, clause))
    }
    let condition = accept(word: "where") ? measured(.plain) : nil
    let otherwise = accept(word: "else") ? measured(.plain) : nil
    close(.closeParenthesis, opener: opener)
    return node(
      .aggregate(
        name, value: value.syntax, condition: condition?.syntax, otherwise: otherwise?.syntax),
      from: name.span.start, above: value.height, condition?.height ?? 0, otherwise?.height ?? 0)
  }

  /// Passes the parenthesis that belongs to the word before it.
  mutating func openArguments() -> Token {
    layout.isTight[position] = true
    return advance()
  }

  /// Reads arguments up to the closing parenthesis or the clauses of an aggregate.
  mutating func arguments() -> (arguments: [ArgumentSyntax], height: Int) {
    var arguments: [ArgumentSyntax] = []
    var height = 0
    while current.symbol != .closeParenthesis {
      let (argument, argumentHeight) = argument()
      arguments.append(argument)
      height = max(height, argumentHeight)
      guard accept(.comma) else { break }
    }
    return (arguments, height)
  }

  private mutating func argument() -> (ArgumentSyntax, Int) {
    let start = current.span.start
    var label: NameSyntax?
    var sign: Token.Symbol?
    if let text = current.word, let symbol = following.symbol,
      symbol == .colon || symbol == .assign || symbol == .draw
    {
      label = NameSyntax(text, advance().span)
      sign = symbol
      advance()
    }
    let value: ArgumentSyntax.Value
    var height = 0
    if sign == .draw {
      value = .draw(draw())
    } else {
      let expression = measured(.plain)
      height = expression.height
      value = sign == .assign ? .equation(expression.syntax) : .expression(expression.syntax)
    }
    return (
      ArgumentSyntax(label: label, value: value, span: Span(min(start, lastEnd), lastEnd)), height
    )
  }
}
