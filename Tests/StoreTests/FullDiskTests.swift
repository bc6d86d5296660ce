// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is nothing lost on a full disk or in a place that may only be read?

import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("A place")
struct FullDiskTests {
  /// A small file system in memory, for which one must be root.
  struct SmallDisk {
    let path: String

    init?(in folder: String, kibibytes: Int) throws {
      path = folder + "/disk"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      guard getuid() == 0,
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "none", path)
      else { return nil }
    }

    func makeReadOnly() throws -> Bool { try Self.run("mount", "-o", "remount,ro", path) }

    /// Lays a file over itself that may only be read.
    func cover(_ file: String) throws -> Bool {
      try Self.run("mount", "--bind", file, file)
        && Self.run("mount", "-o", "remount,ro,bind", file)
    }

    func uncover(_ file: String) throws { #expect(try Self.run("umount", file)) }

    func remove() throws { #expect(try Self.run("umount", path)) }

    private static func run(_ words: String...) throws -> Bool {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = words
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
  }

  /// Saves batches until the store refuses one; returns how many it took.
  static func fill(_ store: RunStore, from first: Int = 0) throws -> Int {
    for index in first..<Batch.count {
      do throws(StoreError) {
        let runs = Batch.runs(index)
        let mark = PointMark(digest: Batch.points[index].digest, state: .done)
        try store.save(runs, cells: [.sample(index % 5)], marking: [mark])
      } catch {
        #expect(error == .diskFull(path: store.path))
        return index
      }
    }
    Issue.record("the disk was never full")
    return Batch.count
  }

  @Test("a file that may not grow keeps all batches before, and takes the next once it may")
  func pages() throws {
    try TemporaryFolder.with { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      try store.plan(Batch.points)
      try store.write { try $0.execute(sql: "PRAGMA max_page_count = 150") }
      let count = try Self.fill(store)
      #expect(count > 5)
      #expect(try Batch.wholeCount(in: store) == count)
      // Refused again, and as little harm done.
      #expect(try Self.fill(store, from: count) == count)
      try store.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
      for index in count..<count + 5 { try Batch.save(index, to: store) }
      #expect(try Batch.wholeCount(in: store) == count + 5)
      try store.close()
      try KillTests.expectWhole(RunStore.open(at: folder + "/a.store", for: .reading))
    }
  }

  @Test(
    "a full disk loses nothing, and when there is space again the store goes on",
    .enabled(if: getuid() == 0))
  func fullDisk() throws {
    try TemporaryFolder.with { folder in
      guard let disk = try SmallDisk(in: folder, kibibytes: 2_000) else { return }
      defer { #expect(throws: Never.self) { try disk.remove() } }
      let path = disk.path + "/a.store"
      let ballast = URL(filePath: disk.path + "/ballast")
      try Data(count: 1_000_000).write(to: ballast)
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      try store.plan(Batch.points)
      let count = try Self.fill(store)
      #expect(count > 5)
      #expect(try Batch.wholeCount(in: store) == count)
      #expect(try Self.fill(store, from: count) == count)
      // A reader finds everything.
      let reader = try RunStore.open(at: path, for: .reading)
      #expect(try Batch.wholeCount(in: reader) == count)
      try reader.close()
      try FileManager.default.removeItem(at: ballast)
      for index in count..<count + 10 { try Batch.save(index, to: store) }
      try store.close()
      let after = try RunStore.createOrOpen(at: path, identity: .sample)
      try KillTests.expectWhole(after)
      #expect(try Batch.wholeCount(in: after) == count + 10)
      try after.close()
      #expect(try TemporaryFolder.names(in: disk.path) == ["a.store"])
    }
  }

  @Test("a store cannot be made on a full disk, and says so", .enabled(if: getuid() == 0))
  func nothingFits() throws {
    try TemporaryFolder.with { folder in
      guard let disk = try SmallDisk(in: folder, kibibytes: 64) else { return }
      defer { #expect(throws: Never.self) { try disk.remove() } }
      let ballast = disk.path + "/ballast"
      for kibibytes in [64, 56, 40, 16] {
        try Data(count: kibibytes << 10).write(to: URL(filePath: ballast))
        let path = disk.path + "/\(kibibytes)"
        #expect(throws: StoreError.diskFull(path: path), "\(kibibytes) KiB") {
          try RunStore.createOrOpen(at: path, identity: .sample)
        }
        for name in try TemporaryFolder.names(in: disk.path) {
          try FileManager.default.removeItem(atPath: disk.path + "/" + name)
        }
      }
    }
  }

  @Test("where nothing may be written a store is read, and writing is refused")
  func readOnly() throws {
    try TemporaryFolder.with { folder in
      let disk = try SmallDisk(in: folder, kibibytes: 4_096)
      defer { if let disk { #expect(throws: Never.self) { try disk.remove() } } }
      // Root may write everywhere but on a disk that nobody may write.
      guard disk != nil || getuid() != 0 else { return }
      let place = disk?.path ?? folder
      let path = place + "/a b?.store"
      try StoreFileTests.makeStore(at: path)
      if let disk {
        #expect(try disk.makeReadOnly())
      } else {
        chmod(path, 0o400)
        chmod(place, 0o500)
      }
      defer { if disk == nil { chmod(place, 0o700) } }
      let store = try RunStore.open(at: path, for: .reading)
      #expect(try Batch.wholeCount(in: store) == 3)
      #expect(try store.identity == .sample && store.text(named: "study") == nil)
      try store.close()
      for way in StoreFileTests.errors(path) + StoreFileTests.errors(place + "/b") {
        switch way {
        case .notWritable, .missing: break
        default: Issue.record("\(way)")
        }
      }
      // A shard there is merged all the same.
      let other = try TemporaryFolder.with { elsewhere in
        let main = try RunStore.createOrOpen(at: elsewhere + "/main", identity: .sample)
        try main.merge(path)
        return try Batch.wholeCount(in: main)
      }
      #expect(other == 3)
    }
  }

  @Test(
    "a file that may not be written, and a log that may not be read, are told",
    .enabled(if: getuid() == 0))
  func unwritableFile() throws {
    try TemporaryFolder.with { folder in
      guard let disk = try SmallDisk(in: folder, kibibytes: 8_192) else { return }
      defer { #expect(throws: Never.self) { try disk.remove() } }
      let path = disk.path + "/a.store"
      try StoreFileTests.makeStore(at: path)
      #expect(try disk.cover(path))
      #expect(
        throws: StoreError.notWritable(path: path, reason: "Read-only file system")
      ) { try RunStore.open(at: path, for: .writing) }
      #expect(try Batch.wholeCount(in: RunStore.open(at: path, for: .reading)) == 3)
      try disk.uncover(path)
      // As a killed process leaves it, without the index of the log.
      let store = try RunStore.open(at: path, for: .writing)
      try Batch.save(3, to: store)
      for name in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: path + name, toPath: disk.path + "/b" + name)
      }
      try store.close()
      #expect(try disk.makeReadOnly())
      let error = #expect(throws: StoreError.self) {
        try RunStore.open(at: disk.path + "/b", for: .reading)
      }
      #expect(error?.description.contains("changes wait in its log") == true, "\(error as Any)")
    }
  }
}
