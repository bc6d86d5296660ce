// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about types and aggregates? E2xx.

import WorldModel

extension Diagnostic {
  /// Something that is no number where one is needed.
  static func needsNumber(found: ValueType, _ span: Span) -> Diagnostic {
    .error("E201", "expected a number, found \(found.phrase)", span)
  }

  /// Something that is no boolean where one is needed.
  static func needsBoolean(found: ValueType, _ span: Span) -> Diagnostic {
    .error(
      "E202", "expected a boolean, found \(found.phrase)", span,
      help: found.caseSet == nil ? "compare it, as in 'x > 0'" : "compare it, as in 'x == a'")
  }

  /// Values that cannot be equal.
  static func neverEqual(_ a: ValueType, _ b: ValueType, _ span: Span) -> Diagnostic {
    .error("E203", "\(a.phrase) cannot be compared with \(b.phrase)", span)
  }

  /// Cases compared by size.
  static func casesHaveNoOrder(_ sign: String, _ span: Span) -> Diagnostic {
    .error(
      "E204", "cases have no order, so '\(sign)' cannot compare them", span,
      help: "use '==' or '!='")
  }

  /// Branches of a conditional whose types differ.
  static func branchesDiffer(_ a: ValueType, _ b: ValueType, _ span: Span) -> Diagnostic {
    .error("E205", "'then' gives \(a.phrase), 'else' gives \(b.phrase)", span)
  }

  /// A value that a trait or state cannot hold.
  static func assignMismatch(
    _ name: NameSyntax, holds: ValueType, found: ValueType, _ span: Span
  ) -> Diagnostic {
    var help: String?
    if case .number = found, holds == .boolean {
      help = "compare it, as in 'x > 0'"
    }
    return .error(
      "E206", "'\(name.text)' holds \(holds.phrase), found \(found.phrase)", span, help: help)
  }

  /// A drawn value that a trait or state cannot hold.
  static func drawMismatch(
    _ distribution: NameSyntax, gives: ValueType, _ name: NameSyntax, _ holds: ValueType,
    _ span: Span
  ) -> Diagnostic {
    .error(
      "E207",
      "'\(name.text)' holds \(holds.phrase), but '\(distribution.text)' draws \(gives.phrase)", span
    )
  }

  /// A number that must be whole and need not be.
  static func notWhole(_ purpose: String, _ span: Span) -> Diagnostic {
    .error(
      "E208", "\(purpose) must be whole", span,
      help: "declare the parameter ': count', or use 'floor' or 'round'")
  }

  /// A case that is declared a second time.
  static func caseTwice(_ name: NameSyntax, first: Span) -> Diagnostic {
    .error(
      "E209", "the case '\(name.text)' is declared twice", name.span,
      notes: [Note("first declared here", first)])
  }

  /// Too few or too many cases.
  static func caseCount(_ count: Int, _ span: Span) -> Diagnostic {
    .error("E210", "a type has 1 to 255 cases, found \(count)", span)
  }

  /// A string where a value is needed.
  static func strayString(_ span: Span) -> Diagnostic {
    .error("E211", "a text is no value", span, help: "cases and names stand without quotes")
  }

  /// A picked neighbour used as a value.
  static func pickIsNoValue(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E212", "'\(name.text)' is a neighbour, not a value", name.span,
      help: "read one of its traits or states with '\(name.text).NAME'")
  }

  /// An argument with a label where none has one.
  static func labelledArgument(of name: NameSyntax, _ span: Span) -> Diagnostic {
    .error("E213", "the arguments of '\(name.text)' have no labels", span)
  }

  /// `where` or `else` in something that is no aggregate.
  static func clausesWithoutAggregate(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E214", "'\(name.text)' is no aggregate and takes no 'where' or 'else'", name.span,
      help:
        "the aggregates are \(AggregateOperation.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  /// An aggregate with another number of values than one.
  static func aggregateArity(_ name: NameSyntax, found: Int, _ span: Span) -> Diagnostic {
    .error("E215", "'\(name.text)' aggregates one expression, found \(found)", span)
  }

  /// An aggregate that names no set.
  static func noRange(_ name: String, _ span: Span) -> Diagnostic {
    .error(
      "E216", "'\(name)' names no network or group to aggregate over", span,
      help: "name the other agent's value as 'NETWORK.x' or 'GROUP.x'")
  }

  /// An aggregate that names two sets.
  static func twoRanges(_ name: String, _ first: String, _ second: NameSyntax) -> Diagnostic {
    .error(
      "E217", "'\(name)' runs over '\(first)' and cannot read '\(second.text)' as well",
      second.span,
      help: "give the other aggregate a name with 'let' first")
  }

  /// An aggregate inside another.
  static func nestedAggregate(_ name: NameSyntax, outer: String, inStep: Bool) -> Diagnostic {
    .error(
      "E218", "'\(name.text)' cannot stand inside '\(outer)'", name.span,
      help: inStep
        ? "give it a name with 'let' first"
        : "declare it as a measure of its own and name that; only a network aggregate may stand "
          + "inside a group aggregate")
  }

  /// A network aggregate inside an aggregate over the wrong group.
  static func outerGroup(expected: String, found: String, _ span: Span) -> Diagnostic {
    .error(
      "E219",
      "this network is read by '\(expected)', but the aggregate around it runs over '\(found)'",
      span)
  }

  /// An aggregate over a set that can be empty.
  static func needsElse(_ name: String, set: String, reason: String?, _ span: Span) -> Diagnostic {
    let why = reason ?? "'where' can leave no agent"
    return .error(
      "E220", "'\(name)' over '\(set)' needs an 'else': \(why)", span,
      help: "say what it is over nothing: '\(name)(... else 0)'")
  }

  /// `else` in an aggregate that has a value over nothing.
  static func uselessElse(_ name: String, _ span: Span) -> Diagnostic {
    let value = name == "any" ? "false" : name == "all" ? "true" : "0"
    return .error("E221", "'\(name)' over nothing is \(value) and takes no 'else'", span)
  }

  /// `degree` of something else than a network.
  static func degreeArgument(_ span: Span) -> Diagnostic {
    .error("E222", "'degree' takes the name of a network", span, help: "write 'degree(NETWORK)'")
  }

  /// `size` of something else than a group.
  static func sizeArgument(_ span: Span) -> Diagnostic {
    .error("E223", "'size' takes the name of a group", span, help: "write 'size(GROUP)'")
  }
}

extension ValueType {
  /// A condition on a value of this type, for suggestions: `obeys`, `mood > 0`, `stance == report`.
  func exampleCondition(on name: String) -> String {
    switch self {
    case .boolean: name
    case .number: "\(name) > 0"
    case .cases(let set): "\(name) == \(set.names.last ?? "CASE")"
    }
  }

  /// An aggregate of values of this type, for suggestions: `mean(clerk.mood)`, `count(clerk.stance == report)`.
  func exampleAggregate(of name: String) -> String {
    if case .cases = self { return "count(\(exampleCondition(on: name)))" }
    return "mean(\(name))"
  }
}
