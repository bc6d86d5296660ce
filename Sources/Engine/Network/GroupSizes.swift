// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many agents has each group at given parameter values?

import WorldModel

/// Evaluates the sizes of groups.
public enum GroupSizes {
  /// Most agents of a group, 2^31: an index and the number of agents fit a signed and an unsigned 32-bit word.
  public static let maximum = 1 << 31

  /// Returns the number of agents of each group of a world.
  ///
  /// - Parameters:
  ///   - world: The world.
  ///   - parameters: Values of its parameters, by `ParameterID`.
  /// - Returns: One number a group, in `0...maximum`; 1 for a lone agent.
  /// - Throws: `PlanError.unfit` for a size that is not a whole number of agents, or that disagrees with the number of
  ///   values that a member reads from a file.
  public static func evaluate(world: World, parameters: [Double]) throws(PlanError) -> [Int] {
    let evaluator = ConstantEvaluator(parameters: parameters)
    var sizes: [Int] = []
    for group in world.groups {
      let size = try evaluate(group, world, evaluator)
      for member in group.members {
        guard case .column(let column) = member.initial, column.values.count != size else {
          continue
        }
        throw .unfit(
          message: "'\(group.name)' has \(size) agents, but column '\(column.column)' of "
            + "'\(column.path)' holds \(column.values.count) values",
          origin: member.origin)
      }
      sizes.append(size)
    }
    return sizes
  }

  private static func evaluate(
    _ group: Group, _ world: World, _ evaluator: ConstantEvaluator
  ) throws(PlanError) -> Int {
    guard let expression = group.size else { return 1 }
    let value = evaluator.number(expression)
    let complaint: String
    if !value.isFinite {
      complaint = "is not a finite number (\(value))"
    } else if value.rounded(.down) != value {
      complaint = "is not a whole number (\(value))"
    } else if value < 0 {
      complaint = "is negative (\(Int64(exactly: value).map(String.init) ?? String(value)))"
    } else if value > Double(maximum) {
      complaint =
        "is \(Int64(exactly: value).map(String.init) ?? String(value)), more than the "
        + "\(maximum) agents that a group can have; \(demand(of: world, evaluator))"
    } else {
      return Int(value)
    }
    throw .unfit(
      message: "the size of '\(group.name)' \(complaint)", origin: expression.origin)
  }

  /// Tells what members and networks would take if groups could be as large as asked for.
  private static func demand(of world: World, _ evaluator: ConstantEvaluator) -> String {
    let sizes = world.groups.map { group in
      group.size.flatMap { Int(exactly: evaluator.number($0)) } ?? 1
    }
    var bytes = 0.0
    for (group, size) in zip(world.groups, sizes) {
      let bytesOfAgent = group.members.reduce(0) { $0 + Element($1.type).byteCount }
      bytes += Double(bytesOfAgent) * Double(size)
    }
    for network in world.networks.indices {
      // Degrees that are computed one by one would take as long as they would take room.
      if case .configuration(.value) = world.networks[network].generator { continue }
      let estimate = try? NetworkBuilder.estimate(
        network: NetworkID(network), world: world, parameters: evaluator.parameters, sizes: sizes)
      bytes += Double(estimate?.peakBytes ?? 0)
    }
    return "a run would need more than \(Int((bytes / 1e9).rounded(.down))) GB of memory"
  }
}
