// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do two processes not write the same store? By a lock that the kernel takes back when its holder dies.
//
// The lock is on a file of its own, `PATH-lock`: a lock on the store itself would be lost, and SQLite's with it, when any
// other descriptor of the file is closed in the process (POSIX, fcntl). The file is removed by its holder; whoever gets
// a lock on a file that has no name any more tries again. It is a lock of an open file description (Linux, fcntl), which
// others can ask about without taking it.

import Glibc
import Synchronization

/// The right to write a store.
final class StoreLock: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32?>

  /// Takes the lock.
  ///
  /// - Parameter store: Path of the store, without links.
  /// - Throws: `StoreError.busy` where another holds it, `.notWritable` or `.diskFull` where it cannot be made.
  init(store: String) throws(StoreError) {
    path = store + "-lock"
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard file >= 0 else { throw .refusedLock(store, code: errno) }
      var whole = Self.wholeFile
      guard fcntl(file, Self.setLock, &whole) == 0 else {
        let code = errno
        let holder = Self.holder(file)
        close(file)
        if code == EINTR { continue }
        guard code == EAGAIN || code == EACCES else { throw .refusedLock(store, code: code) }
        throw .busy(path: store, processID: holder)
      }
      guard Self.isNamed(path, file) else {
        close(file)
        continue
      }
      // On a full disk the number stays out; it is for messages only.
      let text = Array("\(getpid())\n".utf8)
      _ = ftruncate(file, 0)
      _ = pwrite(file, text, text.count, 0)
      descriptor = Mutex(file)
      return
    }
  }

  deinit { release() }

  /// Gives the lock back, once; the file must not be written any more.
  func release() {
    descriptor.withLock { held in
      guard let file = held else { return }
      if Self.isNamed(path, file) { unlink(path) }
      close(file)
      held = nil
    }
  }

  /// Whether any process, this one included, holds the lock of a store.
  static func isHeld(store: String) -> Bool {
    let file = open(store + "-lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return false }
    defer { close(file) }
    var whole = wholeFile
    return fcntl(file, getLock, &whole) == 0 && whole.l_type != Int16(F_UNLCK)
  }

  /// `F_OFD_GETLK` and `F_OFD_SETLK` of `<fcntl.h>`, which the module of the C library leaves out.
  private static let (getLock, setLock) = (Int32(36), Int32(37))

  /// A lock for writing of all bytes of a file.
  private static var wholeFile: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return lock
  }

  private static func isNamed(_ path: String, _ file: Int32) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(file, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  /// The process whose number is in the file of a lock.
  private static func holder(_ file: Int32) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}

extension StoreError {
  /// Why no lock could be had on a store.
  fileprivate static func refusedLock(_ path: String, code: Int32) -> StoreError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull(path: path) : .notWritable(path: path, reason: String(cString: strerror(code)))
  }
}
