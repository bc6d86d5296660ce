// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a path that the user wrote become a text?

import WorldLanguage

/// A world or study file that was read.
struct WorldFile {
  /// Its text.
  var source: SourceFile

  /// Reads a file.
  ///
  /// - Throws: `CommandFailure` with status 64 when it cannot be read.
  init(path: String) throws(CommandFailure) {
    do {
      source = SourceFile(
        path: path, bytes: try InputFile.bytes(at: path, limit: SourceFile.maximumByteCount))
    } catch {
      throw CommandFailure(.usage, "cannot read '\(path)': \(error)")
    }
  }
}
