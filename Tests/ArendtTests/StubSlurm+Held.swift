// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a command looked at while it submits? A command of the stub stops at a gate until the test opens it.

import Foundation
import Testing

extension StubSlurm {
  /// A sweep that runs.
  final class RunningSweep {
    private let process = Process()
    private let wordsPath: String
    private let outputPath: String

    fileprivate init(_ slurm: StubSlurm, _ arguments: [String]) throws {
      let stem = "\(slurm.folder)/running-\(UUID().uuidString)"
      (wordsPath, outputPath) = (stem + ".words", stem + ".output")
      for path in [wordsPath, outputPath] { try Data().write(to: URL(filePath: path)) }
      // Whatever started the tests may ignore that a terminal ends.
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        [
          "--default-signal=HUP", Program.path, "sweep", "small.study", "--engine", "slurm",
          "--quiet", "--format", "json",
        ] + arguments
      process.currentDirectoryURL = URL(filePath: slurm.folder)
      process.environment = ProcessInfo.processInfo.environment.merging(slurm.variables) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
      process.standardError = try FileHandle(forWritingTo: URL(filePath: wordsPath))
      try process.run()
    }

    /// What it has said so far.
    var words: String { (try? String(contentsOfFile: wordsPath, encoding: .utf8)) ?? "" }

    /// Presses Control-C.
    func interrupt() { process.interrupt() }

    /// Closes its terminal, of which the shell tells too.
    func hangUp() {
      for _ in 0..<2 { kill(process.processIdentifier, SIGHUP) }
    }

    /// Waits for its end.
    func outcome() throws -> Program.Outcome {
      process.waitUntilExit()
      return Program.Outcome(
        status: process.terminationReason == .exit
          ? process.terminationStatus : 128 + process.terminationStatus,
        output: try String(contentsOfFile: outputPath, encoding: .utf8), words: words)
    }
  }

  /// Starts a sweep into `small.store`.
  func begin(_ arguments: [String] = []) throws -> RunningSweep {
    try RunningSweep(self, arguments)
  }

  /// Lets a command of the stub stop where it begins.
  func close(_ command: String) throws {
    try Data().write(to: URL(filePath: "\(folder)/closed-\(command)"))
  }

  /// Lets a command be another script.
  func replace(_ command: String, _ script: String) throws {
    let path = "\(folder)/bin/\(command)"
    try ("#!/bin/bash\n" + script).write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// Waits until a command has come to its gate.
  func awaitGate(_ command: String) throws {
    try waitUntil("'\(command)' is called") {
      FileManager.default.fileExists(atPath: "\(folder)/at-\(command)")
    }
  }

  /// Lets a command go on, and all that come after it.
  func open(_ command: String) throws {
    try FileManager.default.removeItem(atPath: "\(folder)/closed-\(command)")
  }

  /// Waits for something to become true; only what hangs meets the deadline of five minutes.
  func waitUntil(_ what: String, _ condition: () -> Bool) throws {
    for _ in 0..<6_000 {
      if condition() { return }
      usleep(50_000)
    }
    throw Never(what: what)
  }

  /// What did not happen.
  private struct Never: Error {
    var what: String
  }
}
