// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study does the command line tell? Every clause of a study as an option of `arendt sweep WORLD`.

import ArgumentParser
import Foundation
import WorldLanguage
import WorldModel

/// The clauses of a study.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An axis of the diagram: NAME=LO...HI/N, NAME=log:LO...HI/N or NAME=a,b,c; at most two.",
      valueName: "name=lo...hi/n"))
  var vary: [String] = []

  @Option(
    help: ArgumentHelp(
      "Repeat the diagram for each value; repeatable.", valueName: "name=a,b,c"))
  var panel: [String] = []

  @Option(
    help: ArgumentHelp("Show this measure instead of every harm; repeatable.", valueName: "name"))
  var measure: [String] = []

  @Option(
    help: ArgumentHelp(
      "Follow the boundary of harm only together to this fraction of each axis.",
      valueName: "width"))
  var refine: String?

  @Option(
    help: ArgumentHelp(
      "The line of --scale: a parameter of --vary or --panel, or one with values.",
      valueName: "name[=lo...hi/n]"))
  var along: String?

  @Option(
    help: ArgumentHelp(
      "Write the diagram to NAME.svg, NAME.csv and NAME.nc.", valueName: "name"))
  var export: String?

  @OptionGroup var point: PointOptions
  @OptionGroup var runs: RunOptions

  func validate() throws {
    if point.scale != nil, along == nil {
      throw ValidationError("--scale compares sizes along a line; add --along NAME.")
    }
    if along != nil, point.scale == nil {
      throw ValidationError("--along is the line of --scale; add --scale NAME=a,b,c.")
    }
  }

  /// Whether something other than a setting of the runs is given.
  var hasClauses: Bool {
    !vary.isEmpty || !panel.isEmpty || !measure.isEmpty || !point.attribute.isEmpty
      || !runs.settings.isEmpty
      || [refine, along, export, point.scale, point.ramp, point.release].contains { $0 != nil }
  }

  /// Makes the study of a world that the options tell; its title is that of the world.
  ///
  /// - Parameters:
  ///   - checked: The world.
  ///   - path: Path of the world file.
  /// - Returns: The study.
  /// - Throws: `CommandFailure` with status 64 for what a study could not say either.
  func study(of checked: CheckedWorld, path: String) throws(CommandFailure) -> CheckedStudy {
    let world = checked.together
    let written = try clauses(of: world)
    var settings = world.settings
    runs.override(&settings)
    let (study, findings) = StudyAssembly.assemble(
      written.map(\.clause), title: world.title, documentation: world.documentation,
      settings: settings, world: world)
    if let finding = findings.first {
      throw CommandFailure(finding.problem, option: finding.clause.map { written[$0].option })
    }
    return CheckedStudy(
      study: study, world: checked, worldPath: (path as NSString).lastPathComponent)
  }

  /// Returns a study with the settings of runs that are given here.
  ///
  /// - Throws: `CommandFailure` with status 64 where clauses are given, which a study has itself, and where the steps no
  ///   longer hold its `release`.
  func applied(to checked: CheckedStudy) throws(CommandFailure) -> CheckedStudy {
    if hasClauses {
      throw CommandFailure(
        .usage,
        "a study has clauses of its own; options beside it are --steps, --warmup, --replicates, "
          + "--networks and --seed")
    }
    var result = checked
    runs.override(&result.study.settings)
    if let release = result.study.release {
      try CommandFailure.judged(option: "--steps \(result.study.settings.steps)") {
        () throws(StudyProblem) in
        try StudyRules.check(releaseStep: Double(release.step), in: result.study.settings)
      }
    }
    return result
  }

  /// The clauses with the options that tell them.
  private func clauses(
    of world: World
  ) throws(CommandFailure) -> [(clause: StudyClause, option: String)] {
    let rules = StudyRules(world)
    var clauses: [(clause: StudyClause, option: String)] = []
    for setting in runs.settings {
      let (index, value) = try ParameterSettings.setting(setting, of: world)
      clauses.append((.set(ParameterID(index), value), "--set \(setting)"))
    }
    for text in vary {
      clauses.append(
        (.vary(try ParameterAxis(text, option: "--vary", of: world)), "--vary \(text)"))
    }
    for text in panel {
      clauses.append(
        (.panel(try ParameterAxis(text, option: "--panel", of: world)), "--panel \(text)"))
    }
    for name in measure {
      let index = try CommandFailure.judged { () throws(StudyProblem) in try rules.measure(name) }
      clauses.append((.measure(index), "--measure \(name)"))
    }
    if let text = refine {
      guard let width = ParameterSettings.number(text) else {
        throw CommandFailure(.usage, "'--refine \(text)': '\(text)' is not a number")
      }
      clauses.append((.refine(width), "--refine \(text)"))
    }
    if let text = point.scale, let along { clauses.append(try scale(text, along, of: world)) }
    if let text = point.ramp {
      let axis = try ParameterAxis(text, option: "--ramp", of: world)
      var holdings: [Int] = []
      if let text = point.holding { holdings = try RampClause.holdings(text) }
      clauses.append((.ramp(axis, holdings: holdings), "--ramp \(text)"))
    }
    if let text = point.release {
      let release = try ReleaseClause(text, of: world)
      clauses.append(
        (
          .release(release.parameter, release.value, step: Double(release.step)),
          "--release \(text)"
        ))
    }
    for name in point.attribute {
      let index = try CommandFailure.judged { () throws(StudyProblem) in try rules.harm(name) }
      clauses.append((.attribute(index), "--attribute \(name)"))
    }
    if let name = export {
      let name = try CommandFailure.judged(option: "--export \(name)") {
        () throws(StudyProblem) in try StudyRules.exportName(name)
      }
      clauses.append((.export(name), "--export \(name)"))
    }
    return clauses
  }

  private func scale(
    _ text: String, _ along: String, of world: World
  ) throws(CommandFailure) -> (clause: StudyClause, option: String) {
    let sizes = try ParameterAxis(text, option: "--scale", of: world)
    var line: ParameterAxis?
    let moved: ParameterID
    if along.contains("=") {
      let axis = try ParameterAxis(along, option: "--along", of: world)
      (line, moved) = (axis, axis.parameter)
    } else {
      moved = ParameterID(try ParameterSettings.index(of: along, in: world))
    }
    return (.scale(sizes, along: moved, values: line), "--scale \(text) --along \(along)")
  }
}
