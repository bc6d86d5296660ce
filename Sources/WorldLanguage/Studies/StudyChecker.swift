// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a study fit its world, and which study is it? Names and values clause by clause, then all clauses together.
//
// Invariant: a clause in which something was reported becomes `StudyClause.unread`, so that nothing follows from it.

import WorldModel

/// The checker of studies.
struct StudyChecker {
  /// What was reported.
  private(set) var diagnostics: [Diagnostic] = []

  /// What the world declares; it checks the settings and constants of the study.
  private var names: Checker
  private let world: CheckedWorld
  private let rules: StudyRules
  private var clauses: [StudyClause] = []
  /// Where each of `clauses` stands, by its parts.
  private var spans: [[StudyAssembly.Part: Span]] = []
  /// Values of all axes so far, and the most: what has more has too many points or gives a parameter its values twice.
  private var valueCount = 0
  private static let mostValues = 100 * ParameterAxis.mostValues

  /// Creates a checker.
  ///
  /// - Parameters:
  ///   - names: The checker of the world.
  ///   - world: The world.
  ///   - source: The text of the study.
  ///   - parseErrors: What the parser had to say.
  init(
    _ names: Checker, of world: CheckedWorld, _ source: SourceFile, parseErrors: [Diagnostic]
  ) {
    self.names = names
    self.names.turn(to: source)
    self.names.settings = world.together.settings
    self.names.keepSilent(about: parseErrors)
    self.world = world
    rules = StudyRules(world.together)
  }

  /// Checks a study.
  ///
  /// - Returns: The study; of one with errors what is right in it.
  mutating func check(_ tree: StudySyntax, _ path: PathSyntax) -> CheckedStudy {
    let written = tree.clauses.compactMap { clause in
      if case .setting(let setting) = clause.kind { setting } else { nil }
    }
    names.checkSettings(written)
    let world = checkDynamics(path)
    for clause in tree.clauses where !names.isFull { check(clause) }
    let (study, findings) = StudyAssembly.assemble(
      clauses, title: tree.title, documentation: tree.documentation, settings: names.settings,
      world: self.world.together)
    for finding in findings {
      names.report(
        finding.problem.diagnostic(
          at: finding.clause.flatMap { spans[$0][finding.part] ?? spans[$0][.clause] }
            ?? tree.keyword ?? Span(0, 0),
          first: finding.first.flatMap { spans[$0][finding.part] ?? spans[$0][.clause] }))
    }
    diagnostics = names.diagnostics
    return CheckedStudy(study: study, world: world, worldPath: path.text)
  }

  /// Puts `stop when` and `draws packed` into the world, which must be packable then.
  private mutating func checkDynamics(_ path: PathSyntax) -> CheckedWorld {
    var together = world.together
    let before = together.settings
    together.settings.stopWhen = names.settings.stopWhen
    together.settings.drawsPacked = names.settings.drawsPacked
    guard together.settings != before, names.diagnostics.isEmpty else { return world }
    if let span = names.packedDraws {
      let (packed, obstacles) = together.packedRules()
      for obstacle in obstacles.prefix(1) {
        names.report(.worldCannotPack(path.text, obstacle, span))
      }
      if packed.isEmpty && obstacles.isEmpty { names.report(.nothingToPack(span)) }
    }
    switch IsolationProof.prove(together) {
    case .proved(let isolation): return CheckedWorld(together: together, isolation: isolation)
    case .notNeeded: return CheckedWorld(together: together, isolation: nil)
    // Neither setting lets an agent reach another: what was separable stays so.
    case .leaks: return world
    }
  }

  private mutating func add(
    _ clause: StudyClause, _ span: Span, parameter: Span? = nil, along: Span? = nil
  ) {
    clauses.append(clause)
    spans.append([.clause: span])
    spans[spans.count - 1][.parameter] = parameter
    spans[spans.count - 1][.along] = along
  }

  private mutating func check(_ syntax: StudyClauseSyntax) {
    guard let kind = StudyClause.Kind(rawValue: syntax.keyword.text) else { return }
    switch syntax.kind {
    case .set(let name, let value):
      let parameter = parameter(name)
      let value = self.value(value, of: parameter)
      add(parameter.flatMap { id in value.map { .set(id, $0) } } ?? .unread(kind), name.span)
    case .vary(let axis):
      add(self.axis(axis).map { .vary($0) } ?? .unread(kind), axis.name.span)
    case .panel(let axis):
      add(self.axis(axis).map { .panel($0) } ?? .unread(kind), axis.name.span)
    case .measure(let written):
      if written.isEmpty { add(.unread(kind), syntax.span) }
      for name in written {
        add(index(name, rules.measure).map { .measure($0) } ?? .unread(kind), name.span)
      }
    case .attribute(let written):
      if written.isEmpty { add(.unread(kind), syntax.span) }
      for name in written {
        add(index(name, rules.harm).map { .attribute($0) } ?? .unread(kind), name.span)
      }
    case .refine(let width):
      add(
        names.constant(width, "'refine'").map { .refine($0) } ?? .unread(kind),
        syntax.keyword.span, along: width.span)
    case .scale(let sizes, let along):
      let sizeAxis = axis(sizes)
      let line = along.values == nil ? nil : axis(along)
      let id = along.values == nil ? parameter(along.name) : line?.parameter
      guard let sizeAxis, let id else { return add(.unread(kind), syntax.span) }
      add(
        .scale(sizeAxis, along: id, values: line), syntax.keyword.span,
        parameter: sizes.name.span, along: along.name.span)
    case .ramp(let written, let holdings):
      let steps = holdings.map { holding($0) }
      guard let axis = axis(written), !steps.contains(nil) else {
        return add(.unread(kind), syntax.span)
      }
      add(
        .ramp(axis, holdings: steps.compactMap { $0 }), syntax.keyword.span,
        parameter: written.name.span)
    case .release(let name, let value, let step):
      let parameter = parameter(name)
      let number = self.value(value, of: parameter)
      let step = names.constant(step, "'release'")
      guard let parameter, let number, let step else { return add(.unread(kind), syntax.span) }
      add(
        .release(parameter, number, step: step), syntax.keyword.span, parameter: name.span,
        along: syntax.span)
    case .export(let path):
      let name = judged(path.span) { () throws(StudyProblem) in
        try StudyRules.exportName(path.text)
      }
      add(name.map { .export($0) } ?? .unread(kind), syntax.keyword.span)
    case .missing: add(.unread(kind), syntax.span)
    case .setting: break
    }
  }

  /// Returns what a rule makes, or `nil` after reporting why it makes nothing.
  private mutating func judged<Result>(
    _ span: Span, _ rule: () throws(StudyProblem) -> Result
  ) -> Result? {
    do {
      return try rule()
    } catch {
      names.report(error.diagnostic(at: span))
      return nil
    }
  }

  private mutating func parameter(_ name: NameSyntax) -> ParameterID? {
    guard !name.text.isEmpty else { return nil }
    let rules = rules
    return judged(name.span) { () throws(StudyProblem) in try rules.parameter(name.text) }
  }

  private mutating func index(
    _ name: NameSyntax, _ rule: (String) throws(StudyProblem) -> Int
  ) -> Int? {
    judged(name.span) { () throws(StudyProblem) in try rule(name.text) }
  }

  /// Returns a value that a parameter may have.
  private mutating func value(
    _ syntax: ExpressionSyntax, of parameter: ParameterID?
  ) -> Double? {
    guard let value = names.constant(syntax, "a value") else { return nil }
    guard let parameter else { return nil }
    let rules = rules
    return judged(syntax.span) { () throws(StudyProblem) in
      try rules.check(value, of: parameter)
      return value
    }
  }

  private mutating func holding(_ syntax: ExpressionSyntax) -> Int? {
    guard let steps = names.constant(syntax, "'holding'") else { return nil }
    return judged(syntax.span) { () throws(StudyProblem) in try StudyRules.holding(steps) }
  }

  private mutating func axis(_ syntax: AxisSyntax) -> ParameterAxis? {
    guard valueCount <= Self.mostValues else {
      names.report(StudyProblem.tooManyPoints().diagnostic(at: syntax.name.span))
      return nil
    }
    let axis = read(syntax)
    valueCount += axis?.values.count ?? 0
    return axis
  }

  private mutating func read(_ syntax: AxisSyntax) -> ParameterAxis? {
    let parameter = parameter(syntax.name)
    let rules = rules
    switch syntax.values {
    case .steps(let range, let count):
      let low = value(range.low, of: parameter)
      let high = value(range.high, of: parameter)
      guard let number = names.constant(count, "the number of values") else { return nil }
      guard let parameter, let low, let high else { return nil }
      return judged(range.span.union(count.span)) { () throws(StudyProblem) in
        try rules.axis(
          from: low, to: high, in: number, isLogarithmic: syntax.log != nil, of: parameter)
      }
    case .list(let written, let span):
      if let log = syntax.log { names.report(.logarithmOfList(log)) }
      let values = written.map { value($0, of: parameter) }
      guard let parameter, !values.contains(nil), syntax.log == nil else { return nil }
      return judged(span) { () throws(StudyProblem) in
        try rules.axis(values.compactMap { $0 }, of: parameter)
      }
    case .missing, nil: return nil
    }
  }
}
