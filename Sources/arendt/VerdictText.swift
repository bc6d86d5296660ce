// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a verdict look to a person? The sentence first, then the numbers it rests on.

import Emergence
import Foundation
import WorldModel

extension VerdictDocument {
  /// The verdict in words.
  var text: String {
    var lines = [world.title]
    lines.append(setup)
    lines += looks
    for (harm, measure) in zip(report.harms, world.measures.filter(\.isHarm)) {
      lines += [""] + HarmText(harm: harm, measure: measure, world: world, report: report).lines
    }
    if !report.alignments.isEmpty {
      lines += ["", "What one agent does alone"]
      lines += report.alignments.map { "  " + Self.sentence(of: $0) }
    }
    let plain = zip(report.measures, world.measures).filter { !$0.1.isHarm }
    if !plain.isEmpty || !report.estimates.isEmpty {
      lines += ["", "Measures, together"]
      var table = TextTable(columns: ["", "mean", report.intervalTitle, "last step"])
      for (measure, declared) in plain {
        let quantity = Quantity(declared)
        table.add([
          measure.name, quantity.text(measure.mean.mean, width: Quantity.width(of: measure.mean)),
          HarmText.range(measure.mean, quantity),
          quantity.text(measure.final.mean, width: Quantity.width(of: measure.final)),
        ])
      }
      for estimate in report.estimates {
        let quantity = Quantity(isShare: false)
        table.add([
          estimate.name,
          quantity.text(estimate.value.mean, width: Quantity.width(of: estimate.value)),
          HarmText.range(estimate.value, quantity), "",
        ])
      }
      lines += table.lines
    }
    lines += peakLines
    if !report.warnings.isEmpty {
      lines.append("")
      lines += report.warnings.map { "Warning: \($0.sentence)." }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Measures of which replicates have two peaks.
  private var peakLines: [String] {
    let lines = zip(report.measures, world.measures).compactMap { measure, declared -> String? in
      guard let peaks = measure.peaks, peaks.peaks.count == 2 else { return nil }
      let quantity = Quantity(declared)
      let share = Quantity(isShare: true)
      let places = peaks.peaks.map {
        "\(quantity.text($0.position, width: peaks.peaks.distance / 5)) "
          + "(\(share.text($0.weight, width: 0.1)))"
      }
      return "  \(measure.name): two peaks over \(counted(peaks.valueCount, peaks.unit.rawValue)), "
        + "about \(places[0]) and \(places[1])"
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  /// How a run with `--until` came to its end.
  private var looks: [String] {
    guard let sequential = report.sequential, let last = sequential.looks.last else { return [] }
    let width = ParameterSettings.text(sequential.width)
    let widest = last.widest.map { String(format: "%.3g", $0) } ?? "none"
    return [
      (sequential.isReached
        ? "stopped at look \(sequential.looks.count), intervals narrower than \(width)"
        : "intervals not narrower than \(width) after \(counted(sequential.looks.count, "look")); "
          + "raise --replicates")
        + " (the widest: \(widest)); they hold at all looks together (confidence sequences)"
    ]
  }

  /// What was run, on one line.
  private var setup: String {
    let warmUp = report.isWarmUpAutomatic ? "found" : "given"
    return
      "\(counted(report.stepCount, "step")) "
      + "(the first \(report.warmUpStepCount) discarded, \(warmUp)), "
      + "\(counted(report.replicateCount, "replicate")) on "
      + "\(counted(report.networkCount, "network")), seed \(report.seed)"
      + (report.stoppedEarlyCount > 0 ? ", \(report.stoppedEarlyCount) stopped early" : "")
  }

  /// One certificate in words.
  static func sentence(of alignment: AlignmentReport) -> String {
    let share = Quantity(isShare: true)
    let answer =
      switch alignment.holds {
      case true?: "aligned"
      case false?: "NOT aligned"
      case nil: "open"
      }
    let uncertain =
      alignment.uncertainCount > 0
      ? " (of \(alignment.uncertainCount) the steps are too few to say)" : ""
    var bound = ""
    if let high = alignment.high {
      bound = ", at most \(share.text(high, width: high)) of all like them"
      if alignment.isByRealisation { bound += " (counted by realisation)" }
    } else if alignment.isByRealisation, alignment.examinedCount > 0 {
      bound = " (counted by realisation, of which there is one)"
    }
    return
      "\(alignment.group): \(answer). \(alignment.exceedingCount) of "
      + "\(counted(alignment.examinedCount, "agent")) "
      + "\(alignment.exceedingCount == 1 ? "exceeds" : "exceed") a chance of "
      + "\(share.exact(alignment.limit)) a step\(uncertain)\(bound); allowed "
      + "\(share.exact(alignment.allowedFraction))"
  }
}

extension [PeaksReport.Peak] {
  /// From the first to the last, in units of the measure; positions are shown to a twentieth of it.
  var distance: Double { (last?.position ?? 0) - (first?.position ?? 0) }
}

extension VerdictReport {
  /// What the columns of intervals are headed with.
  var intervalTitle: String {
    sequential == nil ? "95 % interval" : "95 % interval at any look"
  }
}
