// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a store know of the points and of the texts of its study?

import GRDB

extension RunStore {
  /// Adds the points of a plan; points that are there already stay as they are.
  ///
  /// - Parameter points: The points, with one value a parameter.
  /// - Throws: `StoreError`; nothing is then added.
  public func plan(_ points: [StudyPoint]) throws(StoreError) {
    guard !points.isEmpty else { return }
    try write { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO points (digest, parameters, round, state, reason) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING
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
      sql: "UPDATE points SET state = ?, reason = ? WHERE digest = ?")
    for mark in marks {
      try statement.execute(arguments: [mark.state.code, mark.state.reason, mark.digest.data])
      precondition(database.changesCount == 1, "only a planned point is marked")
    }
  }

  /// Reads all points.
  ///
  /// - Returns: The points by round, then by digest.
  /// - Throws: `StoreError`.
  public func points() throws(StoreError) -> [StudyPoint] {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT digest, parameters, round, state, reason FROM points ORDER BY round, digest")
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

  /// Reads a named text, such as that of the study; nil where there is none.
  ///
  /// - Throws: `StoreError`.
  public func text(named name: String) throws(StoreError) -> String? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT value FROM texts WHERE name = ?", arguments: [name])
      else { return nil }
      guard let text = String.fromDatabaseValue(row[0]) else {
        throw StoreError.corrupt(path: path, reason: "the text '\(name)' is no text")
      }
      return text
    }
  }

  /// Keeps a named text in place of the one of that name.
  ///
  /// - Throws: `StoreError`; the old text is then kept.
  public func setText(_ text: String, named name: String) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO texts (name, value) VALUES (?, ?)", arguments: [name, text])
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
