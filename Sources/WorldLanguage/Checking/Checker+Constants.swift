// SPDX-License-Identifier: GPL-3.0-or-later
//
// What number is meant where only a number may stand? Defaults, ranges and settings are folded while checking.
//
// Only operations whose bits IEEE 754 defines take part, so that a default is the same on every machine.

import WorldModel

extension Checker {
  /// Returns the value of a constant expression, or `nil` after reporting why there is none.
  mutating func constant(_ syntax: ExpressionSyntax, _ purpose: String) -> Double? {
    guard let value = fold(syntax, purpose) else { return nil }
    guard value.isFinite else {
      report(.constantNotFinite(syntax.span))
      return nil
    }
    return value
  }

  /// Returns the value of a whole constant expression within bounds, or `nil` after reporting why there is none.
  mutating func wholeConstant(
    _ syntax: ExpressionSyntax, _ purpose: String, in range: ClosedRange<Int>
  ) -> Int? {
    guard let value = constant(syntax, purpose) else { return nil }
    guard value.rounded(.towardZero) == value, abs(value) < 9e15 else {
      report(.settingNotWhole(purpose, value: value, syntax.span))
      return nil
    }
    guard range.contains(Int(value)) else {
      report(.settingOutOfRange(purpose, value: value, range, syntax.span))
      return nil
    }
    return Int(value)
  }

  private mutating func fold(_ syntax: ExpressionSyntax, _ purpose: String) -> Double? {
    switch syntax.kind {
    case .number(let value, spelling: _): return value
    case .parenthesised(let inner): return fold(inner, purpose)
    case .unary("-", let operand): return fold(operand, purpose).map { -$0 }
    case .name("pi"): return .pi
    case .binary(let sign, let left, let right): return fold(sign, left, right, syntax, purpose)
    case .call(let name, let arguments):
      return fold(name, arguments, syntax, purpose)
    case .missing: return nil
    case .name(let text):
      if lostNames.contains(text) { return nil }
      if names[text] == nil, BuiltIn.all[text] == nil {
        report(.unknownName(NameSyntax(text, syntax.span), suggestion: nil))
      } else {
        report(.notConstant(purpose, syntax.span))
      }
      return nil
    case .boolean, .string, .member, .unary, .aggregate, .conditional:
      report(.notConstant(purpose, syntax.span))
      return nil
    }
  }

  private mutating func fold(
    _ sign: NameSyntax, _ left: ExpressionSyntax, _ right: ExpressionSyntax,
    _ syntax: ExpressionSyntax, _ purpose: String
  ) -> Double? {
    guard ["+", "-", "*", "/", "^"].contains(sign.text) else {
      report(.notConstant(purpose, syntax.span))
      return nil
    }
    guard let a = fold(left, purpose), let b = fold(right, purpose) else { return nil }
    switch sign.text {
    case "+": return a + b
    case "-": return a - b
    case "*": return a * b
    case "/": return a / b
    default:
      guard let power = ConstantPower.value(a, b) else {
        report(.constantPower(purpose, right.span))
        return nil
      }
      return power
    }
  }

  private mutating func fold(
    _ name: NameSyntax, _ arguments: [ArgumentSyntax], _ syntax: ExpressionSyntax, _ purpose: String
  ) -> Double? {
    var values: [Double] = []
    for argument in arguments {
      guard case .expression(let value) = argument.value, argument.label == nil else {
        report(.notConstant(purpose, syntax.span))
        return nil
      }
      guard let folded = fold(value, purpose) else { return nil }
      values.append(folded)
    }
    switch (name.text, values.count) {
    case ("sqrt", 1): return values[0].squareRoot()
    case ("abs", 1): return abs(values[0])
    case ("floor", 1): return values[0].rounded(.down)
    case ("round", 1): return values[0].rounded(.toNearestOrEven)
    case ("sign", 1): return values[0] > 0 ? 1 : values[0] < 0 ? -1 : 0
    case ("min", 2...): return values.reduce(values[0]) { Swift.min($0, $1) }
    case ("max", 2...): return values.reduce(values[0]) { Swift.max($0, $1) }
    case ("clamp", 3): return Swift.max(values[1], Swift.min(values[0], values[2]))
    case ("mod", 2): return values[0] - values[1] * (values[0] / values[1]).rounded(.down)
    default:
      report(.notConstant(purpose, syntax.span))
      return nil
    }
  }
}

/// Powers whose bits are defined: whole exponents by repeated squaring.
enum ConstantPower {
  /// Returns `base` to a whole power of at most 1,024, or `nil` for another exponent.
  static func value(_ base: Double, _ exponent: Double) -> Double? {
    guard exponent.rounded(.towardZero) == exponent, abs(exponent) <= 1024 else { return nil }
    var result = 1.0
    var square = base
    var rest = Int(abs(exponent))
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return exponent < 0 ? 1 / result : result
  }
}
