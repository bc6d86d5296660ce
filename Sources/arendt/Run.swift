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

  @OptionGroup var cell: CellOptions

  @Option(
    help: ArgumentHelp("Write all results to a new folder.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Run until the intervals of all harms are narrower than this, or --replicates are reached.",
      discussion: """
        In units of each harm, or a share such as 2%; without harms, those of all measures. Looks at fixed numbers of \
        replicates, doubling from 16 networks at the declared number of replicates in each, up to --replicates \
        (\(SequentialDesign.mostReplicatesByDefault) unless given). All intervals then hold at all looks together.
        """,
      valueName: "width"))
  var until: IntervalWidth?

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

  func validate() throws {
    if until != nil, cell.runs.networks != nil {
      throw ValidationError("--until chooses the number of networks itself; leave --networks out.")
    }
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
    let file = try WorldFile(path: cell.world)
    var options = cell
    if until != nil { options.runs.replicates = nil }
    let run = try VerdictRunner(
      try CommandCell(file: file, options: options), togetherOnly: togetherOnly,
      until: until.map { ($0.value, cell.runs.replicates) })
    if dryRun { return try run.writeEstimate(format: cell.format) }
    Interruption.watch()
    let folder = try output.map { path throws(CommandFailure) in try OutputFolder(target: path) }
    let observed = try run.observe(snapshot: snapshot, trace: trace)
    if let entries = observed.trace, let trace, folder == nil {
      return try Terminal.write(
        cell.format == .json
          ? ObservationTables.json(entries).text() + "\n"
          : ObservationTables.text(entries, agent: "\(trace.group)[\(trace.index)]"))
    }
    let outcome = try run.execute()
    let document = run.command.document(outcome.report)
    let json = document.json.text() + "\n"
    if let folder {
      let tables = ResultTables(world: run.command.world, outcome: outcome)
      try folder.write([json], to: "result.json")
      try folder.write(tables.series, to: "series.csv")
      try folder.write(tables.replicates, to: "replicates.csv")
      try observed.write(to: folder, cell: run.command, format: snapshotFormat ?? .csv)
      let provenance = Provenance(source: file.source, digest: run.command.digest, started: started)
      try folder.write([provenance.json.text() + "\n"], to: "provenance.json")
    }
    if Interruption.isRequested { throw CommandFailure.interrupted }
    try folder?.publish()
    try Terminal.write(cell.format == .json ? json : document.text)
  }
}
