// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Store
import TestSupport
import Testing

@testable import Scenarios

@Suite("A refined sweep")
struct RefiningTests {
  private static func plan() throws -> SweepPlan {
    try SmallStudy.plan(
      conformity: [0, 1, 2, 3, 4], conscience: [0.5, 1.5, 2.5], haste: [0.1, 0.6],
      refinement: 0.1
    ) { ($0.steps, $0.warmup) = (30, 10) }
  }

  @Test("spends its points near the boundary, in every panel, and ends")
  func boundary() throws {
    let plan = try Self.plan()
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.roundCount > 0 && !summary.awaitsShards)
      let store = try RunStore.open(at: folder + "a.store", for: .reading)
      let (points, isComplete) = try SweepResults(plan: plan, store: store, threadCount: 2).points()
      #expect(isComplete)
      // Playing the rounds back tells how far it is, and stops wherever it is told to.
      var told: [Int] = []
      let results = SweepResults(plan: plan, store: store, threadCount: 1)
      _ = try results.points { done, count in
        told.append(done)
        return done <= count
      }
      #expect(told == told.sorted() && told.count > summary.roundCount, "\(told)")
      for limit in [0, plan.gridCount, told[told.count - 2]] {
        #expect(throws: PlanError.cancelled) {
          _ = try results.points { done, _ in done <= limit }
        }
      }
      #expect(Set(points.map(\.coordinates)).count == points.count)
      let refined = points.dropFirst(plan.gridCount)
      #expect(!refined.isEmpty)
      // Half of the refined points lie within a fifth of the axis of where the outcome turns on the coarse grid.
      #expect(Set(refined.map { $0.coordinates[0] }).count == 2, "both panels are refined")
      #expect(refined.count < 4 * plan.gridCount, "\(refined.count)")
    }
  }

  @Test("ends where points fail, and tells them as failed")
  func failures() throws {
    // A normal distribution has no deviation below 0: the half with a conscience below 1 fails.
    let plan = try SmallStudy.plan(
      conformity: [0, 1, 2, 3, 4], conscience: [0.5, 1.5, 2.5], refinement: 0.1,
      text: SmallStudy.text.replacing(
        "gamma(mean: conscience, sd: 0.2)",
        with: "normal(mean: conscience, sd: 0.2 * (conscience - 1))")
    ) { ($0.steps, $0.warmup) = (30, 10) }
    try SmallStudy.withFolder { folder in
      let summary = try SmallStudy.sweep(plan, into: folder + "a.store")
      #expect(summary.failures.count >= 5 && summary.roundCount > 0)
      let lines = try SmallStudy.verdicts(plan, at: folder + "a.store")
      #expect(lines.count == summary.doneCount + Set(summary.failures.map(\.point)).count)
      #expect(lines.count { $0.contains("failed(reason:") } == summary.failures.count)
    }
  }

  @Test("that is not finished shows what is there")
  func unfinished() throws {
    let plan = try Self.plan()
    try SmallStudy.withFolder { folder in
      _ = try? SmallStudy.sweep(plan, into: folder + "a.store", updatesOfWave: 1) {
        $0.pointsDone < 7
      }
      let lines = try SmallStudy.verdicts(plan, at: folder + "a.store")
      #expect(lines.count == plan.gridCount)
      #expect(lines.contains { $0.contains("done(") } && lines.contains { $0.contains("missing") })
    }
  }

  @Test("asks for the same points whoever stops it and however it is cut")
  func reproducible() throws {
    let plan = try Self.plan()
    try SmallStudy.withFolder { folder in
      _ = try SmallStudy.sweep(plan, into: folder + "whole.store")
      var isDone = false
      for limit in 1...400 where !isDone {
        do {
          _ = try SmallStudy.sweep(plan, into: folder + "cut.store", updatesOfWave: 1) {
            $0.pointsDone < 7 * limit
          }
          isDone = true
        } catch {}
      }
      #expect(isDone)
      let whole = try SmallStudy.verdicts(plan, at: folder + "whole.store")
      #expect(try SmallStudy.verdicts(plan, at: folder + "cut.store") == whole)
      // Shards: each round in three parts, merged before the next.
      var awaits = true
      for round in 0..<200 where awaits {
        for index in 0..<3 {
          let path = folder + "\(round)-\(index).store"
          let shard = try SmallStudy.store(path, plan)
          if round > 0 { try shard.merge(folder + "merged.store") }
          try shard.close()
          _ = try SmallStudy.sweep(plan, into: path, shard: Shard(index: index, count: 3))
        }
        let merged = try SmallStudy.store(folder + "merged.store", plan)
        for index in [2, 0, 1] { try merged.merge(folder + "\(round)-\(index).store") }
        let results = SweepResults(plan: plan, store: merged, threadCount: 2)
        awaits = try !results.points().isComplete
        try merged.close()
      }
      #expect(!awaits)
      #expect(try SmallStudy.verdicts(plan, at: folder + "merged.store") == whole)
    }
  }
}
