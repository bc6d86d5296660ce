// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does a store hold?

import GRDB

/// How much a store holds.
///
/// A run is one execution of a cell's program: what it found with and without tallies is kept apart and counts once.
public struct StoreSummary: Hashable, Sendable {
  /// Number of runs that ended well.
  public var doneRunCount: Int
  /// Number of runs that failed.
  public var failedRunCount: Int
  /// Number of points of which nothing has been done, those of the axes included that nobody has come to yet.
  public var plannedPointCount: Int
  /// Number of points that a process has taken up; where none writes the store any more, they are to be done once more.
  public var runningPointCount: Int
  /// Number of points with a verdict.
  public var donePointCount: Int
  /// Number of points that can have none.
  public var failedPointCount: Int
  /// Number of points of the study's axes.
  public var gridPointCount: Int
  /// Number of rounds of refinement that have planned points.
  public var roundCount: Int
  /// Length of the file and its log.
  public var byteCount: Int
  /// Whether a process has the store open to write.
  public var isBeingWritten: Bool

  /// Number of runs, well or not.
  public var runCount: Int { doneRunCount + failedRunCount }

  /// Number of points in any state.
  public var pointCount: Int {
    plannedPointCount + runningPointCount + donePointCount + failedPointCount
  }
}

extension RunStore {
  /// Counts what the store holds at one moment, in a time that grows with the points alone.
  ///
  /// - Throws: `StoreError`.
  public func summary() throws(StoreError) -> StoreSummary {
    let isBeingWritten = FileLock.isHeld(ofStore: path)
    return try read { database in
      let senseless = StoreError.corrupt(path: path, reason: "how far it is makes no sense")
      let failed = "state = \(StoreSchema.StateCode.failed)"
      guard
        let progress = try Row.fetchOne(
          database,
          sql: """
            SELECT gridCount, runCount,
              (SELECT count(*) FROM runs INDEXED BY failedRuns WHERE \(failed) AND observation = 0)
            FROM progress
            """)
      else { throw senseless }
      let gridCount: Int = try progress.decode(atIndex: 0)
      let runCount: Int = try progress.decode(atIndex: 1)
      let failedRunCount: Int = try progress.decode(atIndex: 2)
      guard gridCount >= 0, runCount >= failedRunCount else { throw senseless }
      var counts: [Int64: Int] = [:]
      var roundCount = 0
      for row in try Row.fetchAll(
        database, sql: "SELECT state, count(*), max(round) FROM points GROUP BY state")
      {
        counts[try row.decode(atIndex: 0)] = try row.decode(atIndex: 1)
        roundCount = max(roundCount, try row.decode(atIndex: 2))
      }
      func count(_ state: Int64) -> Int { counts[state, default: 0] }
      let rowCount = counts.values.reduce(0, +)
      return StoreSummary(
        doneRunCount: runCount - failedRunCount, failedRunCount: failedRunCount,
        // All points of the axes are in their rows before refinement adds others.
        plannedPointCount: count(StoreSchema.StateCode.planned) + max(0, gridCount - rowCount),
        runningPointCount: count(StoreSchema.StateCode.running),
        donePointCount: count(StoreSchema.StateCode.done),
        failedPointCount: count(StoreSchema.StateCode.failed), gridPointCount: gridCount,
        roundCount: roundCount, byteCount: StoreFile.byteCount(at: path),
        isBeingWritten: isBeingWritten)
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
