// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is everything that was reported as saved there, and nothing half, after a process or a machine has died?

import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("A store whose writer dies", .enabled(if: ChildProcess.store == nil))
struct KillTests {
  static func expectWhole(_ store: RunStore) throws {
    #expect(try store.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
  }

  @Test("killed at random moments, it reopens with all batches that were reported and none half")
  func killed() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      var random = SplitMix(9)
      var count = 0
      for round in 0..<(SlowTests.areWanted ? 50 : 6) {
        let child = try ChildProcess(writing: path)
        // The first are killed while the file is made, the others while batches are saved.
        if round < 3 { child.waitForLock() } else { child.wait(forBatches: count + 1) }
        usleep(UInt32(random.next() % (round < 3 ? 15_000 : 30_000)))
        child.kill()
        let reported = child.reportedCount
        let store = try RunStore.createOrOpen(at: path, identity: .sample)
        try store.plan(Batch.points)
        try Self.expectWhole(store)
        count = try Batch.wholeCount(in: store)
        #expect(count == reported || count == reported + 1, "round \(round)")
        try store.close()
        let left = try TemporaryFolder.names(in: folder)
        #expect(left == ["a.store", "a.store.report"] || left == ["a.store"], "round \(round)")
      }
      // A batch at least for each child that was not killed while it made the file.
      #expect(count >= 3)
    }
  }

  @Test(
    "a second writer is told which process writes, readers are not hindered, death frees the store")
  func busy() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      let child = try ChildProcess(writing: path)
      child.wait(forBatches: 1)
      #expect(throws: StoreError.busy(path: path, processID: child.identifier)) {
        try RunStore.createOrOpen(at: path, identity: .sample)
      }
      #expect(throws: StoreError.busy(path: path, processID: child.identifier)) {
        try RunStore.open(at: path, for: .writing)
      }
      let reader = try RunStore.open(at: path, for: .reading)
      var last = 0
      for _ in 0..<10 {
        let count = try reader.points().count { $0.state == .done }
        #expect(count >= last)
        last = count
        // One that was saved may not be reported yet.
        child.wait(forBatches: count + 1)
      }
      #expect(last == Batch.count || last > 9)
      child.kill()
      let writer = try RunStore.createOrOpen(at: path, identity: .sample)
      #expect(try Batch.wholeCount(in: writer) >= child.reportedCount)
      try writer.close()
      try reader.close()
      #expect(try TemporaryFolder.names(in: folder) == ["a.store", "a.store.report"])
    }
  }

  @Test(
    "whatever part of the log a loss of power leaves, the store holds the first batches, each whole"
  )
  func powerLoss() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      try store.plan(Batch.points)
      // FULL: what was reported is on the disk, whatever happens to what was written afterwards.
      #expect(try store.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
      #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
      for index in 0..<8 { try Batch.save(index, to: store) }
      let file = try Data(contentsOf: URL(filePath: path))
      let log = try Data(contentsOf: URL(filePath: path + "-wal"))
      #expect(log.count > 100_000)
      var random = SplitMix(4)
      var seen: Set<Int> = []
      for round in 0..<40 {
        let copy = folder + "/\(round).store"
        try file.write(to: URL(filePath: copy))
        var left = log.prefix(Int(random.next() % UInt64(log.count + 1)))
        // A sector that was under way holds anything.
        if round % 2 == 1 {
          left += Data((0..<512).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
        try left.write(to: URL(filePath: copy + "-wal"))
        let reopened = try? RunStore.createOrOpen(at: copy, identity: .sample)
        let after = try #require(reopened, "round \(round)")
        try Self.expectWhole(after)
        seen.insert(try Batch.wholeCount(in: after))
        // It goes on from there.
        try after.plan(Batch.points)
        for index in try Batch.wholeCount(in: after)..<10 { try Batch.save(index, to: after) }
        #expect(try Batch.wholeCount(in: after) == 10)
        try after.close()
      }
      #expect(seen.count > 4 && seen.isSubset(of: 0...8), "\(seen)")
      try store.close()
    }
  }

  @Test("of many that want to write at once, one does")
  func oneWriter() async throws {
    try await TemporaryFolder.withAsync { folder in
      let path = folder + "/a.store"
      let writers = Counter()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            var turns = 0
            while turns < 60 {
              do {
                let lock = try FileLock(ofStore: path)
                #expect(writers.add(1) == 1)
                usleep(100)
                #expect(writers.add(-1) == 0)
                lock.release()
                turns += 1
              } catch StoreError.busy {
                continue
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try TemporaryFolder.names(in: folder).isEmpty)
    }
  }
}
