// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a verdict's robustness look to a program?

import Emergence

extension HarmRobustness {
  /// The robustness as JSON.
  func json(_ report: RobustnessReport) -> JSONValue {
    .object([
      ("robust", JSONValue(isRobust)),
      ("artefactOf", .array(artefacts.map { .text($0.rawValue) })),
      ("scheme", report.scheme.map { .text($0.rawValue) } ?? .null),
      (
        "limitRange",
        limitRange.map {
          .object([("low", JSONValue($0.low)), ("high", JSONValue($0.high))])
        } ?? .null
      ),
      ("variants", .array(variants.map { $0.json(isFlip: isFlip($0)) })),
    ])
  }
}

extension RobustnessVariant {
  /// One variation as JSON; what did not run has its reason and no verdict.
  fileprivate func json(isFlip: Bool) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("kind", .text(variation.kind.rawValue)),
      ("variation", .text(RobustnessText.name(of: variation))),
    ]
    switch outcome {
    case .ran(let verdict, let together, let alone):
      members += [
        ("verdict", .text(verdict.rawValue)), ("flip", .boolean(isFlip)),
        ("together", together.json), ("alone", alone.json), ("reason", .null),
      ]
    case .notApplicable(let obstacle):
      members += Self.missing(RobustnessText.words(obstacle))
    case .failed(let failure):
      members += Self.missing(RobustnessText.words(failure))
    }
    return .object(members)
  }

  private static func missing(_ reason: String) -> [(key: String, value: JSONValue)] {
    [
      ("verdict", .null), ("flip", .boolean(false)), ("together", .null), ("alone", .null),
      ("reason", .text(reason)),
    ]
  }
}

extension IntervalReport {
  /// Mean and interval.
  var json: JSONValue {
    .object([("mean", JSONValue(mean)), ("low", JSONValue(low)), ("high", JSONValue(high))])
  }
}
