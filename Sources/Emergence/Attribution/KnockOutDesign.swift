// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is worth knocking out of a world, and which runs tell what it does?
//
// Every knock-out is one arm against the untouched world, on the same networks and draws: a group, the agents that are
// read most (1, 1 % and 10 % of a group) and as many at random, all links of a network, the links into the 1 % and 10 %
// of its agents that are read most and as many at random; where no link is random also the ten agents read most, one by
// one. `draws packed` is switched off in all arms: a guarded rule cannot share words.
//
// Sets that differ between realisations take a world for each. Those drawn at random belong to the realisation g of the
// networks, so that intervals of their arms run over g even where networks are fixed.

import Engine
import Statistics
import WorldModel

/// The design of paired knock-outs at one cell.
public struct KnockOutDesign: Sendable {
  /// The cell whose harms are examined.
  public let cell: Cell
  /// What is knocked out, in the order of the plans after the first.
  public let knockOuts: [KnockOut]
  /// What cannot be knocked out, and why.
  public let notExamined: [UnexaminedKnockOut]
  /// Groups and networks in which everybody is read by equally many.
  public let evenlyRead: [String]

  /// Indices of the harms in the world's measures.
  let harms: [Int]
  /// The world of the first arm.
  let untouched: World
  /// The isolation proof, without which there is nothing to act as.
  let isolation: Isolation
  /// Who is read by how many.
  let influence: Influence

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The cell; its networks are built once.
  ///   - harms: Names of the harms to examine; `nil` for all.
  ///   - memoryLimitBytes: Networks that need more are refused.
  /// - Throws: `DesignError.noHarm`, `PlanError.unfit` when a network cannot exist, `PlanError.memoryRefused` before
  ///   anything large is allocated.
  public init(
    _ cell: Cell, harms: [String]? = nil, memoryLimitBytes: Int = .max
  ) throws {
    self.harms = try cell.world.together.harms(named: harms)
    guard let isolation = cell.world.isolation else { throw DesignError.noHarm }
    self.cell = cell
    self.isolation = isolation
    var world = cell.world.together
    world.settings.drawsPacked = false
    untouched = world
    influence = try Influence(of: cell, memoryLimitBytes: memoryLimitBytes)
    var candidates = KnockOutCandidates(cell: cell, harms: self.harms, influence: influence)
    try candidates.collect()
    knockOuts = candidates.knockOuts
    notExamined = candidates.notExamined
    evenlyRead = candidates.evenlyRead
  }

  /// Number of plans: the untouched world and one for each knock-out.
  public var planCount: Int { knockOuts.count + 1 }

  /// Returns the runs of one arm: of the untouched world, and then of each knock-out.
  ///
  /// - Parameter index: In `0..<planCount`.
  /// - Returns: A plan with one request a replicate.
  /// - Throws: `PlanError.unfit` when a network cannot exist.
  public func plan(_ index: Int) throws -> RunPlan {
    let worlds = index == 0 ? [untouched] : try worlds(of: knockOuts[index - 1])
    return cell.plan(
      worlds: worlds,
      (0..<cell.settings.replicates).map { replicate in
        cell.request(
          replicate: replicate,
          worldIndex: worlds.count > 1 ? replicate % cell.networkCount : 0)
      })
  }

  /// Runs all arms one after the other and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws, and `DesignError.runFailed` when a run of the untouched world failed.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> KnockOutReport {
    var results: [[RunResult]] = []
    for index in 0..<planCount { results.append(kept(try executing(try plan(index)))) }
    return try report(results: results)
  }

  /// Results without the series that the report does not read.
  private func kept(_ results: [RunResult]) -> [RunResult] {
    results.map { result in
      var result = result
      for index in result.series.indices where !untouched.measures[index].isHarm {
        result.series[index] = []
      }
      return result
    }
  }

  /// Returns what all arms and their analysis need, without running anything.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: Runs, peak memory and work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws -> VerdictEstimate {
    let needed = try plan(0).estimate(options)
    var listed = 0
    for network in untouched.networks.indices {
      let links = try NetworkBuilder.estimate(
        network: NetworkID(network), world: untouched, parameters: cell.parameters,
        sizes: cell.sizes)
      listed = max(listed, 12 * links.linkCount * cell.networkCount)
    }
    let harmCount = untouched.measures.count(where: \.isHarm)
    let kept = planCount * cell.settings.replicates * (8 * harmCount * cell.settings.steps + 400)
    return VerdictEstimate(
      runCount: planCount * cell.settings.replicates,
      bytes: needed.bytes + kept + listed + (try Influence.bytes(of: cell)),
      agentUpdates: planCount * needed.agentUpdates)
  }
}
