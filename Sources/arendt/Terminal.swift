// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do data and words leave the program? Data to standard output, and its loss is noticed; words to standard error.

import Foundation

/// The two streams of the program.
enum Terminal {
  /// Whether standard error is read by a person at a terminal.
  static var hasReader: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes data to standard output.
  ///
  /// - Throws: `CommandFailure` with status 2 when it cannot be written, on a full disk for example.
  static func write(_ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let count = Foundation.write(
          STDOUT_FILENO, bytes.baseAddress?.advanced(by: start), bytes.count - start)
        if count >= 0 {
          start += count
        } else if errno != EINTR {
          throw CommandFailure(
            .failed, "cannot write to standard output: \(InputFile.systemReason())")
        }
      }
    }
  }

  /// Writes a line of words to standard error.
  static func say(_ line: String) { put(line + "\n") }

  /// Writes words to standard error as they are; that nobody can read them is no failure.
  static func put(_ words: String) {
    Array(words.utf8).withUnsafeBytes { bytes in
      _ = Foundation.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
