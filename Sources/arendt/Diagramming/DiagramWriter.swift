// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the files of a diagram appear? All whole or none; pictures with their script and data beside them.

import Figures
import Foundation

/// Writes a diagram to files.
struct DiagramWriter {
  private let targets: [(path: String, format: DiagramFormat)]
  private let plotly: String?
  private let gnuplot: GnuplotProcess?

  /// Prepares to write, so that what is missing is known before anything is computed.
  ///
  /// - Parameters:
  ///   - paths: Paths with endings of `DiagramFormat`.
  ///   - plotly: Path of plotly.js that the user named.
  /// - Throws: `CommandFailure` where a folder cannot be written, or gnuplot or plotly.js is missing.
  init(paths: [String], plotly: String?) throws(CommandFailure) {
    targets = paths.compactMap { path in DiagramFormat(path: path).map { (path, $0) } }
    for path in paths { try Self.checkFolder(of: path) }
    gnuplot = targets.contains { $0.format.picture != nil } ? try GnuplotProcess() : nil
    self.plotly =
      targets.contains { $0.format == .html } ? try PlotlySource.text(given: plotly) : nil
  }

  private static func checkFolder(of path: String) throws(CommandFailure) {
    let folder = (path as NSString).deletingLastPathComponent
    guard access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
      throw CommandFailure(.failed, "cannot write '\(path)': \(InputFile.systemReason())")
    }
  }

  /// Writes all files.
  ///
  /// - Returns: The paths that were asked for, written.
  /// - Throws: `CommandFailure` with status 2.
  func write(_ diagram: PhaseDiagram) throws -> [String] {
    let files = OutputFiles()
    do {
      for (path, format) in targets {
        switch format {
        case .csv:
          try files.write(Array(DiagramCSV.lines(of: diagram).joined().utf8), to: path)
        case .nc: try files.write(try DiagramDataset(diagram).encoded(), to: path)
        case .html:
          try files.write(
            Array(try DiagramPage.html(of: diagram, plotly: plotly ?? "").utf8), to: path)
        case .svg, .png, .pdf: try draw(diagram, format, path, files)
        }
      }
    } catch let error as FigureError {
      throw CommandFailure(.failed, "\(error)")
    } catch let error as NetCDFError {
      throw CommandFailure(.failed, "\(error)")
    }
    try files.publish()
    return targets.map(\.path)
  }

  /// Draws a picture, with its script and data.
  private func draw(
    _ diagram: PhaseDiagram, _ format: DiagramFormat, _ path: String, _ files: OutputFiles
  ) throws {
    guard let picture = format.picture, let gnuplot else { return }
    let base = (path as NSString).deletingPathExtension
    let script = try FigureScript(of: diagram, name: (base as NSString).lastPathComponent)
    let image = try gnuplot.draw(script, as: picture)
    try files.write(Array(script.script.utf8), to: base + ".gnuplot")
    try files.write(Array(script.data.utf8), to: base + ".dat")
    try files.write(image, to: path)
  }
}
