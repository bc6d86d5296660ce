// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cells does a store hold, and how do digests and numbers lie in rows?

import Foundation
import GRDB

extension RunStore {
  /// Adds cells; those that are there already stay as they are.
  ///
  /// - Parameter cells: The cells.
  /// - Throws: `StoreError`; nothing is then added.
  public func insert(_ cells: [StoredCell]) throws(StoreError) {
    guard !cells.isEmpty else { return }
    try write { try Self.insert(cells, in: $0) }
  }

  /// Adds cells within a change.
  static func insert(_ cells: [StoredCell], in database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO cells (digest, condition, parameters) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
        """)
    for cell in cells {
      try statement.execute(arguments: [
        cell.digest.data, cell.condition, data(of: cell.parameters),
      ])
    }
  }

  /// Reads cells in the order of their digests, some at a time.
  ///
  /// - Parameters:
  ///   - previous: The last cell of the part before; nil to begin.
  ///   - limit: Most cells of the part, >= 1.
  /// - Returns: The cells that follow; empty after the last.
  /// - Throws: `StoreError`.
  public func cells(
    after previous: CellDigest? = nil, limit: Int = .max
  ) throws(StoreError) -> [StoredCell] {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT digest, condition, parameters FROM cells WHERE digest > ? ORDER BY digest LIMIT ?
          """, arguments: [previous?.data ?? Data(), limit])
      var cells: [StoredCell] = []
      while let row = try rows.next() {
        guard let digest = CellDigest(row, at: 0), let parameters = Self.numbers(row, at: 2),
          let condition = String.fromDatabaseValue(row[1])
        else { throw StoreError.corrupt(path: path, reason: "a cell makes no sense") }
        cells.append(StoredCell(digest: digest, condition: condition, parameters: parameters))
      }
      return cells
    }
  }

  /// Numbers as bytes, the lowest first.
  static func data(of numbers: [Double]) -> Data {
    numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }

  /// Reads numbers; nil where there are none.
  static func numbers(_ row: Row, at index: Int) -> [Double]? {
    guard let bytes = Data.fromDatabaseValue(row[index]), bytes.count.isMultiple(of: 8) else {
      return nil
    }
    return bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 8).map { place in
        Double(
          bitPattern: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      }
    }
  }
}

extension CellDigest {
  /// The bytes for a row.
  var data: Data { withRawBytes { Data($0) } }

  /// Reads a digest; nil where there is none.
  init?(_ row: Row, at index: Int) {
    guard let bytes = Data.fromDatabaseValue(row[index]),
      let digest = bytes.withUnsafeBytes({ CellDigest(rawBytes: $0) })
    else { return nil }
    self = digest
  }
}
