// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are groups, steps and their statements read?

extension Parser {
  /// Reads items in braces, one a line, and recovers at the next line after a mistake in one.
  mutating func block(_ item: (inout Parser) -> Void) {
    if !at(.openBrace) {
      fail(expecting: "'{'")
      while !current.isSeparated, current.kind != .end, current.symbol != .openBrace { advance() }
      guard at(.openBrace) else { return }
    }
    layout.opensBlock[position] = true
    let opener = advance()
    isPanicking = false
    while current.symbol != .closeBrace, current.kind != .end {
      if beginsDeclaration {
        report(.declarationInside(current.word ?? "", current.span, opener: opener.span))
        return
      }
      let before = position
      item(&self)
      if !isPanicking, !current.isSeparated, current.symbol != .closeBrace, current.kind != .end {
        if ["let", "if", "trait", "state"].contains(current.word) {
          report(.secondStatementOnLine(current.span))
        } else {
          fail(.textAfterStatement(current, help: joiningHelp))
        }
      }
      if isPanicking { skipToItem(from: before) }
      isPanicking = false
    }
    close(.closeBrace, opener: opener)
  }

  /// Skips what is left of an item: to the next line of the block, its closing brace or a declaration.
  mutating func skipToItem(from start: Int) {
    var depth = 0
    while current.kind != .end, !beginsDeclaration {
      if depth == 0, current.isSeparated && position > start || current.symbol == .closeBrace {
        return
      }
      if current.symbol == .openBrace { depth += 1 }
      if current.symbol == .closeBrace { depth -= 1 }
      advance()
    }
  }

  mutating func group(isEnvironment: Bool) -> DeclarationSyntax.Kind? {
    let name = name("the name of the group")
    guard !name.text.isEmpty else { return nil }
    var size: ExpressionSyntax?
    if at(.openBracket) {
      layout.isTight[position] = true
      let opener = advance()
      size = expression()
      close(.closeBracket, opener: opener)
    }
    var members: [MemberSyntax] = []
    block { parser in
      if let member = parser.member() { members.append(member) }
    }
    return .group(
      GroupSyntax(isEnvironment: isEnvironment, name: name, size: size, members: members))
  }

  private mutating func member() -> MemberSyntax? {
    let first = current
    let itemIndex = layout.items.count
    layout.items.append(SyntaxLayout.Item(first: position, kind: .member))
    var keyword = current.word ?? ""
    if keyword != "trait", keyword != "state" {
      let suggestion = Spelling.closest(to: keyword, among: ["trait", "state"])
      guard let suggestion, following.word != nil, !ReservedWord.all.contains(keyword) else {
        fail(.unknownMember(first, suggestion: suggestion))
        return nil
      }
      report(.unknownMember(first, suggestion: suggestion))
      keyword = suggestion
    }
    advance()
    let name = name("the name of the \(keyword)")
    guard !name.text.isEmpty else { return nil }
    var annotation: MemberSyntax.Annotation?
    if accept(.colon) {
      annotation = self.annotation()
    } else {
      layout.items[itemIndex].column = position
    }
    let initial: InitialSyntax
    if accept(.draw) {
      initial = .draw(draw())
    } else if accept(.assign) {
      initial = .value(caseOrExpression())
    } else {
      fail(expecting: "'=' or '~' and how the \(keyword) begins")
      initial = .value(missing().syntax)
    }
    return MemberSyntax(
      documentation: documentation(before: first), isTrait: keyword == "trait", name: name,
      annotation: annotation, initial: initial, span: Span(first.span.start, lastEnd))
  }

  private mutating func annotation() -> MemberSyntax.Annotation? {
    let start = current.span.start
    if accept(word: "precise") { return .precise(Span(start, lastEnd)) }
    guard at(.openBrace) else {
      fail(expecting: "'precise' or cases in braces")
      return nil
    }
    let opener = advance()
    var cases: [NameSyntax] = []
    while current.symbol != .closeBrace, !isPanicking {
      cases.append(anyWord("the name of a case"))
      guard current.symbol == .comma else { break }
      advance()
    }
    close(.closeBrace, opener: opener)
    return .cases(cases.filter { !$0.text.isEmpty }, Span(start, lastEnd))
  }

  mutating func step() -> DeclarationSyntax.Kind? {
    let group = name("the group whose agents take the step")
    guard !group.text.isEmpty else { return nil }
    var schedule: ScheduleSyntax?
    var every: ExpressionSyntax?
    while true {
      let clause = current
      guard let word = clause.word, ["sequential", "shuffled", "with", "every"].contains(word),
        acceptClause(word)
      else { break }
      if word == "every" {
        if every != nil { report(.clauseTwice("every", clause.span)) }
        every = expression()
        continue
      }
      if schedule != nil { report(.secondSchedule(clause.span)) }
      if every != nil { report(.clauseOrder(word, before: "every", clause.span)) }
      switch word {
      case "sequential": schedule = .sequential
      case "shuffled": schedule = .shuffled
      default:
        expect(word: "probability")
        schedule = .withProbability(expression())
      }
    }
    return .step(
      StepSyntax(
        group: group, schedule: schedule ?? .synchronous, every: every, statements: statements()))
  }

  /// Reads statements in braces.
  private mutating func statements() -> [StatementSyntax] {
    var statements: [StatementSyntax] = []
    block { parser in
      let start = parser.current.span.start
      if let kind = parser.statement() {
        statements.append(StatementSyntax(kind, Span(start, parser.lastEnd)))
      }
    }
    return statements
  }

  private mutating func statement() -> StatementSyntax.Kind? {
    let itemIndex = layout.items.count
    layout.items.append(SyntaxLayout.Item(first: position, kind: .other))
    if current.word == "if" { return nestedStatement() }
    let isLet = current.word == "let"
    if isLet { advance() }
    guard isLet || current.word.map({ !ReservedWord.all.contains($0) }) == true else {
      fail(.expected("'let', 'if' or the name of a state", found: current))
      return nil
    }
    let name = isLet ? name("a name") : NameSyntax(current.word ?? "", advance().span)
    guard !name.text.isEmpty else { return nil }
    layout.items[itemIndex].kind = isLet ? .binding : .assignment
    layout.items[itemIndex].column = position
    if accept(.draw) {
      let draw = draw()
      return isLet ? .letDraw(name, draw) : .draw(name, draw)
    }
    if at(.equal) {
      report(.comparisonAsStatement(current.span))
      advance()
    } else if at(.dot), !isLet {
      let member = following.word ?? "NAME"
      fail(.writesAnother(name.text, member, Span(name.span.start, following.span.end)))
      return nil
    } else if !expect(.assign, or: .draw) {
      return isLet ? .letValue(name, missing().syntax) : nil
    }
    let value = caseOrExpression()
    return isLet ? .letValue(name, value) : .assign(name, value)
  }

  /// Passes the first symbol, or reports that one of two is missing.
  private mutating func expect(_ symbol: Token.Symbol, or other: Token.Symbol) -> Bool {
    if accept(symbol) { return true }
    fail(expecting: "'\(symbol.rawValue)' or '\(other.rawValue)'")
    return false
  }

  /// Reads a conditional, unless statements are nested too deeply already.
  ///
  /// Statements get half of the depth, so that the expressions in the innermost one can still be read.
  private mutating func nestedStatement() -> StatementSyntax.Kind? {
    guard nesting < Self.maximumDepth / 2 else {
      failTooDeep()
      return nil
    }
    return nested(nil) { $0.conditionalStatement() }
  }

  /// Reads `if C { ... } else { ... }`; `else if` is one conditional within the other.
  private mutating func conditionalStatement() -> StatementSyntax.Kind {
    advance()
    let condition = expression()
    let then = statements()
    guard accept(word: "else") else {
      return .conditional(condition, then: then, otherwise: nil)
    }
    guard current.word == "if" else {
      return .conditional(condition, then: then, otherwise: statements())
    }
    let start = current.span.start
    let inner = nestedStatement()
    let otherwise = inner.map { [StatementSyntax($0, Span(start, lastEnd))] }
    return .conditional(condition, then: then, otherwise: otherwise)
  }

  /// Reads what follows `~`.
  mutating func draw() -> DrawSyntax {
    let start = current.span.start
    guard let text = current.word, !ReservedWord.all.contains(text), !current.isSeparated else {
      if endsLine || current.kind == .end {
        fail(expecting: "a distribution")
      } else {
        fail(.drawFromNumber(current))
      }
      return DrawSyntax(
        name: NameSyntax("", Span(lastEnd, lastEnd)), arguments: [], arms: nil,
        span: Span(lastEnd, lastEnd))
    }
    let name = NameSyntax(text, advance().span)
    var arguments: [ArgumentSyntax] = []
    let hasArguments = at(.openParenthesis) && !current.startsLine
    if hasArguments {
      let opener = openArguments()
      arguments = self.arguments().arguments
      close(.closeParenthesis, opener: opener)
    }
    var arms: [ArmSyntax]?
    if at(.openBrace), !isPanicking {
      arms = self.arms()
    } else if !hasArguments {
      fail(expecting: "'('")
    }
    return DrawSyntax(name: name, arguments: arguments, arms: arms, span: Span(start, lastEnd))
  }

  private mutating func arms() -> [ArmSyntax] {
    var arms: [ArmSyntax] = []
    block { parser in
      while true {
        parser.layout.items.append(SyntaxLayout.Item(first: parser.position, kind: .other))
        let choice = parser.anyWord("a case, 'true' or 'false'")
        if parser.expect(.colon) {
          let value = parser.expression()
          if !choice.text.isEmpty { arms.append(ArmSyntax(choice: choice, value: value)) }
        }
        guard !parser.isPanicking, parser.current.symbol == .comma else { return }
        parser.advance()
        if parser.current.symbol == .closeBrace { return }
      }
    }
    return arms
  }
}
