// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does merging give the same store in any order and however often, and refuse what does not belong?

import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("Merging stores")
struct MergeTests {
  /// Everything that a store holds, in an order of its own.
  struct Content: Equatable {
    let cells: [StoredCell]
    let runs: [StoredRun]
    let points: [StudyPoint]

    init(_ store: RunStore) throws {
      let cells = try store.cells()
      self.cells = cells
      runs = try cells.flatMap { cell in
        try store.runs(of: cell.digest) + store.runs(of: cell.digest, firstStep: 10)
      }
      points = try store.points()
    }
  }

  /// Three shards that overlap: the same run done in one and failed in two for different reasons, points in all states
  /// of one round and, two of them, of different ones.
  static func makeShards(in folder: String) throws -> [String] {
    var random = SplitMix(21)
    let shared = (0..<40).map { StoredRun.sample($0 % 4, $0 / 4, 0, &random) }
    let tallied = (0..<4).map { StoredRun.sample($0, 0, 0, firstStep: 10, &random) }
    let states: [[PointState]] = [
      [.planned, .running, .failed(reason: "b"), .done, .running, .done, .planned],
      [.running, .planned, .failed(reason: "a"), .failed(reason: "c"), .done, .running, .planned],
      [.planned, .planned, .running, .running, .planned, .planned, .done],
    ]
    let rounds = [[0, 0, 0, 0, 0, 0, 2], [0, 0, 0, 0, 0, 2, 0], [0, 0, 0, 0, 0, 1, 1]]
    return try (0..<3).map { shard in
      let path = folder + "/\(shard).store"
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      var runs = shared.enumerated().filter { ($0.offset + shard) % 3 != 0 }.map(\.element)
      for index in runs.indices where index % 5 == shard {
        runs[index] = StoredRun(
          key: runs[index].key, seed: 1, version: 7, outcome: .failed(reason: "shard \(shard)"))
      }
      // Cells get other integers in each shard.
      let cells = (0..<4).map { StoredCell.sample(($0 + shard) % 4) }
      try store.save(runs + tallied.prefix(shard + 1), cells: cells)
      try store.plan(
        rounds[shard].enumerated().map {
          StudyPoint(digest: .sample($0.offset), parameters: [1], round: $0.element)
        })
      try store.mark(
        states[shard].enumerated().map { PointMark(digest: .sample($0.offset), state: $0.element) })
      try store.setText("shard \(shard)", named: "study")
      try store.close()
      return path
    }
  }

  @Test("merging in any order, and twice, gives the same content")
  func anyOrder() throws {
    try TemporaryFolder.with { folder in
      let shards = try Self.makeShards(in: folder)
      var contents: [Content] = []
      for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let name = order.map(String.init).joined()
        let store = try RunStore.createOrOpen(at: folder + "/\(name)", identity: .sample)
        for index in order {
          #expect(try store.merge(shards[index]).runCount > 0)
        }
        contents.append(try Content(store))
        for index in order {
          let again = try store.merge(shards[index])
          #expect(again.cellCount + again.runCount + again.pointCount == 0)
        }
        #expect(try Content(store) == contents.last)
        #expect(try store.text(named: "study") == nil)
        try store.close()
      }
      #expect(contents.allSatisfy { $0 == contents[0] })
      let merged = contents[0]
      #expect(merged.cells.count == 4 && merged.runs.count == 43)
      let states = Dictionary(uniqueKeysWithValues: merged.points.map { ($0.digest, $0.state) })
      #expect(
        (0..<7).map { states[.sample($0)] } == [
          .running, .running, .failed(reason: "a"), .done, .done, .running, .planned,
        ])
      #expect(merged.points.map(\.round) == [0, 0, 0, 0, 0, 2, 2])
      // What is done somewhere is done; what failed everywhere failed for the first reason.
      let failed = merged.runs.filter { if case .failed = $0.outcome { true } else { false } }
      #expect(!failed.isEmpty && failed.count < 12)
      #expect(try TemporaryFolder.names(in: folder).allSatisfy { !$0.contains("-") })
    }
  }

  @Test("the points of another study stay where they are, and its runs come; no study is any")
  func studies() throws {
    try TemporaryFolder.with { folder in
      let outlines = (0..<2).map { StudyOutline(signature: .sample(200 + $0), gridCount: 3 + $0) }
      let shards = try Self.makeShards(in: folder)
      for (shard, outline) in zip(shards, [outlines[0], outlines[0], outlines[1]]) {
        let store = try RunStore.open(at: shard, for: .writing)
        let points = try store.points()
        try store.begin(outline)
        try store.plan(points)
        try store.close()
      }
      let store = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
      #expect(try store.merge(shards[0]).pointCount == 7)
      #expect(try store.study() == outlines[0])
      #expect(try store.merge(shards[1]).pointCount > 0)
      let points = try store.points()
      let before = try store.summary()
      let last = try store.merge(shards[2])
      #expect(last.pointCount == 0 && last.runCount > 0)
      #expect(try store.points() == points)
      let after = try store.summary()
      #expect(after.runCount == 40 && before.runCount == 40)
      #expect(try store.study() == outlines[0])
      try store.close()
    }
  }

  @Test(
    "a store of another study, a damaged one and the store itself are refused, with nothing changed"
  )
  func refused() throws {
    try TemporaryFolder.with { folder in
      let shards = try Self.makeShards(in: folder)
      let store = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
      try store.merge(shards[0])
      let before = try Content(store)
      var other = StoreIdentity.sample
      other.settings[1] = StoredSetting(name: "steps", value: "60")
      let foreign = folder + "/foreign"
      try RunStore.createOrOpen(at: foreign, identity: other).close()
      #expect(
        throws: StoreError.mismatch(
          path: foreign,
          differences: [StoreDifference(what: "steps", stored: "60", wanted: "50")])
      ) { try store.merge(foreign) }
      #expect(throws: StoreError.missing(path: folder + "/none")) {
        try store.merge(folder + "/none")
      }
      #expect(throws: StoreError.self) { try store.merge(store.path) }
      #expect(try Content(store) == before)
      try store.close()
    }
  }

  @Test("a shard that does not fit is not merged at all, and is once it fits")
  func noSpace() throws {
    try TemporaryFolder.with { folder in
      let shard = folder + "/shard"
      try StoreFileTests.makeStore(at: shard, batches: 40)
      let store = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
      try store.plan(Batch.points)
      try Batch.save(0, to: store)
      let before = try Content(store)
      try store.write { try $0.execute(sql: "PRAGMA max_page_count = 1") }
      #expect(throws: StoreError.diskFull(path: store.path)) { try store.merge(shard) }
      #expect(try Content(store) == before)
      try store.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
      #expect(try store.merge(shard).runCount == 780)
      #expect(try Batch.wholeCount(in: store) == 40)
    }
  }
}
