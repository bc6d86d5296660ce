// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a plan become a store full of runs? Round by round, wave by wave.
//
// Goals, in order: whatever is saved is right and stays; a run is made once, whoever asks for it; all processors work;
// memory does not grow with the sweep. A wave is as many points as make the engine's lanes full; its runs are saved in
// one transaction, so that a process killed at any moment repeats one wave at most; its points are running meanwhile.
//
// Invariant: which runs exist depends on the plan and on completed rounds alone, never on waves, threads or kills.

import Emergence
import Engine
import Store
import WorldModel

/// Executes the plan of a sweep into a store.
public struct SweepRunner {
  let plan: SweepPlan
  let store: RunStore
  let options: SweepOptions
  var costs: PointCosts
  var summary = SweepSummary()
  var tracker = ProgressTracker()
  /// Points of a refined sweep that are counted as done; some are asked for again with more replicates.
  var counted: Set<[Double]> = []
  /// What is missing, while it is listed instead of made.
  var listing: WorkListing?

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - store: A store of the plan's identity, open for writing.
  ///   - options: How it is executed.
  public init(plan: SweepPlan, store: RunStore, options: SweepOptions) {
    self.plan = plan
    self.store = store
    self.options = options
    costs = PointCosts(plan, threadCount: options.threadCount)
  }

  /// Makes every run that the plan asks for and the store lacks.
  ///
  /// - Returns: What came of it.
  /// - Throws: `StoreError`; `PlanError.cancelled` when the progress closure returned `false`, and
  ///   `PlanError.memoryRefused`: what was saved stays, and the next call goes on.
  public mutating func run() throws -> SweepSummary {
    try store.begin(plan.outline)
    let grid = plan.gridCount
    var outcomes = try runRound(count: grid) { [plan] in plan.gridPoint($0) }
    guard plan.study.refinement != nil else { return summary }
    var refining = Refining(plan)
    while !summary.awaitsShards {
      refining.add(outcomes)
      let points = try refining.nextRound()
      if points.isEmpty { break }
      try store.plan(points.map { plan.stored($0, .planned) })
      outcomes = try runRound(count: points.count) { points[$0] }
      if !summary.awaitsShards { summary.roundCount += 1 }
    }
    return summary
  }

  /// Runs the points of a round that this machine does.
  ///
  /// - Returns: What refinement learns from the points of the round, in order; empty where the study refines nothing or
  ///   points of other shards are missing.
  private mutating func runRound(
    count: Int, point: (Int) -> SweepPoint
  ) throws -> [PointOutcome] {
    var outcomes: [PointOutcome] = []
    var next = 0
    while next < count {
      let wave = try gatherWave(from: &next, count: count, point: point)
      outcomes += try run(wave)
    }
    return summary.awaitsShards ? [] : outcomes
  }

  /// Takes points until the engine has enough to do or results would fill the memory.
  mutating func gatherWave(
    from next: inout Int, count: Int, point: (Int) -> SweepPoint
  ) throws -> [WavePoint] {
    var wave: [WavePoint] = []
    var updates = 0
    var bytes = 0
    while next < count, wave.count < Self.mostPointsOfWave {
      let candidate = point(next)
      let isOwn = listing == nil && (options.shard?.holds(next) ?? true)
      var unfit: String?
      var cost = PointCost.none
      do {
        cost = try costs.cost(of: candidate)
      } catch let PlanError.unfit(message, origin) {
        unfit = "line \(origin.line): \(message)"
      }
      if !wave.isEmpty,
        updates + cost.agentUpdates > options.updatesOfWave
          || bytes + cost.resultBytes > Self.resultBytesOfWave
      {
        break
      }
      wave.append(WavePoint(point: candidate, place: next, isOwn: isOwn, unfit: unfit))
      updates += cost.agentUpdates
      bytes += cost.resultBytes
      next += 1
    }
    return wave
  }

  /// Points that are looked up together at most.
  private static let mostPointsOfWave = 512
  /// Bytes of results that wait for their analysis at most, but for one point.
  private static let resultBytesOfWave = 1 << 26
}

/// A point that a wave takes up.
struct WavePoint {
  let point: SweepPoint
  /// Its place in its round.
  let place: Int
  /// Whether this machine does it.
  let isOwn: Bool
  /// Why it cannot be run at all.
  let unfit: String?
}

/// What refinement learns from a point: nothing where it failed.
struct PointOutcome: Sendable {
  let point: SweepPoint
  let harmful: HarmfulReplicates?
}

/// Agent updates and points so far.
struct ProgressTracker {
  var agentUpdates = 0
  var pointsDone = 0

  func progress(_ updatesOfPlan: Int = 0) -> SweepProgress {
    SweepProgress(
      agentUpdatesDone: agentUpdates + updatesOfPlan, pointsDone: pointsDone)
  }
}
