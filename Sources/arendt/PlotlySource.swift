// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where is plotly.js on this machine? Read when a page is exported, never fetched.

import Foundation

/// The text of plotly.js as it is installed.
enum PlotlySource {
  /// Largest file that is taken for it, in bytes: it has 5 to 9 MB.
  private static let limit = 64 << 20

  /// Returns the text of plotly.js.
  ///
  /// Looked for in turn: the path that the user gave; the Python package `plotly` of an active environment, of `.venv` in
  /// the present folder, and of the system; the file of Debian's `python3-plotly`.
  ///
  /// - Parameters:
  ///   - given: Path that the user gave; `nil` for none.
  ///   - environment: The variables of the process.
  ///   - roots: Environments and prefixes to look in, besides an active environment.
  ///   - debian: Path of Debian's file.
  /// - Returns: The text.
  /// - Throws: `CommandFailure`: status 64 where the given file cannot be read, 2 where there is none.
  static func text(
    given: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
    roots: [String] = [".venv", "/usr/local", "/usr"],
    debian: String = "/usr/share/python3-plotly/plotly.js"
  ) throws(CommandFailure) -> String {
    if let given {
      do {
        return try read(given)
      } catch {
        throw CommandFailure(.usage, "cannot read plotly.js from '\(given)': \(error.reason)")
      }
    }
    let active = [environment["VIRTUAL_ENV"]].compactMap(\.self)
    for path in (active + roots).flatMap(packages) + [debian] {
      if let text = try? read(path) { return text }
    }
    throw CommandFailure(
      .failed,
      "a page needs plotly.js, which is not installed: 'python3 -m venv .venv && .venv/bin/pip "
        + "install plotly', 'apt-get install python3-plotly', or name the file with --plotly-js")
  }

  /// Where the Python packages of an environment keep the file.
  private static func packages(of root: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/lib")) ?? []
    return names.filter { $0.hasPrefix("python3") }.sorted().flatMap { name in
      ["site-packages", "dist-packages"].map {
        "\(root)/lib/\(name)/\($0)/plotly/package_data/plotly.min.js"
      }
    }
  }

  private static func read(_ path: String) throws(InputFile.Unreadable) -> String {
    let text = String(decoding: try InputFile.bytes(at: path, limit: limit), as: UTF8.self)
    // A page of some other script would stay empty without a word.
    guard text.prefix(4_096).lowercased().contains("plotly") else {
      throw InputFile.Unreadable(reason: "it is not plotly.js")
    }
    return text
  }
}
