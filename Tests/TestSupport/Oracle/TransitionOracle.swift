// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a world do in one step, exactly? A naive second implementation of the language for small worlds.
//
// Ranked goals: independence of the engine (it shares only the checked world), obviousness, nothing else. Every visit
// of every agent is interpreted expression by expression in 64 bits, along every path of its random choices. Continuous
// draws take part through the thresholds they are compared with: each comparison is a choice whose probability comes
// from the distribution function.

import WorldModel

/// The joint state of a small world: values by group, agent and member.
public struct JointState: Hashable, Sendable, CustomStringConvertible {
  /// Values as numbers: 0 and 1 for booleans, the index for cases; reals in steps of 1e-4.
  public var values: [[[Double]]]

  /// Creates a state; reals are rounded to the nearest 1e-4, so that rounding in 32 bits makes no second state.
  public init(values: [[[Double]]]) {
    self.values = values.map { $0.map { $0.map { ($0 * 1e4).rounded() / 1e4 } } }
  }

  /// The values in brackets.
  public var description: String { "\(values)" }
}

/// Exact transition probabilities of a small world, by enumeration.
public struct TransitionOracle {
  let world: World
  let parameters: [Double]
  let sizes: [Int]
  var networks: [OracleLinks] = []

  /// Creates the oracle of a world at given parameter values.
  public init(_ world: World, parameters: [Double]) {
    self.world = world
    self.parameters = parameters
    var sizes: [Int] = []
    for group in world.groups {
      guard let size = group.size else {
        sizes.append(1)
        continue
      }
      sizes.append(Int(OracleVisit.constant(size, world, parameters, sizes).rounded()))
    }
    self.sizes = sizes
    for network in world.networks { networks.append(links(of: network, built: networks)) }
  }

  func whole(_ expression: Expression) -> Int {
    Int(OracleVisit.constant(expression, world, parameters, sizes).rounded())
  }

  /// Returns the distribution of the joint state before the first step.
  public func initialDistribution() -> [JointState: Double] {
    PathEnumerator.distribution { paths in
      var values: [[[OracleValue]]] = []
      for (g, group) in world.groups.enumerated() {
        values.append(Array(repeating: [], count: sizes[g]))
        for (m, member) in group.members.enumerated() {
          for agent in 0..<sizes[g] {
            let visit = OracleVisit(
              oracle: self, paths: paths, time: -1, state: values, group: g, agent: agent)
            let value: OracleValue
            switch member.initial {
            case .value(let expression): value = visit.evaluate(expression) ?? .number(.nan)
            case .draw(let draw): value = visit.sample(draw) ?? .number(.nan)
            case .column(let column): value = .number(column.values[agent])
            }
            precondition(values[g][agent].count == m)
            values[g][agent].append(value.stored(as: member.type))
          }
        }
      }
      return Self.joint(values)
    }
  }

  /// Returns the distribution of the joint state after one step.
  ///
  /// - Parameters:
  ///   - state: The state before the step.
  ///   - time: Number of the step, 0 for the first.
  /// - Returns: Each state that can follow, with its probability.
  public func step(from state: JointState, time: Int) -> [JointState: Double] {
    var current = [state: 1.0]
    for block in world.blocks {
      if let every = block.every, time % whole(every) != 0 { continue }
      var next: [JointState: Double] = [:]
      for (from, weight) in current {
        for (to, probability) in run(block, from: from, time: time) {
          next[to, default: 0] += weight * probability
        }
      }
      current = next
    }
    return current
  }

  /// Returns the distribution of the joint state after a number of steps from the beginning.
  public func distribution(after steps: Int) -> [JointState: Double] {
    var current = initialDistribution()
    var rows: [JointState: [JointState: Double]] = [:]
    let isHomogeneous = world.blocks.allSatisfy { $0.every == nil }
    for time in 0..<steps {
      if !isHomogeneous { rows = [:] }
      var next: [JointState: Double] = [:]
      for (from, weight) in current {
        let row = rows[from] ?? step(from: from, time: time)
        rows[from] = row
        for (to, probability) in row { next[to, default: 0] += weight * probability }
      }
      current = next
    }
    return current
  }

  private func run(_ block: StepBlock, from: JointState, time: Int) -> [JointState: Double] {
    let g = block.group.index
    let count = sizes[g]
    return PathEnumerator.distribution { paths in
      var state = typed(from)
      func visit(_ agent: Int, reading read: [[[OracleValue]]]) {
        let visit = OracleVisit(
          oracle: self, paths: paths, time: time, state: read, group: g, agent: agent)
        visit.locals = Array(repeating: nil, count: block.locals.count)
        visit.execute(block.statements)
        for (member, value) in visit.writes {
          state[g][agent][member] = value.stored(as: world.groups[g].members[member].type)
        }
      }
      switch block.schedule {
      case .synchronous:
        let before = state
        for agent in 0..<count { visit(agent, reading: before) }
      case .partial(let probability):
        let before = state
        for agent in 0..<count {
          let reader = OracleVisit(
            oracle: self, paths: paths, time: time, state: before, group: g, agent: agent)
          let chance = min(1, max(0, reader.number(probability) ?? .nan))
          if paths.happens(chance) { visit(agent, reading: before) }
        }
      case .sequential:
        for _ in 0..<count { visit(paths.uniform(count), reading: state) }
      case .shuffled:
        var waiting = Array(0..<count)
        while !waiting.isEmpty {
          visit(waiting.remove(at: paths.uniform(waiting.count)), reading: state)
        }
      }
      return Self.joint(state)
    }
  }

  private func typed(_ state: JointState) -> [[[OracleValue]]] {
    state.values.enumerated().map { g, agents in
      agents.map { row in
        zip(row, world.groups[g].members).map { value, member in
          switch member.type {
          case .boolean: .boolean(value == 1)
          case .cases: .caseIndex(Int(value))
          case .number: .number(value)
          }
        }
      }
    }
  }

  private static func joint(_ values: [[[OracleValue]]]) -> JointState {
    JointState(values: values.map { $0.map { $0.map(\.stored) } })
  }
}
