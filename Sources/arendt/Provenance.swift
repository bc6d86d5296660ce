// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a result come from? What `provenance.json` says; it is outside the same-bytes promise.

import Foundation
import WorldLanguage

/// The origin of a folder of results.
struct Provenance {
  /// The world file.
  var source: SourceFile
  /// Digest of the cell.
  var digest: String
  /// When the command began.
  var started: Date

  /// The document, with the present as the end.
  var json: JSONValue {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return .object([
      ("version", .text(Version.program)),
      ("results", .whole(Version.results)),
      ("digest", .text(digest)),
      ("command", .array(CommandLine.arguments.map { .text($0) })),
      ("directory", .text(FileManager.default.currentDirectoryPath)),
      ("host", .text(ProcessInfo.processInfo.hostName)),
      ("system", .text(ProcessInfo.processInfo.operatingSystemVersionString)),
      ("started", .text(started.formatted(style))),
      ("finished", .text(Date().formatted(style))),
      ("path", .text(source.path)),
      ("world", .text(String(decoding: source.bytes, as: UTF8.self))),
    ])
  }
}
