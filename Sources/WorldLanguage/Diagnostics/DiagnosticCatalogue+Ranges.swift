// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about parameters, sizes and ranges? E30x to E31x.

import WorldModel

extension Diagnostic {
  /// A number as a person writes it.
  static func words(_ value: Double) -> String {
    value.rounded(.towardZero) == value && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  static func words(_ range: ClosedRange<Double>) -> String {
    "\(words(range.lowerBound))...\(words(range.upperBound))"
  }

  /// A parameter without a range.
  static func missingRange(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E301", "'\(name.text)' has no range", name.span, help: "end the line with 'in LOW...HIGH'")
  }

  /// A range whose ends are the wrong way round.
  static func emptyRange(low: Double, high: Double, _ span: Span) -> Diagnostic {
    .error(
      "E302", "the range \(words(low))...\(words(high)) is empty", span,
      help: "write '\(words(high))...\(words(low))'")
  }

  /// A default outside the range.
  static func defaultOutsideRange(
    _ name: NameSyntax, value: Double, _ range: ClosedRange<Double>, _ span: Span
  ) -> Diagnostic {
    .error(
      "E303", "the default \(words(value)) of '\(name.text)' is outside \(words(range))", span)
  }

  /// A count that is not whole.
  static func countNotWhole(_ name: String, what: String, value: Double, _ span: Span) -> Diagnostic
  {
    .error("E304", "'\(name)' is a count, but its \(what) \(words(value)) is not whole", span)
  }

  /// A coupling declared as a count.
  static func countedCoupling(_ name: NameSyntax) -> Diagnostic {
    .error(
      "E305", "the coupling '\(name.text)' cannot be a count", name.span,
      help: "leave out ': count'")
  }

  /// `off at` in a plain parameter.
  static func offWithoutCoupling(_ name: NameSyntax, _ span: Span) -> Diagnostic {
    .error(
      "E306", "only a coupling has an 'off at', and '\(name.text)' is a parameter", span,
      help: "declare it with 'coupling'")
  }

  /// Something that is no constant where one is needed.
  static func notConstant(_ purpose: String, _ span: Span) -> Diagnostic {
    .error(
      "E307", "\(purpose) must be a constant number", span,
      help:
        "constants are numbers, 'pi', '+ - * / ^', and 'sqrt abs min max clamp mod sign floor round'"
    )
  }

  /// A power that is no constant.
  static func constantPower(_ purpose: String, _ span: Span) -> Diagnostic {
    .error("E308", "in \(purpose) the exponent must be whole, at most 1024", span)
  }

  /// A constant that is infinite or undefined.
  static func constantNotFinite(_ span: Span) -> Diagnostic {
    .error("E309", "this constant is not finite", span)
  }

  /// A size below zero.
  static func negativeSize(_ group: String, _ span: Span) -> Diagnostic {
    .error("E310", "the size of '\(group)' is below 0", span)
  }
}
