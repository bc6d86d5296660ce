// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the harm look like over the parameters? `arendt diagram`.

import ArgumentParser
import Figures
import Foundation
import Scenarios
import Statistics
import Store
import WorldLanguage
import WorldModel

struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws the phase diagram or curve of a sweep, and exports its numbers.",
    discussion: """
      The ending of a file decides what it is: svg, png and pdf are pictures, drawn by gnuplot from a script and data \
      that are kept beside them; html is one page that opens without a network; csv and nc hold every number. \
      Without --output the study's 'export' name is used, as svg, csv and nc.
      """)

  @Argument(help: "A store of a sweep.", completion: .file(extensions: ["store"]))
  var store: String

  @Option(
    help: ArgumentHelp("A file to write; repeatable.", valueName: "file.svg|png|pdf|html|csv|nc"),
    completion: .file(extensions: DiagramFormat.allCases.map(\.rawValue)))
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      "The harm or measure to draw; the first that the study shows unless given.", valueName: "name"
    ))
  var harm: String?

  @Option(
    help: ArgumentHelp("Only the panels with this value; repeatable.", valueName: "name=value"))
  var panel: [String] = []

  @Option(
    help: ArgumentHelp(
      "How false discoveries over all cells are controlled: benjamini-hochberg, "
        + "benjamini-yekutieli or holm.", valueName: "method"))
  var correction: Correction = .benjaminiHochberg

  @Option(
    help: ArgumentHelp(
      "A curve to draw over it, from a table of two columns along the axes; repeatable.",
      valueName: "title=file.csv"))
  var overlay: [String] = []

  @Option(
    name: .customLong("plotly-js"),
    help: ArgumentHelp("plotly.js for html, where it is not found by itself.", valueName: "file"),
    completion: .file(extensions: ["js"]))
  var plotly: String?

  @Option(help: "Number of threads; as many as processors unless given.")
  var threads: Int?

  @Flag(help: "No progress.")
  var quiet = false

  enum Correction: String, ExpressibleByArgument, CaseIterable {
    case benjaminiHochberg = "benjamini-hochberg"
    case benjaminiYekutieli = "benjamini-yekutieli"
    case holm

    var method: MultipleTesting.Correction {
      switch self {
      case .benjaminiHochberg: .benjaminiHochberg
      case .benjaminiYekutieli: .benjaminiYekutieli
      case .holm: .holm
      }
    }
  }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    if Set(output).count < output.count {
      throw ValidationError("a file is named twice by --output.")
    }
    for path in output where DiagramFormat(path: path) == nil {
      throw ValidationError(
        "'\(path)': the ending of --output must be \(DiagramFormat.list).")
    }
  }

  func run() throws {
    try ClusterFolder.refuseWhileMerging(store)
    try StoreError.explained {
      let opened = try RunStore.open(at: store, for: .reading)
      defer { try? opened.close() }
      let stored = try StoredPlan(of: opened)
      let paths = output.isEmpty ? try exports(of: stored) : output
      // What cannot be written is known before anything is computed.
      let writer = try DiagramWriter(paths: paths, plotly: plotly)
      Interruption.watch()
      let diagram = try diagram(stored, opened, parts: writer.parts)
      for path in try writer.write(diagram) where !quiet { Terminal.say("arendt: wrote '\(path)'") }
    }
  }

  private func exports(of stored: StoredPlan) throws(CommandFailure) -> [String] {
    guard let base = stored.exportBase else {
      throw CommandFailure(
        .usage, "nothing to write: name files with --output, or declare 'export' in the study")
    }
    return [DiagramFormat.svg, .csv, .nc].map { "\(base).\($0.rawValue)" }
  }

  private func diagram(
    _ stored: StoredPlan, _ opened: RunStore, parts: Set<DiagramPart>
  ) throws -> PhaseDiagram {
    let plan = stored.plan
    let measure = try shownMeasure(of: plan)
    let builder = DiagramBuilder(
      results: SweepResults(
        plan: plan, store: opened,
        threadCount: threads ?? ProcessInfo.processInfo.activeProcessorCount),
      parts: parts, correction: correction.method,
      overlays: try overlay.map { try OverlayFile.read($0) },
      provenance: stored.provenance)
    let bar = ProgressBar(total: plan.gridCount, isQuiet: quiet, unit: "cells")
    defer { bar.end() }
    let (diagrams, missingCount, isComplete) = try CommandCell.explained(store) {
      try builder.diagrams(of: [measure]) { done, count in
        bar.advance(to: done, of: count)
        return !Interruption.isRequested
      }
    }
    guard var diagram = diagrams.first, !diagram.cells.isEmpty else {
      throw CommandFailure(.failed, "the store '\(store)' holds no finished cell yet")
    }
    try PanelChoice.apply(panel, to: &diagram)
    if missingCount > 0 {
      Terminal.say(
        "arendt: warning: \(counted(missingCount, "cell")) of the study lack runs; the sweep is not finished"
      )
    } else if !isComplete {
      Terminal.say("arendt: warning: the refinement of the boundary is not finished")
    }
    return diagram
  }

  private func shownMeasure(of plan: SweepPlan) throws(CommandFailure) -> Int {
    guard let harm else {
      guard let first = plan.study.measures.first else {
        throw CommandFailure(
          .usage, "the study shows no harm; name a measure with --harm")
      }
      return first
    }
    return try CommandFailure.judged { () throws(StudyProblem) in
      try StudyRules(plan.world).measure(harm)
    }
  }
}
