// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does an expression compute, and of which type is it?
//
// `nil` stands for an expression that is wrong and has been reported.

import WorldModel

extension Checker {
  /// Checks an expression.
  ///
  /// - Parameters:
  ///   - syntax: The expression.
  ///   - cases: The cases that a bare name may be one of, where the place demands a case.
  /// - Returns: The expression, `nil` when it is wrong.
  mutating func check(_ syntax: ExpressionSyntax, cases: CaseSet? = nil) -> Expression? {
    guard !isExhausted else { return nil }
    guard depth < Self.deepestNesting, nodeCount < Self.largestExpansion else {
      isExhausted = true
      report(.tooLarge(calls.first?.span ?? syntax.span))
      return nil
    }
    depth += 1
    deepest = max(deepest, depth)
    defer { depth -= 1 }
    if let cases, let index = caseIndex(syntax, in: cases) {
      return make(.caseIndex(index), .cases(cases), syntax.span)
    }
    switch syntax.kind {
    case .number(let value, spelling: _):
      return make(.number(value), .number(.constant), syntax.span)
    case .boolean(let value): return make(.boolean(value), .boolean, syntax.span)
    case .string:
      report(.strayString(syntax.span))
      return nil
    case .name(let text):
      return checkName(NameSyntax(text, syntax.span), cases: cases)
    case .member(let base, let member): return checkMember(base, member, syntax.span)
    case .unary(let sign, let operand): return checkUnary(sign, operand, syntax.span)
    case .binary(let sign, let left, let right):
      return checkBinary(sign, left, right, syntax.span)
    case .parenthesised(let inner): return check(inner, cases: cases)
    case .call(let name, let arguments): return checkCall(name, arguments, syntax.span)
    case .aggregate(let name, let value, let condition, let otherwise):
      return checkAggregate(
        name, value: value, condition: condition, otherwise: otherwise, syntax.span)
    case .conditional(let condition, let then, let otherwise):
      return checkConditional(condition, then, otherwise, cases: cases, syntax.span)
    case .missing: return poison()
    }
  }

  /// Returns the index of the case that a bare word names, if it names one of the set.
  func caseIndex(_ syntax: ExpressionSyntax, in cases: CaseSet) -> Int? {
    switch syntax.kind {
    case .name(let text): return cases.names.firstIndex(of: text)
    case .boolean(let value): return cases.names.firstIndex(of: value ? "true" : "false")
    default: return nil
    }
  }

  /// Checks an expression that must be a number; a boolean counts as 0 or 1.
  mutating func checkNumber(_ syntax: ExpressionSyntax) -> Expression? {
    check(syntax).flatMap { number($0, syntax.span) }
  }

  /// Checks an expression that must be a boolean.
  mutating func checkBoolean(_ syntax: ExpressionSyntax) -> Expression? {
    guard let checked = check(syntax) else { return nil }
    if checked.type == .boolean { return checked }
    report(.needsBoolean(found: checked.type, syntax.span))
    return nil
  }

  /// Checks an expression that is stored as a type.
  mutating func check(
    _ syntax: ExpressionSyntax, for type: ValueType, _ target: NameSyntax
  ) -> Expression? {
    guard let checked = check(syntax, cases: type.caseSet) else { return nil }
    switch (checked.type, type) {
    case (.number, .number): return checked
    case (.boolean, .number): return number(checked, syntax.span)
    default:
      if checked.type == type { return checked }
      report(.assignMismatch(target, holds: type, found: checked.type, syntax.span))
      return nil
    }
  }

  /// Returns an expression as a number.
  mutating func number(_ expression: Expression, _ span: Span) -> Expression? {
    switch expression.type {
    case .number: return expression
    case .boolean: return make(.asNumber(expression), .number(.constant), span)
    case .cases:
      report(.needsNumber(found: expression.type, span))
      return nil
    }
  }

  /// Returns the precision of a number.
  func precision(_ expression: Expression) -> Precision {
    if case .number(let precision) = expression.type { return precision }
    return .constant
  }

  private mutating func checkUnary(
    _ sign: String, _ operand: ExpressionSyntax, _ span: Span
  ) -> Expression? {
    if sign == "not" {
      return checkBoolean(operand).map { make(.unary(.not, $0), .boolean, span) }
    }
    return checkNumber(operand).map { make(.unary(.negate, $0), $0.type, span) }
  }

  private mutating func checkBinary(
    _ sign: NameSyntax, _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ span: Span
  ) -> Expression? {
    guard let operation = BinaryOperator(rawValue: sign.text) else { return nil }
    switch operation {
    case .and, .or:
      let a = checkBoolean(left)
      let b = checkBoolean(right)
      guard let a, let b else { return nil }
      return make(.binary(operation, a, b), .boolean, span)
    case .equal, .notEqual: return checkEquality(operation, left, right, span)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let a = checkOrdered(left, sign)
      let b = checkOrdered(right, sign)
      guard let a, let b else { return nil }
      return make(.binary(operation, a, b), .boolean, span)
    case .add, .subtract, .multiply, .divide, .power:
      let a = checkNumber(left)
      let b = checkNumber(right)
      guard let a, let b else { return nil }
      let type = ValueType.number(max(precision(a), precision(b)))
      return make(.binary(operation, a, b), type, span)
    }
  }

  private mutating func checkOrdered(_ syntax: ExpressionSyntax, _ sign: NameSyntax) -> Expression?
  {
    guard let checked = check(syntax) else { return nil }
    if case .cases = checked.type {
      report(.casesHaveNoOrder(sign.text, syntax.span))
      return nil
    }
    return number(checked, syntax.span)
  }

  /// Checks `==` and `!=`, where a bare name may be a case of the other side's type.
  private mutating func checkEquality(
    _ operation: BinaryOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ span: Span
  ) -> Expression? {
    let a: Expression?
    let b: Expression?
    if isNoValue(left), !isNoValue(right) {
      b = check(right)
      guard b != nil else { return nil }
      a = check(left, cases: b?.type.caseSet)
    } else {
      a = check(left)
      guard a != nil || !isNoValue(right) else { return nil }
      b = check(right, cases: a?.type.caseSet)
    }
    guard let a, let b else { return nil }
    switch (a.type, b.type) {
    case (.cases(let x), .cases(let y)) where x == y:
      return make(.binary(operation, a, b), .boolean, span)
    case (.cases, _), (_, .cases):
      if case .cases(let set) = a.type, let index = caseIndex(right, in: set) {
        let named = make(.caseIndex(index), a.type, right.span)
        return make(.binary(operation, a, named), .boolean, span)
      }
      if case .cases(let set) = b.type, let index = caseIndex(left, in: set) {
        let named = make(.caseIndex(index), b.type, left.span)
        return make(.binary(operation, named, b), .boolean, span)
      }
      report(.neverEqual(a.type, b.type, span))
      return nil
    case (.boolean, .boolean): return make(.binary(operation, a, b), .boolean, span)
    default:
      guard let x = number(a, left.span), let y = number(b, right.span) else { return nil }
      return make(.binary(operation, x, y), .boolean, span)
    }
  }

  /// Whether an expression is a bare name that stands for no value here, and so can only be a case; or a choice
  /// between such names.
  private func isNoValue(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.kind {
    case .name(let text): return !isValue(text)
    case .parenthesised(let inner): return isNoValue(inner)
    case .conditional(_, let then, let otherwise): return isNoValue(then) || isNoValue(otherwise)
    default: return false
    }
  }

  private mutating func checkConditional(
    _ condition: ExpressionSyntax, _ then: ExpressionSyntax, _ otherwise: ExpressionSyntax,
    cases: CaseSet?, _ span: Span
  ) -> Expression? {
    let tested = checkBoolean(condition)
    var a = check(then, cases: cases)
    var b = check(otherwise, cases: cases ?? a?.type.caseSet)
    guard let tested, let first = a, let second = b else { return nil }
    var type = first.type
    if first.type != second.type {
      if first.type.caseSet != nil || second.type.caseSet != nil {
        report(.branchesDiffer(first.type, second.type, span))
        return nil
      }
      a = number(first, then.span)
      b = number(second, otherwise.span)
      guard let a, let b else { return nil }
      type = .number(max(precision(a), precision(b)))
    }
    guard let a, let b else { return nil }
    return make(.conditional(tested, then: a, otherwise: b), type, span)
  }
}
