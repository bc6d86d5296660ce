// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the checker remember of each declaration while it checks the others?

import WorldModel

/// A name of the file's namespace.
struct Declared {
  /// What it stands for.
  enum Meaning {
    case parameter(ParameterID)
    case group(GroupID)
    case network(NetworkID)
    case function(Int)
    case measure(MeasureID)
    case estimate
  }

  var meaning: Meaning
  var span: Span

  /// Phrase for messages, such as `a parameter`.
  var phrase: String {
    switch meaning {
    case .parameter: return "a parameter"
    case .group: return "a group"
    case .network: return "a network"
    case .function: return "a function"
    case .measure: return "a measure"
    case .estimate: return "an estimate"
    }
  }
}

/// A group while it is checked.
struct GroupScope {
  let syntax: GroupSyntax
  var group: Group
  /// Types of the members checked so far; `nil` for one that is wrong.
  var types: [ValueType?] = []
  var memberNames: [String: MemberID] = [:]
  /// Between which numbers its size lies; `nil` when the size is wrong.
  var sizeBounds: Bounds? = Bounds(1)
  /// Whether it is a lone agent.
  var isLone: Bool { syntax.size == nil }
  var name: String { syntax.name.text }
}

/// A network while it is checked.
struct NetworkScope {
  let syntax: NetworkSyntax
  let span: Span
  var network: Network
  /// Groups at its ends; `nil` for an unknown one.
  var reader: GroupID?
  var read: GroupID?
  /// Whether generator and ends are right.
  var isSound = false
  var name: String { syntax.name.text }
}

/// A function while it is checked.
struct FunctionScope {
  let name: NameSyntax
  let parameters: [NameSyntax]
  let body: ExpressionSyntax
  /// Whether it calls itself, directly or through others.
  var isRecursive = false
  var isCalled = false
}

/// A measure while it is checked.
struct MeasureScope {
  let syntax: MeasureSyntax
  let span: Span
  var measure: Measure
  /// A coupling that it mentions, directly or through other measures.
  var coupling: ParameterID?
  /// Groups that it reads, directly or through other measures.
  var groups: Set<GroupID> = []
  var isSound = false
  var name: String { syntax.name.text }
}

/// A function being inlined.
struct CallFrame {
  /// An argument, checked where the call stands.
  struct Argument {
    var expression: Expression?
    /// Expressions it holds.
    var nodeCount: Int
    /// Levels of nesting it holds.
    var depth: Int
    /// Number of aggregates around the call.
    var frameCount: Int
  }

  let name: String
  let span: Span
  /// Values of the parameters; `nil` for all when the body is checked for itself.
  var arguments: [String: Argument]
  var isAbstract: Bool
}

/// An aggregate being checked.
struct AggregateFrame {
  let name: NameSyntax
  var range: AggregateRange?
  /// A lone group named inside, which is the range when there is no other.
  var lone: GroupID?
  /// In a measure: the group whose agents networks inside need as their readers.
  var implied: (group: GroupID, span: Span)?
  /// Whether a lone group named inside is the range.
  var takesLone = false
  /// Whether the group of the aggregate around it is named inside.
  var namesOuter = false
  /// Whether something inside has been reported, so that a missing range is no news.
  var isPoisoned = false
}

/// The `let` names visible at a point of a step.
struct LocalScope {
  /// A visible `let` name.
  struct Binding {
    var id: LocalID
    /// `nil` when its value is wrong.
    var meaning: Local.Meaning?
    var span: Span
    /// Picks without which it has no value.
    var picks: Set<LocalID>
  }

  var locals: [Local] = []
  var visible: [String: Binding] = [:]
  /// Picks needed by each local, by `LocalID`.
  var picks: [Set<LocalID>] = []
}
