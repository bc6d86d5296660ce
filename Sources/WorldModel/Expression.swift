// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be computed? Typed expressions; functions of the language are already inlined.

/// A typed expression.
public struct Expression: Hashable, Sendable {
  /// What is computed.
  public var kind: Kind
  /// Type of the result; for arithmetic and comparisons of numbers see `Precision`.
  public var type: ValueType
  /// Where it was written.
  public var origin: Origin

  /// Creates an expression.
  public init(_ kind: Kind, _ type: ValueType, origin: Origin = Origin()) {
    self.kind = kind
    self.type = type
    self.origin = origin
  }

  /// The forms of expression.
  public indirect enum Kind: Hashable, Sendable {
    /// A number; type `number(.constant)` as written. In a folded program it has the type of what it replaces, so that
    /// its surroundings keep their precision, and is a value of that precision.
    case number(Double)
    /// `true` or `false`.
    case boolean(Bool)
    /// A case, by its index in the case set that is the type.
    case caseIndex(Int)
    /// The value of a parameter: `number(.constant)`, or `number(.double)` for a count.
    case parameter(ParameterID)
    /// A member of the agent whose program this is.
    case own(MemberID)
    /// Inside an aggregate: the member of the other agent.
    case other(MemberID)
    /// Inside an aggregate over a network read from a file with weights: the weight of the link; `number(.single)`.
    case linkWeight(NetworkID)
    /// A member of the lone agent of a group.
    case lone(GroupID, MemberID)
    /// Outside an aggregate: the member of the one neighbour that the network gives each agent.
    case sole(NetworkID, MemberID)
    /// A member of the neighbour that a `pick` chose.
    case picked(LocalID, MemberID)
    /// A `let` name of the same block.
    case local(LocalID)
    /// The number of the step; 0 in the first, -1 in initial values; `number(.double)`.
    case time
    /// Index of the agent within its group; `number(.double)`.
    case index
    /// Number of agents of a group; `number(.double)`.
    case size(GroupID)
    /// Number of agents that the network lets this agent read; precision as that of `count` over it.
    case degree(NetworkID)
    /// A boolean used as the number 0 or 1; `number(.constant)`: exact at every precision.
    case asNumber(Expression)
    /// An operation on one operand.
    case unary(UnaryOperator, Expression)
    /// An operation on two operands.
    case binary(BinaryOperator, Expression, Expression)
    /// A built-in function.
    case call(Function, [Expression])
    /// `if C then A else B`.
    case conditional(Expression, then: Expression, otherwise: Expression)
    /// An aggregate over a network or a group.
    case aggregate(Aggregate)
    /// The value of another measure (in measures, harms, `stop when` and estimates only); `number(.double)`.
    case measure(MeasureID)
  }
}

/// Operations on one operand.
public enum UnaryOperator: String, Hashable, Sendable {
  /// Arithmetic minus.
  case negate = "-"
  /// Logical not.
  case not
}

/// Operations on two operands.
public enum BinaryOperator: String, Hashable, Sendable {
  /// Sum.
  case add = "+"
  /// Difference.
  case subtract = "-"
  /// Product.
  case multiply = "*"
  /// Quotient.
  case divide = "/"
  /// Power.
  case power = "^"
  /// Less than.
  case less = "<"
  /// At most.
  case lessOrEqual = "<="
  /// Greater than.
  case greater = ">"
  /// At least.
  case greaterOrEqual = ">="
  /// Equal: numbers, booleans or cases of one set.
  case equal = "=="
  /// Different.
  case notEqual = "!="
  /// Both.
  case and
  /// At least one.
  case or
}

/// Built-in functions.
public enum Function: String, Hashable, Sendable, CaseIterable {
  /// Exponential.
  case exp
  /// Natural logarithm.
  case log
  /// Square root.
  case sqrt
  /// Absolute value.
  case abs
  /// Smallest of two or more arguments.
  case min
  /// Largest of two or more arguments.
  case max
  /// First argument limited to the interval given by the other two.
  case clamp
  /// x - y floor(x / y): has the sign of y.
  case mod
  /// -1, 0 or 1.
  case sign
  /// Largest whole number not above the argument.
  case floor
  /// Nearest whole number, halves to even.
  case round
  /// Sine of radians.
  case sin
  /// Cosine of radians.
  case cos
  /// Tangent of radians.
  case tan
  /// Hyperbolic tangent.
  case tanh
  /// 1 / (1 + exp(-x)).
  case logistic
}

/// An aggregate over the agents that a network gives the reader, or over a whole group.
///
/// Inside `value` and `condition`, `.other` is a member of the agent aggregated over and `.own` one of the reader.
/// In a measure there is no reader: a group aggregate uses `.other` alone, and a network aggregate inside it has the
/// agent of the outer aggregate as its reader, whose members are then `.own`.
public struct Aggregate: Hashable, Sendable {
  /// What is computed over the set.
  public var operation: AggregateOperation
  /// The set.
  public var range: AggregateRange
  /// What is aggregated: a boolean for `count`, `any`, `all`; a number otherwise.
  public var value: Expression
  /// Only agents for which this holds take part.
  public var condition: Expression?
  /// The result over an empty set, for `mean`, `min` and `max`.
  public var otherwise: Expression?

  /// Creates an aggregate.
  public init(
    _ operation: AggregateOperation, over range: AggregateRange, value: Expression,
    condition: Expression? = nil, otherwise: Expression? = nil
  ) {
    self.operation = operation
    self.range = range
    self.value = value
    self.condition = condition
    self.otherwise = otherwise
  }
}

/// What an aggregate computes.
public enum AggregateOperation: String, Hashable, Sendable, CaseIterable {
  /// Arithmetic mean.
  case mean
  /// Sum; 0 over nothing.
  case sum
  /// Number of agents for which the value holds; 0 over nothing.
  case count
  /// Whether it holds for one; false over nothing.
  case any
  /// Whether it holds for each; true over nothing.
  case all
  /// Smallest value.
  case min
  /// Largest value.
  case max
}

/// What an aggregate runs over.
public enum AggregateRange: Hashable, Sendable {
  /// The agents that a network lets the reader read; the reader is left out.
  case network(NetworkID)
  /// All agents of a group; a reader of the same group is included.
  case group(GroupID)
}
