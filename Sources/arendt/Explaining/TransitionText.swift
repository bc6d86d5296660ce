// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the answer of a finite-size scaling study said in words? The answer first, then what speaks for it, then what
// would settle it.

import Emergence
import Statistics
import WorldModel

/// One measure's transition in words.
struct TransitionText {
  var transition: TransitionReport
  var report: ScaleReport
  var quantity: Quantity

  private static let plain = Quantity(isShare: false)

  /// The answer, the evidence, where the transition is, and what is needed.
  var lines: [String] {
    var lines = [
      "Transition of \(transition.measure) along \(report.alongParameter): "
        + transition.answer.rawValue.uppercased(),
      "  \(Self.meaning(of: transition.answer))",
      "  " + setup,
    ]
    if let criticality = transition.criticality { lines += self.lines(of: criticality) }
    var table = TextTable(columns: ["", "at N", "value", "95 % interval", ""])
    for evidence in transition.evidence {
      table.add([
        evidence.kind.rawValue, evidence.agentCount.map(ParameterSettings.text) ?? "",
        Self.plain.text(evidence.value, width: evidence.interval.map { $0.high - $0.low }),
        Self.range(evidence.interval),
        evidence.speaksFor.isEmpty
          ? "" : "for " + evidence.speaksFor.map(\.rawValue).joined(separator: ", "),
      ])
    }
    if !transition.evidence.isEmpty { lines += table.lines }
    if !transition.needs.isEmpty {
      lines.append(
        "  What would settle it: \(transition.needs.map { Self.words($0, report) }.joined(separator: "; "))."
      )
    }
    return lines
  }

  /// What each answer means.
  static func meaning(of answer: TransitionAnswer) -> String {
    switch answer {
    case .continuousTransition:
      "The larger the system, the sharper the change, without a jump: fluctuations grow with size."
    case .discontinuousTransition:
      "The larger the system, the more it jumps: two states coexist and the barrier between them grows."
    case .crossover: "Steep or not, curve and fluctuations settle as the system grows."
    case .finiteSizeEffect:
      "What looks like a transition in small systems fades or runs away as the system grows."
    case .undecided: "The evidence is too weak, or it conflicts."
    }
  }

  private var setup: String {
    let used = transition.sizes.filter(\.isUsed).map { ParameterSettings.text($0.size) }
    let dropped = transition.sizes.filter { !$0.isUsed }.map { ParameterSettings.text($0.size) }
    let read =
      switch transition.orderParameter {
      case .absolute: "its absolute value, symmetric about 0"
      case .plain: "its value, with moments about the mean"
      case .driven: "its value: something drives it away from 0"
      case .absorbing: "a density that can end at exactly 0 for good"
      }
    return "\(report.sizeParameter) \(used.isEmpty ? "at no size" : used.joined(separator: ", "))"
      + (dropped.isEmpty ? "" : " (dropped: \(dropped.joined(separator: ", ")))")
      + ", \(counted(report.values.count, "value")), \(counted(report.replicateCount, "replicate")), "
      + "\(counted(report.stepCount, "step")); read as \(read)."
  }

  private func lines(of criticality: CriticalityReport) -> [String] {
    var table = TextTable(columns: ["", "estimate", "95 % interval"])
    for (name, value) in [
      ("critical \(report.alongParameter)", criticality.location),
      ("1 / nu (of N)", criticality.widthExponent), ("beta / nu", criticality.orderExponent),
      ("gamma / nu", criticality.susceptibilityExponent), ("delta", criticality.decayExponent),
    ] {
      guard let value else { continue }
      table.add([
        name, Self.plain.text(value.value, width: 2 * value.halfWidth),
        Self.range(value.interval),
      ])
    }
    if let quality = criticality.collapseQuality {
      table.add(["collapse quality S", Self.plain.text(quality, width: quality), "about 1 is good"])
    }
    return table.lines
  }

  private static func range(_ interval: ConfidenceInterval?) -> String {
    guard let interval else { return "" }
    return HarmText.range(
      IntervalReport(mean: nil, standardError: nil, low: interval.low, high: interval.high), plain)
  }

  /// One thing that would settle an open answer.
  static func words(_ need: TransitionNeed, _ report: ScaleReport) -> String {
    let along = report.alongParameter
    return switch need {
    case .longerRuns(let stepCount): "runs of \(stepCount) steps or more (--steps)"
    case .largerSizes(let beyond):
      "\(report.sizeParameter) beyond \(ParameterSettings.text(beyond)), at least twice that (--scale)"
    case .moreReplicates(let than): "more than \(counted(than, "replicate")) (--replicates)"
    case .lowerValues(let below): "\(along) below \(ParameterSettings.text(below)) (--vary)"
    case .higherValues(let above): "\(along) above \(ParameterSettings.text(above)) (--vary)"
    case .finerValues(let from, let to):
      "\(along) between \(ParameterSettings.text(from)) and \(ParameterSettings.text(to)) (--vary)"
    case .starts: "'starts' in the world's run declaration"
    case .otherMeasure:
      "a measure that is symmetric about 0, or one that order does not split in two"
    }
  }
}
