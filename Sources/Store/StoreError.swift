// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can a store not be opened, read or written?

/// Why a store cannot be opened, read or written; always with the path of its file.
public enum StoreError: Error, Hashable, Sendable {
  /// There is no file of that name.
  case missing(path: String)
  /// The file can be neither opened nor made; the reason is the end of a sentence.
  case unopenable(path: String, reason: String)
  /// The file or its folder may not be written.
  case notWritable(path: String, reason: String)
  /// The file is something else than a store, and was left as it is.
  case foreign(path: String, reason: String)
  /// The file is damaged: what it holds cannot be what was written.
  case corrupt(path: String, reason: String)
  /// A newer program has changed the format of the file; the names of its changes that this program does not know.
  case newerFormat(path: String, migrations: [String])
  /// The file has an older format, which opening it to write brings up to date.
  case olderFormat(path: String)
  /// Another process writes the store; nil where it cannot be told which.
  case busy(path: String, processID: Int?)
  /// The disk is full. Nothing of the last change was kept, all earlier ones were.
  case diskFull(path: String)
  /// The store belongs to another world, version or setting.
  case mismatch(path: String, differences: [StoreDifference])
  /// Anything else that SQLite refused: its extended result code and its words.
  case failed(path: String, code: Int, reason: String)
}

/// One thing in which a store is not what was asked for.
public struct StoreDifference: Hashable, Sendable {
  /// What differs, such as `steps`, or `world, line 12`.
  public let what: String
  /// What the store holds; nil where it holds none.
  public let stored: String?
  /// What was asked for; nil where it was not asked for.
  public let wanted: String?

  /// Creates a difference.
  public init(what: String, stored: String?, wanted: String?) {
    self.what = what
    self.stored = stored
    self.wanted = wanted
  }
}

extension StoreError: CustomStringConvertible {
  /// The error as a sentence without its full stop.
  public var description: String {
    switch self {
    case .missing(let path): "there is no store at '\(path)'"
    case .unopenable(let path, let reason): "the store '\(path)' cannot be opened: \(reason)"
    case .notWritable(let path, let reason): "the store '\(path)' cannot be written: \(reason)"
    case .foreign(let path, let reason): "'\(path)' is not a store of Arendt: \(reason)"
    case .corrupt(let path, let reason): "the store '\(path)' is damaged: \(reason)"
    case .newerFormat(let path, let migrations):
      "the store '\(path)' has a newer format than this program knows "
        + "(\(migrations.map { "'\($0)'" }.joined(separator: ", ")))"
    case .olderFormat(let path):
      "the store '\(path)' has an older format; a sweep into it brings it up to date"
    case .busy(let path, let processID):
      "another process\(processID.map { " (\($0))" } ?? "") is writing the store '\(path)'"
    case .diskFull(let path):
      "the disk is full; the store '\(path)' holds everything that was saved before"
    case .mismatch(let path, let differences):
      "the store '\(path)' belongs to another study: "
        + differences.map(\.description).joined(separator: "; ")
    case .failed(let path, let code, let reason):
      "SQLite refused the store '\(path)': \(reason) (\(code))"
    }
  }
}

extension StoreDifference: CustomStringConvertible {
  /// The difference in words.
  public var description: String {
    let stored = stored.map { "'\($0)'" } ?? "none"
    let wanted = wanted.map { "'\($0)'" } ?? "none"
    return "\(what) is \(stored) there, \(wanted) here"
  }
}
