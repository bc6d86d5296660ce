// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a run lie in its row?

import Foundation
import GRDB

/// The runs of one cell that observe the same.
struct RunStream: Hashable {
  let cell: CellDigest
  let firstStep: Int?

  init(cell: CellDigest, firstStep: Int?) {
    self.cell = cell
    self.firstStep = firstStep
  }

  init(_ key: RunKey) {
    self.init(cell: key.cell, firstStep: key.firstStep)
  }

  /// The integer that stands for what is observed.
  var observation: Int { firstStep.map { $0 + 1 } ?? 0 }
}

/// Where a run is within its cell.
struct RunPlace: Hashable {
  let networkIndex: Int
  let replicateIndex: Int
}

extension RunPlace {
  /// Reads the first two columns of a row.
  init(_ row: Row) throws {
    self.init(
      networkIndex: try row.decode(atIndex: 0), replicateIndex: try row.decode(atIndex: 1))
  }
}

extension RunKey {
  var place: RunPlace {
    RunPlace(networkIndex: networkIndex, replicateIndex: replicateIndex)
  }

  var observation: Int { RunStream(self).observation }
}

extension StoredRun {
  var reason: String? {
    if case .failed(let reason) = outcome { reason } else { nil }
  }
}

/// A run as it lies in its row, to be read outside of the connection.
struct RunRow {
  let place: RunPlace
  let seed: Int64
  let version: Int
  let state: Int64
  let reason: String?
  let record: Data?

  /// Reads the rows of a query, or those of them at some places.
  static func all(
    _ statement: Statement, _ arguments: StatementArguments, at places: Set<RunPlace>?
  ) throws -> [RunRow] {
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    var all: [RunRow] = []
    while let row = try rows.next() {
      let place = try RunPlace(row)
      if let places, !places.contains(place) { continue }
      all.append(
        RunRow(
          place: place, seed: try row.decode(atIndex: 2),
          version: try row.decode(atIndex: 3), state: try row.decode(atIndex: 4),
          reason: try row.decode(atIndex: 5), record: try row.decode(atIndex: 6)))
    }
    return all
  }

  /// The run; nil where the row makes no sense.
  func run(of stream: RunStream) -> StoredRun? {
    guard place.networkIndex >= 0, place.replicateIndex >= 0, let seed = UInt32(exactly: seed)
    else {
      return nil
    }
    let outcome: StoredRun.Outcome
    switch (state, reason, record) {
    case (StoreSchema.StateCode.done, nil, let record?):
      guard let record = record.withUnsafeBytes({ RunPayload.record(from: $0) }) else { return nil }
      outcome = .done(record)
    case (StoreSchema.StateCode.failed, let reason?, nil):
      outcome = .failed(reason: reason)
    default:
      return nil
    }
    let key = RunKey(
      cell: stream.cell, networkIndex: place.networkIndex, replicateIndex: place.replicateIndex,
      firstStep: stream.firstStep)
    return StoredRun(key: key, seed: seed, version: version, outcome: outcome)
  }
}
