// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a wave of points run? What the store lacks is asked of the engine in one plan, for all points together; then,
// where alignments are tallied from a warm-up that had to be found, in a second one.

import Emergence
import Engine
import Store
import WorldModel

extension SweepRunner {
  /// Runs the points of a wave, saves what was made, and tells what refinement learns from each point.
  ///
  /// Points of other shards are looked up only; they are left out of the result unless all their runs are there.
  mutating func run(_ wave: [WavePoint]) throws -> [PointOutcome] {
    try store.plan(
      wave.map { plan.stored($0.point, $0.isOwn && $0.unfit == nil ? .running : .planned) })
    var jobs = try wave.filter { $0.unfit == nil }.map {
      try PointJob($0.point, isOwn: $0.isOwn, plan: plan)
    }
    var table = RunTable()
    try lookUp(jobs, &table)
    try makeMissing(&jobs, &table)
    if needsSeries {
      try load(jobs, &table)
      try findWarmUps(&jobs, table)
      try lookUp(jobs, &table)
      try makeMissing(&jobs, &table)
    }
    if listing != nil { try list(wave, &jobs, table) }
    let outcomes = try finish(wave, jobs, table)
    guard options.progress(tracker.progress()) else { throw PlanError.cancelled }
    return outcomes
  }

  /// Finds out which runs the store holds.
  func lookUp(_ jobs: [PointJob], _ table: inout RunTable) throws {
    let keys = jobs.flatMap { $0.runs.map(\.key) }
    table.add(present: try store.present(keys), failures: try store.failures(among: keys))
  }

  /// Whether series have to be looked at before the points are done.
  private var needsSeries: Bool {
    plan.study.settings.warmup == nil || plan.study.refinement != nil
  }

  /// Marks the points of a wave as done or failed.
  private mutating func finish(
    _ wave: [WavePoint], _ jobs: [PointJob], _ table: RunTable
  ) throws -> [PointOutcome] {
    var marks: [PointMark] = []
    var outcomes: [PointOutcome] = []
    var rest = jobs[...]
    for member in wave {
      let job = member.unfit == nil ? rest.removeFirst() : nil
      let failure = member.unfit ?? job?.failure
      var harmful: HarmfulReplicates?
      if let failure {
        marks.append(plan.mark(member.point, .failed(reason: failure)))
        if counted.remove(member.point.coordinates) != nil { summary.doneCount -= 1 }
        summary.failures.append(SweepFailure(point: member.point, reason: failure))
      } else if let job, job.warmUp != nil, job.runs.allSatisfy({ table.isPresent($0.key) }) {
        marks.append(plan.mark(member.point, .done))
        if plan.study.refinement == nil || counted.insert(member.point.coordinates).inserted {
          summary.doneCount += 1
        }
        harmful = try self.harmful(job, table)
      } else {
        summary.awaitsShards = true
        continue
      }
      tracker.pointsDone += 1
      outcomes.append(PointOutcome(point: member.point, harmful: harmful))
    }
    try store.mark(marks)
    return outcomes
  }

  /// Which replicates of a point do the harm that is refined; `nil` where nothing is.
  private func harmful(_ job: PointJob, _ table: RunTable) throws -> HarmfulReplicates? {
    guard plan.study.refinement != nil, let warmUp = job.warmUp, let harm = plan.refinedHarm,
      let answers = table.answers(to: job.first)
    else { return nil }
    return try job.design.harmfulReplicates(of: harm, answers, warmUp: warmUp)
  }

  /// Reads the runs that analyses need and that were made before.
  func load(_ jobs: [PointJob], _ table: inout RunTable) throws {
    let wanted = jobs.filter { $0.failure == nil }.flatMap { $0.first.map(\.key) }.filter {
      table.isPresent($0) && table.record(of: $0) == nil
    }
    for run in try store.records(wanted).values { table.add(run) }
  }

  /// Finds the warm-ups of the points whose first round is there.
  func findWarmUps(_ jobs: inout [PointJob], _ table: RunTable) throws {
    let found = try jobs.mapInParallel(threadCount: options.threadCount) { job -> Int? in
      guard job.failure == nil, job.warmUp == nil, let answers = table.answers(to: job.first)
      else { return job.warmUp }
      return try job.design.warmUp(answers)
    }
    for index in jobs.indices where jobs[index].warmUp == nil {
      if let steps = found[index] { jobs[index].discard(steps, naming: plan.naming) }
    }
  }
}

extension SweepPlan {
  /// The row of a point.
  func stored(_ point: SweepPoint, _ state: PointState) -> StudyPoint {
    StudyPoint(
      digest: digest(of: point), parameters: point.parameters, round: point.round, state: state)
  }

  /// What a point has come to.
  func mark(_ point: SweepPoint, _ state: PointState) -> PointMark {
    PointMark(digest: digest(of: point), state: state, round: point.round)
  }
}
