// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a step say? Schedules, statements, distributions and their arms, as written.

/// `step GROUP [sequential|shuffled|with probability P] [every K] { ... }`.
public struct StepSyntax: Sendable {
  /// Group.
  public var group: NameSyntax
  /// Schedule.
  public var schedule: ScheduleSyntax
  /// `every K`.
  public var every: ExpressionSyntax?
  /// Statements.
  public var statements: [StatementSyntax]

  /// Creates a step.
  public init(
    group: NameSyntax, schedule: ScheduleSyntax, every: ExpressionSyntax?,
    statements: [StatementSyntax]
  ) {
    self.group = group
    self.schedule = schedule
    self.every = every
    self.statements = statements
  }
}

/// How agents are visited.
public enum ScheduleSyntax: Sendable {
  /// Nothing written.
  case synchronous
  /// `sequential`.
  case sequential
  /// `shuffled`.
  case shuffled
  /// `with probability P`.
  case withProbability(ExpressionSyntax)
}

/// A statement.
public struct StatementSyntax: Sendable {
  /// What it is.
  public var kind: Kind
  /// Where.
  public var span: Span

  /// Creates a statement.
  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The forms of statement.
  public indirect enum Kind: Sendable {
    /// `let NAME = EXPR`.
    case letValue(NameSyntax, ExpressionSyntax)
    /// `let NAME ~ DIST`, `pick(network)` included.
    case letDraw(NameSyntax, DrawSyntax)
    /// `NAME = EXPR`.
    case assign(NameSyntax, ExpressionSyntax)
    /// `NAME ~ DIST`.
    case draw(NameSyntax, DrawSyntax)
    /// `if C { ... } else { ... }`; `else if` is an `otherwise` of one conditional.
    case conditional(
      ExpressionSyntax, then: [StatementSyntax], otherwise: [StatementSyntax]?)
  }
}

/// A distribution: `NAME(arguments)`, `weights { ... }`, `logit(T) { ... }`, `pick(network)`.
public struct DrawSyntax: Sendable {
  /// Name of the distribution.
  public var name: NameSyntax
  /// Arguments; empty when there are no parentheses.
  public var arguments: [ArgumentSyntax]
  /// Arms in braces; `nil` when there are none.
  public var arms: [ArmSyntax]?
  /// Where.
  public var span: Span

  /// Creates a distribution.
  public init(name: NameSyntax, arguments: [ArgumentSyntax], arms: [ArmSyntax]?, span: Span) {
    self.name = name
    self.arguments = arguments
    self.arms = arms
    self.span = span
  }
}

/// One arm `case: EXPR`.
public struct ArmSyntax: Sendable {
  /// Case, `true` or `false`.
  public var choice: NameSyntax
  /// Weight or utility.
  public var value: ExpressionSyntax

  /// Creates an arm.
  public init(choice: NameSyntax, value: ExpressionSyntax) {
    self.choice = choice
    self.value = value
  }
}
