// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which points can have no verdict, as far as a store knows?

import GRDB

extension RunStore {
  /// Reads why points failed.
  ///
  /// - Parameter digests: Points of any state, also ones that are not in the store.
  /// - Returns: The reasons of those that failed.
  /// - Throws: `StoreError`.
  public func pointFailures(
    among digests: [CellDigest]
  ) throws(StoreError) -> [CellDigest: String] {
    guard !digests.isEmpty else { return [:] }
    return try read { database in
      let statement = try database.cachedStatement(
        sql:
          "SELECT reason FROM points WHERE digest = ? AND state = \(StoreSchema.StateCode.failed)")
      var reasons: [CellDigest: String] = [:]
      for digest in digests {
        if let reason = try String.fetchOne(statement, arguments: [digest.data]) {
          reasons[digest] = reason
        }
      }
      return reasons
    }
  }
}
