// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is an agent made of? Groups, their traits and states, and how these begin.

/// A group of agents, or an environment.
public struct Group: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// Number of agents: a whole expression of parameters; `nil` for a lone agent.
  public var size: Expression?
  /// Whether the group is an `environment`.
  public var isEnvironment: Bool
  /// Traits and states in the order of declaration, which is the order in which they are initialised.
  public var members: [Member]

  /// Creates a group.
  public init(
    name: String, documentation: String = "", size: Expression? = nil, isEnvironment: Bool = false,
    members: [Member] = []
  ) {
    self.name = name
    self.documentation = documentation
    self.size = size
    self.isEnvironment = isEnvironment
    self.members = members
  }
}

/// A trait or a state of the agents of a group.
public struct Member: Hashable, Sendable {
  /// Name in the source, unique within the group.
  public var name: String
  /// Text of the `///` comment; empty when there is none.
  public var documentation: String
  /// Whether it is fixed once sampled.
  public var isTrait: Bool
  /// Its type: `boolean`, `number(.single)`, `number(.double)` (declared `precise`) or `cases`.
  public var type: ValueType
  /// How it begins.
  public var initial: Initial
  /// Where it was declared.
  public var origin: Origin

  /// Creates a member.
  public init(
    name: String, documentation: String = "", isTrait: Bool, type: ValueType, initial: Initial,
    origin: Origin = Origin()
  ) {
    self.name = name
    self.documentation = documentation
    self.isTrait = isTrait
    self.type = type
    self.initial = initial
    self.origin = origin
  }

  /// Whether its values are read from a file, so that they rest on no other member.
  public var isColumn: Bool {
    if case .column = initial { true } else { false }
  }
}

/// How a trait or state begins.
///
/// The expressions read parameters, earlier members and any column of the same agent, `index`, `size` and `degree`; `time`
/// is -1.
public enum Initial: Hashable, Sendable {
  /// Computed.
  case value(Expression)
  /// Drawn, in the `initial` domain.
  case draw(Draw)
  /// One value an agent, read from a column of a file when the world was checked.
  case column(FileColumn)
}

/// A column of numbers read from a file.
public struct FileColumn: Hashable, Sendable {
  /// Path as written in the world.
  public var path: String
  /// Name of the column in the header line.
  public var column: String
  /// Values in file order, one an agent; their number is checked against the size of the group before a run.
  public var values: [Double]

  /// Creates a column.
  public init(path: String, column: String, values: [Double]) {
    self.path = path
    self.column = column
    self.values = values
  }
}
