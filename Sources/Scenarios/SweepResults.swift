// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a store say about the points of a plan? Verdicts, point by point, from exactly the runs that the plan asks
// for; runs of other replicates or networks are left alone.

import Emergence
import Engine
import Store
import WorldModel

/// What a store holds of a plan.
public struct SweepResults: Sendable {
  /// The plan.
  public let plan: SweepPlan
  private let store: RunStore
  private let threadCount: Int

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - store: A store of the plan's identity.
  ///   - threadCount: Number of threads, >= 1; results do not depend on it.
  public init(plan: SweepPlan, store: RunStore, threadCount: Int) {
    self.plan = plan
    self.store = store
    self.threadCount = threadCount
  }

  /// Lists the points of the plan, the grid first, then those of the rounds of refinement that are complete.
  ///
  /// - Parameter progress: Called while rounds of refinement are played back, with the points that were read and those
  ///   that are known so far; returns `false` to stop.
  /// - Returns: The points, each once, with its last number of replicates; and whether refinement has ended.
  /// - Throws: `StoreError`; `PlanError.cancelled` when `progress` returned `false`.
  public func points(
    progress: (_ done: Int, _ of: Int) -> Bool = { _, _ in true }
  ) throws -> (points: [SweepPoint], isComplete: Bool) {
    let grid = (0..<plan.gridCount).map(plan.gridPoint)
    guard plan.study.refinement != nil else { return (grid, true) }
    var refining = Refining(plan)
    var round = grid
    var doneCount = 0
    while true {
      let outcomes = try outcomes(of: round) { count in
        guard progress(doneCount + count, doneCount + round.count) else {
          throw PlanError.cancelled
        }
      }
      guard let outcomes else {
        let known = Set(refining.points.map(\.coordinates))
        return (refining.points + round.filter { !known.contains($0.coordinates) }, false)
      }
      doneCount += round.count
      refining.add(outcomes)
      round = try refining.nextRound()
      if round.isEmpty { return (refining.points, true) }
    }
  }

  /// What refinement learns from the points of a round; `nil` where one of them is missing.
  private func outcomes(
    of round: [SweepPoint], telling done: (_ count: Int) throws -> Void
  ) throws -> [PointOutcome]? {
    var outcomes: [PointOutcome] = []
    for chunk in chunks(of: round) {
      let found = try chunk.mapInParallel(threadCount: threadCount) { point -> PointOutcome? in
        switch try runs(of: point) {
        case .failed: return PointOutcome(point: point, harmful: nil)
        case .missing: return nil
        case .done(let design, let answers, _, let warmUp):
          let harmful = try plan.refinedHarm.map {
            try design.harmfulReplicates(of: $0, answers, warmUp: warmUp)
          }
          return PointOutcome(point: point, harmful: harmful)
        }
      }
      guard !found.contains(where: { $0 == nil }) else { return nil }
      outcomes += found.compactMap(\.self)
      try done(outcomes.count)
    }
    return outcomes
  }

  /// Tells the verdicts of some points, in order, with few of them in memory at once.
  ///
  /// - Parameters:
  ///   - points: The points.
  ///   - reducing: Takes from an outcome what is to be kept; called from any thread.
  ///   - body: Called for each point in order.
  /// - Throws: `StoreError`, `StatisticsError`, and what the closures throw.
  public func forEach<Value: Sendable>(
    of points: [SweepPoint], reducing: @Sendable (SweepPoint, VerdictOutcome) throws -> Value,
    telling body: (SweepPoint, PointResult<Value>) throws -> Void
  ) throws {
    for chunk in chunks(of: points) {
      let results = try chunk.mapInParallel(threadCount: threadCount) {
        point -> PointResult<Value> in
        switch try runs(of: point) {
        case .failed(let reason): return .failed(reason: reason)
        case .missing: return .missing
        case .done(let design, let answers, let counts, _):
          return .done(try reducing(point, try design.outcome(answers, counts: counts)))
        }
      }
      for (point, result) in zip(chunk, results) { try body(point, result) }
    }
  }

  private func chunks(of points: [SweepPoint]) -> [[SweepPoint]] {
    let size = 16 * threadCount
    return stride(from: 0, to: points.count, by: size).map {
      Array(points[$0..<min($0 + size, points.count)])
    }
  }

  /// The runs of a point.
  fileprivate enum PointRuns {
    case done(
      VerdictDesign, answers: [RunRequest: RunResult], counts: [[AlignmentCount]], warmUp: Int)
    case failed(reason: String)
    case missing
  }

  private func runs(of point: SweepPoint) throws -> PointRuns {
    var job: PointJob
    do {
      job = try PointJob(point, plan: plan)
    } catch PlanError.unfit(let message, let origin) {
      return .failed(reason: "line \(origin.line): \(message)")
    }
    var table = RunTable()
    for run in try store.records(job.first.map(\.key)).values { table.add(run) }
    if let reason = table.firstFailure(of: job.first) { return .failed(reason: reason) }
    guard let answers = table.answers(to: job.first) else { return missing(point) }
    let warmUp = try job.warmUp ?? job.design.warmUp(answers)
    job.discard(warmUp, naming: plan.naming)
    for run in try store.records(job.second.map(\.key)).values { table.add(run) }
    if let reason = table.firstFailure(of: job.second) { return .failed(reason: reason) }
    var counts: [[AlignmentCount]] = []
    for request in job.second {
      guard let record = table.record(of: request.key) else { return missing(point) }
      counts.append(record.counts)
    }
    return .done(job.design, answers: answers, counts: counts, warmUp: warmUp)
  }
}

extension SweepResults {
  /// Why a point has no runs: it cannot be run, or they are still to be made.
  fileprivate func missing(_ point: SweepPoint) -> PointRuns {
    do {
      _ = try plan.design(of: point).estimate()
      return .missing
    } catch PlanError.unfit(let message, let origin) {
      return .failed(reason: "line \(origin.line): \(message)")
    } catch {
      return .missing
    }
  }
}

/// What a store says about one point.
public enum PointResult<Value: Sendable>: Sendable {
  /// All its runs are there.
  case done(Value)
  /// It cannot be run, or a run failed.
  case failed(reason: String)
  /// Runs are missing.
  case missing
}
