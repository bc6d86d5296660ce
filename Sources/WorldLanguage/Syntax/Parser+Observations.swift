// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are measures, harms, estimates, `aligned` and `run` read?

extension Parser {
  mutating func measure(isHarm: Bool) -> DeclarationSyntax.Kind? {
    let name = name("the name of the \(isHarm ? "harm" : "measure")")
    guard !name.text.isEmpty else { return nil }
    expect(.assign)
    var timing: MeasureSyntax.Timing?
    if at(word: "first"), following.symbol != .equal, following.symbol != .notEqual {
      timing = .first(advance().span)
    }
    let value = expression()
    var measure = MeasureSyntax(
      isHarm: isHarm, name: name, value: value, range: nil, limit: nil, timing: .everyStep)
    while !isPanicking {
      let clause = current.span
      if acceptClause("in") {
        if measure.range != nil { report(.clauseTwice("in", clause)) }
        if measure.limit != nil { report(.clauseOrder("in", before: "limit", clause)) }
        measure.range = range()
      } else if acceptClause("limit") {
        if measure.limit != nil { report(.clauseTwice("limit", clause)) }
        if timing != nil { report(.clauseOrder("limit", before: "at end' or 'when", clause)) }
        measure.limit = expression()
      } else if acceptClause("at") {
        if timing != nil { report(.secondTiming(clause)) }
        expect(word: "end")
        timing = .atEnd(Span(clause.start, lastEnd))
      } else if acceptClause("when") {
        if timing != nil { report(.secondTiming(clause)) }
        timing = .when(expression())
      } else {
        break
      }
    }
    if isPanicking, isHarm, measure.limit == nil { measure.limit = missing().syntax }
    measure.timing = timing ?? .everyStep
    return .measure(measure)
  }

  mutating func estimate() -> DeclarationSyntax.Kind? {
    let name = name("the name of the estimate")
    guard !name.text.isEmpty else { return nil }
    expect(.assign)
    return .estimate(name: name, value: expression())
  }

  mutating func aligned() -> DeclarationSyntax.Kind? {
    let group = name("the group that is aligned")
    guard !group.text.isEmpty else { return nil }
    expect(.assign)
    let value = expression()
    if !isPanicking {
      if acceptClause("at") { expect(word: "most") } else { fail(expecting: "'at'") }
    }
    let limit = isPanicking ? missing().syntax : expression()
    var allowance: ExpressionSyntax?
    if !isPanicking, acceptClause("for") {
      expect(word: "all")
      if expect(word: "but") { allowance = expression() }
    }
    return .aligned(group: group, value: value, limit: limit, allowance: allowance)
  }

  mutating func run() -> DeclarationSyntax.Kind {
    var settings: [RunSettingSyntax] = []
    block { parser in
      repeat {
        let start = parser.current.span.start
        parser.layout.items.append(SyntaxLayout.Item(first: parser.position, kind: .setting))
        if let kind = parser.setting() {
          settings.append(RunSettingSyntax(kind, Span(start, parser.lastEnd)))
        }
        if parser.isPanicking, parser.skipToSetting() { parser.isPanicking = false }
      } while !parser.isPanicking && !parser.current.isSeparated && parser.current.word != nil
    }
    return .run(settings)
  }

  /// Skips to the next setting of the line; tells whether there is one.
  private mutating func skipToSetting() -> Bool {
    while !current.isSeparated, current.kind != .end, current.symbol != .closeBrace {
      if let word = current.word, ReservedWord.settings.contains(word) { return true }
      advance()
    }
    return false
  }

  private mutating func setting() -> RunSettingSyntax.Kind? {
    guard var keyword = current.word else {
      fail(.unknownSetting(current, suggestion: nil))
      return nil
    }
    if !ReservedWord.settings.contains(keyword) {
      let suggestion = Spelling.closest(to: keyword, among: ReservedWord.settings)
      guard let suggestion else {
        fail(.unknownSetting(current, suggestion: nil))
        advance()
        return nil
      }
      report(.unknownSetting(current, suggestion: suggestion))
      keyword = suggestion
    }
    advance()
    return setting(keyword)
  }

  /// Reads a setting whose keyword has been read.
  mutating func setting(_ keyword: String) -> RunSettingSyntax.Kind? {
    switch keyword {
    case "steps": return .steps(expression())
    case "warmup": return .warmup(accept(word: "auto") ? nil : expression())
    case "replicates": return .replicates(expression())
    case "networks": return .networks(expression())
    case "seed": return .seed(expression())
    case "starts": return starts()
    case "record": return expect(word: "every") ? .recordEvery(expression()) : nil
    case "stop": return expect(word: "when") ? .stopWhen(expression()) : nil
    default: return expect(word: "packed") ? .drawsPacked : nil
    }
  }

  private mutating func starts() -> RunSettingSyntax.Kind? {
    let name = name("the parameter that sets how a run starts")
    guard !name.text.isEmpty, expect(word: "in"), at(.openBracket) else {
      if !isPanicking { fail(expecting: "'['") }
      return nil
    }
    let opener = advance()
    let low = expression()
    expect(.comma)
    let high = expression()
    close(.closeBracket, opener: opener)
    return .starts(name, low: low, high: high)
  }
}
