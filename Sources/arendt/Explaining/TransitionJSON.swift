// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the answer of a finite-size scaling study look to a program?

import Emergence
import Statistics

extension TransitionReport {
  /// The answer with its evidence and what was measured at each size.
  func json(_ report: ScaleReport) -> JSONValue {
    .object([
      ("answer", .text(answer.rawValue)),
      ("along", .text(report.alongParameter)),
      ("size", .text(report.sizeParameter)),
      ("orderParameter", .text(orderParameter.rawValue)),
      ("replicates", .whole(report.replicateCount)),
      ("steps", .whole(report.stepCount)),
      ("evidence", .array(evidence.map(\.json))),
      ("criticality", criticality?.json ?? .null),
      ("needs", .array(needs.map { .text(TransitionText.words($0, report)) })),
      ("sizes", .array(sizes.map(\.json))),
    ])
  }
}

extension TransitionEvidence {
  /// One line of evidence.
  fileprivate var json: JSONValue {
    .object([
      ("name", .text(kind.rawValue)), ("agents", JSONValue(agentCount)),
      ("value", JSONValue(value)), ("low", JSONValue(interval?.low)),
      ("high", JSONValue(interval?.high)),
      ("speaksFor", .array(speaksFor.map { .text($0.rawValue) })),
    ])
  }
}

extension CriticalityReport {
  /// Location and exponents.
  fileprivate var json: JSONValue {
    func fitted(_ value: FittedValue?) -> JSONValue {
      guard let value else { return .null }
      return .object([
        ("value", JSONValue(value.value)), ("low", JSONValue(value.interval.low)),
        ("high", JSONValue(value.interval.high)),
      ])
    }
    return .object([
      ("location", fitted(location)), ("widthExponent", fitted(widthExponent)),
      ("orderExponent", fitted(orderExponent)),
      ("susceptibilityExponent", fitted(susceptibilityExponent)),
      ("decayExponent", fitted(decayExponent)), ("collapseQuality", JSONValue(collapseQuality)),
    ])
  }
}

extension ScaleSizeReport {
  /// One size with its points.
  fileprivate var json: JSONValue {
    .object([
      ("size", JSONValue(size)), ("agents", JSONValue(agentCount)), ("used", .boolean(isUsed)),
      ("points", .array(points.map(\.json))),
    ])
  }
}

extension ScalePointReport {
  /// One size and value.
  fileprivate var json: JSONValue {
    .object([
      ("value", JSONValue(value)), ("mean", JSONValue(orderParameter.mean)),
      ("low", JSONValue(orderParameter.low)), ("high", JSONValue(orderParameter.high)),
      ("susceptibility", JSONValue(susceptibility.value)),
      ("binderCumulant", JSONValue(binderCumulant.value)),
      ("autocorrelationTime", JSONValue(autocorrelationTime)),
      ("warmup", .whole(warmUpStepCount)),
      ("flags", .array(flags.map { .text($0.rawValue) })),
    ])
  }
}
