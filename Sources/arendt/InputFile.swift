// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which bytes stand in a file that the user named? All of them, or why they cannot be had.

import Foundation

/// Reads files that the user named.
enum InputFile {
  /// Why a file cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    /// Ends a sentence that begins with the path, such as `no such file or directory`.
    var reason: String

    var description: String { reason }
  }

  /// Returns the bytes of a file.
  ///
  /// Reading stops one byte after `limit`, so that a file of any size, or a pipe without end, costs no more.
  ///
  /// - Parameters:
  ///   - path: Path as the user wrote it.
  ///   - limit: Largest number of bytes.
  /// - Returns: All bytes.
  /// - Throws: `Unreadable`.
  static func bytes(at path: String, limit: Int = .max) throws(Unreadable) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    if descriptor < 0 { throw Unreadable(reason: Self.systemReason()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw Unreadable(reason: Self.systemReason())
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      if bytes.count > limit {
        throw Unreadable(reason: "larger than \(limit >> 20) MB, which no world is")
      }
    }
  }

  /// Returns where a path leads that was written in a file: a relative one from the folder of that file.
  static func path(_ path: String, beside file: String) -> String {
    let folder = file.parentPath
    return path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
  }

  /// Whether a file begins as the stores of sweeps do.
  static func isStore(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK)
    if descriptor < 0 { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16)
    return read(descriptor, &bytes, 16) == 16 && bytes.starts(with: Array("SQLite format 3".utf8))
  }

  /// What the system said last, in lower case to stand within a sentence.
  static func systemReason(_ code: Int32 = errno) -> String {
    let reason = String(cString: strerror(code))
    return reason.prefix(1).lowercased() + reason.dropFirst()
  }
}
