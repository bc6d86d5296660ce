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
  var release: ParameterRelease?
  /// Measures for `scale` and `ramp`.
  var measures: [MeasureID]
  /// Seconds that the user grants.
  var seconds: Double?

  /// Steps for which a ramp holds each value where the user does not say.
  static let defaultHolds = [50, 200, 800]

  /// Checks the options against the world.
  ///
  /// - Throws: `CommandFailure` with status 64 for an unknown name or a value that does not fit.
  init(_ options: Explain, of command: CommandCell) throws(CommandFailure) {
    let world = command.world
    let harms = world.measures.filter(\.isHarm).map(\.name)
    seconds = options.time?.seconds
    let namesNothing =
      options.attribute.isEmpty && !options.knockOuts && !options.robustness
      && !options.earlyWarnings
      && options.scale == nil && options.ramp == nil && options.release == nil
    let needsHarm =
      namesNothing || options.knockOuts || options.robustness || options.earlyWarnings
      || options.release != nil
      || !options.attribute.isEmpty
    guard !needsHarm || !harms.isEmpty else {
      throw CommandFailure(
        .usage,
        "the world declares no harm, so that there is no verdict to explain; --scale and --ramp "
          + "take a measure with --measure")
    }
    for name in options.attribute { try Self.check(name, among: harms, kind: "harm") }
    if namesNothing || !options.attribute.isEmpty {
      attributedHarms = options.attribute.isEmpty ? harms : options.attribute
    }
    knocksOut = namesNothing || options.knockOuts
    testsRobustness = namesNothing || options.robustness
    findsEarlyWarnings = namesNothing || options.earlyWarnings
    let names = world.measures.map(\.name)
    measures = []
    for name in options.measure {
      try Self.check(name, among: names, kind: "measure")
      if let index = names.firstIndex(of: name) { measures.append(MeasureID(index)) }
    }
    if options.measure.isEmpty {
      measures = world.measures.indices.filter { world.measures[$0].isHarm }.map(MeasureID.init)
    }
    if options.scale != nil || options.ramp != nil, measures.isEmpty {
      throw CommandFailure(
        .usage,
        "the world declares no harm; name what to look at with --measure "
          + "(there are \(names.joined(separator: ", ")))")
    }
    if let sizes = options.scale, let along = options.vary {
      scale = (
        try ParameterAxis(sizes, option: "--scale", of: world),
        try ParameterAxis(along, option: "--vary", of: world)
      )
    }
    if let text = options.ramp {
      ramp = (
        try ParameterAxis(text, option: "--ramp", of: world),
        try options.holding.map(Self.holds) ?? Self.defaultHolds
      )
    }
    if let text = options.release { release = try ParameterRelease(text, of: world) }
  }

  private static func check(
    _ name: String, among names: [String], kind: String
  ) throws(CommandFailure) {
    guard !names.contains(name) else { return }
    let help =
      Spelling.closest(to: name, among: names).map { "did you mean '\($0)'?" }
      ?? (names.isEmpty ? "the world has none" : "there are \(names.joined(separator: ", "))")
    throw CommandFailure(.usage, "no \(kind) is called '\(name)'; \(help)")
  }

  private static func holds(_ text: String) throws(CommandFailure) -> [Int] {
    var holds: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = ParameterSettings.number(part), number == number.rounded(), number >= 1,
        number < Double(Int32.max)
      else {
        throw CommandFailure(
          .usage, "'--holding \(text)': '\(part)' is no number of steps; write --holding 50,200,800"
        )
      }
      holds.append(Int(number))
    }
    return holds
  }
}
