// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast is this build on this machine? `arendt bench`.

import ArgumentParser
import Benchmarks
import Engine
import Foundation

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the engine on named cases, side by side with kernels written by hand in C.",
    discussion: """
      Every case is a world file of the repository, in which the command must be run. Engine and kernels take turns \
      round by round on one thread, so that ratios hold on a busy machine too; a speed is told only with the right \
      answer. Ratios that must be reached stand beside their bounds, and never change the exit status.

      Cases:
      \(BenchmarkCase.all.map { "  " + $0.name.padding(toLength: 14, withPad: " ", startingAt: 0) + $0.summary }
        .joined(separator: "\n"))
      """)

  @Option(
    help: ArgumentHelp("Cases, separated by commas; all unless given.", valueName: "names"))
  var cases: String?

  @Option(help: "Rounds of a case that count.")
  var rounds = 21

  @Option(
    help: ArgumentHelp(
      "Measure against the kernels of this folder instead of building our own.",
      valueName: "folder"),
    completion: .directory)
  var against: String?

  @Option(help: "Measure also what so many threads bring over one, by the wall clock.")
  var threads = 1

  @Flag(help: "Leave out the engine's fast paths.")
  var general = false

  @Option(help: "How figures are written to standard output: text or json.")
  var format: Form = .text

  @Flag(help: "No progress.")
  var quiet = false

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  /// The names of `--cases`.
  var caseNames: [String] {
    (cases ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func validate() throws {
    if !(1...1_000).contains(rounds) { throw ValidationError("--rounds must be in 1...1000.") }
    if !(1...1_024).contains(threads) { throw ValidationError("--threads must be in 1...1024.") }
    if cases != nil, caseNames.isEmpty { throw ValidationError("--cases names no case.") }
  }

  func run() throws {
    do {
      let chosen = try BenchmarkCase.named(caseNames)
      guard let root = Self.root else {
        throw BenchmarkError.missing(
          path: "Analysis/benchmarks/worlds",
          reason: "run 'arendt bench' in the repository, where its worlds are")
      }
      Interruption.watch()
      let folder = try yardsticks(root: root)
      let workbench = try Workbench(
        root: root,
        options: Workbench.Options(
          roundCount: rounds, threadCount: threads, usesFastPaths: !general),
        folder: folder, readFile: { try InputFile.bytes(at: $0) },
        goesOn: { !Interruption.isRequested })
      var measurements: [CaseMeasurement] = []
      for benchmark in chosen {
        if !quiet { Terminal.say("measuring \(benchmark.name)") }
        guard let measurement = try workbench.measure(benchmark) else {
          throw CommandFailure.interrupted
        }
        measurements.append(measurement)
      }
      let report = BenchReport(
        measurements: measurements, level: KernelLevel.current, threadCount: threads,
        yardsticks: folder?.path, usesFastPaths: !general)
      try Terminal.write(format == .json ? report.json.text() + "\n" : report.text)
    } catch let error as BenchmarkError {
      throw CommandFailure(Self.status(of: error), error.description)
    }
  }

  /// Our own yardsticks, or those of the folder that was named; none where ours cannot be built.
  private func yardsticks(root: String) throws(BenchmarkError) -> YardstickFolder? {
    if let against { return try YardstickFolder(path: against) }
    do {
      return try YardstickFolder(builtIn: root, level: KernelLevel.current)
    } catch .notBuilt(let reason) {
      Terminal.say(
        "warning: the yardsticks cannot be built, so that there are no ratios: \(reason)")
      return nil
    }
  }

  /// The repository: the working directory or the nearest folder above it or above the program that holds the worlds.
  private static var root: String? {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    for start in [here, program] {
      var folder = start.standardizedFileURL
      while folder.path != "/" {
        let worlds = folder.appending(path: "Analysis/benchmarks/worlds")
        if FileManager.default.fileExists(atPath: worlds.path(percentEncoded: false)) {
          return folder.path
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    return nil
  }

  private static func status(of error: BenchmarkError) -> ExitStatus {
    switch error {
    case .unknownCase, .missing, .notLoaded, .notBuilt: .usage
    case .invalidWorld, .unknownParameter: .wrong
    case .wrongAnswer, .disagreement, .failedRun: .failed
    }
  }
}
