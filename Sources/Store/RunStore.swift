// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a store opened and closed?
//
// Invariant: whoever writes holds the lock from before the file is made until after it is closed. One connection serves
// all threads in turn; records are made into bytes and back outside of it.

import GRDB

/// The runs, the cells and the points of one study in one SQLite file.
///
/// Every change is one transaction: killed at any moment, the file holds all changes that were reported as made and no
/// half one. Any number of processes read while one writes. May be used from any thread.
public final class RunStore: Sendable {
  /// What a store is opened for.
  public enum Access: Hashable, Sendable {
    /// Reading, beside any writer.
    case reading
    /// Writing, alone.
    case writing
  }

  /// The file, without links.
  public let path: String
  /// What it was opened for.
  public let access: Access
  /// Whose runs it holds.
  public let identity: StoreIdentity
  private let queue: DatabaseQueue
  private let lock: FileLock?

  private init(
    path: String, access: Access, identity: StoreIdentity, queue: DatabaseQueue, lock: FileLock?
  ) {
    self.path = path
    self.access = access
    self.identity = identity
    self.queue = queue
    self.lock = lock
  }

  deinit { try? close() }

  /// Opens a store to write; where there is none, or an empty file, makes it.
  ///
  /// A store of an older format is brought up to date. The parts of the identity that may change become the given ones.
  ///
  /// - Parameters:
  ///   - path: The file; its folder must exist.
  ///   - identity: Whose runs the store is to hold.
  /// - Returns: The store, locked against other writers until it is closed.
  /// - Throws: `StoreError.mismatch` where it holds runs of another identity, with every difference; `.unopenable`,
  ///   `.notWritable`, `.foreign`, `.corrupt`, `.newerFormat`, `.busy`, `.diskFull`, `.failed`.
  public static func createOrOpen(
    at path: String, identity: StoreIdentity
  ) throws(StoreError) -> RunStore {
    try RunStore(
      path: StoreFile.resolved(path, mayBeMissing: true), access: .writing, wanted: identity)
  }

  /// Opens a store that exists.
  ///
  /// To read, nothing needs to be writable where the last writer closed the store in order.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - access: What for; writing brings an older format up to date.
  /// - Returns: The store; to write, locked against other writers until it is closed.
  /// - Throws: `StoreError`, all but `.mismatch`; `.foreign` where the file holds no identity yet.
  public static func open(at path: String, for access: Access) throws(StoreError) -> RunStore {
    try RunStore(
      path: StoreFile.resolved(path, mayBeMissing: false), access: access, wanted: nil)
  }

  private convenience init(
    path: String, access: Access, wanted: StoreIdentity?
  ) throws(StoreError) {
    let lock = access == .writing ? try FileLock(ofStore: path) : nil
    do {
      let (queue, isEmpty) = try StoreFile.connection(to: path, for: access)
      guard !isEmpty || wanted != nil else {
        throw StoreError.foreign(path: path, reason: "it is empty")
      }
      if access == .writing {
        try StoreSchema.migrator.migrate(queue)
      } else if try !queue.read(StoreSchema.migrator.hasCompletedMigrations) {
        throw StoreError.olderFormat(path: path)
      }
      let stored = try queue.read { try StoreIdentity(in: $0, path: path) }
      if let stored, let wanted {
        let differences = stored.differences(from: wanted)
        guard differences.isEmpty else {
          throw StoreError.mismatch(path: path, differences: differences)
        }
      }
      guard let identity = wanted ?? stored else {
        throw StoreError.foreign(path: path, reason: "it is empty")
      }
      if let wanted, wanted != stored {
        try queue.write { try wanted.write(to: $0) }
      }
      self.init(path: path, access: access, identity: identity, queue: queue, lock: lock)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Closes the store, after which it must not be used; closing twice does nothing more.
  ///
  /// The last of all connections to close leaves nothing but the one file.
  ///
  /// - Throws: `StoreError`; everything saved is kept all the same.
  public func close() throws(StoreError) {
    do {
      try queue.close()
    } catch {
      throw StoreError(error, path: path)
    }
    lock?.release()
  }

  /// Reads at one moment.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Changes wholly or not at all; what is returned is on the disk.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    precondition(access == .writing, "a store opened to read is not written")
    do {
      return try queue.write(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Changes wholly or not at all with another store at hand.
  func write<Value>(
    attaching name: String, _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    precondition(access == .writing, "a store opened to read is not written")
    do {
      return try queue.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS shard", arguments: [name])
        var value: Value?
        do {
          try database.inTransaction {
            value = try body(database)
            return .commit
          }
        } catch {
          try? database.execute(sql: "DETACH DATABASE shard")
          throw error
        }
        try database.execute(sql: "DETACH DATABASE shard")
        guard let value else { preconditionFailure("a transaction has a value") }
        return value
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
