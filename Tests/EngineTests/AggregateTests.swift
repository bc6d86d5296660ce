// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is every aggregate what its name says, over every kind of set, with and without `where`?

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Aggregates")
struct AggregateTests {
  static let agents = 7
  static let operations = ["mean", "sum", "count", "any", "all", "min", "max"]
  static let conditions = ["", " where SET.v > 1", " where SET.v > v", " where SET.v > 99"]

  /// Small whole numbers with ties, so that every result is exact but for divisions.
  static func value(_ agent: Int) -> Double { Double(agent * 3 % 5) }

  @Test(
    "aggregates equal their definition",
    arguments: ["beside", "everyone", "hub", "a"], ["", " sequential"])
  func definition(set: String, schedule: String) throws {
    var states = ""
    var assignments = ""
    for (o, operation) in Self.operations.enumerated() {
      for (c, condition) in Self.conditions.enumerated() {
        let isTruth = ["count", "any", "all"].contains(operation)
        let inside = isTruth ? "\(set).v >= 2" : "\(set).v"
        let otherwise = ["mean", "min", "max"].contains(operation) ? " else -7" : ""
        states += "state r\(o)\(c) = \(["any", "all"].contains(operation) ? "false" : "0")\n"
        assignments +=
          "r\(o)\(c) = \(operation)(\(inside)"
          + condition.replacing("SET", with: set) + "\(otherwise))\n"
      }
    }
    let world = try CheckedWorld.compiled(
      """
      world "Aggregates"
      agents a[\(Self.agents)] {
        state v = mod(index * 3, 5)
        \(states)
      }
      network beside: a -> a = ring(degree: 2)
      network everyone: a -> a = complete()
      network hub: a -> a = tree(branching: 3, read: children)
      step a\(schedule) {
        v = v
        \(assignments)
      }
      measure m = mean(a.v)
      """
    ).together
    let steps = schedule.isEmpty ? 1 : 40
    let result = try run(world, steps: steps, observation: .snapshots(every: steps))[0]
    #expect(result.failure == nil)
    let columns = try #require(result.snapshots.last).columns[0]
    for (o, operation) in Self.operations.enumerated() {
      for c in Self.conditions.indices {
        for agent in 0..<Self.agents {
          let expected = Self.expected(operation, c, Self.set(set, agent), of: agent)
          let got = columns[1 + o * Self.conditions.count + c][agent]
          #expect(
            abs(got - expected) < 1e-6, "\(operation)\(Self.conditions[c]) over \(set), \(agent)")
        }
      }
    }
  }

  /// The agents that one reads.
  static func set(_ name: String, _ agent: Int) -> [Int] {
    switch name {
    case "beside": [(agent + 1) % agents, (agent + agents - 1) % agents]
    case "everyone": (0..<agents).filter { $0 != agent }
    case "hub": (0..<agents).filter { $0 > 0 && ($0 - 1) / 3 == agent }
    default: Array(0..<agents)
    }
  }

  static func expected(_ operation: String, _ condition: Int, _ set: [Int], of agent: Int)
    -> Double
  {
    let values = set.map(value).filter { other in
      switch condition {
      case 0: true
      case 1: other > 1
      case 2: other > value(agent)
      default: false
      }
    }
    let large = values.filter { $0 >= 2 }.count
    switch operation {
    case "mean": return values.isEmpty ? -7 : values.reduce(0, +) / Double(values.count)
    case "sum": return values.reduce(0, +)
    case "count": return Double(large)
    case "any": return large > 0 ? 1 : 0
    case "all": return large == values.count ? 1 : 0
    case "min": return values.min() ?? -7
    default: return values.max() ?? -7
    }
  }
}
