// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Store
import Synchronization
import TestSupport
import Testing

@testable import Scenarios

@Suite("What a store says of its sweep")
struct SweepProgressTests {
  /// What others read in a store each time that a sweep into it tells how far it is.
  private static func summaries(
    of plan: SweepPlan, at path: String,
    until isEnough: @escaping @Sendable (StoreSummary) -> Bool = { _ in false }
  ) throws -> [StoreSummary] {
    let seen = Mutex<[Result<StoreSummary, StoreError>]>([])
    do {
      _ = try SmallStudy.sweep(plan, into: path, updatesOfWave: 1) { _ in
        seen.withLock { seen in
          let found = Result { () throws(StoreError) in
            let reader = try RunStore.open(at: path, for: .reading)
            let summary = try reader.summary()
            try reader.close()
            return summary
          }
          seen.append(found)
          if case .success(let summary) = found { return !isEnough(summary) }
          return false
        }
      }
    } catch PlanError.cancelled {}
    return try seen.withLock { try $0.map { try $0.get() } }
  }

  private static func summary(_ path: String) throws -> StoreSummary {
    let store = try RunStore.open(at: path, for: .reading)
    defer { try? store.close() }
    return try store.summary()
  }

  @Test("all cells are there from the first, those of the wave are running, none is lost")
  func everyCell() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2, 3])
    try SmallStudy.withFolder { folder in
      let path = folder + "a.store"
      let all = try Self.summaries(of: plan, at: path)
      #expect(all.allSatisfy { $0.pointCount == 12 && $0.gridPointCount == 12 })
      #expect(all.allSatisfy { $0.roundCount == 0 && $0.isBeingWritten })
      // A wave of one point: within it one is running, after it none.
      #expect(Set(all.map(\.runningPointCount)) == [0, 1])
      #expect(Set(all.map(\.donePointCount)) == Set(0...12))
      let last = try Self.summary(path)
      #expect(last.donePointCount == 12 && last.plannedPointCount == 0 && !last.isBeingWritten)
    }
  }

  @Test("an edited study has its own cells alone, and the runs of the old one stay")
  func edited() throws {
    try SmallStudy.withFolder { folder in
      let path = folder + "a.store"
      let old = try SmallStudy.plan(conscience: [1, 2])
      _ = try SmallStudy.sweep(old, into: path)
      let runs = try Self.summary(path).runCount
      #expect(runs > 0)
      // Half of the new cells are those of the old study; it is stopped at the third.
      let new = try SmallStudy.plan(conscience: [1, 4])
      _ = try Self.summaries(of: new, at: path) { $0.donePointCount == 3 }
      var summary = try Self.summary(path)
      #expect(summary.pointCount == 8 && summary.donePointCount == 3)
      #expect(summary.runCount >= runs)
      _ = try SmallStudy.sweep(new, into: path)
      summary = try Self.summary(path)
      #expect(summary.pointCount == 8 && summary.donePointCount == 8)
      // More replicates are other cells, not more of them.
      let more = try SmallStudy.plan(conscience: [1, 4]) { $0.replicates = 8 }
      _ = try Self.summaries(of: more, at: path) { $0.donePointCount == 1 }
      summary = try Self.summary(path)
      #expect(summary.pointCount == 8 && summary.donePointCount == 1)
    }
  }

  @Test("rounds of refinement are told apart from the grid, and cells asked for twice count once")
  func refined() throws {
    let plan = try SmallStudy.plan(
      conformity: [0, 1, 2, 3, 4], conscience: [0.5, 1.5, 2.5], haste: [0.1, 0.6],
      refinement: 0.1
    ) { ($0.steps, $0.warmup) = (30, 10) }
    try SmallStudy.withFolder { folder in
      let path = folder + "a.store"
      let all = try Self.summaries(of: plan, at: path)
      #expect(all.allSatisfy { $0.gridPointCount == plan.gridCount })
      #expect(all.filter { $0.roundCount == 0 }.allSatisfy { $0.pointCount == plan.gridCount })
      let store = try RunStore.open(at: path, for: .reading)
      defer { try? store.close() }
      let (points, isComplete) = try SweepResults(plan: plan, store: store, threadCount: 2).points()
      #expect(isComplete && points.contains { $0.replicates > plan.study.settings.replicates })
      let summary = try store.summary()
      #expect(summary.donePointCount == points.count && summary.pointCount == points.count)
      #expect(summary.roundCount == points.map(\.round).max())
      // Gone through once more, nothing goes back, not even for a moment.
      let again = try Self.summaries(of: plan, at: path)
      #expect(again.allSatisfy { $0.donePointCount == points.count })
      let whole = try SmallStudy.sweep(plan, into: path)
      #expect(whole.doneCount == points.count && whole.roundCount == summary.roundCount)
    }
  }

  @Test("the count of runs is that of the sweep and of its estimate", arguments: [nil, 10])
  func runs(warmUp: Int?) throws {
    let plan = try SmallStudy.plan(conscience: [1, 2]) { $0.warmup = warmUp }
    try SmallStudy.withFolder { folder in
      let made = try SmallStudy.sweep(plan, into: folder + "a.store").runsMade
      #expect(try Self.summary(folder + "a.store").runCount == made)
      #expect(try plan.estimate(threadCount: 1).runCount == made)
    }
  }
}
