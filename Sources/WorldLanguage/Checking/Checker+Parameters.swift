// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a parameter or coupling well declared? Range, default within it, whole where it counts.

import WorldModel

extension Checker {
  /// Checks a parameter; what is wrong in it is replaced by something harmless.
  mutating func checkParameter(
    _ syntax: ParameterSyntax, _ declaration: DeclarationSyntax
  ) -> Parameter {
    let value = constant(syntax.value, "a default")
    let off = syntax.off.flatMap { constant($0, "'off at'") }
    if let clause = syntax.off, !syntax.isCoupling {
      report(.offWithoutCoupling(syntax.name, clause.span))
    }
    if syntax.isCount, syntax.isCoupling { report(.countedCoupling(syntax.name)) }
    let range: ClosedRange<Double>?
    if let declared = syntax.range {
      range = checkRange(declared)
    } else {
      if !isFaulty(declaration.span) { report(.missingRange(syntax.name)) }
      range = nil
    }
    if let range, let value, !range.contains(value) {
      report(.defaultOutsideRange(syntax.name, value: value, range, syntax.value.span))
    }
    if syntax.isCount {
      if let value { checkCounts(value, "default", syntax.name, syntax.value.span) }
      if let range, let declared = syntax.range {
        checkCounts(range.lowerBound, "lower end", syntax.name, declared.low.span)
        checkCounts(range.upperBound, "upper end", syntax.name, declared.high.span)
      }
    }
    return Parameter(
      name: syntax.name.text, symbol: syntax.symbol, documentation: declaration.documentation,
      isCount: syntax.isCount, defaultValue: value ?? 1, range: range ?? 1...1,
      offValue: syntax.isCoupling ? off ?? 0 : nil)
  }

  /// Returns the numbers of a declared range, or `nil` after reporting what is wrong.
  mutating func checkRange(_ syntax: RangeSyntax) -> ClosedRange<Double>? {
    let low = constant(syntax.low, "a range")
    let high = constant(syntax.high, "a range")
    guard let low, let high else { return nil }
    guard low <= high else {
      report(.emptyRange(low: low, high: high, syntax.span))
      return nil
    }
    return low...high
  }

  private mutating func checkCounts(
    _ value: Double, _ what: String, _ name: NameSyntax, _ span: Span
  ) {
    if value.rounded(.towardZero) != value || abs(value) >= 9e15 {
      report(.countNotWhole(name.text, what: what, value: value, span))
    }
  }
}
