// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does harm emerge in this world? `arendt run`.

import ArgumentParser
import Emergence
import Engine
import Foundation
import WorldLanguage
import WorldModel

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a world together, unlinked and alone on the same draws and prints the verdict.",
    discussion: """
      Settings that are not given stand as the world declares them. Results are the same bytes for any number of \
      threads. --snapshot and --trace look at the first replicate of the first network.
      """)

  @Argument(help: "A world file.", completion: .file(extensions: ["world"]))
  var world: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a parameter or coupling; repeatable.", valueName: "name=value"))
  var settings: [String] = []

  @Option(help: "Number of steps.")
  var steps: Int?

  @Option(help: ArgumentHelp("Steps to discard, or auto.", valueName: "steps"))
  var warmup: WarmUp?

  @Option(help: "Number of replicates, dealt over the networks in turn.")
  var replicates: Int?

  @Option(help: "Number of networks; lowered to that of replicates unless given.")
  var networks: Int?

  @Option(help: "Seed, in 0...4294967295.")
  var seed: UInt32?

  @Option(help: "Number of threads; as many as processors unless given.")
  var threads: Int?

  @Option(
    help: ArgumentHelp("Write all results to a new folder.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(help: "How the verdict is written to standard output: text or json.")
  var format: Form = .text

  @Flag(help: "Run together only: measures without a verdict.")
  var togetherOnly = false

  @Flag(help: "Tell how much work and memory the run needs, and run nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Write every member of every agent to the output folder, at the beginning and after each N steps.",
      valueName: "every N"))
  var snapshot: SnapshotInterval?

  @Option(
    help: ArgumentHelp(
      "How snapshots are written, one file a group: as tables or for xarray. (default: csv)",
      valueName: "format"))
  var snapshotFormat: SnapshotFormat?

  @Option(
    help: ArgumentHelp(
      "Write every value that one agent's program computes: to the output folder, or without one instead of the verdict.",
      valueName: "group[i]"))
  var trace: AgentName?

  @Flag(help: "No progress, no warnings of the compiler.")
  var quiet = false

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    if snapshot != nil, output == nil {
      throw ValidationError("--snapshot writes files; name their folder with --output.")
    }
    if snapshotFormat != nil, snapshot == nil {
      throw ValidationError(
        "--snapshot-format says how snapshots are written; add --snapshot every N.")
    }
  }

  func run() throws {
    let started = Date()
    let file = try WorldFile(path: world)
    let cell = try RunCell(file: file, command: self)
    if dryRun { return try cell.writeEstimate(format: format) }
    Interruption.watch()
    let folder = try output.map { path throws(CommandFailure) in try OutputFolder(target: path) }
    let observed = try cell.observe(snapshot: snapshot, trace: trace)
    if let entries = observed.trace, let trace, folder == nil {
      return try Terminal.write(
        format == .json
          ? ObservationTables.json(entries).text() + "\n"
          : ObservationTables.text(entries, agent: "\(trace.group)[\(trace.index)]"))
    }
    let outcome = try cell.execute()
    let document = cell.document(outcome.report)
    let json = document.json.text() + "\n"
    if let folder {
      let tables = ResultTables(world: cell.world, outcome: outcome)
      try folder.write([json], to: "result.json")
      try folder.write(tables.series, to: "series.csv")
      try folder.write(tables.replicates, to: "replicates.csv")
      try observed.write(to: folder, cell: cell, format: snapshotFormat ?? .csv)
      let provenance = Provenance(source: file.source, digest: cell.digest, started: started)
      try folder.write([provenance.json.text() + "\n"], to: "provenance.json")
    }
    if Interruption.isRequested { throw CommandFailure.interrupted }
    try folder?.publish()
    try Terminal.write(format == .json ? json : document.text)
  }
}
