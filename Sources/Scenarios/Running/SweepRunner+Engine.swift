// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the runs made that no store has? Each once, for all points of a wave in one plan, so that points which share
// networks share lanes.

import Emergence
import Engine
import Store
import WorldModel

extension SweepRunner {
  /// A run to be made, with the place of a point that asks for it.
  private typealias MissingRun = (request: NamedRequest, job: Int)

  /// Makes the missing runs of the points of this machine, saves them, and tells points of runs that failed.
  mutating func makeMissing(_ jobs: inout [PointJob], _ table: inout RunTable) throws {
    let tasks = missing(jobs, table)
    do {
      for chunk in try chunks(of: tasks, jobs) { try make(chunk, jobs, &table) }
    } catch PlanError.unfit(let message, let origin) {
      // A network that cannot be made in one realisation: alone its points say whose it is.
      guard jobs.count > 1 else {
        jobs[0].failure = "line \(origin.line): \(message)"
        return
      }
      for index in jobs.indices {
        var one = [jobs[index]]
        try makeMissing(&one, &table)
        jobs[index] = one[0]
      }
    }
    for index in jobs.indices where jobs[index].failure == nil {
      jobs[index].failure = table.firstFailure(of: jobs[index].runs)
    }
  }

  /// The runs to be made, each once.
  ///
  /// A run that tallies tells its series too: where both are missing the one for measures is left out.
  private func missing(_ jobs: [PointJob], _ table: RunTable) -> [MissingRun] {
    var seen: Set<RunKey> = []
    var tallied: Set<RunKey> = []
    var tasks: [MissingRun] = []
    for (index, job) in jobs.enumerated() where job.isOwn && job.failure == nil {
      for request in job.runs
      where !table.isPresent(request.key) && seen.insert(request.key).inserted {
        tasks.append((request, index))
        if request.key.firstStep != nil { tallied.insert(request.measured) }
      }
    }
    return tasks.filter { $0.request.key.firstStep != nil || !tallied.contains($0.request.key) }
  }

  /// Divides runs so that tallies of agents do not fill the memory.
  private func chunks(of tasks: [MissingRun], _ jobs: [PointJob]) throws -> [ArraySlice<MissingRun>]
  {
    let groups = Set(plan.world.alignments.map(\.group.index))
    var chunks: [ArraySlice<MissingRun>] = []
    var start = 0
    var agents = 0
    for (place, task) in tasks.enumerated() where task.request.key.firstStep != nil {
      let sizes = jobs[task.job].design.cell.sizes
      agents += groups.reduce(0) { $0 + sizes[$1] }
      if agents > Self.talliedAgentsAtOnce, place > start {
        chunks.append(tasks[start..<place])
        (start, agents) = (place, 0)
      }
    }
    if start < tasks.count { chunks.append(tasks[start...]) }
    return chunks
  }

  /// Agents whose tallies are held at once: two numbers each.
  private static let talliedAgentsAtOnce = 1 << 22

  /// Makes some runs and saves them in one transaction.
  private mutating func make(
    _ tasks: ArraySlice<MissingRun>, _ jobs: [PointJob], _ table: inout RunTable
  ) throws {
    let results = try execute(tasks.map(\.request.canonical))
    var counts = try counts(tasks, results, jobs).makeIterator()
    var runs: [StoredRun] = []
    for ((request, _), result) in zip(tasks, results) {
      guard request.key.firstStep != nil else {
        runs.append(stored(request.key, result) { RunRecord($0) })
        continue
      }
      let counted = counts.next() ?? []
      runs.append(
        stored(request.key, result) { RunRecord($0, counts: counted, keepsSeries: false) })
      if !table.isPresent(request.measured) {
        runs.append(stored(request.measured, result) { RunRecord($0) })
      }
    }
    try store.save(runs, cells: cells(of: tasks))
    for run in runs { table.add(run) }
    summary.runsMade += runs.count { $0.key.firstStep == nil }
    for (request, job) in tasks {
      let cost = try costs.cost(of: jobs[job].point)
      summary.agentUpdates += cost.updatesOfRun[request.program]
    }
    tracker.agentUpdates = summary.agentUpdates
  }

  /// What agents did alone in the runs that tally it, in their order; nothing for those that failed.
  private func counts(
    _ tasks: ArraySlice<MissingRun>, _ results: [RunResult], _ jobs: [PointJob]
  ) throws -> [[AlignmentCount]] {
    var counts: [[AlignmentCount]] = []
    var tallies: [[AlignmentTally]] = []
    // Those of one point follow each other and are read together.
    var point: Int?
    func read() throws {
      let isEmpty = tallies.allSatisfy(\.isEmpty)
      if let point, !isEmpty {
        counts += try jobs[point].design.alignmentCounts(tallies)
      } else {
        counts += tallies.map { _ in [] }
      }
      tallies.removeAll(keepingCapacity: true)
    }
    for ((request, job), result) in zip(tasks, results) where request.key.firstStep != nil {
      if job != point { try read() }
      point = job
      tallies.append(result.failure == nil ? result.alignmentTallies : [])
    }
    try read()
    return counts
  }

  private func stored(
    _ key: RunKey, _ result: RunResult, record: (RunResult) -> RunRecord
  ) -> StoredRun {
    StoredRun(
      key: key, seed: plan.study.settings.seed, version: plan.version.results,
      outcome: result.failure.map { .failed(reason: $0.description) } ?? .done(record(result)))
  }

  private func cells(of tasks: ArraySlice<MissingRun>) -> [StoredCell] {
    var seen: Set<CellDigest> = []
    return tasks.flatMap { task in
      [task.request.key.cell, task.request.measured.cell].filter { seen.insert($0).inserted }.map {
        StoredCell(
          digest: $0,
          condition: plan.design.condition(ofProgram: task.request.program).rawValue,
          parameters: task.request.canonical.parameters)
      }
    }
  }

  private func execute(_ requests: [RunRequest]) throws -> [RunResult] {
    let tracker = tracker
    let progress = options.progress
    return try RunPlan(
      worlds: plan.naming.worlds, requests: requests, seed: plan.study.settings.seed,
      stepCount: plan.study.settings.steps
    ).execute(
      ExecutionOptions(
        threadCount: options.threadCount, memoryLimitBytes: options.memoryLimitBytes
      ) { progress(tracker.progress($0)) })
  }
}
