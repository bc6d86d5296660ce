// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a study file say, before anything is checked?

/// A whole study file.
public struct StudySyntax: Sendable {
  /// Text of the `///` comment directly above `study`.
  public var documentation: String
  /// Title; empty when it is missing.
  public var title: String
  /// The keyword `study`; `nil` when it is missing.
  public var keyword: Span?
  /// Path of the world; `nil` when it is missing.
  public var world: PathSyntax?
  /// Clauses in the order of the file.
  public var clauses: [StudyClauseSyntax]

  /// Creates a study.
  public init(
    documentation: String = "", title: String = "", keyword: Span? = nil, world: PathSyntax? = nil,
    clauses: [StudyClauseSyntax] = []
  ) {
    self.documentation = documentation
    self.title = title
    self.keyword = keyword
    self.world = world
    self.clauses = clauses
  }
}

/// A path in double quotes.
public struct PathSyntax: Hashable, Sendable {
  /// The path, unescaped.
  public var text: String
  /// Where, with the quotes.
  public var span: Span

  /// Creates a path.
  public init(_ text: String, _ span: Span) {
    self.text = text
    self.span = span
  }
}

/// One clause of a study.
public struct StudyClauseSyntax: Sendable {
  /// What it says.
  public var kind: Kind
  /// The word that it begins with.
  public var keyword: NameSyntax
  /// From the keyword to the last character.
  public var span: Span

  /// Creates a clause.
  public init(_ kind: Kind, keyword: NameSyntax, _ span: Span) {
    self.kind = kind
    self.keyword = keyword
    self.span = span
  }

  /// The kinds of clause.
  public indirect enum Kind: Sendable {
    /// `set NAME = EXPR`.
    case set(NameSyntax, ExpressionSyntax)
    /// `vary AXIS`.
    case vary(AxisSyntax)
    /// `panel AXIS`.
    case panel(AxisSyntax)
    /// `measure NAME, ...`.
    case measure([NameSyntax])
    /// A setting of the runs, as in `run`.
    case setting(RunSettingSyntax)
    /// `refine boundary to EXPR`.
    case refine(ExpressionSyntax)
    /// `scale AXIS along AXIS`; the second may have no values of its own.
    case scale(AxisSyntax, along: AxisSyntax)
    /// `ramp AXIS there and back [holding EXPR, ...]`.
    case ramp(AxisSyntax, holdings: [ExpressionSyntax])
    /// `release NAME to EXPR at EXPR`.
    case release(NameSyntax, to: ExpressionSyntax, at: ExpressionSyntax)
    /// `attribute NAME, ...`.
    case attribute([NameSyntax])
    /// `export "NAME"`.
    case export(PathSyntax)
    /// Could not be read.
    case missing
  }
}

/// A parameter with its values: `NAME [log] over VALUES`.
public struct AxisSyntax: Sendable {
  /// The parameter.
  public var name: NameSyntax
  /// Where `log` stands, if it does.
  public var log: Span?
  /// The values; `nil` where a `scale` takes those of `vary` or `panel`.
  public var values: Values?

  /// Creates an axis.
  public init(name: NameSyntax, log: Span? = nil, values: Values? = nil) {
    self.name = name
    self.log = log
    self.values = values
  }

  /// The forms of values.
  public indirect enum Values: Sendable {
    /// `LO...HI in N`.
    case steps(RangeSyntax, count: ExpressionSyntax)
    /// `[V, ...]`.
    case list([ExpressionSyntax], Span)
    /// Could not be read.
    case missing
  }
}
