// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are declarations read, and where does reading go on after a mistake?

extension Parser {
  /// Reads the whole file.
  mutating func declarations() -> [DeclarationSyntax] {
    var declarations: [DeclarationSyntax] = []
    var world: Span?
    if current.kind == .end { report(.emptyFile(isStudy: false)) }
    while current.kind != .end {
      let before = position
      let isFirst = position == 0
      let documentation = documentation(before: current)
      let start = current.span
      layout.items.append(SyntaxLayout.Item(first: position, kind: .declaration))
      if let keyword = declarationKeyword() {
        if keyword == "world" {
          if let world { report(.secondWorld(start, first: world)) }
          world = world ?? start
        } else if isFirst {
          report(.missingWorld(start))
        }
        if let kind = declaration(keyword) {
          declarations.append(
            DeclarationSyntax(
              documentation: documentation, kind: kind, span: Span(start.start, lastEnd)))
        }
      }
      if !isPanicking, !current.isSeparated, current.kind != .end {
        let isBrace = current.symbol == .closeBrace
        fail(
          isBrace
            ? .unmatched("}", current.span) : .textAfterStatement(current, help: joiningHelp))
      }
      if isPanicking { skipToDeclaration() }
      isPanicking = false
      if position == before { advance() }
    }
    return declarations
  }

  /// Reads the keyword of a declaration, repaired if it is misspelt.
  private mutating func declarationKeyword() -> String? {
    guard let word = current.word else {
      if let symbol = current.symbol, symbol == .closeBrace {
        fail(.unmatched("}", current.span))
      } else {
        fail(.unknownDeclaration(current, suggestion: nil))
      }
      return nil
    }
    if ReservedWord.declarations.contains(word) {
      advance()
      return word
    }
    if word == "study", case .string = following.kind {
      fail(.studyFile(current.span))
      position = tokens.count - 1
      return nil
    }
    if ReservedWord.clauses.contains(word) {
      fail(.clauseOnNewLine(word, current.span))
      return nil
    }
    let suggestion = Spelling.closest(to: word, among: ReservedWord.declarations)
    guard let suggestion, !ReservedWord.all.contains(word) else {
      fail(.unknownDeclaration(current, suggestion: nil))
      return nil
    }
    report(.unknownDeclaration(current, suggestion: suggestion))
    advance()
    return suggestion
  }

  private mutating func skipToDeclaration() {
    while current.kind != .end, !beginsDeclaration, !mayBeginDeclaration { advance() }
  }

  /// Whether a misspelt declaration begins in the first column.
  private var mayBeginDeclaration: Bool {
    guard current.isSeparated, let word = current.word, !ReservedWord.all.contains(word),
      file.position(of: current.span.start).column == 1, following.word != nil
    else { return false }
    return Spelling.closest(to: word, among: ReservedWord.declarations) != nil
  }

  private mutating func declaration(_ keyword: String) -> DeclarationSyntax.Kind? {
    switch keyword {
    case "world": return world()
    case "parameter", "coupling": return parameter(isCoupling: keyword == "coupling")
    case "agents", "environment": return group(isEnvironment: keyword == "environment")
    case "network": return network()
    case "function": return function()
    case "step": return step()
    case "measure", "harm": return measure(isHarm: keyword == "harm")
    case "estimate": return estimate()
    case "aligned": return aligned()
    default: return run()
    }
  }

  /// Returns the text of the `///` lines directly above a token.
  func documentation(before token: Token) -> String {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].span.start < token.span.start { low = middle + 1 } else { high = middle }
    }
    var line = file.position(of: token.span.start).line
    var lines: [String] = []
    while low > 0, comments[low - 1].isDocumentation,
      file.position(of: comments[low - 1].span.start).line == line - 1
    {
      low -= 1
      line -= 1
      let text = file.text(of: comments[low].span).dropFirst(3)
      lines.append(String(text.first == " " ? text.dropFirst() : text))
    }
    return lines.reversed().joined(separator: "\n")
  }

  private mutating func world() -> DeclarationSyntax.Kind {
    guard case .string(let title) = current.kind, !current.isSeparated else {
      fail(expecting: "the title in double quotes")
      return .world(title: "")
    }
    advance()
    return .world(title: title)
  }

  private mutating func parameter(isCoupling: Bool) -> DeclarationSyntax.Kind? {
    let name = name("the name of the \(isCoupling ? "coupling" : "parameter")")
    guard !name.text.isEmpty else { return nil }
    var symbol: String?
    var isCount = false
    while true {
      if case .string(let text) = current.kind, !current.isSeparated {
        if symbol != nil { report(.clauseTwice("\"symbol\"", current.span)) }
        if isCount { report(.clauseOrder("\"symbol\"", before: ": count", current.span)) }
        symbol = text
        advance()
      } else if accept(.colon) {
        if isCount { report(.clauseTwice(": count", current.span)) }
        expect(word: "count")
        isCount = true
      } else {
        break
      }
    }
    expect(.assign)
    let value = expression()
    var range: RangeSyntax?
    var off: ExpressionSyntax?
    while !isPanicking {
      let clause = current.span
      if acceptClause("in") {
        if range != nil { report(.clauseTwice("in", clause)) }
        if off != nil { report(.clauseOrder("in", before: "off at", clause)) }
        range = self.range()
      } else if acceptClause("off") {
        if off != nil { report(.clauseTwice("off at", clause)) }
        expect(word: "at")
        off = expression()
      } else {
        break
      }
    }
    if isPanicking, range == nil { range = missingRange() }
    return .parameter(
      ParameterSyntax(
        isCoupling: isCoupling, name: name, symbol: symbol, isCount: isCount, value: value,
        range: range, off: off))
  }

  /// Reads `LO...HI`.
  mutating func range() -> RangeSyntax {
    let start = current.span.start
    let low = expression()
    expect(.ellipsis)
    let high = expression()
    return RangeSyntax(low: low, high: high, span: Span(start, max(start, lastEnd)))
  }

  /// Stands for a range that a mistake hides, so that nobody reports it missing.
  func missingRange() -> RangeSyntax {
    RangeSyntax(low: missing().syntax, high: missing().syntax, span: Span(lastEnd, lastEnd))
  }

  private mutating func network() -> DeclarationSyntax.Kind? {
    let name = name("the name of the network")
    guard !name.text.isEmpty else { return nil }
    expect(.colon)
    let reader = self.name("the group that reads")
    expect(.arrow)
    let read = self.name("the group that is read")
    expect(.assign)
    let start = current.span.start
    let generator = self.name("a generator such as 'small_world(degree: 10, rewiring: 0.1)'")
    var arguments: [ArgumentSyntax] = []
    if at(.openParenthesis) {
      let opener = openArguments()
      arguments = self.arguments().arguments
      close(.closeParenthesis, opener: opener)
    } else {
      fail(expecting: "'('")
    }
    return .network(
      NetworkSyntax(
        name: name, reader: reader, read: read, generator: generator, arguments: arguments,
        generatorSpan: Span(start, max(start, lastEnd))))
  }

  private mutating func function() -> DeclarationSyntax.Kind? {
    let name = name("the name of the function")
    guard !name.text.isEmpty else { return nil }
    var parameters: [NameSyntax] = []
    if at(.openParenthesis) {
      let opener = openArguments()
      while current.symbol != .closeParenthesis, !isPanicking {
        parameters.append(self.name("the name of an argument"))
        guard accept(.comma) else { break }
      }
      close(.closeParenthesis, opener: opener)
    } else {
      fail(expecting: "'('")
    }
    expect(.assign)
    return .function(name: name, parameters: parameters, body: caseOrExpression())
  }
}
