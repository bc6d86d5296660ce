// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is observed, what is harm, and what may an agent do alone?

import WorldModel

extension Checker {
  /// Checks all measures and harms.
  mutating func checkMeasures() {
    for index in measures.indices {
      let syntax = measures[index].syntax
      let range = syntax.range.flatMap { checkRange($0) }
      let value: Expression?
      var timing = Measure.Timing.everyStep
      var condition: Expression?
      switch syntax.timing {
      case .everyStep: break
      case .atEnd: timing = .atEnd
      case .when(let when):
        let context = Context.measure(index, .everyStep, isHarm: syntax.isHarm)
        condition = within(context) { $0.checkBoolean(when) }
        if let condition { timing = .when(condition) }
      case .first(let span):
        if syntax.isHarm, !isFaulty(span) { report(.harmCannotBeFirst(syntax.name, span)) }
      }
      let context = Context.measure(index, timing, isHarm: syntax.isHarm)
      if case .first = syntax.timing {
        condition = within(context) { $0.checkBoolean(syntax.value) }
        if let condition { timing = .first(condition) }
        value = Expression(.number(0), .number(.constant))
      } else {
        value = within(context) { $0.checkNumber(syntax.value) }
      }
      let limit = checkLimit(syntax, measures[index].span)
      measures[index].measure.timing = timing
      measures[index].measure.range = range
      measures[index].measure.limit = limit
      if let value { measures[index].measure.value = value }
      note([value, condition].compactMap { $0 }, of: index)
      measures[index].isSound = value != nil
    }
  }

  private mutating func checkLimit(_ syntax: MeasureSyntax, _ span: Span) -> Expression? {
    guard let limit = syntax.limit else {
      if syntax.isHarm, !isFaulty(span) { report(.harmWithoutLimit(syntax.name)) }
      return nil
    }
    guard syntax.isHarm else {
      report(.limitWithoutHarm(syntax.name, limit.span))
      return nil
    }
    return within(.limit) { $0.checkNumber(limit) }
  }

  /// Notes which coupling and which groups a measure rests on.
  private mutating func note(_ expressions: [Expression], of index: Int) {
    var coupling: ParameterID?
    var read: Set<GroupID> = []
    for expression in expressions {
      expression.visit { part in
        switch part.kind {
        case .parameter(let id) where parameters[id.index].isCoupling: coupling = coupling ?? id
        case .measure(let id):
          coupling = coupling ?? measures[id.index].coupling
          read.formUnion(measures[id.index].groups)
        case .lone(let group, _): read.insert(group)
        case .aggregate(let aggregate) where aggregate.readsOther:
          switch aggregate.range {
          case .group(let group): read.insert(group)
          case .network(let network): read.insert(networks[network.index].network.read)
          }
        default: break
        }
      }
    }
    measures[index].coupling = coupling
    measures[index].groups = read
  }

  /// Checks all estimates.
  mutating func checkEstimates(_ file: FileSyntax) {
    for declaration in file.declarations {
      guard case .estimate(let name, let value) = declaration.kind else { continue }
      guard let checked = within(.estimate, { $0.checkNumber(value) }) else { continue }
      let readsMeasure = checked.contains { if case .measure = $0.kind { true } else { false } }
      if !readsMeasure { report(.estimateWithoutMeasure(name)) }
      estimates.append(
        Estimate(
          name: name.text, documentation: declaration.documentation, value: checked,
          origin: origin(of: declaration.span)))
    }
  }

  /// Checks all `aligned` declarations.
  mutating func checkAlignments(_ file: FileSyntax) {
    var first: [GroupID: Span] = [:]
    for declaration in file.declarations {
      guard case .aligned(let name, let value, let limit, let allowance) = declaration.kind else {
        continue
      }
      let group = group(named: name)
      var checked: Expression?
      if let group {
        if let earlier = first[group] {
          report(.alignedTwice(name, first: earlier))
        } else {
          first[group] = declaration.span
        }
        checked = within(.aligned(group)) { $0.checkBoolean(value) }
      }
      let most = checkShare(limit, "the limit of 'aligned'")
      let share = allowance.map { checkShare($0, "the share after 'all but'") }
      guard let group, let checked, let most else { continue }
      if case .some(nil) = share { continue }
      alignments.append(
        Alignment(
          group: group, value: checked, limit: most,
          allowance: (share ?? nil) ?? Expression(.number(0), .number(.constant)),
          origin: origin(of: declaration.span)))
    }
    alignedGroups = Set(first.keys)
  }

  private mutating func checkShare(_ syntax: ExpressionSyntax, _ what: String) -> Expression? {
    guard let checked = within(.limit, { $0.checkNumber(syntax) }) else { return nil }
    let bounds = Bounds.of(checked, parameters)
    if bounds.high < 0 || bounds.low > 1 {
      report(.shareOutOfRange(what, syntax.span))
      return nil
    }
    return checked
  }
}

extension Aggregate {
  /// Whether it reads a member of the agents it runs over; `degree` only counts them.
  fileprivate var readsOther: Bool {
    [value, condition].compactMap { $0 }.contains { part in
      part.contains { if case .other = $0.kind { true } else { false } }
    }
  }
}
