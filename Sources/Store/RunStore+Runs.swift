// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are runs saved and found again?
//
// Goals, in order: a run that was reported as saved is there, one that is there is never replaced by a lesser one, a
// batch is one transaction with one fsync, memory stays that of one batch. Runs of a cell lie side by side, so whoever
// asks for many asks cell by cell.

import Foundation
import GRDB

extension RunStore {
  /// Adds or mends a run: what is there stays, but a failed run gives way to one that is done or, so that the order of
  /// merging never shows, to one that failed for a reason earlier in the alphabet.
  static let upsert = """
    ON CONFLICT (cell, observation, network, replicate) DO UPDATE SET
      seed = excluded.seed, version = excluded.version, state = excluded.state,
      reason = excluded.reason, record = excluded.record
    WHERE runs.state = \(StoreSchema.StateCode.failed)
      AND (excluded.state = \(StoreSchema.StateCode.done) OR excluded.reason < runs.reason)
    """

  /// The row of a run that is not there yet.
  private static let insertion = """
    INSERT INTO runs
      (cell, observation, network, replicate, seed, version, state, reason, record)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Saves a batch of runs with the cells that are new and the points that it changes, wholly or not at all.
  ///
  /// A run that is stored already stays as it is, except that one that is done replaces one that failed.
  ///
  /// - Parameters:
  ///   - runs: The runs; their cells are stored already or among `cells`.
  ///   - cells: Cells to be added first; those that are there already stay as they are.
  ///   - marks: New states of points that are stored.
  /// - Throws: `StoreError`; nothing of the batch is then stored, and it may be saved once more.
  public func save(
    _ runs: [StoredRun], cells: [StoredCell] = [], marking marks: [PointMark] = []
  ) throws(StoreError) {
    var records: [Data?] = []
    records.reserveCapacity(runs.count)
    for run in runs {
      guard case .done(let record) = run.outcome else {
        records.append(nil)
        continue
      }
      let count = record.series.reduce(0) { $0 + $1.count }
      guard count <= RunPayload.mostValues else {
        throw .failed(
          path: path, code: Int(ResultCode.SQLITE_TOOBIG.rawValue),
          reason: "a run of \(count) values is too long")
      }
      records.append(Data(RunPayload.bytes(of: record)))
    }
    try write { database in
      try Self.insert(cells, in: database)
      let insert = try database.cachedStatement(
        sql: "\(Self.insertion) ON CONFLICT DO NOTHING")
      var newCount = 0
      var identifiers: [CellDigest: Int64] = [:]
      for (run, record) in zip(runs, records) {
        let key = run.key
        var identifier = identifiers[key.cell]
        if identifier == nil {
          identifier = try Self.identifier(of: key.cell, in: database)
          identifiers[key.cell] = identifier
        }
        guard let identifier else { preconditionFailure("the cell of a run is stored before it") }
        let state = record == nil ? StoreSchema.StateCode.failed : StoreSchema.StateCode.done
        let row: StatementArguments = [
          identifier, key.observation, key.networkIndex, key.replicateIndex, Int64(run.seed),
          run.version, state, run.reason, record,
        ]
        try insert.execute(arguments: row)
        if database.changesCount == 0 {
          try database.cachedStatement(sql: "\(Self.insertion) \(Self.upsert)")
            .execute(arguments: row)
        } else if key.firstStep == nil {
          newCount += 1
        }
      }
      if newCount > 0 {
        try database.execute(
          sql: "UPDATE progress SET runCount = runCount + ?", arguments: [newCount])
      }
      try Self.mark(marks, in: database)
    }
  }

  /// Tells which runs are stored, done or failed, without reading what they found.
  ///
  /// - Parameter keys: The runs that are asked about.
  /// - Returns: Those of them that are stored.
  /// - Throws: `StoreError`.
  public func present(_ keys: some Sequence<RunKey>) throws(StoreError) -> Set<RunKey> {
    let wanted = Dictionary(grouping: keys, by: RunStream.init)
    return try read { database in
      var found: Set<RunKey> = []
      for (stream, keys) in wanted {
        guard let identifier = try Self.identifier(of: stream.cell, in: database) else { continue }
        let stored = try Self.places(stream, identifier, keys, in: database)
        for key in keys where stored.contains(key.place) { found.insert(key) }
      }
      return found
    }
  }

  /// Tells which runs failed, and why, without reading what others found.
  ///
  /// - Parameter keys: The runs that are asked about.
  /// - Returns: The reasons of those that are stored as failed.
  /// - Throws: `StoreError`.
  public func failures(
    among keys: some Sequence<RunKey>
  ) throws(StoreError) -> [RunKey: String] {
    let wanted = Dictionary(grouping: keys, by: RunStream.init)
    return try read { database in
      let failed = "state = \(StoreSchema.StateCode.failed)"
      var found: [RunKey: String] = [:]
      guard try Row.fetchOne(database, sql: "SELECT 1 FROM runs WHERE \(failed) LIMIT 1") != nil
      else { return found }
      let statement = try database.cachedStatement(
        sql: """
          SELECT network, replicate, reason FROM runs INDEXED BY failedRuns
          WHERE \(failed) AND cell = ? AND observation = ?
          """)
      for (stream, keys) in wanted {
        guard let identifier = try Self.identifier(of: stream.cell, in: database) else { continue }
        let rows = try Row.fetchCursor(statement, arguments: [identifier, stream.observation])
        var reasons: [RunPlace: String] = [:]
        while let row = try rows.next() {
          reasons[try RunPlace(row)] = try row.decode(String.self, atIndex: 2)
        }
        for key in keys { found[key] = reasons[key.place] }
      }
      return found
    }
  }

  /// Reads runs.
  ///
  /// - Parameter keys: The runs that are asked for; memory grows with their number.
  /// - Returns: Those of them that are stored.
  /// - Throws: `StoreError`; `.corrupt` where the bytes of one are damaged.
  public func records(
    _ keys: some Sequence<RunKey>
  ) throws(StoreError) -> [RunKey: StoredRun] {
    var found: [RunKey: StoredRun] = [:]
    for (stream, keys) in Dictionary(grouping: keys, by: RunStream.init) {
      for run in try runs(stream, at: Set(keys.map(\.place))) { found[run.key] = run }
    }
    return found
  }

  /// Reads all runs of a cell.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - firstStep: The step from which alignments were tallied; nil for the runs that record only measures.
  /// - Returns: The runs by network, then by replicate; empty where the cell is not stored.
  /// - Throws: `StoreError`; `.corrupt` where the bytes of one are damaged.
  public func runs(of cell: CellDigest, firstStep: Int? = nil) throws(StoreError) -> [StoredRun] {
    try runs(RunStream(cell: cell, firstStep: firstStep), at: nil)
  }

  /// Keys of one cell up to which each is looked up by itself.
  private static let fewKeys = 8

  /// Reads the runs of a cell, or those of them at some places.
  private func runs(
    _ stream: RunStream, at places: Set<RunPlace>?
  ) throws(StoreError) -> [StoredRun] {
    let columns = "network, replicate, seed, version, state, reason, record"
    let rows = try read { database in
      guard let identifier = try Self.identifier(of: stream.cell, in: database) else {
        return [RunRow]()
      }
      guard let places, places.count <= Self.fewKeys else {
        let statement = try database.cachedStatement(
          sql: "SELECT \(columns) FROM runs WHERE cell = ? AND observation = ?")
        return try RunRow.all(statement, [identifier, stream.observation], at: places)
      }
      let statement = try database.cachedStatement(
        sql: """
          SELECT \(columns) FROM runs
          WHERE cell = ? AND observation = ? AND network = ? AND replicate = ?
          """)
      return try places.flatMap { place in
        try RunRow.all(
          statement, [identifier, stream.observation, place.networkIndex, place.replicateIndex],
          at: nil)
      }
    }
    var runs: [StoredRun] = []
    runs.reserveCapacity(rows.count)
    for row in rows {
      guard let run = row.run(of: stream) else {
        throw .corrupt(
          path: path, reason: "a run of the cell \(stream.cell) is not what was written")
      }
      runs.append(run)
    }
    return runs
  }

  private static func places(
    _ stream: RunStream, _ identifier: Int64, _ keys: [RunKey], in database: Database
  ) throws -> Set<RunPlace> {
    var places: Set<RunPlace> = []
    if keys.count > fewKeys {
      let statement = try database.cachedStatement(
        sql: "SELECT network, replicate FROM runs WHERE cell = ? AND observation = ?")
      let rows = try Row.fetchCursor(statement, arguments: [identifier, stream.observation])
      while let row = try rows.next() {
        places.insert(try RunPlace(row))
      }
      return places
    }
    let statement = try database.cachedStatement(
      sql: """
        SELECT 1 FROM runs WHERE cell = ? AND observation = ? AND network = ? AND replicate = ?
        """)
    for key in keys {
      let arguments: StatementArguments = [
        identifier, stream.observation, key.networkIndex, key.replicateIndex,
      ]
      if try Row.fetchOne(statement, arguments: arguments) != nil { places.insert(key.place) }
    }
    return places
  }

  private static func identifier(
    of cell: CellDigest, in database: Database
  ) throws -> Int64? {
    let statement = try database.cachedStatement(sql: "SELECT id FROM cells WHERE digest = ?")
    return try Int64.fetchOne(statement, arguments: [cell.data])
  }
}
