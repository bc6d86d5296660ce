// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a run cost in a store? Bytes, which are the same everywhere; and, in the long version, processor time.
//
// `ARENDT_SLOW_TESTS=1 swift test --filter StoreCostTests` prints the figures of a million runs; the times of a debug
// build are above those of a release, in which a run of 50 steps took 3.9 us to save, 2.1 us to read and 1.0 us to be
// found present (Zen 5), most of it within SQLite and its binding.

import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("The cost of a run", .enabled(if: ChildProcess.store == nil))
struct StoreCostTests {
  /// Processor seconds of this thread.
  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A thousand records of 50 steps: a count of 50 agents that moves by up to three a step.
  static func makeRecords() -> [RunRecord] {
    var random = SplitMix(31)
    return (0..<1_000).map { _ in
      var count = 5
      let series = (0..<50).map { _ in
        count = max(0, min(50, count + Int(random.next() % 7) - 3))
        return Double(count) / 50
      }
      return RunRecord(stepsRun: 50, series: [series], nonFiniteCounts: [0])
    }
  }

  static func key(_ index: Int) -> RunKey {
    RunKey(cell: .sample(index / 64), networkIndex: index % 16, replicateIndex: index % 64 / 16)
  }

  @Test("a run of 50 steps takes at most 70 bytes with all that belongs to it")
  func bytesOfRun() throws {
    let count = SlowTests.areWanted ? 1_000_000 : 25_600
    let batch = 6_400
    let records = Self.makeRecords()
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      var spent: [String: Double] = [:]
      func measure<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
        let begin = Self.seconds()
        defer { spent[name, default: 0] += Self.seconds() - begin }
        return try body()
      }
      for first in stride(from: 0, to: count, by: batch) {
        let indices = first..<min(count, first + batch)
        let runs = indices.map {
          StoredRun(key: Self.key($0), seed: 1, version: 7, outcome: .done(records[$0 % 1_000]))
        }
        let cells = indices.filter { $0 % 64 == 0 }.map { StoredCell.sample($0 / 64) }
        try measure("save") { try store.save(runs, cells: cells) }
      }
      for first in stride(from: 0, to: count, by: batch) {
        let keys = (first..<min(count, first + batch)).map(Self.key)
        #expect(try measure("present") { try store.present(keys).count } == keys.count)
      }
      var readCount = 0
      for cell in 0..<(count + 63) / 64 {
        readCount += try measure("read") { try store.runs(of: .sample(cell)).count }
      }
      #expect(readCount == count)
      try store.close()
      let bytes = Double(StoreFile.byteCount(at: path)) / Double(count)
      #expect(bytes < 70, "\(bytes) bytes a run")
      if SlowTests.areWanted {
        let times = spent.sorted { $0.key < $1.key }.map {
          "\($0.key) \(($0.value / Double(count) * 1e8).rounded() / 100) us"
        }
        print("A run of 50 steps: \(bytes) bytes, " + times.joined(separator: ", "))
      }
    }
  }
}
