// SPDX-License-Identifier: GPL-3.0-or-later

import Store
import TestSupport
import Testing

@testable import Scenarios

@Suite("A sweep by tasks")
struct ClusterSweepTests {
  /// Lists, deals, makes and merges until nothing is missing, as a cluster does; every task has a store of its own.
  ///
  /// - Returns: Runs made, and number of arrays.
  private static func sweep(
    _ plan: SweepPlan, tasks: Int, into path: String
  ) throws -> (runs: Int, arrays: Int) {
    var runs = 0
    for array in 0..<100 {
      let main = try SmallStudy.store(path, plan)
      defer { try? main.close() }
      var lister = SweepRunner(
        plan: plan, store: main, options: SweepOptions(threadCount: 2, updatesOfWave: 100_000))
      let work = try lister.listMissing().work
      if work.isEmpty { return (runs, array) }
      let dealt = work.dealt(over: min(tasks, work.cellCount))
      let text = ArrayPlan(tasks: dealt).text
      var made = 0
      for (index, task) in try ArrayPlan(text).tasks.enumerated() {
        let shard = "\(path).\(array).\(index)"
        let store = try SmallStudy.store(shard, plan)
        var runner = SweepRunner(
          plan: plan, store: store,
          options: SweepOptions(threadCount: 1 + index % 2, updatesOfWave: 50_000))
        made += try runner.make(task.work).runsMade
        try store.close()
        try main.merge(shard)
      }
      // With a given warm-up all is known at once; else more may be made than was listed.
      #expect(
        plan.study.settings.warmup == nil ? made >= work.runCount : made == work.runCount,
        "array \(array)")
      runs += made
    }
    Issue.record("nothing ends")
    return (runs, 100)
  }

  /// Expects a sweep by tasks to make as many runs as one machine and to say the same.
  private static func expectSame(_ plan: SweepPlan, tasks: [Int], arrays: ClosedRange<Int>) throws {
    try SmallStudy.withFolder { folder in
      let whole = try SmallStudy.sweep(plan, into: folder + "whole.store")
      for count in tasks {
        let (runs, made) = try sweep(plan, tasks: count, into: folder + "\(count).store")
        #expect(runs == whole.runsMade, "\(count) tasks")
        #expect(arrays.contains(made), "\(count) tasks: \(made) arrays")
        #expect(
          try SmallStudy.verdicts(plan, at: folder + "\(count).store")
            == SmallStudy.verdicts(plan, at: folder + "whole.store"), "\(count) tasks")
        let again = try SmallStudy.sweep(plan, into: folder + "\(count).store")
        #expect(again.runsMade == 0 && again.doneCount == whole.doneCount)
      }
    }
  }

  @Test("says what one machine says, with every run made once, though tasks share twins")
  func given() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2], haste: [0.1, 0.6]) { $0.warmup = 10 }
    try Self.expectSame(plan, tasks: [1, 3, 16], arrays: 1...1)
  }

  @Test("does so where warm-ups have to be found from twins that another task makes")
  func found() throws {
    let plan = try SmallStudy.plan(conscience: [1, 2], haste: [0.1, 0.6])
    try Self.expectSame(plan, tasks: [1, 3, 16], arrays: 1...2)
  }

  @Test("does so along a boundary that is refined")
  func refined() throws {
    let plan = try SmallStudy.plan(
      conformity: [0, 1, 2, 3, 4], conscience: [0.5, 1.5, 2.5], refinement: 0.1
    ) { ($0.steps, $0.warmup) = (30, 10) }
    try Self.expectSame(plan, tasks: [4], arrays: 3...60)
  }

  @Test("makes only what a store lacks")
  func growing() throws {
    let few = try SmallStudy.plan(conscience: [1, 2]) { $0.warmup = 10 }
    let more = try SmallStudy.plan(conformity: [0, 0.5, 1, 2, 3], conscience: [1, 2]) {
      ($0.warmup, $0.replicates) = (10, 8)
    }
    try SmallStudy.withFolder { folder in
      let first = try SmallStudy.sweep(few, into: folder + "grown.store")
      let whole = try SmallStudy.sweep(more, into: folder + "whole.store")
      let rest = try Self.sweep(more, tasks: 3, into: folder + "grown.store")
      #expect(rest.runs == whole.runsMade - first.runsMade && rest.arrays == 1)
      #expect(
        try SmallStudy.verdicts(more, at: folder + "grown.store")
          == SmallStudy.verdicts(more, at: folder + "whole.store"))
    }
  }

  @Test("tells the points that fail, and ends", arguments: [nil, 5])
  func failures(warmUp: Int?) throws {
    let plan = try SmallStudy.failingPlan(warmUp: warmUp)
    try SmallStudy.withFolder { folder in
      let whole = try SmallStudy.sweep(plan, into: folder + "whole.store")
      let tasks = try Self.sweep(plan, tasks: 3, into: folder + "tasks.store")
      #expect(tasks.runs == whole.runsMade)
      #expect(
        try SmallStudy.verdicts(plan, at: folder + "tasks.store")
          == SmallStudy.verdicts(plan, at: folder + "whole.store"))
      let store = try RunStore.open(at: folder + "tasks.store", for: .reading)
      #expect(try store.summary().failedPointCount == 6)
    }
  }
}
