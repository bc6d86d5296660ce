// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may an expression read at the place where it stands?

import WorldModel

/// The place where an expression stands.
struct Context {
  /// What an expression may read.
  struct Reads: OptionSet {
    let rawValue: Int
    static let parameters = Reads(rawValue: 1)
    static let couplings = Reads(rawValue: 2)
    /// Members of the agent itself.
    static let members = Reads(rawValue: 4)
    /// Other agents: aggregates, lone agents, neighbours.
    static let others = Reads(rawValue: 8)
    static let measures = Reads(rawValue: 16)
    static let time = Reads(rawValue: 32)
    static let index = Reads(rawValue: 64)
    static let sizes = Reads(rawValue: 128)
    static let degrees = Reads(rawValue: 256)
    static let everything: Reads = [
      .parameters, .couplings, .members, .others, .time, .index, .sizes, .degrees,
    ]
  }

  /// What it is, for messages: `the size of a group`.
  var purpose: String
  var reads: Reads
  /// The group whose agent computes it; `nil` where there is no agent.
  var agent: GroupID?
  /// Only members declared before this one may be read.
  var memberLimit = Int.max
  /// Only measures declared before this one may be read.
  var measureLimit = Int.max
  /// The timing of the measure it belongs to; `nil` outside measures.
  var timing: Measure.Timing?
  /// Whether `size(group)` becomes the expression of the size.
  var inlinesSizes = false
  /// Whether the body of a function is checked for itself, with any agent.
  var isAbstract = false

  static let size = Context(purpose: "the size of a group", reads: [.parameters])
  static let every = Context(purpose: "'every'", reads: [.parameters])
  static let limit = Context(purpose: "a limit", reads: [.parameters])
  static func generator(_ reads: Reads = []) -> Context {
    Context(
      purpose: "an argument of a generator", reads: reads.union([.parameters, .sizes]),
      inlinesSizes: true)
  }
  static func initial(_ group: GroupID, before member: Int) -> Context {
    Context(
      purpose: "an initial value", reads: Reads.everything.subtracting(.others), agent: group,
      memberLimit: member)
  }
  static func participation(_ group: GroupID) -> Context {
    Context(
      purpose: "'with probability'", reads: Reads.everything.subtracting(.others), agent: group)
  }
  static func step(_ group: GroupID) -> Context {
    Context(purpose: "a step", reads: .everything, agent: group)
  }
  static func measure(
    _ index: Int, _ timing: Measure.Timing, isHarm: Bool
  ) -> Context {
    Context(
      purpose: isHarm ? "a harm" : "a measure",
      reads: Reads.everything.subtracting([.members, .index]).union(.measures)
        .subtracting(isHarm ? .couplings : []), measureLimit: index, timing: timing)
  }
  static func aligned(_ group: GroupID) -> Context {
    Context(
      purpose: "'aligned'", reads: [.parameters, .members, .time, .index, .sizes, .degrees],
      agent: group)
  }
  static let estimate = Context(
    purpose: "an estimate", reads: [.parameters, .couplings, .measures])
  static let stopWhen = Context(
    purpose: "'stop when'",
    reads: Reads.everything.subtracting([.members, .index]).union(.measures), timing: .everyStep)
  static let function = Context(
    purpose: "a function", reads: .everything, isAbstract: true)
}
