// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs tell how much of a harm each coupling causes? All 2^k combinations of couplings on and off, on the same
// draws.
//
// Players are the couplings whose value differs from their off value: the others change nothing. An ablation is the
// world together with parameters at their off values. Folded programs give the same bits, so no other world is needed,
// and one network a realisation serves all ablations. k is at most 10.

import Engine
import Statistics
import WorldModel

/// The design of an attribution of harms to couplings at one cell.
public struct AttributionDesign: Sendable {
  /// The cell whose harms are attributed.
  public let cell: Cell
  /// Couplings that are on, in the world's order: bit i of a combination is `players[i]`.
  public let players: [ParameterID]

  /// Indices of the harms in the world's measures.
  let harms: [Int]

  /// Creates a design.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - harms: Names of the harms to attribute; `nil` for all.
  /// - Throws: `DesignError.noHarm`, and `DesignError.tooMany` where more than ten couplings are on.
  public init(_ cell: Cell, harms: [String]? = nil) throws(DesignError) {
    let world = cell.world.together
    self.cell = cell
    self.harms = try world.harms(named: harms)
    players = world.activeCouplings(at: cell.parameters)
    guard players.count <= World.mostAttributedCouplings else {
      throw .tooMany(
        what: "couplings that are on", most: World.mostAttributedCouplings, found: players.count)
    }
  }

  /// All ablations: combination after combination, in each of them all replicates.
  public var plan: RunPlan {
    cell.plan(
      worlds: [cell.world.together],
      (0..<1 << players.count).flatMap { combination in
        let parameters = parameters(of: combination)
        return (0..<cell.settings.replicates).map {
          cell.request(replicate: $0, parameters: parameters)
        }
      })
  }

  /// Values of the parameters with the players in a set of bits on and the others off.
  private func parameters(of combination: Int) -> [Double] {
    var values = cell.parameters
    for (bit, player) in players.enumerated() where combination & 1 << bit == 0 {
      values[player.index] = cell.world.together.parameters[player.index].offValue ?? 0
    }
    return values
  }

  /// Runs all ablations and analyses them.
  ///
  /// - Parameter executing: Executes a plan and returns one result a request, in the order of the requests.
  /// - Returns: The report.
  /// - Throws: What `executing` throws, and `DesignError.runFailed` for the first run that failed.
  public func run(executing: (RunPlan) throws -> [RunResult]) throws -> AttributionReport {
    try report(results: try executing(plan))
  }

  /// Returns what all ablations and their analysis need, without running anything.
  ///
  /// - Parameter options: Threads and lanes, on which memory depends; the rest does not.
  /// - Returns: Runs, peak memory and work.
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  public func estimate(
    _ options: ExecutionOptions = ExecutionOptions(threadCount: 1)
  ) throws(PlanError) -> VerdictEstimate {
    let plan = plan
    let needed = try plan.estimate(options)
    // Of each run its request, and its harms in the table of combinations and in the sums of a contrast.
    let analysis = plan.requests.count * (400 + 32 * harms.count)
    return VerdictEstimate(
      runCount: plan.requests.count, bytes: needed.bytes + analysis,
      agentUpdates: needed.agentUpdates)
  }
}

extension World {
  /// Finds harms by name; all of them for `nil`.
  func harms(named names: [String]?) throws(DesignError) -> [Int] {
    let harms = measures.indices.filter { measures[$0].isHarm }
    guard let names else {
      if harms.isEmpty { throw .noHarm }
      return harms
    }
    let found = harms.filter { names.contains(measures[$0].name) }
    guard !names.isEmpty, Set(found.map { measures[$0].name }) == Set(names) else {
      throw .noHarm
    }
    return found
  }
}
