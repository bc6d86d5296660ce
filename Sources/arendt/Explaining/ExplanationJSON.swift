// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does an explanation look to a program? The contract of `explain --format json`: null where a part was not asked
// for or not made.
//
// The names and their order are a contract: they change only under "Results change".

import Emergence
import WorldModel

extension Explanation {
  /// The document as JSON.
  var json: JSONValue {
    let world = verdict.world
    let harms = verdict.report.harms
    let harmNames = Set(harms.map(\.name))
    let others = world.measures.map(\.name).filter { !harmNames.contains($0) && isExamined($0) }
    return .object(
      verdict.identity + [
        (
          "harms",
          .object(
            harms.map { harm in
              (
                harm.name,
                .object(
                  [("verdict", harm.verdict.map { .text($0.rawValue) } ?? .null)]
                    + parts(of: harm.name)
                    + [("earlyWarning", harm.earlyWarning?.json ?? .null)])
              )
            })
        ),
        ("measures", .object(others.map { ($0, .object(measureParts(of: $0))) })),
        (
          "leftOut",
          .array(
            leftOut.map {
              .object([("part", .text($0.part.rawValue)), ("reason", .text($0.reason))])
            })
        ),
        ("warnings", .array(verdict.report.warnings.map { .text($0.sentence) })),
      ])
  }

  private func parts(of harm: String) -> [(key: String, value: JSONValue)] {
    [
      (
        "robustness",
        robustness.flatMap { report in
          report.harms.first { $0.name == harm }?.json(report)
        } ?? .null
      )
    ] + measureParts(of: harm) + [
      (
        "release",
        release.flatMap { report in report.harms.first { $0.name == harm }?.json(report) } ?? .null
      ),
      ("attribution", attribution?.harms.first { $0.name == harm }?.json ?? .null),
      (
        "knockOuts",
        knockOuts.flatMap { report in report.harms.first { $0.name == harm }?.json(report) }
          ?? .null
      ),
    ]
  }

  private func measureParts(of measure: String) -> [(key: String, value: JSONValue)] {
    [
      (
        "transition",
        transition.flatMap { report in
          report.measures.first { $0.measure == measure }?.json(report)
        } ?? .null
      ),
      (
        "hysteresis",
        hysteresis.flatMap { report in
          report.measures.first { $0.name == measure }?.json(report)
        } ?? .null
      ),
    ]
  }

  private func isExamined(_ measure: String) -> Bool {
    transition?.measures.contains { $0.measure == measure } ?? false
      || hysteresis?.measures.contains { $0.name == measure } ?? false
  }
}

extension EarlyWarningReport {
  /// Both trends.
  fileprivate var json: JSONValue {
    .object([
      ("rising", .boolean(isRising)), ("runs", .whole(runCount)),
      ("autocorrelation", autocorrelation.json), ("variance", variance.json),
    ])
  }
}

extension EarlyWarningReport.Trend {
  /// Kendall's tau and its rank among surrogates.
  fileprivate var json: JSONValue {
    .object([
      ("tau", JSONValue(tau.mean)), ("low", JSONValue(tau.low)), ("high", JSONValue(tau.high)),
      ("pValue", .number(pValue)),
    ])
  }
}
