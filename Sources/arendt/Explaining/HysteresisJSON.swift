// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the loops of a measure look to a program?

import Emergence

extension MeasureHysteresis {
  /// The loops with what they say.
  func json(_ report: HysteresisReport) -> JSONValue {
    .object([
      ("answer", .text(answer.rawValue)),
      ("parameter", .text(report.parameter)),
      ("values", .array(report.values.map { .number($0) })),
      ("replicates", .whole(report.replicateCount)),
      ("lead", .whole(report.leadStepCount)),
      ("loops", .array(loops.map(\.json))),
      ("restArea", restArea?.json ?? .null),
      ("rateCoefficient", rateCoefficient?.json ?? .null),
      ("rateLawHolds", JSONValue(rateLawHolds)),
      ("upSpinodal", upSpinodal?.json ?? .null),
      ("downSpinodal", downSpinodal?.json ?? .null),
      ("maxwellPoint", maxwellPoint.position?.json ?? .null),
      ("maxwellObstacle", maxwellPoint.obstacle.map { .text($0.rawValue) } ?? .null),
      ("needs", .array(doubts.map { .text(HysteresisText.words($0, report)) })),
    ])
  }
}

extension HysteresisLoop {
  /// One rate.
  fileprivate var json: JSONValue {
    .object([
      ("hold", .whole(hold)), ("area", area.json), ("gap", gap.json),
      ("upJump", upJump?.json ?? .null), ("downJump", downJump?.json ?? .null),
      ("up", .array(up.map(\.json))), ("down", .array(down.map(\.json))),
    ])
  }
}

extension SpinodalReport {
  /// The end of a branch.
  fileprivate var json: JSONValue {
    .object([
      ("mean", JSONValue(position.mean)), ("low", JSONValue(position.low)),
      ("high", JSONValue(position.high)), ("extrapolated", .boolean(isExtrapolated)),
      ("resolution", .number(resolution)),
    ])
  }
}
