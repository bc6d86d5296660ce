// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does an expression or an argument say, as written?

/// An argument: `EXPR`, `label: EXPR`, `label = EXPR` or `label ~ DIST`.
public struct ArgumentSyntax: Sendable {
  /// Label, if any.
  public var label: NameSyntax?
  /// What stands after it.
  public var value: Value
  /// Where.
  public var span: Span

  /// Creates an argument.
  public init(label: NameSyntax?, value: Value, span: Span) {
    self.label = label
    self.value = value
    self.span = span
  }

  /// What an argument holds.
  public indirect enum Value: Sendable {
    /// An expression, after `:` or alone.
    case expression(ExpressionSyntax)
    /// An expression after `=`.
    case equation(ExpressionSyntax)
    /// A distribution after `~`.
    case draw(DrawSyntax)
  }
}

/// An expression.
public struct ExpressionSyntax: Sendable {
  /// What it is.
  public var kind: Kind
  /// Where.
  public var span: Span

  /// Creates an expression.
  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The forms of expression.
  public indirect enum Kind: Sendable {
    /// A number, with its spelling for the formatter; `5%` is 0.05.
    case number(Double, spelling: String)
    /// `true` or `false`.
    case boolean(Bool)
    /// A string, unescaped.
    case string(String)
    /// A name.
    case name(String)
    /// `BASE.NAME`.
    case member(NameSyntax, NameSyntax)
    /// `-x` or `not x`; the operator as written.
    case unary(String, ExpressionSyntax)
    /// `a OP b`; the operator with its place.
    case binary(NameSyntax, ExpressionSyntax, ExpressionSyntax)
    /// `( x )`, kept for the formatter.
    case parenthesised(ExpressionSyntax)
    /// `NAME(arguments)`: functions, aggregates without clauses, `degree`, `size`, `file`.
    case call(NameSyntax, [ArgumentSyntax])
    /// `AGG(EXPR [where COND] [else V])` with at least one clause written.
    case aggregate(
      NameSyntax, value: ExpressionSyntax, condition: ExpressionSyntax?,
      otherwise: ExpressionSyntax?)
    /// `if C then A else B`.
    case conditional(ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)
    /// What could not be parsed; already reported.
    case missing
  }
}
