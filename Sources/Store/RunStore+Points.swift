// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a store know of the points of its study?
//
// Invariant: the points are those of one study. A point has one row, of the last round that asked for it: refinement
// asks for some again with more replicates.

import Foundation
import GRDB

extension RunStore {
  /// Makes the points of the store those of a study: those of another one go, and their runs stay.
  ///
  /// Points that a process had taken up which is gone are planned once more.
  ///
  /// - Parameter study: Which study.
  /// - Throws: `StoreError`; nothing is then changed.
  public func begin(_ study: StudyOutline) throws(StoreError) {
    try write { try Self.begin(study, in: $0) }
  }

  /// Makes the points those of a study within a change.
  static func begin(_ study: StudyOutline, in database: Database) throws {
    if try Data.fetchOne(database, sql: "SELECT study FROM progress") != study.signature.data {
      try database.execute(sql: "DELETE FROM points")
    }
    try database.execute(
      sql: "UPDATE progress SET study = ?, gridCount = ?",
      arguments: [study.signature.data, study.gridCount])
    try database.execute(
      sql: "UPDATE points SET state = ? WHERE state = ?",
      arguments: [StoreSchema.StateCode.planned, StoreSchema.StateCode.running])
  }

  /// Tells which study the points belong to; nil before one has begun.
  ///
  /// - Throws: `StoreError`.
  public func study() throws(StoreError) -> StudyOutline? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT study, gridCount FROM progress WHERE study IS NOT NULL")
      else { return nil }
      guard let signature = CellDigest(row, at: 0), let count = Int.fromDatabaseValue(row[1]),
        count >= 0
      else { throw StoreError.corrupt(path: path, reason: "its study makes no sense") }
      return StudyOutline(signature: signature, gridCount: count)
    }
  }

  /// Adds the points of a plan.
  ///
  /// Points that are there already stay as they are, unless a later round asks for them, or they were planned and are
  /// running now.
  ///
  /// - Parameter points: The points, with one value a parameter.
  /// - Throws: `StoreError`; nothing is then added.
  public func plan(_ points: [StudyPoint]) throws(StoreError) {
    guard !points.isEmpty else { return }
    try write { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO points (digest, parameters, round, state, reason) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (digest) DO UPDATE SET
            round = excluded.round, state = excluded.state, reason = excluded.reason
          WHERE excluded.round > points.round OR (excluded.round = points.round
            AND points.state = \(StoreSchema.StateCode.planned)
            AND excluded.state = \(StoreSchema.StateCode.running))
          """)
      for point in points {
        try statement.execute(arguments: [
          point.digest.data, Self.data(of: point.parameters), point.round, point.state.code,
          point.state.reason,
        ])
      }
    }
  }

  /// Sets how far points are.
  ///
  /// - Parameter marks: Points that are in the store, each with its new state.
  /// - Throws: `StoreError`; nothing is then changed.
  public func mark(_ marks: [PointMark]) throws(StoreError) {
    guard !marks.isEmpty else { return }
    try write { try Self.mark(marks, in: $0) }
  }

  /// Sets how far points are within a change.
  static func mark(_ marks: [PointMark], in database: Database) throws {
    guard !marks.isEmpty else { return }
    let statement = try database.cachedStatement(
      sql: """
        UPDATE points SET
          state = iif(round > ?1, state, ?2), reason = iif(round > ?1, reason, ?3)
        WHERE digest = ?4
        """)
    for mark in marks {
      try statement.execute(arguments: [
        mark.round, mark.state.code, mark.state.reason, mark.digest.data,
      ])
      precondition(database.changesCount == 1, "only a planned point is marked")
    }
  }

  /// Reads all points.
  ///
  /// - Returns: The points by round, then by digest.
  /// - Throws: `StoreError`.
  public func points() throws(StoreError) -> [StudyPoint] {
    try points("ORDER BY round, digest", [])
  }

  /// Reads the points that can have no verdict.
  ///
  /// - Parameter limit: Most points to be read, >= 0.
  /// - Returns: The first of them by round, then by digest.
  /// - Throws: `StoreError`.
  public func failedPoints(limit: Int) throws(StoreError) -> [StudyPoint] {
    try points(
      "WHERE state = \(StoreSchema.StateCode.failed) ORDER BY round, digest LIMIT ?", [limit])
  }

  private func points(
    _ condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [StudyPoint] {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT digest, parameters, round, state, reason FROM points \(condition)",
        arguments: arguments)
      var points: [StudyPoint] = []
      while let row = try rows.next() {
        guard let digest = CellDigest(row, at: 0), let parameters = Self.numbers(row, at: 1),
          let round = Int.fromDatabaseValue(row[2]), let state = PointState(row, at: 3)
        else { throw StoreError.corrupt(path: path, reason: "a point makes no sense") }
        points.append(
          StudyPoint(digest: digest, parameters: parameters, round: round, state: state))
      }
      return points
    }
  }
}

extension PointState {
  /// The integer that stands for the state.
  var code: Int64 {
    switch self {
    case .planned: StoreSchema.StateCode.planned
    case .running: StoreSchema.StateCode.running
    case .done: StoreSchema.StateCode.done
    case .failed: StoreSchema.StateCode.failed
    }
  }

  /// Why the point failed.
  var reason: String? {
    if case .failed(let reason) = self { reason } else { nil }
  }

  /// Reads a state and the reason after it; nil where they make no sense.
  init?(_ row: Row, at index: Int) {
    switch Int64.fromDatabaseValue(row[index]) {
    case StoreSchema.StateCode.planned: self = .planned
    case StoreSchema.StateCode.running: self = .running
    case StoreSchema.StateCode.done: self = .done
    case StoreSchema.StateCode.failed:
      guard let reason = String.fromDatabaseValue(row[index + 1]) else { return nil }
      self = .failed(reason: reason)
    default: return nil
    }
  }
}
