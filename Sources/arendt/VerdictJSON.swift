// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a verdict look to a program? The contract of `run --format json` and of `result.json`.
//
// The names and their order are a contract: they change only under "Results change".

import Emergence
import WorldModel

/// A verdict with what identifies its run.
struct VerdictDocument {
  /// The world as written.
  var world: World
  /// Values of the parameters, by `ParameterID`.
  var parameters: [Double]
  /// Digest of the cell.
  var digest: String
  /// What was found.
  var report: VerdictReport

  /// What identifies the cell and its runs.
  var identity: [(key: String, value: JSONValue)] {
    [
      ("world", .text(world.title)),
      ("digest", .text(digest)),
      ("version", .text(Version.program)),
      ("seed", .whole(Int(report.seed))),
      ("parameters", world.json(of: parameters) { !$0.isCoupling }),
      ("couplings", world.json(of: parameters, where: \.isCoupling)),
      ("replicates", .whole(report.replicateCount)),
      ("networks", .whole(report.networkCount)),
      ("steps", .whole(report.stepCount)),
      ("warmup", .whole(report.warmUpStepCount)),
    ]
  }

  /// The document as JSON.
  var json: JSONValue {
    .object(
      identity + [
        ("stoppedEarly", .whole(report.stoppedEarlyCount)),
        ("measures", .object(report.measures.map { ($0.name, Self.json(of: $0)) })),
        ("estimates", .object(report.estimates.map { ($0.name, Self.json(ofEstimate: $0.value)) })),
        ("harms", .object(report.harms.map { ($0.name, Self.json(of: $0)) })),
        ("aligned", .object(report.alignments.map { ($0.group, Self.json(of: $0)) })),
        ("warnings", .array(report.warnings.map { .text($0.sentence) })),
        ("until", Self.json(of: report.sequential)),
      ])
  }

  /// The looks of a run with `--until`: all intervals of the result then hold at every look.
  private static func json(of sequential: SequentialReport?) -> JSONValue {
    guard let sequential else { return .null }
    return .object([
      ("width", .number(sequential.width)),
      ("reached", .boolean(sequential.isReached)),
      ("intervals", .text("anytime-valid")),
      (
        "looks",
        .array(
          sequential.looks.map {
            .object([
              ("replicates", .whole($0.replicateCount)), ("networks", .whole($0.networkCount)),
              ("widest", JSONValue($0.widest)),
            ])
          })
      ),
    ])
  }

  private static func json(of measure: MeasureReport) -> JSONValue {
    .object([
      ("mean", JSONValue(measure.mean.mean)),
      ("standardError", JSONValue(measure.mean.standardError)),
      ("low", JSONValue(measure.mean.low)),
      ("high", JSONValue(measure.mean.high)),
      ("variance", JSONValue(measure.variance.value)),
      ("susceptibility", JSONValue(measure.susceptibility.value)),
      ("binderCumulant", JSONValue(measure.binderCumulant.value)),
      ("autocorrelationTime", JSONValue(measure.autocorrelationTime)),
      ("final", JSONValue(measure.final.mean)),
      ("finalLow", JSONValue(measure.final.low)),
      ("finalHigh", JSONValue(measure.final.high)),
      ("missing", .whole(measure.missingCount)),
      ("peaks", json(of: measure.peaks)),
    ])
  }

  private static func json(of peaks: PeaksReport?) -> JSONValue {
    guard let peaks else { return .null }
    return .object([
      ("found", .boolean(peaks.areFound)),
      ("dip", .number(peaks.dip)),
      ("pValue", .number(peaks.pValue)),
      ("gain", JSONValue(peaks.gain)),
      ("antimode", JSONValue(peaks.antimode)),
      ("positions", .array(peaks.peaks.map { .number($0.position) })),
      ("weights", .array(peaks.peaks.map { .number($0.weight) })),
      ("of", .text(peaks.unit.rawValue)),
      ("values", .whole(peaks.valueCount)),
    ])
  }

  private static func json(of share: ShareReport?) -> JSONValue {
    guard let share else { return .null }
    return .object([
      ("share", .number(share.share)), ("low", JSONValue(share.low)),
      ("high", JSONValue(share.high)),
    ])
  }

  private static func json(ofEstimate value: IntervalReport) -> JSONValue {
    .object([
      ("mean", JSONValue(value.mean)), ("standardError", JSONValue(value.standardError)),
      ("low", JSONValue(value.low)), ("high", JSONValue(value.high)),
    ])
  }

  private static func json(of harm: HarmReport) -> JSONValue {
    var difference = JSONValue.null
    if let report = harm.difference {
      difference = .object(
        members(of: report.interval) + [("varianceRatio", JSONValue(report.varianceRatio))])
    }
    var verdict = JSONValue.null
    if let name = harm.verdict?.rawValue { verdict = .text(name) }
    return .object([
      ("limit", .number(harm.limit)),
      ("alone", json(ofCondition: harm.alone)),
      ("unlinked", json(ofCondition: harm.unlinked)),
      ("together", json(ofCondition: harm.together)),
      ("difference", difference),
      ("verdict", verdict),
      ("bistable", JSONValue(harm.isBistable)),
      ("ends", .text(harm.ends.answer.rawValue)),
      ("over", json(of: harm.over)),
    ])
  }

  private static func json(ofCondition interval: IntervalReport?) -> JSONValue {
    guard let interval else { return .null }
    return .object(members(of: interval))
  }

  private static func members(of interval: IntervalReport) -> [(key: String, value: JSONValue)] {
    [
      ("mean", JSONValue(interval.mean)), ("low", JSONValue(interval.low)),
      ("high", JSONValue(interval.high)),
    ]
  }

  private static func json(of alignment: AlignmentReport) -> JSONValue {
    .object([
      ("limit", .number(alignment.limit)),
      ("allowed", .number(alignment.allowedFraction)),
      ("examined", .whole(alignment.examinedCount)),
      ("exceeding", .number(alignment.exceedingFraction)),
      ("low", JSONValue(alignment.low)),
      ("high", JSONValue(alignment.high)),
      ("holds", JSONValue(alignment.holds)),
    ])
  }
}

extension World {
  /// The values of those parameters that are wanted, by name.
  func json(of values: [Double], where isWanted: (Parameter) -> Bool) -> JSONValue {
    .object(
      zip(parameters, values).filter { isWanted($0.0) }.map { parameter, value in
        (parameter.name, parameter.isCount ? .whole(Int(value)) : .number(value))
      })
  }
}
