// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws figures with the gnuplot of this machine, in a folder that holds nothing else.

import Figures
import Foundation

enum Gnuplot {
  /// Path of a program; nil where there is none.
  static func path(of program: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static let isThere = path(of: "gnuplot") != nil

  /// Whether figures are kept, in the folder named by ARENDT_FIGURES, so that they can be looked at.
  static let isLookedAt = ProcessInfo.processInfo.environment["ARENDT_FIGURES"] != nil

  /// What a program did.
  struct Outcome {
    var status: Int32
    var words: String
  }

  /// A new empty folder.
  static func folder(_ name: String = UUID().uuidString) throws -> URL {
    let environment = ProcessInfo.processInfo.environment
    let root =
      environment["ARENDT_FIGURES"].map { URL(filePath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "arendt-\(UUID().uuidString)")
    let folder = root.appending(path: name)
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Runs a program and waits for it.
  static func run(_ program: String, _ arguments: [String], in folder: URL) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let words = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, words: String(decoding: words, as: UTF8.self))
  }

  /// Number of files of a folder.
  static func files(in folder: URL) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).count
  }

  /// Draws a figure and returns its bytes.
  static func draw(_ figure: FigureScript, _ format: FigureScript.Format, in folder: URL) throws
    -> (outcome: Outcome, bytes: Data?)
  {
    try Data(figure.script.utf8).write(to: folder.appending(path: figure.scriptName))
    try Data(figure.data.utf8).write(to: folder.appending(path: figure.dataName))
    let outcome = try run(
      path(of: "gnuplot") ?? "gnuplot", figure.arguments(format), in: folder)
    return (outcome, try? Data(contentsOf: folder.appending(path: figure.figureName(format))))
  }
}
