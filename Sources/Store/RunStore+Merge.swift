// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does one store take in what another holds?
//
// Invariant: what comes out does not depend on the order of merging, nor on how often. Runs and points have an order of
// worth (done over failed over running over planned, of two reasons the first in the alphabet) of which the best stays,
// of points asked for in different rounds the later one. Points are taken in from shards of the same study alone: those
// of another study mean nothing here. Texts belong to the store that they were given to.

import GRDB

/// What merging has changed.
public struct StoreMerge: Hashable, Sendable {
  /// Number of cells that were new.
  public var cellCount: Int
  /// Number of runs that were new or are done now and had failed.
  public var runCount: Int
  /// Number of points that were new or were told of.
  public var pointCount: Int
}

extension RunStore {
  /// Takes in the cells, the runs and, where it is of the same study, the points of another store, wholly or not at all.
  ///
  /// A store that has begun no study takes over that of the other.
  ///
  /// - Parameter shard: The other file, which stays as it is; it is checked first.
  /// - Returns: What is new.
  /// - Throws: `StoreError` with the path of the store that is to blame: `.mismatch` where the other belongs to another
  ///   study, `.corrupt` where it is damaged, and whatever opening it to read or writing this one may throw.
  @discardableResult
  public func merge(_ shard: String) throws(StoreError) -> StoreMerge {
    let other = try RunStore.open(at: shard, for: .reading)
    let shard = other.path
    guard shard != path else {
      throw .unopenable(path: shard, reason: "a store cannot be merged into itself")
    }
    let differences = other.identity.differences(from: identity)
    guard differences.isEmpty else { throw .mismatch(path: shard, differences: differences) }
    let health = try other.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    guard health == "ok" else {
      throw .corrupt(path: shard, reason: health ?? "its check gives no answer")
    }
    let merge = try write(attaching: StoreFile.nameToRead(shard)) { database in
      try database.execute(sql: Self.takingOver)
      let cellCount = try Self.changes(Self.mergingCells, in: database)
      // Only what had failed before can become better; else one look at each run of the other store is enough.
      let mayImprove = try Bool.fetchOne(database, sql: Self.holdsFailures) ?? false
      var (newCount, improvedCount) = (0, 0)
      for (condition, isCounted) in [("run.observation = 0", true), ("run.observation > 0", false)]
      {
        let new = try Self.changes(
          Self.mergingRuns(condition, "ON CONFLICT DO NOTHING"), in: database)
        let improved =
          mayImprove ? try Self.changes(Self.mergingRuns(condition, Self.upsert), in: database) : 0
        if isCounted { (newCount, improvedCount) = (new, improved) }
      }
      try database.execute(
        sql: "UPDATE main.progress SET runCount = runCount + ?", arguments: [newCount])
      return StoreMerge(
        cellCount: cellCount, runCount: newCount + improvedCount,
        pointCount: try Self.changes(Self.mergingPoints, in: database))
    }
    try other.close()
    return merge
  }

  private static func changes(_ sql: String, in database: Database) throws -> Int {
    try database.execute(sql: sql)
    return database.changesCount
  }

  private static let takingOver = """
    UPDATE main.progress SET study = other.study, gridCount = other.gridCount
    FROM shard.progress AS other WHERE main.progress.study IS NULL
    """

  private static let holdsFailures = """
    SELECT EXISTS (SELECT 1 FROM main.runs INDEXED BY failedRuns
      WHERE state = \(StoreSchema.StateCode.failed))
    """

  private static let mergingCells = """
    INSERT INTO main.cells (digest, condition, parameters)
    SELECT digest, condition, parameters FROM shard.cells WHERE true ORDER BY id
    ON CONFLICT DO NOTHING
    """

  /// Cells in the other store's order, which is the one in which new ones were just added, so that rows are appended; and
  /// not a look at each cell of this store, of which there may be a thousand times as many.
  private static func mergingRuns(_ condition: String, _ conflict: String) -> String {
    """
    INSERT INTO main.runs
      (cell, observation, network, replicate, seed, version, state, reason, record)
    SELECT
      here.id, run.observation, run.network, run.replicate, run.seed, run.version, run.state,
      run.reason, run.record
    FROM shard.cells AS there
      CROSS JOIN main.cells AS here ON here.digest = there.digest
      CROSS JOIN shard.runs AS run ON run.cell = there.id
    WHERE \(condition) \(conflict)
    """
  }

  private static let mergingPoints = """
    INSERT INTO main.points (digest, parameters, round, state, reason)
    SELECT digest, parameters, round, state, reason FROM shard.points
    WHERE (SELECT study FROM main.progress) IS (SELECT study FROM shard.progress)
    ON CONFLICT (digest) DO UPDATE SET
      round = excluded.round, state = excluded.state, reason = excluded.reason
    WHERE excluded.round > points.round OR (excluded.round = points.round AND \(isBetter))
    """

  private static let isBetter = """
    (\(worth("excluded")) > \(worth("points")) OR (excluded.state = points.state
      AND points.state = \(StoreSchema.StateCode.failed) AND excluded.reason < points.reason))
    """

  private static func worth(_ row: String) -> String {
    "iif(\(row).state = \(StoreSchema.StateCode.done), 9, \(row).state)"
  }
}
