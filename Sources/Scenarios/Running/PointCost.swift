// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a point take? Points that agree in what a run is laid out by take the same, and are estimated once.

import Emergence
import Engine
import WorldModel

/// What the runs of one point take, twins that it shares with others included.
struct PointCost: Sendable {
  /// Runs of both rounds.
  var runCount: Int
  /// Agents x steps of all of them.
  var agentUpdates: Int
  /// Bytes that the results of the first round hold.
  var resultBytes: Int
  /// Peak memory when the point runs alone.
  var bytes: Int
  /// Runs that share the lanes of the widest vector when the point runs alone.
  var laneCount: Int
  /// Agent updates of one run, by program.
  var updatesOfRun: [Int]

  /// What a point takes that cannot be run.
  static let none = PointCost(
    runCount: 0, agentUpdates: 0, resultBytes: 0, bytes: 0, laneCount: 0, updatesOfRun: [])
}

/// Estimates points, each layout once.
struct PointCosts {
  private let plan: SweepPlan
  private let threadCount: Int
  private let structural: [Int]
  private var known: [[Double]: Result<PointCost, PlanError>] = [:]

  init(_ plan: SweepPlan, threadCount: Int) {
    self.plan = plan
    self.threadCount = threadCount
    structural = Set(plan.naming.worlds.flatMap(\.fixedParameters)).map(\.index).sorted()
  }

  /// What a point takes.
  ///
  /// - Throws: `PlanError.unfit` when sizes, generator arguments or files do not fit.
  mutating func cost(of point: SweepPoint) throws -> PointCost {
    let layout = structural.map { point.parameters[$0] } + [Double(point.replicates)]
    if let cost = known[layout] { return try cost.get() }
    do {
      let cost = try estimate(point)
      known[layout] = .success(cost)
      return cost
    } catch let error as PlanError {
      known[layout] = .failure(error)
      throw error
    }
  }

  private func estimate(_ point: SweepPoint) throws -> PointCost {
    let design = try plan.design(of: point)
    let options = ExecutionOptions(threadCount: threadCount)
    let first = design.firstRound
    let whole = try design.estimate(options)
    let updates = try first.worlds.indices.map { world in
      var one = first
      one.requests = [
        RunRequest(
          worldIndex: world, parameters: point.parameters, networkIndex: 0, replicateIndex: 0)
      ]
      return try one.estimate(options).agentUpdates
    }
    let needed = try first.estimate(options)
    return PointCost(
      runCount: whole.runCount, agentUpdates: whole.agentUpdates,
      resultBytes: needed.resultBytes, bytes: whole.bytes, laneCount: needed.laneCount,
      updatesOfRun: updates)
  }
}
