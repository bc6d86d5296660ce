// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which work do the yardsticks do? That of a world of the heat-bath family: its very network, fields and parameters.

import Engine
import WorldModel

/// The heat-bath rule on one network, as arrays.
struct YardstickWorkload: Sendable {
  var offsets: [UInt32]
  var targets: [UInt32]
  /// Field of each agent.
  var leanings: [Float]
  var inverseDegrees: [Float]
  /// J, H and 1 / T of each run.
  var couplings: [Float]
  var fields: [Float]
  var inverseTemperatures: [Float]
  var seed: UInt32

  var agentCount: Int { leanings.count }

  /// Takes what a plan of the heat-bath world takes.
  ///
  /// - Throws: `BenchmarkError.failedRun` when the network cannot be generated.
  init(_ plan: RunPlan, caseName: String) throws(BenchmarkError) {
    let world = plan.worlds[0]
    let request = plan.requests[0]
    let adjacency: Adjacency
    do throws(PlanError) {
      let sizes = try GroupSizes.evaluate(world: world, parameters: request.parameters)
      adjacency = try NetworkBuilder.build(
        network: NetworkID(0), world: world, parameters: request.parameters, sizes: sizes,
        seed: plan.seed, networkIndex: request.networkIndex)
    } catch {
      throw .failedRun(caseName: caseName, reason: "\(error)")
    }
    let agents = adjacency.readerCount
    var offsets: [UInt32] = [0]
    var targets: [UInt32] = []
    offsets.reserveCapacity(agents + 1)
    targets.reserveCapacity(adjacency.linkCount)
    for agent in 0..<agents {
      for link in 0..<adjacency.degree(of: agent) {
        targets.append(UInt32(adjacency.target(link, of: agent)))
      }
      offsets.append(UInt32(targets.count))
    }
    self.offsets = offsets
    self.targets = targets
    // As the world says: mod(0.618034 * index, 1) - 0.5.
    leanings = (0..<agents).map { index in
      let turned = 0.618034 * Double(index)
      return Float(turned - turned.rounded(.down) - 0.5)
    }
    inverseDegrees = (0..<agents).map { agent in
      let degree = offsets[agent + 1] - offsets[agent]
      return degree == 0 ? 0 : 1 / Float(degree)
    }
    func values(_ name: String, _ change: (Double) -> Double = { $0 }) -> [Float] {
      let index = world.parameters.firstIndex { $0.name == name }!
      return plan.requests.map { Float(change($0.parameters[index])) }
    }
    couplings = values("conformity")
    fields = values("field")
    inverseTemperatures = values("noise") { 1 / $0 }
    seed = plan.seed
  }
}
