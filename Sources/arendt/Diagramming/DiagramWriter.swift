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
  /// - Throws: `CommandFailure` where a file cannot be written or its companions are not of a figure, or gnuplot or plotly.js is missing.
  init(paths: [String], plotly: String?) throws(CommandFailure) {
    targets = paths.compactMap { path in DiagramFormat(path: path).map { (path, $0) } }
    for (path, format) in targets {
      try OutputFiles.check(path)
      if format.picture != nil { try Self.checkCompanions(of: path) }
    }
    gnuplot = targets.contains { $0.format.picture != nil } ? try GnuplotProcess() : nil
    self.plotly =
      targets.contains { $0.format == .html } ? try PlotlySource.text(given: plotly) : nil
  }

  /// What the files show besides the numbers of the verdicts.
  var parts: Set<DiagramPart> { targets.reduce(into: []) { $0.formUnion($1.format.parts) } }

  /// Paths of the script and the data beside a picture.
  private static func companions(of picture: String) -> (script: String, data: String) {
    let base = (picture as NSString).deletingPathExtension
    return (base + ".gnuplot", base + ".dat")
  }

  /// Refuses to write over files beside a picture that are not of a figure: nobody named them.
  private static func checkCompanions(of picture: String) throws(CommandFailure) {
    let (script, data) = companions(of: picture)
    let begin = try? FileHandle(forReadingFrom: URL(filePath: script)).read(upToCount: 1 << 16)
    let isOwn = begin?.firstRange(of: Data(FigureScript.mark.utf8)) != nil
    for companion in [script, data] {
      try OutputFiles.check(companion)
      guard isOwn || !FileManager.default.fileExists(atPath: companion) else {
        throw CommandFailure(
          .failed,
          "cannot write '\(companion)', which a picture keeps beside it: a file that is not of a figure "
            + "stands there")
      }
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
    let companions = Self.companions(of: path)
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let script = try FigureScript(of: diagram, name: name)
    let image = try gnuplot.draw(script, as: picture)
    try files.write(Array(script.script.utf8), to: companions.script)
    try files.write(Array(script.data.utf8), to: companions.data)
    try files.write(image, to: path)
  }
}
