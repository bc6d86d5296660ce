// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which Python of this machine can read what is exported? The one of `.venv`, which `make test` fills, or that of PATH.

import Foundation

/// Programs written in Python that read exported files.
enum PythonReader {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

  /// A Python that has xarray and netCDF4; nil where there is none.
  static let withXarray = python(having: "xarray, netCDF4")
  /// A Python that has playwright and plotly, on a machine with a browser; nil where there is none.
  static let withBrowser =
    ["chromium", "chromium-browser", "google-chrome"].contains {
      Gnuplot.path(of: $0) != nil
    } ? python(having: "playwright.sync_api, plotly") : nil

  private static func python(having modules: String) -> String? {
    let candidates: [String?] = [
      root.appending(path: ".venv/bin/python").path, Gnuplot.path(of: "python3"),
    ]
    return candidates.compactMap(\.self).first { path in
      FileManager.default.isExecutableFile(atPath: path)
        && (try? Gnuplot.run(path, ["-c", "import \(modules)"], in: folder).status) == 0
    }
  }

  /// Runs one of the programs beside this file.
  static func run(
    _ program: String, with python: String, _ arguments: [String], in directory: URL
  ) throws -> Gnuplot.Outcome {
    try Gnuplot.run(
      python, [folder.appending(path: "Readers/\(program)").path] + arguments, in: directory)
  }

  /// The text of plotly.js that is installed beside plotly.
  static func plotly(of python: String) throws -> String {
    let code =
      "import plotly, os; print(os.path.join(os.path.dirname(plotly.__file__), 'package_data', 'plotly.min.js'), end='')"
    let path = try Gnuplot.run(python, ["-c", code], in: folder).words
    return try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }
}
