// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does a store hold?

import GRDB

/// How much a store holds.
public struct StoreSummary: Hashable, Sendable {
  /// Number of cells.
  public var cellCount: Int
  /// Number of runs that ended well.
  public var doneRunCount: Int
  /// Number of runs that failed.
  public var failedRunCount: Int
  /// Number of points of which nothing has been done.
  public var plannedPointCount: Int
  /// Number of points that are under way.
  public var runningPointCount: Int
  /// Number of points with a verdict.
  public var donePointCount: Int
  /// Number of points that can have none.
  public var failedPointCount: Int
  /// Number of rounds that have planned points.
  public var roundCount: Int
  /// Length of the file and its log.
  public var byteCount: Int

  /// Number of points in any state.
  public var pointCount: Int {
    plannedPointCount + runningPointCount + donePointCount + failedPointCount
  }
}

extension RunStore {
  /// Counts what the store holds at one moment, in a time that grows with the file.
  ///
  /// - Throws: `StoreError`.
  public func summary() throws(StoreError) -> StoreSummary {
    try read { database in
      func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
      func points(_ state: Int64) throws -> Int {
        try count("SELECT count(*) FROM points WHERE state = \(state)")
      }
      let failed = try count(
        "SELECT count(*) FROM runs WHERE state = \(StoreSchema.StateCode.failed)")
      return StoreSummary(
        cellCount: try count("SELECT count(*) FROM cells"),
        doneRunCount: try count("SELECT count(*) FROM runs") - failed, failedRunCount: failed,
        plannedPointCount: try points(StoreSchema.StateCode.planned),
        runningPointCount: try points(StoreSchema.StateCode.running),
        donePointCount: try points(StoreSchema.StateCode.done),
        failedPointCount: try points(StoreSchema.StateCode.failed),
        roundCount: try count("SELECT count(DISTINCT round) FROM points"),
        byteCount: StoreFile.byteCount(at: path))
    }
  }

  /// Reads why runs failed.
  ///
  /// - Parameter limit: Most runs to be read, >= 0.
  /// - Returns: Failed runs by cell, network and replicate.
  /// - Throws: `StoreError`.
  public func failures(limit: Int) throws(StoreError) -> [StoredRun] {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT digest, observation, network, replicate, seed, version, reason
          FROM runs JOIN cells ON cells.id = runs.cell
          WHERE state = \(StoreSchema.StateCode.failed)
          ORDER BY digest, observation, network, replicate LIMIT ?
          """, arguments: [limit])
      var runs: [StoredRun] = []
      while let row = try rows.next() {
        guard let cell = CellDigest(row, at: 0), let observation = Int.fromDatabaseValue(row[1]),
          let network = Int.fromDatabaseValue(row[2]),
          let replicate = Int.fromDatabaseValue(row[3]), network >= 0, replicate >= 0,
          observation >= 0, let seed = UInt32.fromDatabaseValue(row[4]),
          let version = Int.fromDatabaseValue(row[5]),
          let reason = String.fromDatabaseValue(row[6])
        else { throw StoreError.corrupt(path: path, reason: "a failed run makes no sense") }
        let key = RunKey(
          cell: cell, networkIndex: network, replicateIndex: replicate,
          firstStep: observation == 0 ? nil : observation - 1)
        runs.append(
          StoredRun(key: key, seed: seed, version: version, outcome: .failed(reason: reason)))
      }
      return runs
    }
  }
}
