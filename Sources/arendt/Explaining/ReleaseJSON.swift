// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the release of a harm look to a program?

import Emergence

extension HarmRelease {
  /// The three arms with what they say.
  func json(_ report: ReleaseReport) -> JSONValue {
    .object([
      ("answer", .text(answer.rawValue)),
      ("parameter", .text(report.parameter)),
      ("kept", .number(report.keptValue)),
      ("released", .number(report.releasedValue)),
      ("step", .whole(report.step)),
      ("replicates", .whole(report.replicateCount)),
      ("causeKept", kept.json),
      ("causeRemoved", released.json),
      ("causeNever", never.json),
      ("remains", remains?.json ?? .null),
      ("relief", relief?.json ?? .null),
      ("lifetime", lifetime?.json ?? .null),
      ("open", .array(doubts.map { .text($0.rawValue) })),
      ("moreReplicates", moreReplicateCount.map { .whole($0) } ?? .null),
      ("suggestedSteps", suggestedStepCount.map { .whole($0) } ?? .null),
    ])
  }
}

extension DifferenceReport {
  /// Mean, interval and variance ratio.
  fileprivate var json: JSONValue {
    .object([
      ("mean", JSONValue(interval.mean)), ("low", JSONValue(interval.low)),
      ("high", JSONValue(interval.high)), ("varianceRatio", JSONValue(varianceRatio)),
    ])
  }
}

extension LifetimeReport {
  /// How long the harm stays.
  fileprivate var json: JSONValue {
    .object([
      ("watched", .whole(watchedCount)), ("returned", .whole(returnCount)),
      ("watchedSteps", .whole(watchedSteps)), ("medianReturn", JSONValue(medianReturn)),
      ("mean", JSONValue(mean)), ("low", JSONValue(low)), ("high", JSONValue(high)),
      ("moreThan", .number(moreThan)), ("constantRatePValue", JSONValue(constantRatePValue)),
    ])
  }
}
