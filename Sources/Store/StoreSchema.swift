// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tables does a store have, and how did they come to be?
//
// Migrations are append-only: one that has been released is never edited, renamed or removed; a change of the format is
// one more at the end. A file with a migration that is not listed here was made by a newer program.

import GRDB

/// The format of the file.
enum StoreSchema {
  /// What marks an SQLite file as a store: `Aren` in ASCII.
  static let applicationID: Int64 = 0x4172_656E

  /// Integer that stands for a state in a row.
  enum StateCode {
    static let planned: Int64 = 0
    static let running: Int64 = 1
    static let done: Int64 = 2
    static let failed: Int64 = 3
  }

  /// All changes that lead from an empty file to the present format.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    // A run names its cell by a small integer, not by 32 bytes; rows lie in the order in which they are read, by cell.
    // `observation` is 0 for measures and n + 1 for alignments tallied from step n.
    migrator.registerMigration("cells and runs") { database in
      try database.execute(
        sql: """
          PRAGMA application_id = \(applicationID);
          CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
          CREATE TABLE cells (
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            condition TEXT NOT NULL, parameters BLOB NOT NULL) STRICT;
          CREATE TABLE runs (
            cell INTEGER NOT NULL REFERENCES cells (id), observation INTEGER NOT NULL,
            network INTEGER NOT NULL, replicate INTEGER NOT NULL,
            seed INTEGER NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL,
            reason TEXT, record BLOB,
            PRIMARY KEY (cell, observation, network, replicate)) STRICT, WITHOUT ROWID;
          CREATE INDEX failedRuns ON runs (state) WHERE state = \(StateCode.failed);
          """)
    }
    migrator.registerMigration("points of the study") { database in
      try database.execute(
        sql: """
          CREATE TABLE points (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32), parameters BLOB NOT NULL,
            round INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT) STRICT, WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("named texts") { database in
      try database.execute(
        sql: "CREATE TABLE texts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
      )
    }
    // One row. Runs are counted as they are saved, for counting them later takes a look at each; what a run found with
    // and without tallies is two rows and one run, so that those for measures are counted.
    migrator.registerMigration("progress of the study") { database in
      try database.execute(
        sql: """
          CREATE TABLE progress (
            id INTEGER PRIMARY KEY CHECK (id = 0), study BLOB CHECK (length(study) = 32),
            gridCount INTEGER NOT NULL, runCount INTEGER NOT NULL) STRICT;
          INSERT INTO progress (id, study, gridCount, runCount)
            SELECT 0, NULL, 0, count(*) FROM runs WHERE observation = 0;
          CREATE INDEX failedPoints ON points (state) WHERE state = \(StateCode.failed);
          """)
    }
    return migrator
  }
}
