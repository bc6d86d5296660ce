// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the file of a store opened? The one door to SQLite.
//
// Goals, in order: nothing that was reported as saved is ever lost, a file that is no store is left as it is, any number
// of readers beside one writer, speed. A store is in WAL mode, with one connection a `RunStore`; the last to close takes
// log and index away. `synchronous` is FULL: with NORMAL a commit in WAL mode is not on the disk until the next
// checkpoint, so that a machine that loses power forgets batches it has reported. The price is one fsync a batch.

import GRDB
import Glibc

/// The file of a store.
enum StoreFile {
  /// Finds out what a path means, without links.
  ///
  /// - Parameters:
  ///   - path: The path as a user gives it.
  ///   - mayBeMissing: Whether the file is to be made where there is none.
  /// - Returns: An absolute path.
  /// - Throws: `StoreError.missing`, `.unopenable`.
  static func resolved(_ path: String, mayBeMissing: Bool) throws(StoreError) -> String {
    guard !path.utf8.contains(0), !path.isEmpty else {
      throw .unopenable(path: path, reason: "that is no name of a file")
    }
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        throw .unopenable(
          path: path, reason: isFolder ? "it is a folder" : "it is not an ordinary file")
      }
      guard access(path, R_OK) == 0 else {
        throw .unopenable(path: path, reason: String(cString: strerror(errno)))
      }
      return try realPath(of: path, or: path)
    }
    guard errno == ENOENT else {
      throw .unopenable(path: path, reason: String(cString: strerror(errno)))
    }
    guard mayBeMissing else { throw .missing(path: path) }
    // A link to a file that is to be made would be two names of one store.
    guard lstat(path, &status) != 0 else {
      throw .unopenable(path: path, reason: "it is a link to a file that does not exist")
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, !name.isEmpty else {
      throw .unopenable(path: path, reason: "it is the name of a folder")
    }
    let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/") + "/"
    guard stat(folder, &status) == 0 else {
      throw .unopenable(path: path, reason: "there is no folder '\(folder)'")
    }
    return try realPath(of: folder, or: path) + "/" + name
  }

  private static func realPath(of path: String, or shown: String) throws(StoreError) -> String {
    guard let real = realpath(path, nil) else {
      throw .unopenable(path: shown, reason: String(cString: strerror(errno)))
    }
    defer { free(real) }
    return real[0] == UInt8(ascii: "/") && real[1] == 0 ? "" : String(cString: real)
  }

  /// Opens a file that exists or, to write, makes it; one that is no store is left as it is.
  ///
  /// - Parameters:
  ///   - path: From `resolved`.
  ///   - access: What for.
  /// - Returns: The connection, and whether the file holds nothing yet.
  /// - Throws: `StoreError` or what GRDB throws.
  static func connection(
    to path: String, for access: RunStore.Access
  ) throws -> (queue: DatabaseQueue, isEmpty: Bool) {
    var configuration = Configuration()
    configuration.label = "Store"
    // A reader may meet the moment in which the last writer takes the log away.
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    guard access == .writing else { return try connectionToRead(path, configuration) }
    // SQLite would open it to read instead, and refuse the first change.
    if Glibc.access(path, W_OK) != 0 && errno != ENOENT {
      throw StoreError.notWritable(path: path, reason: String(cString: strerror(errno)))
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let isEmpty = try queue.unsafeRead { try check($0, path) }
    let mode = try queue.writeWithoutTransaction {
      try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL")
    }
    guard mode == "wal" else {
      throw StoreError.notWritable(path: path, reason: "its file system cannot hold a log")
    }
    return (queue, isEmpty)
  }

  private static func connectionToRead(
    _ path: String, _ configuration: Configuration
  ) throws -> (queue: DatabaseQueue, isEmpty: Bool) {
    let isWritable = isWritable(path)
    var configuration = configuration
    configuration.readonly = !isWritable
    do {
      let queue = try DatabaseQueue(path: nameToRead(path), configuration: configuration)
      return (queue, try queue.unsafeRead { try check($0, path) })
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CANTOPEN && !isWritable && hasLog(path)
    {
      throw StoreError.unopenable(
        path: path,
        reason: "changes wait in its log, which takes a process that may write there to read")
    }
  }

  /// What SQLite is to call a file that is only read.
  ///
  /// Reading takes part in the locks of the log and removes the log at the end, for which it must be able to write. Where
  /// it cannot, a file that was closed in order is read as one that nobody changes.
  static func nameToRead(_ path: String) -> String {
    isWritable(path) || hasLog(path) ? path : "file:\(escaped(path))?immutable=1"
  }

  /// Finds out whether a file is a store of a format that is known.
  ///
  /// - Returns: Whether it holds nothing at all: a store in the making.
  private static func check(_ database: Database, _ path: String) throws -> Bool {
    let mark = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if mark == 0 {
      let tables = try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      let names = "('grdb_migrations', 'sqlite_autoindex_grdb_migrations_1')"
      let ours =
        try Int64.fetchOne(
          database, sql: "SELECT count(*) FROM sqlite_schema WHERE name IN \(names)") ?? 0
      if tables == ours { return true }
    }
    guard mark == StoreSchema.applicationID else {
      throw StoreError.foreign(path: path, reason: "it is the SQLite file of another program")
    }
    let migrator = StoreSchema.migrator
    if try migrator.hasBeenSuperseded(database) {
      let unknown = try migrator.appliedIdentifiers(database).subtracting(migrator.migrations)
      throw StoreError.newerFormat(path: path, migrations: unknown.sorted())
    }
    return false
  }

  /// Whether a file and its folder may be written.
  static func isWritable(_ path: String) -> Bool {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    return access(path, W_OK) == 0 && access("/" + folder, W_OK | X_OK) == 0
  }

  /// Whether changes wait in a log.
  private static func hasLog(_ path: String) -> Bool {
    var status = stat()
    return stat(path + "-wal", &status) == 0 && status.st_size > 0
  }

  /// Length of a file and its log.
  static func byteCount(at path: String) -> Int {
    [path, path + "-wal"].reduce(0) { sum, name in
      var status = stat()
      return sum + (stat(name, &status) == 0 ? Int(status.st_size) : 0)
    }
  }

  /// The path within a URI (RFC 3986, section 2.3).
  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(
      decoding: path.utf8.flatMap { byte -> [UInt8] in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
          UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
          [byte]
        default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
      }, as: UTF8.self)
  }
}
