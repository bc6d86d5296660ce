// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a store keep for those who own its study? Small texts by name.

import GRDB

extension RunStore {
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
    try setTexts([name: text])
  }

  /// Keeps named texts in place of those of their names, all or none.
  ///
  /// - Throws: `StoreError`; the old texts are then kept.
  public func setTexts(_ texts: [String: String]) throws(StoreError) {
    try write { database in
      let statement = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO texts (name, value) VALUES (?, ?)")
      for (name, text) in texts { try statement.execute(arguments: [name, text]) }
    }
  }
}
