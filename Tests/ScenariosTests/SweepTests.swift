// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Store
import Synchronization
import TestSupport
import Testing
import WorldModel

@testable import Scenarios

@Suite("A sweep")
struct SweepTests {
  @Test("gives at each point the verdict of a run of its own", arguments: [nil, 10])
  func verdicts(warmUp: Int?) throws {
    let plan = try SmallStudy.plan(conscience: [1, 2]) { $0.warmup = warmUp }
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.doneCount == 8 && summary.failures.isEmpty && !summary.awaitsShards)
      let store = try RunStore.open(at: folder + "a.store", for: .reading)
      let results = SweepResults(plan: plan, store: store, threadCount: 2)
      var verdicts: Set<Verdict> = []
      try results.forEach(
        of: try results.points().points, reducing: { $1.report },
        telling: { point, result in
          guard case .done(let report) = result else {
            Issue.record("\(point): \(result)")
            return
          }
          let alone = try plan.design.at(point.parameters).run {
            try $0.execute(ExecutionOptions(threadCount: 1))
          }
          #expect(report == alone.report, "\(point.coordinates)")
          verdicts.formUnion(report.harms.compactMap(\.verdict))
        })
      #expect(verdicts.count >= 2, "\(verdicts)")
    }
  }

  @Test("runs a twin alone once for all points that do not differ there", arguments: [nil, 10])
  func twins(warmUp: Int?) throws {
    // Together 4 x 4, unlinked and alone once each; alone is tallied in the run that records its measures or, where the
    // warm-up is to be found, by the same run made once more.
    let plan = try SmallStudy.plan { $0.warmup = warmUp }
    #expect(try plan.estimate(threadCount: 1).runCount == 4 * 4 + 4 + 4)
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.runsMade == 24)
      let estimate = try plan.estimate(threadCount: 1)
      // Warm-ups that are found differ between points, and each is tallied from.
      if warmUp != nil { #expect(summary.agentUpdates == estimate.agentUpdates) }
      let store = try RunStore.open(at: folder + "a.store", for: .reading)
      #expect(try store.summary().doneRunCount == 24)
      try store.close()
    }
  }

  @Test("is the same for any threads, waves and order of work", arguments: [1, 2, 7])
  func threads(count: Int) throws {
    let plan = try SmallStudy.plan(conscience: [1, 2])
    try SmallStudy.withFolder { folder in
      _ = try SmallStudy.sweep(plan, into: folder + "a.store")
      _ = try SmallStudy.sweep(
        plan, into: folder + "b.store", threads: count, updatesOfWave: 1)
      #expect(
        try SmallStudy.verdicts(plan, at: folder + "a.store")
          == SmallStudy.verdicts(plan, at: folder + "b.store"))
    }
  }

  @Test("that was stopped goes on where it stopped, and repeats nothing")
  func resuming() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2])
    try SmallStudy.withFolder { folder in
      let whole = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(throws: PlanError.cancelled) {
        _ = try SmallStudy.sweep(plan, into: folder + "b.store", updatesOfWave: 1) {
          $0.pointsDone < 3
        }
      }
      let rest = try SmallStudy.sweep(plan, into: folder + "b.store", updatesOfWave: 1)
      #expect((1..<whole.runsMade).contains(rest.runsMade) && rest.doneCount == 8)
      let again = try SmallStudy.sweep(plan, into: folder + "b.store")
      #expect(again.runsMade == 0 && again.doneCount == 8)
      #expect(
        try SmallStudy.verdicts(plan, at: folder + "a.store")
          == SmallStudy.verdicts(plan, at: folder + "b.store"))
    }
  }

  @Test("takes more replicates, networks and finer axes without repeating a run")
  func growing() throws {
    let small = try SmallStudy.plan(conformity: [0, 2]) { $0.warmup = 10 }
    let large = try SmallStudy.plan(conformity: [0, 1, 2, 3]) {
      ($0.warmup, $0.replicates, $0.networks) = (10, 12, 3)
    }
    try SmallStudy.withFolder { folder in
      let first = try SmallStudy.sweep(small, into: folder + "a.store")
      let before = try SmallStudy.verdicts(small, at: folder + "a.store")
      let second = try SmallStudy.sweep(large, into: folder + "a.store")
      let fresh = try SmallStudy.sweep(large, into: folder + "b.store")
      #expect(first.runsMade + second.runsMade == fresh.runsMade)
      #expect(try SmallStudy.verdicts(small, at: folder + "a.store") == before)
      #expect(
        try SmallStudy.verdicts(large, at: folder + "a.store")
          == SmallStudy.verdicts(large, at: folder + "b.store"))
    }
  }

  @Test("cut into seven shards and merged is the sweep of one machine")
  func shards() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2])
    try SmallStudy.withFolder { folder in
      _ = try SmallStudy.sweep(plan, into: folder + "whole.store")
      for index in 0..<7 {
        _ = try SmallStudy.sweep(
          plan, into: folder + "\(index).store", shard: Shard(index: index, count: 7))
      }
      let store = try SmallStudy.store(folder + "merged.store", plan)
      for index in [3, 0, 6, 1, 5, 2, 4] { try store.merge(folder + "\(index).store") }
      try store.close()
      let rest = try SmallStudy.sweep(plan, into: folder + "merged.store")
      #expect(rest.runsMade == 0)
      #expect(
        try SmallStudy.verdicts(plan, at: folder + "whole.store")
          == SmallStudy.verdicts(plan, at: folder + "merged.store"))
    }
  }

  @Test(
    "tells the points that fail or cannot be run, and goes on with the others", arguments: [nil, 5])
  func failures(warmUp: Int?) throws {
    let plan = try SmallStudy.failingPlan(warmUp: warmUp)
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.doneCount == 2 && summary.failures.count == 6)
      let unfit = summary.failures.filter { $0.point.coordinates[0] == 4 }
      let failed = summary.failures.filter { $0.point.coordinates[0] == 60 }
      #expect(unfit.count == 4 && unfit.allSatisfy { $0.reason.contains("degree") }, "\(unfit)")
      #expect(failed.count == 2 && failed.allSatisfy { $0.reason.contains("normal") }, "\(failed)")
      let store = try RunStore.open(at: folder + "a.store", for: .reading)
      #expect(try store.summary().failedPointCount == 6)
      try store.close()
      let again = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(again.runsMade == 0 && again.failures == summary.failures)
      let lines = try SmallStudy.verdicts(plan, at: folder + "a.store")
      #expect(lines.count { $0.contains("failed(reason:") } == 6)
    }
  }

  @Test("keeps no more than a wave in memory and saves each wave before the next")
  func waves() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2, 3])
    try SmallStudy.withFolder { folder in
      // Twelve waves of one point: the progress is told after each.
      let seen = Seen()
      _ = try SmallStudy.sweep(plan, into: folder + "a.store", updatesOfWave: 1) {
        seen.add($0.pointsDone)
        return true
      }
      #expect(seen.values == Set(0...12))
    }
  }
}

/// Numbers that were told from any thread.
private final class Seen: Sendable {
  private let stored = Mutex<Set<Int>>([])
  func add(_ value: Int) { stored.withLock { _ = $0.insert(value) } }
  var values: Set<Int> { stored.withLock(\.self) }
}
