// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs does a store lack? The same walk over rounds and waves that makes runs, with nothing made: states of points are
// brought up to date, refinement is planned as far as the store allows, and what is missing is listed.

import Store

extension SweepRunner {
  /// Finds out what is missing, and marks the points that are done or failed.
  ///
  /// A point that a store tells as failed without a failed run (its network cannot be made) is not asked for again.
  ///
  /// - Returns: What is known so far, and the work; where there is none the sweep is complete.
  /// - Throws: `StoreError`, `StatisticsError`; `PlanError.cancelled` when the progress closure returned `false`.
  public mutating func listMissing() throws -> (summary: SweepSummary, work: MissingWork) {
    listing = WorkListing(plan)
    let summary = try run()
    let work = listing?.work ?? MissingWork()
    listing = nil
    return (summary, work)
  }

  /// Lists the runs that the points of a wave lack.
  mutating func list(_ wave: [WavePoint], _ jobs: inout [PointJob], _ table: RunTable) throws {
    let places = wave.filter { $0.unfit == nil }.map(\.place)
    let incomplete = jobs.indices.filter { index in
      jobs[index].failure == nil && jobs[index].runs.contains { !table.isPresent($0.key) }
    }
    let digests = incomplete.map { plan.digest(of: jobs[$0].point) }
    let failures = try store.pointFailures(among: digests)
    for (index, digest) in zip(incomplete, digests) {
      jobs[index].failure = failures[digest]
      guard jobs[index].failure == nil else { continue }
      let cost = try costs.cost(of: jobs[index].point)
      listing?.add(jobs[index], place: places[index], cost: cost, table)
    }
  }
}

/// What was found missing so far.
struct WorkListing {
  private let plan: SweepPlan
  /// By program, whether points share its runs.
  private let isShared: [Bool]
  /// Missing runs of such programs that a point was given.
  private var given: Set<RunKey> = []
  private(set) var work = MissingWork()

  init(_ plan: SweepPlan) {
    self.plan = plan
    isShared = plan.naming.worlds.indices.map { !plan.tellsPointsApart(program: $0) }
  }

  /// Adds the missing runs of a point.
  mutating func add(_ job: PointJob, place: Int, cost: PointCost, _ table: RunTable) {
    var seen: Set<RunKey> = []
    var tallied: Set<RunKey> = []
    var missing: [(place: Int, request: NamedRequest)] = []
    for (position, request) in job.runs.enumerated() where !table.isPresent(request.key) {
      let isNew =
        isShared[request.program]
        ? given.insert(request.key).inserted : seen.insert(request.key).inserted
      guard isNew else { continue }
      missing.append((position, request))
      if request.key.firstStep != nil { tallied.insert(request.measured) }
    }
    guard !missing.isEmpty else { return }
    // A run that tallies tells its series too; made for its tally alone it is no new run.
    let made = missing.filter {
      $0.request.key.firstStep != nil || !tallied.contains($0.request.key)
    }
    let cells: CellWork.Cells =
      job.point.round == 0
      ? .grid(place..<place + 1)
      : .refined(
        coordinates: job.point.coordinates, replicates: job.point.replicates,
        round: job.point.round)
    work.add(
      CellWork(
        cells: cells, warmUp: plan.study.settings.warmup == nil ? job.warmUp : nil,
        runs: missing.map(\.place).ranges,
        agentUpdates: made.reduce(0) { $0 + cost.updatesOfRun[$1.request.program] }),
      runCount: missing.count { $0.request.key.firstStep == nil }, bytes: cost.bytes)
  }
}

extension [Int] {
  /// Ascending numbers as ranges.
  fileprivate var ranges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for number in self {
      if let last = ranges.indices.last, ranges[last].upperBound == number {
        ranges[last] = ranges[last].lowerBound..<number + 1
      } else {
        ranges.append(number..<number + 1)
      }
    }
    return ranges
  }
}
