// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are studies read, and where does reading go on after a mistake? Clause by clause.

extension Parser {
  /// Reads a whole study.
  mutating func study() -> StudySyntax {
    var study = StudySyntax()
    if current.kind == .end { report(.emptyFile(isStudy: true)) }
    while current.kind != .end {
      let before = position
      let start = current.span
      let documentation = documentation(before: current)
      if let keyword = clauseKeyword() {
        if before == 0, keyword.text != "study" { report(.missingStudy(start)) }
        let isSetting = ReservedWord.settings.contains(keyword.text)
        let kind: SyntaxLayout.Kind =
          keyword.text == "study" ? .declaration : isSetting ? .setting : .clause
        layout.items.append(SyntaxLayout.Item(first: before, kind: kind))
        if keyword.text == "study" {
          if let first = study.keyword { report(.secondStudy(start, first: first)) }
          let head = head()
          if study.keyword == nil {
            study.documentation = documentation
            (study.keyword, study.title, study.world) = (start, head.title, head.world)
          }
        } else {
          let kind = clause(keyword)
          study.clauses.append(
            StudyClauseSyntax(kind, keyword: keyword, Span(start.start, lastEnd)))
          if isSetting, !isPanicking, !current.isSeparated, let next = current.word,
            ReservedWord.settings.contains(next)
          {
            continue
          }
        }
      }
      if !isPanicking, !current.isSeparated, current.kind != .end {
        fail(
          current.symbol == .closeBrace
            ? .unmatched("}", current.span) : .textAfterStatement(current, help: joiningHelp))
      }
      if isPanicking { skipToClause() }
      isPanicking = false
      if position == before { advance() }
    }
    return study
  }

  /// Reads the keyword of a clause, repaired if it is misspelt.
  private mutating func clauseKeyword() -> NameSyntax? {
    guard let word = current.word else {
      fail(
        current.symbol == .closeBrace
          ? .unmatched("}", current.span) : .unknownClause(current, suggestion: nil))
      return nil
    }
    if StudyWord.beginners.contains(word) { return NameSyntax(word, advance().span) }
    if word == "world", case .string = following.kind {
      fail(.worldFile(current.span))
      position = tokens.count - 1
      return nil
    }
    let suggestion = Spelling.closest(to: word, among: StudyWord.clauses + ReservedWord.settings)
    if ReservedWord.declarations.contains(word) {
      fail(.declarationInStudy(word, current.span, suggestion: suggestion))
      advance()
      return nil
    }
    if StudyWord.continuations.contains(word) {
      fail(.clauseOnNewLine(word, current.span))
      return nil
    }
    guard let suggestion else {
      fail(.unknownClause(current, suggestion: nil))
      return nil
    }
    report(.unknownClause(current, suggestion: suggestion))
    return NameSyntax(suggestion, advance().span)
  }

  private mutating func skipToClause() {
    while current.kind != .end, !beginsClause { advance() }
  }

  /// Whether a clause begins here, or in the first column what was meant as one.
  private var beginsClause: Bool {
    guard current.isSeparated, let word = current.word else { return false }
    if StudyWord.beginners.contains(word) { return true }
    guard file.position(of: current.span.start).column == 1 else { return false }
    return ReservedWord.declarations.contains(word)
      || Spelling.closest(to: word, among: StudyWord.clauses) != nil
  }

  /// Reads what follows `study`.
  private mutating func head() -> (title: String, world: PathSyntax?) {
    guard let title = path("the title in double quotes") else { return ("", nil) }
    guard current.kind != .end, acceptClause("of") else {
      fail(
        current.isSeparated || current.kind == .end
          ? .studyWithoutWorld(Span(lastEnd, lastEnd)) : .expected("'of'", found: current))
      return (title.text, nil)
    }
    return (title.text, path("the path of a world in double quotes"))
  }

  /// Reads a string.
  private mutating func path(_ what: String) -> PathSyntax? {
    guard case .string(let text) = current.kind, !current.isSeparated else {
      fail(expecting: what)
      return nil
    }
    return PathSyntax(text, advance().span)
  }

  private mutating func clause(_ keyword: NameSyntax) -> StudyClauseSyntax.Kind {
    let item = layout.items.count - 1
    switch keyword.text {
    case "set":
      layout.items[item].column = position
      let name = name("the name of a parameter")
      expect(.assign)
      return .set(name, expression())
    case "vary", "panel":
      layout.items[item].column = position
      let axis = axis("the name of a parameter", alignsValues: true)
      return keyword.text == "vary" ? .vary(axis) : .panel(axis)
    case "measure": return .measure(names("the name of a measure"))
    case "attribute": return .attribute(names("the name of a harm"))
    case "refine":
      expect(word: "boundary")
      if !isPanicking, !acceptClause("to") { fail(expecting: "'to'") }
      return .refine(expression())
    case "scale": return scale(item)
    case "ramp": return ramp(item)
    case "release": return release()
    case "export":
      return path("the name of the files in double quotes").map { .export($0) } ?? .missing
    default:
      let start = keyword.span.start
      guard let kind = setting(keyword.text) else { return .missing }
      return .setting(RunSettingSyntax(kind, Span(start, lastEnd)))
    }
  }

  /// Reads `NAME, ...`.
  private mutating func names(_ what: String) -> [NameSyntax] {
    var names: [NameSyntax] = []
    repeat { names.append(name(what)) } while !isPanicking && accept(.comma)
    return names.filter { !$0.text.isEmpty }
  }

  private mutating func scale(_ item: Int) -> StudyClauseSyntax.Kind {
    layout.items[item].column = position
    let sizes = axis("the name of the parameter that sets the size")
    guard !isPanicking, acceptClause("along") else {
      fail(expecting: "'along'")
      return .missing
    }
    let name = name("the name of the parameter that is moved")
    let hasValues = current.word == "over" || current.word == "log"
    return .scale(
      sizes, along: hasValues ? axis(of: name) : AxisSyntax(name: name))
  }

  private mutating func ramp(_ item: Int) -> StudyClauseSyntax.Kind {
    layout.items[item].column = position
    let axis = axis("the name of a parameter")
    if !isPanicking {
      if acceptClause("there") {
        expect(word: "and")
        expect(word: "back")
      } else {
        fail(expecting: "'there and back'")
      }
    }
    var holdings: [ExpressionSyntax] = []
    if !isPanicking, acceptClause("holding") {
      repeat { holdings.append(expression()) } while !isPanicking && accept(.comma)
    }
    return .ramp(axis, holdings: holdings)
  }

  private mutating func release() -> StudyClauseSyntax.Kind {
    let name = name("the name of a parameter")
    guard !isPanicking, acceptClause("to") else {
      fail(expecting: "'to'")
      return .missing
    }
    let value = expression()
    guard !isPanicking, acceptClause("at") else {
      fail(expecting: "'at'")
      return .missing
    }
    return .release(name, to: value, at: expression())
  }

  /// Reads `NAME [log] over VALUES`.
  private mutating func axis(_ what: String, alignsValues: Bool = false) -> AxisSyntax {
    let name = name(what)
    guard !isPanicking else { return AxisSyntax(name: name, values: .missing) }
    if alignsValues { layout.items[layout.items.count - 1].secondColumn = position }
    return axis(of: name)
  }

  /// Reads `[log] over VALUES`.
  private mutating func axis(of name: NameSyntax) -> AxisSyntax {
    let log = current.word == "log" ? current.span : nil
    if log != nil { _ = acceptClause("log") }
    guard acceptClause("over") else {
      fail(expecting: log == nil ? "'over'" : "'over' after 'log'")
      return AxisSyntax(name: name, log: log, values: .missing)
    }
    if at(.openBracket) {
      let opener = advance()
      var values: [ExpressionSyntax] = []
      while current.symbol != .closeBracket, !isPanicking {
        values.append(expression())
        guard accept(.comma) else { break }
      }
      close(.closeBracket, opener: opener)
      return AxisSyntax(
        name: name, log: log, values: .list(values, Span(opener.span.start, lastEnd)))
    }
    let range = range()
    guard !isPanicking, acceptClause("in") else {
      fail(expecting: "'in' and the number of values")
      return AxisSyntax(name: name, log: log, values: .missing)
    }
    return AxisSyntax(name: name, log: log, values: .steps(range, count: expression()))
  }
}
