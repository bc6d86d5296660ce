// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do tests run the built program? As a user does, in a process of its own.

import Foundation
import Testing

/// The built `arendt`.
enum Program {
  /// What a finished run left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var words: String
  }

  /// The executable beside the test bundle.
  static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "arendt").path(percentEncoded: false)

  /// Folder of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)

  /// Runs the program and waits for it.
  ///
  /// - Parameters:
  ///   - arguments: What stands after its name.
  ///   - folder: Where it runs.
  ///   - output: Where standard output goes instead of into the outcome.
  ///   - variables: Variables of the environment that have other values than here.
  ///   - whenStarted: Called with the process while it runs.
  /// - Returns: What is left when it has ended.
  /// - Throws: When it cannot be started.
  static func run(
    _ arguments: [String], in folder: String = package, output: String? = nil,
    variables: [String: String] = [:], whenStarted: (Process) throws -> Void = { _ in }
  ) throws -> Outcome {
    let scratch = NSTemporaryDirectory() + "arendt-program-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let outputPath = output ?? scratch + "/output"
    let wordsPath = scratch + "/words"
    try Data().write(to: URL(filePath: wordsPath))
    if output == nil { try Data().write(to: URL(filePath: outputPath)) }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: wordsPath))
    try process.run()
    try whenStarted(process)
    process.waitUntilExit()
    func text(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
    return Outcome(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: output == nil ? try text(outputPath) : "", words: try text(wordsPath))
  }
}
