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

  private static func plan() throws -> SweepPlan {
    try SmallStudy.plan(
      conformity: (0..<10).map { Double($0) / 5 }, conscience: (1...10).map { Double($0) / 2 },
      text: SmallStudy.text.replacing("clerks: count = 60", with: "clerks: count = 500")
    ) { ($0.steps, $0.warmup, $0.replicates, $0.networks) = (250, 50, 16, 16) }
  }

  /// Every distinct run of the plan, as the sweep makes it.
  private static func requests(of plan: SweepPlan) throws -> [RunRequest] {
    var seen: Set<RunKey> = []
    var requests: [RunRequest] = []
    for index in 0..<plan.gridCount {
      let job = try PointJob(plan.gridPoint(index), plan: plan)
      let tallied = Set(job.second.map(\.key.measured))
      for request in job.runs
      where !(request.key.firstStep == nil && tallied.contains(request.key))
        && seen.insert(request.key).inserted
      {
        requests.append(request.canonical)
      }
    }
    return requests
  }

  /// The cells take about 10 ms of the engine's time each.
  @Test(
    "is below 5 % of the processor time of its engine", .enabled(if: SlowTests.areWanted))
  func overhead() throws {
    let plan = try Self.plan()
    let requests = try Self.requests(of: plan)
    var ratios: [Double] = []
    for _ in 0..<5 {
      let start = Self.processorSeconds()
      var done = 0
      while done < requests.count {
        let part = Array(requests[done..<min(done + requests.count / 4 + 1, requests.count)])
        _ = try RunPlan(
          worlds: plan.naming.worlds, requests: part, seed: plan.study.settings.seed,
          stepCount: plan.study.settings.steps
        ).execute(ExecutionOptions(threadCount: 1))
        done += part.count
      }
      let bare = Self.processorSeconds() - start
      let whole = try SmallStudy.withFolder { folder in
        let start = Self.processorSeconds()
        let summary = try SmallStudy.sweep(
          plan, into: folder + "a.store", threads: 1, updatesOfWave: 400_000_000)
        #expect(summary.runsMade == requests.count)
        return Self.processorSeconds() - start
      }
      ratios.append(whole / bare)
      print(
        "sweep cost: engine \(bare / Double(plan.gridCount)) s a cell, sweep \(whole / bare) of it")
    }
    #expect(ratios.sorted()[2] < 1.05, "\(ratios)")
  }
}
