// SPDX-License-Identifier: GPL-3.0-or-later
//
// What will a sweep take? Points, runs and work, with twins that points share counted once, before anything runs.

import Emergence
import Engine
import Store
import WorldModel

/// What the grid of a sweep needs; refinement adds to it.
public struct SweepEstimate: Hashable, Sendable {
  /// Points of the grid.
  public var pointCount = 0
  /// Points that cannot be run, with the first reason.
  public var unfitCount = 0
  /// Why the first of them cannot.
  public var unfitReason: String?
  /// Replicates of each point.
  public var replicateCount = 0
  /// Runs that share the lanes of the widest vector of one point; several points share more.
  public var laneCount = 0
  /// Runs, each distinct one once: those that are made again to tally alignments are not counted twice.
  public var runCount = 0
  /// Agents x steps of all runs.
  public var agentUpdates = 0
  /// Agents x steps of the point that takes most.
  public var largestPointUpdates = 0
  /// Peak memory of one wave of points.
  public var bytes = 0

  /// Creates an empty estimate.
  public init() {}
}

extension SweepPlan {
  /// Returns what the points of the grid need, without running anything.
  ///
  /// - Parameters:
  ///   - threadCount: Number of threads, on which memory depends.
  ///   - shard: The part that this machine does; `nil` does all.
  /// - Returns: The estimate.
  /// - Throws: `VerdictError` for settings that cannot be.
  public func estimate(threadCount: Int, shard: Shard? = nil) throws -> SweepEstimate {
    var costs = PointCosts(self, threadCount: threadCount)
    var estimate = SweepEstimate()
    estimate.replicateCount = study.settings.replicates
    let isOfOnePoint = naming.worlds.indices.map(tellsPointsApart)
    var seen: Set<KindOfRun> = []
    for index in 0..<gridCount where shard?.holds(index) ?? true {
      let point = gridPoint(index)
      estimate.pointCount += 1
      do {
        let cost = try costs.cost(of: point)
        estimate.bytes = max(estimate.bytes, cost.bytes)
        estimate.laneCount = max(estimate.laneCount, cost.laneCount)
        let before = estimate.agentUpdates
        let kinds = Set(try design(of: point).kindsOfRun.map(canonical))
        for kind in kinds where isOfOnePoint[kind.program] || seen.insert(kind).inserted {
          // Made once more to tally alignments, with a warm-up that is to be found, it is the same run.
          let isAnew = kind.isTallied && kinds.contains(kind.untallied)
          if !isAnew { estimate.runCount += point.replicates }
          estimate.agentUpdates += point.replicates * cost.updatesOfRun[kind.program]
        }
        estimate.largestPointUpdates = max(
          estimate.largestPointUpdates, estimate.agentUpdates - before)
      } catch let PlanError.unfit(message, origin) {
        estimate.unfitCount += 1
        if estimate.unfitReason == nil {
          estimate.unfitReason = "line \(origin.line): \(message)"
        }
      }
    }
    return estimate
  }

  /// Some runs of the first point that can be run, cut short: for finding out how fast this machine is.
  ///
  /// - Parameter steps: Steps of each run at most, >= 1.
  /// - Returns: Plan and work; `nil` where no point of the grid can be run.
  public func trial(steps: Int) -> (plan: RunPlan, agentUpdates: Int)? {
    for index in 0..<gridCount {
      guard var trial = try? design(of: gridPoint(index)).firstRound else { continue }
      trial.stepCount = min(steps, trial.stepCount)
      if let updates = try? trial.estimate().agentUpdates { return (trial, updates) }
    }
    return nil
  }

  /// Whether no two points of the grid share a run of a program, so that what was counted need not be remembered.
  func tellsPointsApart(program: Int) -> Bool {
    let moved = coordinateAxes.map(\.parameter)
    let start = study.settings.starts?.parameter
    return !moved.contains { $0 == start } && naming.reads(moved.map(\.index), program: program)
  }

  /// The same kind with the parameters that its program does not read at their defaults.
  private func canonical(_ kind: KindOfRun) -> KindOfRun {
    var result = kind
    result.parameters = naming.canonical(kind.parameters, of: kind.program)
    return result
  }
}

extension KindOfRun {
  /// The same run without a tally.
  fileprivate var untallied: KindOfRun {
    KindOfRun(program: program, parameters: parameters, isTallied: false)
  }
}
