// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which curve does the user want over a diagram? `TITLE=FILE.csv`, a table of two columns along the axes.

import Figures
import Foundation

/// Reads curves to compare with.
enum OverlayFile {
  /// Reads what stood after `--overlay`.
  ///
  /// The table may begin with one line of names; an empty line begins a new piece of the curve.
  ///
  /// - Throws: `CommandFailure` with status 64 for a file that cannot be read or is no such table.
  static func read(_ text: String) throws(CommandFailure) -> DiagramOverlay {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw CommandFailure(
        .usage, "'--overlay \(text)' lacks a file; write --overlay TITLE=FILE.csv")
    }
    let path = String(parts[1])
    let table: String
    do {
      table = String(decoding: try InputFile.bytes(at: path), as: UTF8.self)
    } catch {
      throw CommandFailure(.usage, "cannot read '\(path)': \(error)")
    }
    var lines: [[DiagramPoint]] = [[]]
    for (index, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let fields = line.split(separator: ",").map { ParameterSettings.number($0.trimmed) }
      if line.trimmed.isEmpty {
        if lines[lines.count - 1].isEmpty == false { lines.append([]) }
      } else if fields.count == 2, let x = fields[0], let y = fields[1] {
        lines[lines.count - 1].append(DiagramPoint(x: x, y: y))
      } else if index > 0 {
        throw CommandFailure(
          .usage, "\(path):\(index + 1): '\(line)' is no pair of numbers")
      }
    }
    let pieces = lines.filter { $0.count >= 2 }
    guard !pieces.isEmpty else {
      throw CommandFailure(.usage, "'\(path)' holds no curve: it takes two columns of numbers")
    }
    return DiagramOverlay(title: String(parts[0]), lines: pieces)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(self).trimmingCharacters(in: .whitespaces)
  }
}
