// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do SQLite's codes mean for a store?

import GRDB
import Glibc

extension StoreError {
  /// Bytes without which a file cannot grow: SQLite's input and output errors then mean a full disk.
  private static let leastFreeBytes: UInt = 1 << 17

  /// Translates what GRDB throws.
  ///
  /// - Parameters:
  ///   - error: The error; a `StoreError` stays what it is.
  ///   - path: Path of the store.
  init(_ error: any Error, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .corrupt(path: path, reason: "\(error)")
      return
    }
    let reason = error.message ?? "no reason given"
    self =
      switch error.resultCode {
      case .SQLITE_FULL: .diskFull(path: path)
      // A full disk shows in these too, where a file grows otherwise than by a write.
      case .SQLITE_IOERR, .SQLITE_CANTOPEN:
        Self.isFull(at: path)
          ? .diskFull(path: path)
          : error.resultCode == .SQLITE_CANTOPEN
            ? .unopenable(path: path, reason: reason)
            : .failed(path: path, code: Int(error.extendedResultCode.rawValue), reason: reason)
      case .SQLITE_CORRUPT: .corrupt(path: path, reason: reason)
      case .SQLITE_NOTADB: .foreign(path: path, reason: "it is not an SQLite file")
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path, processID: nil)
      case .SQLITE_READONLY, .SQLITE_PERM: .notWritable(path: path, reason: reason)
      default: .failed(path: path, code: Int(error.extendedResultCode.rawValue), reason: reason)
      }
  }

  private static func isFull(at path: String) -> Bool {
    var space = statvfs()
    return statvfs(path, &space) == 0
      && UInt(space.f_bavail) * UInt(space.f_frsize) < leastFreeBytes
  }
}
