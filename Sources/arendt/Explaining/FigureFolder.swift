// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the pictures of an explanation appear in their folder? All whole or none, each with its script and data beside it.

import ArgumentParser
import Figures
import Foundation

extension FigureScript.Format: ExpressibleByArgument {}

/// A folder that takes pictures; made when they are written where there is none yet.
struct FigureFolder {
  private let path: String
  private let format: FigureScript.Format
  private let gnuplot: GnuplotProcess

  /// Prepares to write, so that what is missing is known before anything runs.
  ///
  /// - Parameters:
  ///   - path: Path of a folder, or of one to be made in a folder that exists.
  ///   - format: The kind of the pictures.
  /// - Throws: `CommandFailure` where the folder cannot be written or gnuplot is missing.
  init(path: String, format: FigureScript.Format) throws(CommandFailure) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    self.format = format
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: trimmed, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw CommandFailure(.failed, "cannot write to '\(path)': it is no folder")
      }
      try Self.checkWritable(trimmed, named: path)
    } else {
      guard !trimmed.isEmpty else { throw CommandFailure(.usage, "--figures takes a folder") }
      let parent = trimmed.parentPath
      try Self.checkWritable(parent.isEmpty ? "." : parent, named: path)
    }
    gnuplot = try GnuplotProcess(otherwise: "without --figures everything is told in words")
  }

  private static func checkWritable(_ folder: String, named path: String) throws(CommandFailure) {
    guard access(folder, W_OK | X_OK) == 0 else {
      throw CommandFailure(.failed, "cannot write to '\(path)': \(InputFile.systemReason())")
    }
  }

  /// Draws pictures and writes them, over what has their names.
  ///
  /// - Parameter figures: The pictures.
  /// - Returns: Paths of the pictures that were drawn, and for each of the others why it was not.
  /// - Throws: `CommandFailure` with status 2; nothing is then left in the folder.
  func write(
    _ figures: [ExplanationFigure]
  ) throws(CommandFailure) -> (written: [String], leftOut: [(name: String, reason: FigureError)]) {
    var written: [String] = []
    var leftOut: [(name: String, reason: FigureError)] = []
    var drawn: [(script: FigureScript, image: [UInt8])] = []
    for figure in figures {
      let script: FigureScript
      do throws(FigureError) {
        script = try figure.script()
      } catch {
        leftOut.append((figure.name, error))
        continue
      }
      drawn.append((script, try gnuplot.draw(script, as: format)))
    }
    guard !drawn.isEmpty else { return ([], leftOut) }
    let isNew = mkdir(path, 0o777) == 0
    do throws(CommandFailure) {
      let files = OutputFiles()
      for (script, image) in drawn {
        try files.write(Array(script.script.utf8), to: "\(path)/\(script.scriptName)")
        try files.write(Array(script.data.utf8), to: "\(path)/\(script.dataName)")
        let target = "\(path)/\(script.figureName(format))"
        try files.write(image, to: target)
        written.append(target)
      }
      try files.publish()
    } catch {
      if isNew { rmdir(path) }
      throw error
    }
    return (written, leftOut)
  }
}
