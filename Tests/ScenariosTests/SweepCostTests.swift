// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a sweep cost beyond its engine?

import Engine
import Foundation
import Store
import TestSupport
import Testing

@testable import Scenarios

@Suite("The cost of a sweep", .serialized)
struct SweepCostTests {
  /// Processor time of this process, all threads, in seconds.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func plan(warmUp: Int?) throws -> SweepPlan {
    try SmallStudy.plan(
      conformity: (0..<8).map { Double($0) / 4 }, conscience: (1...8).map { Double($0) / 2 },
      text: SmallStudy.text.replacing("clerks: count = 60", with: "clerks: count = 500")
    ) { ($0.steps, $0.warmup, $0.replicates, $0.networks) = (600, warmUp, 16, 16) }
  }

  /// Every distinct run of a plan that was swept, as the sweep makes it.
  private static func requests(of plan: SweepPlan, at path: String) throws -> [RunRequest] {
    let store = try RunStore.open(at: path, for: .reading)
    defer { try? store.close() }
    var seen: Set<RunKey> = []
    var requests: [RunRequest] = []
    for index in 0..<plan.gridCount {
      var job = try PointJob(plan.gridPoint(index), plan: plan)
      var tallied: Set<RunKey> = []
      if job.warmUp == nil {
        var table = RunTable()
        for run in try store.records(job.first.map(\.key)).values { table.add(run) }
        let answers = try #require(table.answers(to: job.first))
        job.discard(try job.design.warmUp(answers), naming: plan.naming)
      } else {
        tallied.formUnion(job.second.map(\.measured))
      }
      for request in job.runs
      where !(request.key.firstStep == nil && tallied.contains(request.key))
        && seen.insert(request.key).inserted
      {
        requests.append(request.canonical)
      }
    }
    return requests
  }

  /// Processor seconds of the engine alone, a few waves.
  private static func engineSeconds(_ requests: [RunRequest], of plan: SweepPlan) throws -> Double {
    let start = processorSeconds()
    let size = requests.count / 4 + 1
    for first in stride(from: 0, to: requests.count, by: size) {
      _ = try RunPlan(
        worlds: plan.naming.worlds,
        requests: Array(requests[first..<min(first + size, requests.count)]),
        seed: plan.study.settings.seed, stepCount: plan.study.settings.steps
      ).execute(ExecutionOptions(threadCount: 1))
    }
    return processorSeconds() - start
  }

  /// The cells take about 10 ms of the engine's time each.
  ///
  /// Other work on the machine only ever adds to processor time, by turns to either side: the least of seven turns counts.
  @Test(
    "is below 5 % of the processor time of its engine", .enabled(if: SlowTests.areWanted),
    arguments: [nil, 120])
  func overhead(warmUp: Int?) throws {
    let plan = try Self.plan(warmUp: warmUp)
    var (least, leastBare) = (Double.infinity, Double.infinity)
    for _ in 0..<7 {
      try SmallStudy.withFolder { folder in
        let path = folder + "a.store"
        let start = Self.processorSeconds()
        let summary = try SmallStudy.sweep(plan, into: path, threads: 1, updatesOfWave: 400_000_000)
        let whole = Self.processorSeconds() - start
        let requests = try Self.requests(of: plan, at: path)
        let updates = try RunPlan(
          worlds: plan.naming.worlds, requests: requests, seed: 1, stepCount: 600
        ).estimate().agentUpdates
        #expect(summary.agentUpdates == updates)
        let bare = try Self.engineSeconds(requests, of: plan)
        (least, leastBare) = (min(least, whole), min(leastBare, bare))
        print(
          "sweep cost: engine \(bare / Double(plan.gridCount)) s a cell, sweep \(whole / bare) of it"
        )
      }
    }
    print("sweep cost: \(least / leastBare) at the least")
    #expect(least < 1.05 * leastBare, "\(least / leastBare)")
  }
}
