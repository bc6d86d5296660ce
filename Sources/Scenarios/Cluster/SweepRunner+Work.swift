// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a task make what it was given? Into a store of its own, which holds nothing else.
//
// Goals, in order: every run that was given is made, no run is made that another task may be given, and what can be done
// at once is: where a warm-up has to be found and all runs that it is found from were made here, the runs that need it are
// made too. They can have been given to nobody: whoever shares them lacks those runs, and is told of them later.

import Engine
import Store

extension SweepRunner {
  /// Makes the runs of some work.
  ///
  /// - Parameter work: What a task was given.
  /// - Returns: What came of it; points are not counted.
  /// - Throws: `StoreError`, `PlanError.cancelled`, `PlanError.memoryRefused`.
  public mutating func make(_ work: [CellWork]) throws -> SweepSummary {
    try store.begin(plan.outline)
    let cells = work.indices.flatMap { index in (0..<work[index].cellCount).map { (index, $0) } }
    var next = 0
    while next < cells.count {
      let wave = try gatherWave(from: &next, count: cells.count) { [plan] place in
        plan.point(of: work[cells[place].0], at: cells[place].1)
      }
      try make(wave) { work[cells[$0.place].0] }
    }
    return summary
  }

  private mutating func make(_ wave: [WavePoint], work: (WavePoint) -> CellWork) throws {
    let members = wave.filter { $0.unfit == nil }
    var jobs = try members.map { try PointJob($0.point, plan: plan) }
    for (index, member) in members.enumerated() where jobs[index].warmUp == nil {
      if let steps = work(member).warmUp { jobs[index].discard(steps, naming: plan.naming) }
    }
    var given: Set<RunKey> = []
    for (job, member) in zip(jobs, members) {
      let runs = job.runs
      for range in work(member).runs {
        precondition(range.upperBound <= runs.count, "the work is of this plan")
        given.formUnion(runs[range].map(\.key))
      }
    }
    var table = RunTable()
    try lookUp(jobs, &table)
    // What others were given counts as made.
    table.add(
      present: Set(jobs.flatMap { $0.runs.map(\.key) }).subtracting(given), failures: [:])
    try makeMissing(&jobs, &table)
    if plan.study.settings.warmup == nil {
      try load(jobs, &table)
      try findWarmUps(&jobs, table)
      try lookUp(jobs, &table)
      try makeMissing(&jobs, &table)
    }
    try tellFailures(of: jobs)
    guard options.progress(tracker.progress()) else { throw PlanError.cancelled }
  }

  /// Tells the points that failed, so that those without a failed run are known too.
  private func tellFailures(of jobs: [PointJob]) throws {
    try store.plan(
      jobs.compactMap { job in
        job.failure.map { plan.stored(job.point, .failed(reason: $0)) }
      })
  }
}

extension SweepPlan {
  /// A cell of some work.
  fileprivate func point(of work: CellWork, at offset: Int) -> SweepPoint {
    switch work.cells {
    case .grid(let range): gridPoint(range.lowerBound + offset)
    case .refined(let coordinates, let replicates, let round):
      point(at: coordinates, replicates: replicates, round: round)
    }
  }
}
