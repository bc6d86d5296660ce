// SPDX-License-Identifier: GPL-3.0-or-later
//
// At which values of the parameters does harm emerge? `arendt sweep`.

import ArgumentParser
import Scenarios
import Store
import WorldModel

struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a study into a store; a sweep that was stopped goes on where it stopped.",
    discussion: """
      The file is a study, or a world with the study told by options: arendt sweep WORLD --vary NAME=LO...HI/N.

      Nothing that the store holds is run again, so that replicates, networks and finer axes may be added later. \
      Results are the same bytes for any number of threads, after any stop, and from any shards once merged. \
      'arendt diagram STORE' draws them, 'arendt status STORE' tells how far it is.
      """)

  @Argument(
    help: "A study file, or a world file.", completion: .file(extensions: ["study", "world"]))
  var file: String

  @OptionGroup var study: StudyOptions

  @Option(
    help: ArgumentHelp(
      "The store; beside the study under its name unless given, of a world in the present folder.",
      valueName: "file"),
    completion: .file(extensions: ["store"]))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "Run only this part of the points of each round, into a store of its own, for 'arendt merge'.",
      valueName: "k/n"), transform: Shard.parsed)
  var shard: Shard?

  @Option(help: "Number of threads; as many as processors unless given.")
  var threads: Int?

  @Flag(
    help: "Tell how many cells, runs, updates, bytes and seconds the sweep needs, and run nothing.")
  var dryRun = false

  @OptionGroup(title: "Cluster") var cluster: ClusterOptions

  @Option(help: "How the answer is written to standard output: text or json.")
  var format: CellOptions.Form = .text

  @Flag(help: "No progress, no warnings of the compiler.")
  var quiet = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    guard cluster.engine == .slurm else { return }
    if threads != nil {
      throw ValidationError("--threads is of --engine local; use --cpus-per-task.")
    }
    if shard != nil {
      throw ValidationError("--shard is of --engine local; a cluster deals the cells itself.")
    }
  }

  func run() throws {
    let source = try StudySourceFile(path: file, options: study, isQuiet: quiet)
    if cluster.engine == .slurm {
      let store = store ?? source.defaultStore
      let submission = try ClusterSubmission(source, store: store, options: cluster.batch)
      if dryRun { return try Terminal.write(try submission.dryRun(format)) }
      Interruption.watch()
      let (text, failedCells) = try submission.run(format)
      try Terminal.write(text)
      return try Self.tell(failedCells, in: store)
    }
    let command = try SweepCommand(
      source, store: store ?? source.defaultStore, shard: shard, threads: threads,
      isQuiet: quiet)
    if dryRun {
      let estimate = try command.estimate()
      return try Terminal.write(
        format == .json ? estimate.json.text() + "\n" : estimate.text)
    }
    Interruption.watch()
    let summary = try command.run()
    try Terminal.write(
      format == .json
        ? SweepSummaryText(summary: summary, store: command.store).json.text() + "\n"
        : SweepSummaryText(summary: summary, store: command.store).text)
    try Self.tell(summary.failures.count, in: command.store)
  }

  /// Ends the command with status 2 where cells failed.
  private static func tell(_ failedCells: Int, in store: String) throws(CommandFailure) {
    guard failedCells > 0 else { return }
    throw CommandFailure(
      .failed, "\(counted(failedCells, "cell")) failed; 'arendt status \(store)' tells why")
  }
}

extension Shard {
  /// Reads one of several parts, as `2/7`.
  ///
  /// - Throws: `ValidationError` that says what a shard is.
  static func parsed(_ argument: String) throws -> Shard {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let part = parts[0], let count = parts[1], count >= 1,
      (1...count).contains(part)
    else {
      let most = parts.count == 2 ? max(1, (parts[1] ?? 3)) : 3
      throw ValidationError(
        "a shard is one of several parts, counted from 1: 1/\(most)\(most > 1 ? " ... \(most)/\(most)" : "")"
      )
    }
    return Shard(index: part - 1, count: count)
  }
}
