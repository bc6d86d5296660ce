// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the identity of a store kept? As named texts: `setting 003 steps` is the fourth setting.

import GRDB

extension StoreIdentity {
  private enum Name {
    static let resultVersion = "result version"
    static let programVersion = "program version"
    static let title = "title"
    static let listing = "listing"
    static let text = "text"
    static let setting = "setting "
    static let parameter = "parameter "
  }

  /// Reads the identity of a store; nil where none is written yet.
  ///
  /// - Throws: `StoreError.corrupt` where a part is missing, or what GRDB throws.
  init?(in database: Database, path: String) throws {
    var texts: [String: String] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT name, value FROM identity") {
      guard let name = String.fromDatabaseValue(row[0]),
        let value = String.fromDatabaseValue(row[1])
      else { throw StoreError.corrupt(path: path, reason: "its identity is not text") }
      texts[name] = value
    }
    guard !texts.isEmpty else { return nil }
    func text(_ name: String) throws -> String {
      guard let text = texts[name] else {
        throw StoreError.corrupt(path: path, reason: "its identity has no \(name)")
      }
      return text
    }
    guard let version = Int(try text(Name.resultVersion)) else {
      throw StoreError.corrupt(path: path, reason: "its result version is no number")
    }
    func list(_ prefix: String) -> [(name: String, value: String)] {
      texts.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.map {
        (String($0.key.dropFirst(prefix.count + Self.digitCount + 1)), $0.value)
      }
    }
    self.init(
      resultVersion: version, programVersion: try text(Name.programVersion),
      worldTitle: try text(Name.title), worldListing: try text(Name.listing),
      worldText: try text(Name.text),
      settings: list(Name.setting).map { StoredSetting(name: $0.name, value: $0.value) },
      parameterNames: list(Name.parameter).map(\.value))
  }

  /// Writes the identity in place of the one that is there.
  func write(to database: Database) throws {
    var rows = [
      (Name.resultVersion, String(resultVersion)), (Name.programVersion, programVersion),
      (Name.title, worldTitle), (Name.listing, worldListing), (Name.text, worldText),
    ]
    for (index, setting) in settings.enumerated() {
      rows.append(("\(Name.setting)\(Self.digits(index)) \(setting.name)", setting.value))
    }
    for (index, name) in parameterNames.enumerated() {
      rows.append(("\(Name.parameter)\(Self.digits(index)) ", name))
    }
    try database.execute(sql: "DELETE FROM identity")
    for (name, value) in rows {
      try database.execute(
        sql: "INSERT INTO identity (name, value) VALUES (?, ?)", arguments: [name, value])
    }
  }

  private static let digitCount = 6

  private static func digits(_ index: Int) -> String {
    let digits = String(index)
    return String(repeating: "0", count: Self.digitCount - digits.count) + digits
  }
}
