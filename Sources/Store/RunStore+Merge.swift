// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does one store take in what another holds?
//
// Invariant: what comes out does not depend on the order of merging, nor on how often. Runs and points have an order of
// worth (done over failed over running over planned, of two reasons the first in the alphabet) of which the best stays.
// Texts belong to the store that they were given to.

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
  /// Takes in the cells, runs and points of another store, wholly or not at all.
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
      StoreMerge(
        cellCount: try Self.changes(Self.mergingCells, in: database),
        runCount: try Self.changes(Self.mergingRuns, in: database),
        pointCount: try Self.changes(Self.mergingPoints, in: database))
    }
    try other.close()
    return merge
  }

  private static func changes(_ sql: String, in database: Database) throws -> Int {
    try database.execute(sql: sql)
    return database.changesCount
  }

  private static let mergingCells = """
    INSERT INTO main.cells (digest, condition, parameters)
    SELECT digest, condition, parameters FROM shard.cells WHERE true ORDER BY id
    ON CONFLICT DO NOTHING
    """

  /// Cells in this store's order, so that rows are appended where they belong.
  private static let mergingRuns = """
    INSERT INTO main.runs
      (cell, observation, network, replicate, seed, version, state, reason, record)
    SELECT
      here.id, run.observation, run.network, run.replicate, run.seed, run.version, run.state,
      run.reason, run.record
    FROM main.cells AS here
      CROSS JOIN shard.cells AS there ON there.digest = here.digest
      CROSS JOIN shard.runs AS run ON run.cell = there.id
    WHERE true \(upsert)
    """

  private static let mergingPoints = """
    INSERT INTO main.points (digest, parameters, round, state, reason)
    SELECT digest, parameters, round, state, reason FROM shard.points WHERE true
    ON CONFLICT (digest) DO UPDATE SET
      round = min(points.round, excluded.round),
      state = iif(\(isBetter), excluded.state, points.state),
      reason = iif(\(isBetter), excluded.reason, points.reason)
    WHERE excluded.round < points.round OR \(isBetter)
    """

  private static let isBetter = """
    (\(worth("excluded")) > \(worth("points")) OR (excluded.state = points.state
      AND points.state = \(StoreSchema.StateCode.failed) AND excluded.reason < points.reason))
    """

  private static func worth(_ row: String) -> String {
    "iif(\(row).state = \(StoreSchema.StateCode.done), 9, \(row).state)"
  }
}
