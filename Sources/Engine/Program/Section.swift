// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a loop of the program? A section: its rows, what it must bring about, and what it may fail on.

import WorldModel

/// What the rows of a section are.
enum RowSpace: Hashable, Sendable {
  /// The agents of a group.
  case agents(group: Int)
  /// The links of the readers at hand, in stored order.
  case edges(network: Int)
  /// For one reader after another, all agents of a group; `leavingOneOut` when the reader does not count.
  case pairs(group: Int, leavingOneOut: Bool)
}

/// What a section brings about.
enum Root: Hashable, Sendable {
  /// Writes a value to the column of a member: to the column that will be current after the unit.
  case store(member: Int, value: NodeID)
  /// Writes a value to a scratch column.
  case scratch(Int, value: NodeID)
  /// Reduces a value over all rows (agents), or over the rows of each reader (links).
  ///
  /// Over agents rows where the mask is 0 are left out; links take no mask.
  case reduce(Reduction, value: NodeID, mask: NodeID?)
  /// Adds a value to the tally of an alignment.
  case tally(alignment: Int, value: NodeID)

  /// The values that the root reads.
  var operands: [NodeID] {
    switch self {
    case .store(_, let value), .scratch(_, let value), .tally(_, let value): [value]
    case .reduce(_, let value, let mask): mask.map { [value, $0] } ?? [value]
    }
  }
}

/// A value that must be finite, or the run of that lane ends.
struct Check: Hashable, Sendable {
  var value: NodeID
  /// Rows and lanes where it matters; `nil` means all.
  var mask: NodeID?
  /// Where it came from, as an index into the unit's sources.
  var source: Int
}

/// A statement that can fail, for the message; its position in the unit decides which of several failures counts.
struct Source: Hashable, Sendable {
  /// Such as `the value of 'numbness'` or, for a draw, the name of the distribution.
  var subject: String
  /// Names of the arguments of a draw; for choices of the arms and then what is said of the last.
  var arguments: [String]
  var origin: Origin
}

/// A value shown in a trace.
struct Probe: Hashable, Sendable {
  var name: String
  var line: Int
  var value: NodeID
  /// Rows and lanes where the statement was executed; `nil` means all.
  var mask: NodeID?
  /// Names of the cases; empty for numbers, `false` and `true` for booleans.
  var names: [String]
}

/// A loop over rows.
struct Section: Sendable {
  var rows: RowSpace
  /// The values of the reader that a section over links reads.
  var captured: [NodeID] = []
  var roots: [Root] = []
  var checks: [Check] = []
  var probes: [Probe] = []
}
