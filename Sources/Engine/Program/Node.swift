// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the graph that a world is lowered to? Values, the operations that make them, and where each is computed.
//
// A value has a *home*: the prologue, where what is the same for all agents is computed once (one value a lane), or a
// section, a loop over rows (agents, or links) that computes blocks of [row][lane]. Hoisting is nothing but this: a
// value all of whose operands live in the prologue lives there too. Equal values are one node, so common
// subexpressions are computed once. Nothing is reassociated.

/// How one number of a value is stored.
enum Element: UInt8, Hashable, Sendable {
  /// A boolean or a case.
  case byte
  /// A number at single precision.
  case single
  /// A number at double precision, or at constant precision.
  case double
  /// The index of an agent; all ones for none.
  case index

  /// Bytes of one number.
  var byteCount: Int {
    switch self {
    case .byte: 1
    case .single, .index: 4
    case .double: 8
    }
  }
}

/// Along which directions of [row][lane] a value varies.
struct Shape: Hashable, Sendable {
  /// Whether it varies from row to row.
  var rows: Bool
  /// Whether it varies from lane to lane.
  var lanes: Bool

  static let full = Shape(rows: true, lanes: true)
  static let perRow = Shape(rows: true, lanes: false)
  static let perLane = Shape(rows: false, lanes: true)
  static let constant = Shape(rows: false, lanes: false)

  func union(_ other: Shape) -> Shape {
    Shape(rows: rows || other.rows, lanes: lanes || other.lanes)
  }
}

/// How often a value of the prologue must be computed anew.
enum Stage: Int, Hashable, Comparable, Sendable {
  /// Once a run: it reads parameters, sizes and traits.
  case run
  /// Each time the unit is executed.
  case unit
  /// Before each visit of a `sequential` or `shuffled` block: it reads what visits write.
  case visit

  static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
}

/// Position of a value in the graph of its unit.
struct NodeID: Hashable, Comparable, Sendable {
  var index: Int
  static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }
}

/// A column of [agent][lane]: a member, or what a pass made for others to read.
enum ColumnRef: Hashable, Sendable {
  case member(group: Int, member: Int)
  case scratch(Int)
}

/// One value.
struct Node: Hashable, Sendable {
  var operation: Operation
  var operands: [NodeID]
  var element: Element
  var shape: Shape
  /// 0 is the prologue, k > 0 the section k - 1 of the unit.
  var home: Int
  var stage: Stage
}

/// What makes a value.
enum Operation: Hashable, Sendable {
  // Settled before the unit runs.
  /// A number, by its bits.
  case number(UInt64)
  /// A boolean or a case.
  case byte(UInt8)
  /// A parameter.
  case parameter(Int)
  /// A parameter as the run began with it.
  case initialParameter(Int)
  /// Number of agents of a group, less one where the reader is left out.
  case count(group: Int, leavingOneOut: Bool)
  /// 1 divided by that number, rounded.
  case inverseCount(group: Int, leavingOneOut: Bool)
  /// The number of the step.
  case time
  /// In the chances of a packed block: how many neighbours have the boolean, and an own boolean.
  case neighbourCount
  case ownBit(Int)
  /// A member of the only agent of a group.
  case lone(group: Int, member: Int)
  /// A column, row by row.
  case rows(ColumnRef)
  /// A whole column, for those who read other rows than their own.
  case whole(ColumnRef)
  /// A trait read from a file.
  case file(group: Int, member: Int)
  /// Index of the agent.
  case agentIndex
  /// Degree of the agent in a stored network, and its rounded inverse.
  case degree(network: Int)
  case inverseDegree(network: Int)
  /// The one neighbour of each agent.
  case soleTarget(network: Int)
  /// Weight of a link, in a section over links.
  case weight(network: Int)
  /// In a section over links: a value of the reader, the k-th that the section captures.
  case captured(Int)
  /// In a section over pairs: whether the agent read is not the reader.
  case isOther

  // Computed.
  case apply(Elementwise)
  /// The same value in another element; exact but for double to single, which rounds.
  case convert
  /// Rows of a column by index; zero where the index is none.
  case gather
  /// Whether an index is not none.
  case isPresent
  /// In a section over links: a member of the agent read.
  case gatherRead(ColumnRef)
  /// A reduction of a whole column over each row's neighbours.
  case neighbours(Reduction, network: Int)
  /// A draw. The last operand is the mask of those who draw when `isMasked`.
  case draw(DrawOperation, site: UInt32, isMasked: Bool, source: Int)
  /// One neighbour at random.
  case pick(network: Int, site: UInt32)

  // Executing other sections.
  /// Runs a pass over the agents of a group; yields no value itself.
  case pass(section: Int)
  /// A reduction over all rows of a pass; the k-th root of the section.
  case total(section: Int, root: Int)
  /// Runs a section over links for the rows at hand; yields no value itself.
  case links(section: Int)
  /// A reduction over the links of each row; the k-th root of the section.
  case linkResult(section: Int, root: Int)
}

/// Operations on corresponding numbers.
enum Elementwise: String, Hashable, Sendable {
  case negate, add, subtract, multiply, divide, power, minimum, maximum, modulo
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  case exp, log, sqrt, abs, sign, floor, round, sin, cos, tan, tanh, logistic
  case and, or, not, select, clamp
}

/// What is made of a set of values.
enum Reduction: String, Hashable, Sendable {
  /// Sum in order of rows (links) or by the fixed tree (groups).
  case sum
  /// Number of nonzero bytes.
  case count
  /// The sum or count times the rounded inverse of the degree.
  case mean
  case minimum, maximum
  /// The second smallest or largest, multiplicity counted: what the extremal agent sees of the others.
  case secondMinimum, secondMaximum
}

/// Distributions as the kernels know them; the arguments are the operands in the order of the language.
enum DrawOperation: Hashable, Sendable {
  /// Operand: the chance.
  case bernoulli
  /// Operand: the x of `bernoulli(logistic(x))`, which is a draw of its own.
  case bernoulliLogit
  case uniform, normal, lognormal, exponential, gammaMoments, gammaShape, betaMoments, betaShape
  case poisson, binomial
  /// Operands: one weight an arm.
  case weights(choices: [UInt8])
  /// Operands: the temperature, then one utility an arm.
  case logit(choices: [UInt8])
}
