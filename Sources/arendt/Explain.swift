// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a verdict rest on? `arendt explain`.

import ArgumentParser
import Emergence
import Figures
import Store

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells what a verdict rests on: couplings, agents, updates, size, history.",
    discussion: """
      Without a part named, it attributes every harm to the couplings, knocks out groups, agents and links, tests \
      the verdict's robustness and looks for early warnings. With parts named it makes those. All runs of a part are on the same draws.

      Of a store of a sweep it makes the parts that the study names, or the same as above, and keeps the runs in it.

      Axes: NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c. \
      The verdict is always whole. Time decides how many replicates the parts have, which the report tells and \
      --replicates repeats; a part that would not be ready, or is not when the time is over, is left out with the reason.
      """)

  @OptionGroup var cell: CellOptions

  @OptionGroup var point: PointOptions

  @Flag(help: "Knock out groups, the most influential agents and links.")
  var knockOuts = false

  @Flag(help: "Test the verdict under other updates, sizes and seeds.")
  var robustness = false

  @Flag(help: "Look for a slowing down in the course of the verdict's runs.")
  var earlyWarnings = false

  @Option(
    help: ArgumentHelp(
      "The values along which --scale looks, at least five.", valueName: "name=lo...hi/n"))
  var vary: String?

  @Option(
    help: ArgumentHelp(
      "Measure for --scale and --ramp, instead of every harm; repeatable.", valueName: "name"))
  var measure: [String] = []

  @Option(
    help: ArgumentHelp(
      "Time to spend, as 90, 90s, 5min or 1h; parts get fewer replicates or are left out.",
      valueName: "time"))
  var time: TimeBudget?

  @Option(
    help: ArgumentHelp(
      "Draw the course of the runs, attribution, hysteresis and transition into this folder, "
        + "a picture a harm or measure, each with its script and data beside it.",
      valueName: "folder"), completion: .directory)
  var figures: String?

  @Option(help: "Kind of the pictures of --figures: svg, png or pdf. (default: svg)")
  var figureFormat: FigureScript.Format?

  @Flag(help: "Tell how much work and memory each part needs, and run nothing.")
  var dryRun = false

  func validate() throws {
    if point.scale != nil, vary == nil {
      throw ValidationError(
        "--scale compares sizes along an axis; add --vary NAME=LO...HI/N.")
    }
    if vary != nil, point.scale == nil {
      throw ValidationError("--vary is the axis of --scale; add --scale NAME=a,b,c.")
    }
    if !measure.isEmpty, point.scale == nil, point.ramp == nil {
      throw ValidationError("--measure chooses what --scale and --ramp look at; add one of them.")
    }
    if figureFormat != nil, figures == nil {
      throw ValidationError("--figure-format is the kind of the pictures of --figures; add it.")
    }
  }

  func run() throws {
    if InputFile.isStore(cell.world) { return try explainStore() }
    let file = try WorldFile(path: cell.world)
    let command = try CommandCell(file: file, options: cell)
    try explain(
      try ExplanationRunner(command, asked: ExplanationRequest(self, of: command)))
  }

  /// Explains the study of a store, at its own values; runs that the store holds are not made again.
  private func explainStore() throws {
    guard namesNothing, time == nil, !cell.runs.isGiven else {
      throw CommandFailure(
        .usage,
        "a store is explained as its study asks; parts, settings and --time go with a world")
    }
    let claim = try ClusterFolder.claim(cell.world)
    try StoreError.explained {
      let store = try RunStore.open(at: cell.world, for: .writing)
      defer { try? store.close() }
      claim?.lock.release()
      try explain(
        try StoredPlan(of: store).explanation(
          in: store, isQuiet: cell.quiet, threads: cell.threads))
    }
  }

  /// Whether no part is named.
  private var namesNothing: Bool {
    !knockOuts && !robustness && !earlyWarnings && vary == nil && measure.isEmpty
      && point.attribute.isEmpty && [point.scale, point.ramp, point.release] == [nil, nil, nil]
  }

  private func explain(_ runner: ExplanationRunner) throws {
    // What cannot be written is known before anything runs.
    let folder = try figures.map { path throws(CommandFailure) in
      try FigureFolder(path: path, format: figureFormat ?? .svg)
    }
    if dryRun { return try runner.writeEstimates(format: cell.format) }
    Interruption.watch()
    let explanation = try runner.run()
    try Terminal.write(
      cell.format == .json
        ? explanation.json.text() + "\n" : ExplanationText(explanation: explanation).text)
    try folder.map { try draw(explanation, into: $0) }
    if Interruption.isRequested { throw CommandFailure.interruptedExplanation }
    if explanation.hasFailed {
      throw CommandFailure(.failed, "a part failed; the reason stands under what was not made")
    }
  }

  /// Draws what was made, and tells what has no picture.
  private func draw(_ explanation: Explanation, into folder: FigureFolder) throws {
    let (written, leftOut) = try folder.write(explanation.figures)
    for (name, reason) in leftOut { Terminal.say("arendt: warning: no '\(name)': \(reason)") }
    if !cell.quiet { for path in written { Terminal.say("arendt: wrote '\(path)'") } }
  }
}
