// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a figure become a picture? gnuplot draws it in a folder of its own; nothing of a world is ever run, because the
// script is made so (`GnuplotText`).

import Figures
import Foundation

/// Draws figures with the gnuplot of this machine.
struct GnuplotProcess {
  /// Path of the program.
  private let path: String

  /// Finds gnuplot.
  ///
  /// - Parameters:
  ///   - directories: Where to look, as in PATH.
  ///   - otherwise: What can be done without it, as the end of a sentence.
  /// - Throws: `CommandFailure` with status 2 when it is not installed.
  init(
    directories: String = ProcessInfo.processInfo.environment["PATH"] ?? "",
    otherwise: String = "--output with .csv, .nc or .html does without it"
  ) throws(CommandFailure) {
    // Not in the present folder, whatever PATH says: it may hold what a stranger put there.
    let candidates = directories.split(separator: ":").filter { $0.hasPrefix("/") }
      .map { "\($0)/gnuplot" }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw CommandFailure(
        .failed,
        "SVG, PNG and PDF are drawn by gnuplot, which is not installed ('apt-get install gnuplot-nox "
          + "fonts-dejavu-core'); \(otherwise)")
    }
    self.path = path
  }

  /// Draws a figure.
  ///
  /// - Parameters:
  ///   - figure: The script with its data.
  ///   - format: The kind of file.
  /// - Returns: The bytes of the picture.
  /// - Throws: `CommandFailure` with status 2, with what gnuplot said.
  func draw(
    _ figure: FigureScript, as format: FigureScript.Format
  ) throws(CommandFailure) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "arendt-figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try Data(figure.script.utf8).write(to: folder.appending(path: figure.scriptName))
      try Data(figure.data.utf8).write(to: folder.appending(path: figure.dataName))
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = figure.arguments(format)
      process.currentDirectoryURL = folder
      // Words go to a file: a pipe that nobody empties would stop the program when full.
      let words = folder.appending(path: "words")
      _ = FileManager.default.createFile(atPath: words.path, contents: nil)
      process.standardError = try FileHandle(forWritingTo: words)
      process.standardOutput = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let said = try String(decoding: Data(contentsOf: words), as: UTF8.self)
        .split(whereSeparator: \.isNewline).joined(separator: " ")
      guard process.terminationReason == .exit, process.terminationStatus == 0 else {
        throw CommandFailure(
          .failed, "gnuplot cannot draw the figure (status \(process.terminationStatus)): \(said)")
      }
      return try [UInt8](Data(contentsOf: folder.appending(path: figure.figureName(format))))
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.failed, "gnuplot cannot draw the figure: \(error.localizedDescription)")
    }
  }
}
