// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a file that is no store, or no whole one, give a typed error and stay as it is?

import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite("A file")
struct StoreFileTests {
  /// The error of opening a path to write, to read, and to make; records an issue where they are not of one kind.
  static func errors(_ path: String) -> [StoreError] {
    let ways: [(String) throws -> RunStore] = [
      { try RunStore.open(at: $0, for: .reading) },
      { try RunStore.open(at: $0, for: .writing) },
      { try RunStore.createOrOpen(at: $0, identity: .sample) },
    ]
    return ways.compactMap { open in
      do {
        _ = try open(path)
        return nil
      } catch {
        return error as? StoreError
      }
    }
  }

  static func makeStore(at path: String, batches: Int = 3) throws {
    let store = try RunStore.createOrOpen(at: path, identity: .sample)
    try store.plan(Batch.points)
    for index in 0..<batches { try Batch.save(index, to: store) }
    try store.close()
  }

  @Test("a folder, a device, a name of nothing and a missing folder are told as such")
  func names() throws {
    try TemporaryFolder.with { folder in
      #expect(
        Self.errors(folder)
          == Array(repeating: .unopenable(path: folder, reason: "it is a folder"), count: 3))
      #expect(
        Self.errors("/dev/null")
          == Array(
            repeating: .unopenable(path: "/dev/null", reason: "it is not an ordinary file"),
            count: 3))
      let missing = folder + "/none/a.store"
      #expect(
        Self.errors(missing) == [
          .missing(path: missing), .missing(path: missing),
          .unopenable(path: missing, reason: "there is no folder '\(folder)/none/'"),
        ])
      #expect(Self.errors("").count == 3)
      #expect(Self.errors(folder + "/a\0b").count == 3)
      #expect(Self.errors(folder + "/none/").count == 3)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/loop", withDestinationPath: folder + "/loop")
      #expect(Self.errors(folder + "/loop").count == 3)
      #expect(Self.errors(String(repeating: "x", count: 5_000)).count == 3)
      #expect(try TemporaryFolder.names(in: folder) == ["loop"])
    }
  }

  @Test(
    "a name that SQLite or a URI would read otherwise is an ordinary name, and a link is what it points to"
  )
  func oddNames() throws {
    try TemporaryFolder.with { folder in
      for name in ["a b?mode=memory#%41.store", ":memory:", "file:x", "ä-'\"\\.store"] {
        let path = folder + "/" + name
        try Self.makeStore(at: path)
        #expect(try TemporaryFolder.names(in: folder) == [name])
        let main = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
        #expect(try main.merge(path).runCount == 60)
        try main.close()
        let link = folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let store = try RunStore.open(at: link, for: .writing)
        #expect(store.path.hasSuffix("/" + name))
        #expect(
          throws: StoreError.busy(path: store.path, processID: Int(getpid()))
        ) { try RunStore.open(at: path, for: .writing) }
        try store.close()
        for left in [name, "link", "main"] {
          try FileManager.default.removeItem(atPath: folder + "/" + left)
        }
      }
    }
  }

  @Test("a text, a file of another program and an empty file are no stores, and stay as they are")
  func foreign() throws {
    try TemporaryFolder.with { folder in
      let text = folder + "/text"
      try Data("world \"A world\"\n".utf8).write(to: URL(filePath: text))
      let other = folder + "/other"
      try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE runs (a)") }
      for path in [text, other] {
        let before = try Data(contentsOf: URL(filePath: path))
        let errors = Self.errors(path)
        #expect(errors.count == 3)
        for error in errors {
          guard case .foreign(path, _) = error else {
            Issue.record("\(error)")
            continue
          }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
      }
      #expect(try TemporaryFolder.names(in: folder) == ["other", "text"])
      // An empty file is what is left of one that was about to be made.
      let empty = folder + "/empty"
      try Data().write(to: URL(filePath: empty))
      #expect(throws: StoreError.foreign(path: empty, reason: "it is empty")) {
        try RunStore.open(at: empty, for: .reading)
      }
      try Self.makeStore(at: empty)
      let store = try RunStore.open(at: empty, for: .reading)
      #expect(try Batch.wholeCount(in: store) == 3)
    }
  }

  @Test("a file that was cut or changed gives what it holds or an error, never a trap")
  func damaged() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      try Self.makeStore(at: path)
      let whole = try Data(contentsOf: URL(filePath: path))
      var random = SplitMix(8)
      var errorCount = 0
      let rounds = SlowTests.areWanted ? 5_000 : 100
      for round in 0..<rounds {
        var bytes = whole
        if round % 5 == 0 {
          bytes = bytes.prefix(Int(random.next() % UInt64(whole.count)))
        } else {
          // The beginning, where the format is, as often as all the rest.
          let reach = round % 2 == 0 ? 4_096 : UInt64(whole.count)
          for _ in 0..<(1 + random.next() % 20) {
            bytes[Int(random.next() % reach)] = UInt8(truncatingIfNeeded: random.next())
          }
        }
        let copy = folder + "/\(round).store"
        try bytes.write(to: URL(filePath: copy))
        do {
          for access in [RunStore.Access.reading, .writing] {
            let store = try RunStore.open(at: copy, for: access)
            _ = try store.points()
            _ = try store.summary()
            _ = try store.failures(limit: 3)
            _ = try store.failedPoints(limit: 3)
            _ = try store.study()
            for cell in try store.cells() {
              _ = try store.runs(of: cell.digest)
              _ = try store.present([RunKey(cell: cell.digest, networkIndex: 0, replicateIndex: 0)])
            }
            if access == .writing { try Batch.save(3, to: store) }
            try store.close()
          }
          let main = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
          try main.merge(copy)
          try main.close()
        } catch is StoreError {
          errorCount += 1
        }
      }
      #expect(errorCount > rounds / 3, "\(errorCount)")
    }
  }
}
