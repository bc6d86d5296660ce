// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens in a step? Blocks of statements, and in which order their agents are visited.

/// One `step` block: the program that the agents of a group run once a step.
public struct StepBlock: Hashable, Sendable {
  /// Group whose agents run it.
  public var group: GroupID
  /// How agents are visited.
  public var schedule: Schedule
  /// The block runs when `time` is a multiple of this; a whole expression of parameters >= 1; `nil` means every step.
  public var every: Expression?
  /// The `let` names of the block, in the order in which they are bound.
  public var locals: [Local]
  /// What each visited agent does.
  public var statements: [Statement]
  /// Site of the draws that the schedule itself needs: order of agents, participation.
  public var site: SiteID
  /// Where it was written.
  public var origin: Origin

  /// Creates a block.
  public init(
    group: GroupID, schedule: Schedule = .synchronous, every: Expression? = nil,
    locals: [Local] = [], statements: [Statement] = [], site: SiteID, origin: Origin = Origin()
  ) {
    self.group = group
    self.schedule = schedule
    self.every = every
    self.locals = locals
    self.statements = statements
    self.site = site
    self.origin = origin
  }
}

/// How the agents of a block are visited.
public enum Schedule: Hashable, Sendable {
  /// All read the state at the start of the block; all writes appear at its end.
  case synchronous
  /// As `synchronous`, but each agent takes part with this probability (clamped to 0...1), which reads own members.
  case partial(probability: Expression)
  /// One agent at a time, drawn uniformly with replacement, as often as the group has agents.
  case sequential
  /// Each agent exactly once in a fresh random order.
  case shuffled
}

/// A `let` name.
public struct Local: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// What the name stands for.
  public var meaning: Meaning

  /// Creates a local.
  public init(name: String, meaning: Meaning) {
    self.name = name
    self.meaning = meaning
  }

  /// What a `let` name stands for.
  public enum Meaning: Hashable, Sendable {
    /// A value of this type.
    case value(ValueType)
    /// One neighbour of the agent in this network, or none.
    case neighbour(NetworkID)
  }
}

/// A statement of a block.
public struct Statement: Hashable, Sendable {
  /// What is done.
  public var kind: Kind
  /// The picked neighbours that this statement reads, directly or through `let` names, ascending.
  ///
  /// It is skipped for an agent for which one of them is missing. For a conditional those that its condition reads.
  public var requiredPicks: [LocalID]
  /// Where it was written.
  public var origin: Origin

  /// Creates a statement.
  public init(_ kind: Kind, requiredPicks: [LocalID] = [], origin: Origin = Origin()) {
    self.kind = kind
    self.requiredPicks = requiredPicks
    self.origin = origin
  }

  /// The forms of statement.
  public indirect enum Kind: Hashable, Sendable {
    /// `let x = EXPR`.
    case bind(LocalID, Expression)
    /// `let x ~ DIST`.
    case bindDraw(LocalID, Draw)
    /// `let x ~ pick(network)`.
    case bindPick(LocalID, NetworkID, SiteID)
    /// `state = EXPR`.
    case assign(MemberID, Expression)
    /// `state ~ DIST`.
    case assignDraw(MemberID, Draw)
    /// `if C { ... } else { ... }`.
    case conditional(Expression, then: [Statement], otherwise: [Statement])
  }
}
