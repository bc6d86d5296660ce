// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a file of an older format brought up to date, and one of a newer format refused?

import Foundation
import GRDB
import Testing

@testable import Store

@Suite("The format of a store")
struct MigrationTests {
  @Test("the migrations are those that were released, in their order")
  func released() {
    #expect(
      StoreSchema.migrator.migrations == [
        "cells and runs", "points of the study", "named texts", "progress of the study",
      ])
  }

  /// Makes a file as a program wrote it that knew only the first migrations.
  static func makeOlder(at path: String, upTo migration: String) throws {
    let queue = try DatabaseQueue(path: path)
    try StoreSchema.migrator.migrate(queue, upTo: migration)
    try queue.write { database in
      try StoreIdentity.sample.write(to: database)
      try RunStore.insert([.sample(3)], in: database)
      for observation in [0, 11] {
        try database.execute(
          sql: """
            INSERT INTO runs (cell, observation, network, replicate, seed, version, state, reason)
            VALUES (1, ?, 0, 0, 1, 7, \(StoreSchema.StateCode.failed), 'air')
            """, arguments: [observation])
      }
    }
    try queue.close()
  }

  @Test("an older file keeps what it holds and gets what is new when it is opened to write")
  func older() throws {
    try TemporaryFolder.with { folder in
      for migration in StoreSchema.migrator.migrations.dropLast() {
        let path = folder + "/\(migration)"
        try Self.makeOlder(at: path, upTo: migration)
        #expect(throws: StoreError.olderFormat(path: path)) {
          try RunStore.open(at: path, for: .reading)
        }
        let store = try RunStore.open(at: path, for: .writing)
        #expect(try store.cells() == [.sample(3)])
        #expect(try store.summary().runCount == 1)
        try store.plan(Batch.points)
        try Batch.save(0, to: store)
        try store.setText("a", named: "b")
        #expect(try Batch.wholeCount(in: store) == 1)
        try store.close()
        try RunStore.open(at: path, for: .reading).close()
      }
    }
  }

  @Test("a newer file is refused by whoever does not know its changes, and stays as it is")
  func newer() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      try StoreFileTests.makeStore(at: path)
      let queue = try DatabaseQueue(path: path)
      var migrator = StoreSchema.migrator
      migrator.registerMigration("what comes next") { database in
        try database.execute(sql: "ALTER TABLE points ADD COLUMN colour TEXT")
      }
      try migrator.migrate(queue)
      try queue.close()
      let before = try Data(contentsOf: URL(filePath: path))
      #expect(
        StoreFileTests.errors(path)
          == Array(
            repeating: .newerFormat(path: path, migrations: ["what comes next"]), count: 3))
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      let main = try RunStore.createOrOpen(at: folder + "/main", identity: .sample)
      #expect(throws: StoreError.newerFormat(path: path, migrations: ["what comes next"])) {
        try main.merge(path)
      }
    }
  }
}
