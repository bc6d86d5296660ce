// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does an explanation hold? The verdict, the parts that were made, and why others were not.

import Emergence
import WorldModel

/// What a verdict rests on.
struct Explanation {
  /// The verdict.
  var verdict: VerdictDocument
  /// How much of each harm is each coupling's doing.
  var attribution: AttributionReport?
  /// What harm each group, the most influential agents and links enable or prevent.
  var knockOuts: KnockOutReport?
  /// Whether the verdict stands when what should not matter changes.
  var robustness: RobustnessReport?
  /// What happens when a parameter goes there and back.
  var hysteresis: HysteresisReport?
  /// Whether harm stays when its cause is removed.
  var release: ReleaseReport?
  /// Whether there is a transition as the system grows.
  var transition: ScaleReport?
  /// The course of every harm, and of every measure that was named, in the runs of the verdict.
  var courses: [MeasureCourse] = []
  /// The values of `hysteresis`.
  var rampAxis: ParameterAxis?
  /// The values of `transition` before it was refined.
  var scaleAxis: ParameterAxis?
  /// Parts that were asked for and not made, each with its reason.
  var leftOut: [(part: ExplanationPart, reason: String)] = []

  /// Whether a part was left out because it failed.
  var hasFailed = false

  /// Creates an explanation of a verdict alone.
  init(verdict: VerdictDocument) { self.verdict = verdict }
}

/// What an explanation can tell beside the verdict, in the order in which it is made.
enum ExplanationPart: String, CaseIterable {
  case attribution
  case knockOuts = "knock-outs"
  case robustness
  case hysteresis
  case release
  case transition
}
