// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a world file say, before anything is checked? The tree the parser makes and the formatter prints.

/// A name with its place.
public struct NameSyntax: Hashable, Sendable {
  /// The name as written.
  public var text: String
  /// Where.
  public var span: Span

  /// Creates a name.
  public init(_ text: String, _ span: Span) {
    self.text = text
    self.span = span
  }
}

/// A whole world file.
public struct FileSyntax: Sendable {
  /// Declarations in the order of the file; those that could not be parsed are left out.
  public var declarations: [DeclarationSyntax]

  /// Creates a file.
  public init(declarations: [DeclarationSyntax]) { self.declarations = declarations }
}

/// A declaration with its documentation.
public struct DeclarationSyntax: Sendable {
  /// Lines of the `///` comment directly above, without the slashes and one space; joined by newlines.
  public var documentation: String
  /// What is declared.
  public var kind: Kind
  /// From the keyword to the last character.
  public var span: Span

  /// Creates a declaration.
  public init(documentation: String, kind: Kind, span: Span) {
    self.documentation = documentation
    self.kind = kind
    self.span = span
  }

  /// The kinds of declaration.
  public indirect enum Kind: Sendable {
    /// `world "Title"`.
    case world(title: String)
    /// `parameter` or `coupling`.
    case parameter(ParameterSyntax)
    /// `agents` or `environment`.
    case group(GroupSyntax)
    /// `network`.
    case network(NetworkSyntax)
    /// `function NAME(x, y) = EXPR`.
    case function(name: NameSyntax, parameters: [NameSyntax], body: ExpressionSyntax)
    /// `step`.
    case step(StepSyntax)
    /// `measure` or `harm`.
    case measure(MeasureSyntax)
    /// `estimate NAME = EXPR`.
    case estimate(name: NameSyntax, value: ExpressionSyntax)
    /// `aligned GROUP = EXPR at most V [for all but Q]`.
    case aligned(
      group: NameSyntax, value: ExpressionSyntax, limit: ExpressionSyntax,
      allowance: ExpressionSyntax?)
    /// `run { ... }`.
    case run([RunSettingSyntax])
  }
}

/// `parameter` or `coupling NAME ["symbol"] [: count] = DEFAULT in LO...HI [off at V]`.
public struct ParameterSyntax: Sendable {
  /// Whether the keyword is `coupling`.
  public var isCoupling: Bool
  /// Name.
  public var name: NameSyntax
  /// Axis label.
  public var symbol: String?
  /// Whether `: count` is written.
  public var isCount: Bool
  /// Default.
  public var value: ExpressionSyntax
  /// The range; `nil` when it is missing, which the checker reports.
  public var range: RangeSyntax?
  /// Value when alone, with `off at`.
  public var off: ExpressionSyntax?

  /// Creates a parameter.
  public init(
    isCoupling: Bool, name: NameSyntax, symbol: String?, isCount: Bool, value: ExpressionSyntax,
    range: RangeSyntax?, off: ExpressionSyntax?
  ) {
    self.isCoupling = isCoupling
    self.name = name
    self.symbol = symbol
    self.isCount = isCount
    self.value = value
    self.range = range
    self.off = off
  }
}

/// `LO...HI`.
public struct RangeSyntax: Sendable {
  /// Lower end.
  public var low: ExpressionSyntax
  /// Upper end.
  public var high: ExpressionSyntax
  /// Where.
  public var span: Span

  /// Creates a range.
  public init(low: ExpressionSyntax, high: ExpressionSyntax, span: Span) {
    self.low = low
    self.high = high
    self.span = span
  }
}

/// `agents` or `environment NAME[SIZE] { members }`.
public struct GroupSyntax: Sendable {
  /// Whether the keyword is `environment`.
  public var isEnvironment: Bool
  /// Name.
  public var name: NameSyntax
  /// Size; `nil` for a lone agent.
  public var size: ExpressionSyntax?
  /// Traits and states.
  public var members: [MemberSyntax]

  /// Creates a group.
  public init(
    isEnvironment: Bool, name: NameSyntax, size: ExpressionSyntax?, members: [MemberSyntax]
  ) {
    self.isEnvironment = isEnvironment
    self.name = name
    self.size = size
    self.members = members
  }
}

/// A trait or state.
public struct MemberSyntax: Sendable {
  /// Text of the `///` comment directly above.
  public var documentation: String
  /// Whether the keyword is `trait`.
  public var isTrait: Bool
  /// Name.
  public var name: NameSyntax
  /// `: precise` or `: { a, b }`.
  public var annotation: Annotation?
  /// What follows `=` or `~`.
  public var initial: InitialSyntax
  /// From the keyword to the last character.
  public var span: Span

  /// Creates a member.
  public init(
    documentation: String, isTrait: Bool, name: NameSyntax, annotation: Annotation?,
    initial: InitialSyntax, span: Span
  ) {
    self.documentation = documentation
    self.isTrait = isTrait
    self.name = name
    self.annotation = annotation
    self.initial = initial
    self.span = span
  }

  /// A type annotation.
  public enum Annotation: Sendable {
    /// `: precise`.
    case precise(Span)
    /// `: { a, b, c }`.
    case cases([NameSyntax], Span)
  }
}

/// What a member begins with.
public enum InitialSyntax: Sendable {
  /// `= EXPR`; `file("a.csv", column)` arrives as a call.
  case value(ExpressionSyntax)
  /// `~ DIST`.
  case draw(DrawSyntax)
}

/// `network NAME: A -> B = GENERATOR(...)`.
public struct NetworkSyntax: Sendable {
  /// Name.
  public var name: NameSyntax
  /// Group that reads.
  public var reader: NameSyntax
  /// Group that is read.
  public var read: NameSyntax
  /// Name of the generator.
  public var generator: NameSyntax
  /// Its arguments.
  public var arguments: [ArgumentSyntax]
  /// From the generator's name to the closing parenthesis.
  public var generatorSpan: Span

  /// Creates a network.
  public init(
    name: NameSyntax, reader: NameSyntax, read: NameSyntax, generator: NameSyntax,
    arguments: [ArgumentSyntax], generatorSpan: Span
  ) {
    self.name = name
    self.reader = reader
    self.read = read
    self.generator = generator
    self.arguments = arguments
    self.generatorSpan = generatorSpan
  }
}

/// `measure` or `harm NAME = EXPR [in LO...HI] [limit V] [at end | when COND]`, or `measure NAME = first COND`.
public struct MeasureSyntax: Sendable {
  /// Whether the keyword is `harm`.
  public var isHarm: Bool
  /// Name.
  public var name: NameSyntax
  /// Value; the condition of a `first`.
  public var value: ExpressionSyntax
  /// Declared range.
  public var range: RangeSyntax?
  /// Limit of a harm; `nil` when missing.
  public var limit: ExpressionSyntax?
  /// When it is recorded.
  public var timing: Timing

  /// Creates a measure.
  public init(
    isHarm: Bool, name: NameSyntax, value: ExpressionSyntax, range: RangeSyntax?,
    limit: ExpressionSyntax?, timing: Timing
  ) {
    self.isHarm = isHarm
    self.name = name
    self.value = value
    self.range = range
    self.limit = limit
    self.timing = timing
  }

  /// When a measure is recorded.
  public indirect enum Timing: Sendable {
    /// After every step.
    case everyStep
    /// `at end`.
    case atEnd(Span)
    /// `when COND`.
    case when(ExpressionSyntax)
    /// `first COND`; the condition is the measure's value.
    case first(Span)
  }
}

/// One setting of `run { ... }`.
public struct RunSettingSyntax: Sendable {
  /// What is set.
  public var kind: Kind
  /// Where.
  public var span: Span

  /// Creates a setting.
  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The settings.
  public indirect enum Kind: Sendable {
    /// `steps N`.
    case steps(ExpressionSyntax)
    /// `warmup N`, or `warmup auto` as `nil`.
    case warmup(ExpressionSyntax?)
    /// `replicates N`.
    case replicates(ExpressionSyntax)
    /// `networks N`.
    case networks(ExpressionSyntax)
    /// `starts NAME in [LO, HI]`.
    case starts(NameSyntax, low: ExpressionSyntax, high: ExpressionSyntax)
    /// `record every N`.
    case recordEvery(ExpressionSyntax)
    /// `seed N`.
    case seed(ExpressionSyntax)
    /// `stop when EXPR`.
    case stopWhen(ExpressionSyntax)
    /// `draws packed`.
    case drawsPacked
  }
}
