// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do two processes not do what only one may do at a time, such as writing a store? By a lock that the kernel takes back
// when its holder dies.
//
// The lock is on a file of its own: a lock on a store itself would be lost, and SQLite's with it, when any other descriptor
// of the file is closed in the process (POSIX, fcntl). Where its holder removes the file, whoever gets a lock on a file
// that has no name any more tries again. It is a lock of an open file description (Linux, fcntl), which others can ask
// about without taking it.

import Glibc
import Synchronization

/// The right to do something alone.
public final class FileLock: Sendable {
  /// Why a lock cannot be had.
  public enum Refusal: Error, Hashable, Sendable {
    /// Another holds it; nil where it cannot be told which process.
    case busy(processID: Int?)
    /// Its file cannot be made or locked: `errno`.
    case impossible(code: Int32)
  }

  private let path: String
  private let isRemoved: Bool
  private let descriptor: Mutex<Int32?>

  /// Takes the lock, without waiting.
  ///
  /// - Parameters:
  ///   - path: The file of the lock, which is made where there is none.
  ///   - isRemoved: Whether the file is removed with the lock. One that machines share stays: another of them may have it
  ///     open and not be told soon enough that its name is gone.
  /// - Throws: `Refusal`.
  public init(at path: String, isRemoved: Bool = true) throws(Refusal) {
    self.path = path
    self.isRemoved = isRemoved
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard file >= 0 else { throw .impossible(code: errno) }
      var whole = Self.wholeFile
      guard fcntl(file, Self.setLock, &whole) == 0 else {
        let code = errno
        let holder = Self.holder(file)
        close(file)
        if code == EINTR { continue }
        guard code == EAGAIN || code == EACCES else { throw .impossible(code: code) }
        throw .busy(processID: holder)
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

  /// Gives the lock back, once; what it is about must be over.
  public func release() {
    descriptor.withLock { held in
      guard let file = held else { return }
      if isRemoved, Self.isNamed(path, file) { unlink(path) }
      close(file)
      held = nil
    }
  }

  /// Whether any process, this one included, holds a lock.
  static func isHeld(at path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
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

extension FileLock {
  /// Takes the right to write a store.
  ///
  /// - Parameter store: Path of the store, without links.
  /// - Throws: `StoreError.busy` where another holds it, `.notWritable` or `.diskFull` where it cannot be made.
  convenience init(ofStore store: String) throws(StoreError) {
    do throws(Refusal) {
      try self.init(at: Self.path(ofStore: store))
    } catch {
      switch error {
      case .busy(let processID): throw .busy(path: store, processID: processID)
      case .impossible(let code):
        throw code == ENOSPC || code == EDQUOT
          ? .diskFull(path: store)
          : .notWritable(path: store, reason: String(cString: strerror(code)))
      }
    }
  }

  /// Whether any process, this one included, writes a store.
  static func isHeld(ofStore store: String) -> Bool { isHeld(at: path(ofStore: store)) }

  private static func path(ofStore store: String) -> String { store + "-lock" }
}
