// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did the user ask to be explained? The options of `arendt explain` against the names of the world.

import Emergence
import WorldLanguage
import WorldModel

/// The parts that were asked for, with what they need.
struct ExplanationRequest {
  /// Harms to attribute; `nil` when no attribution was asked for.
  var attributedHarms: [String]?
  /// Whether to knock out groups, agents and links.
  var knocksOut = false
  /// Whether to test the verdict's robustness.
  var testsRobustness = false
  /// Whether to look for early warnings in the runs of the verdict.
  var findsEarlyWarnings = false
  /// Sizes, and the values along which they are compared.
  var scale: (sizes: ParameterAxis, along: ParameterAxis)?
  /// Values there and back, and the numbers of steps for which each is held.
  var ramp: (axis: ParameterAxis, holds: [Int])?
  /// A parameter set in mid-run.
  var release: ReleaseClause?
  /// Measures for `scale` and `ramp`.
  var measures: [MeasureID]
  /// Seconds that the user grants.
  var seconds: Double?

  /// What a study asks at one point; nothing named where it has no such clause.
  init(_ study: Study, of world: World) {
    let harms = world.measures.filter(\.isHarm).map(\.name)
    if !study.attributed.isEmpty {
      attributedHarms = study.attributed.map { world.measures[$0].name }
    }
    scale = study.scale.map {
      (ParameterAxis(parameter: $0.size, values: $0.sizes), $0.along)
    }
    ramp = study.ramp.map { ($0.axis, $0.holdings) }
    release = study.release
    measures = study.measures.map { MeasureID($0) }
    if isEmpty, !harms.isEmpty {
      attributedHarms = harms
      (knocksOut, testsRobustness, findsEarlyWarnings) = (true, true, true)
    }
  }

  /// Whether no part is asked for.
  private var isEmpty: Bool {
    attributedHarms == nil && scale == nil && ramp == nil && release == nil
  }

  /// Checks the options against the world.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name or a value that does not fit.
  init(_ options: Explain, of command: CommandCell) throws(CommandFailure) {
    let world = command.world
    let harms = world.measures.filter(\.isHarm).map(\.name)
    seconds = options.time?.seconds
    let namesNothing =
      options.point.attribute.isEmpty && !options.knockOuts && !options.robustness
      && !options.earlyWarnings
      && options.point.scale == nil && options.point.ramp == nil && options.point.release == nil
    let needsHarm =
      namesNothing || options.knockOuts || options.robustness || options.earlyWarnings
      || options.point.release != nil
      || !options.point.attribute.isEmpty
    guard !needsHarm || !harms.isEmpty else {
      throw CommandFailure(
        .usage,
        "the world declares no harm, so that there is no verdict to explain; --scale and --ramp "
          + "take a measure with --measure")
    }
    let rules = StudyRules(world)
    for name in options.point.attribute {
      try CommandFailure.judged { () throws(StudyProblem) in _ = try rules.harm(name) }
    }
    if namesNothing || !options.point.attribute.isEmpty {
      attributedHarms = options.point.attribute.isEmpty ? harms : options.point.attribute
    }
    knocksOut = namesNothing || options.knockOuts
    testsRobustness = namesNothing || options.robustness
    findsEarlyWarnings = namesNothing || options.earlyWarnings
    measures = []
    for name in options.measure {
      measures.append(
        try CommandFailure.judged { () throws(StudyProblem) in MeasureID(try rules.measure(name)) })
    }
    if options.measure.isEmpty {
      measures = world.measures.indices.filter { world.measures[$0].isHarm }.map(MeasureID.init)
    }
    if options.point.scale != nil || options.point.ramp != nil, measures.isEmpty {
      throw CommandFailure(
        .usage,
        "the world declares no harm; name what to look at with --measure "
          + "(there are \(world.measures.map(\.name).joined(separator: ", ")))")
    }
    if let sizes = options.point.scale, let along = options.vary {
      scale = (
        try ParameterAxis(sizes, option: "--scale", of: world),
        try ParameterAxis(along, option: "--vary", of: world)
      )
    }
    if let text = options.point.ramp {
      ramp = (
        try ParameterAxis(text, option: "--ramp", of: world),
        try options.point.holding.map(RampClause.holdings) ?? RampClause.defaultHoldings
      )
    }
    if let text = options.point.release { release = try ReleaseClause(text, of: world) }
  }
}
