// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said whether a measure remembers where a parameter came from?

import Emergence
import WorldModel

/// One measure's loops in words.
struct HysteresisText {
  var measure: MeasureHysteresis
  var report: HysteresisReport
  var quantity: Quantity

  private static let plain = Quantity(isShare: false)

  /// The answer, the loops, and where the branches end.
  var lines: [String] {
    let ends = [report.values.first, report.values.last].compactMap { $0 }
    var lines = [
      "Hysteresis of \(measure.name) along \(report.parameter): \(headline)",
      "  \(ends.map(ParameterSettings.text).joined(separator: " to ")) and back in "
        + "\(counted(report.values.count, "value")), \(counted(report.replicateCount, "replicate")).",
    ]
    var table = TextTable(columns: [
      "", "area", "95 % interval", "left at the end", "jump up at", "jump down at",
    ])
    for loop in measure.loops {
      table.add([
        "each held \(counted(loop.hold, "step"))", Self.value(loop.area),
        HarmText.range(loop.area, Self.plain),
        quantity.text(loop.gap.mean, width: Quantity.width(of: loop.gap)),
        loop.upJump.map(Self.value) ?? "-", loop.downJump.map(Self.value) ?? "-",
      ])
    }
    if let rest = measure.restArea {
      table.add([
        "at rest (extrapolated)", Self.value(rest), HarmText.range(rest, Self.plain), "", "", "",
      ])
    }
    lines += table.lines
    if measure.rateLawHolds == false {
      lines.append("  The areas do not follow A + c rate^(2/3): choose slower ramps.")
    }
    lines += spinodalLines + maxwellLines
    if !measure.doubts.isEmpty {
      lines.append(
        "  What would settle it: \(measure.doubts.map { Self.words($0, report) }.joined(separator: "; "))."
      )
    }
    return lines
  }

  private var headline: String {
    switch measure.answer {
    case .hysteresis: "HYSTERESIS; \(Self.meaning(of: .hysteresis))"
    case .none: "NONE; \(Self.meaning(of: .none))"
    case .undecided: "UNDECIDED"
    }
  }

  /// What each answer means.
  static func meaning(of answer: HysteresisAnswer) -> String {
    switch answer {
    case .hysteresis: "a loop is left however slowly it moves"
    case .none: "what lags comes back when it moves slowly"
    case .undecided: "the runs do not tell whether a loop is left"
    }
  }

  private var spinodalLines: [String] {
    [("up", measure.upSpinodal), ("down", measure.downSpinodal)].compactMap { way, spinodal in
      spinodal.map {
        "  The branch of the way \(way) ends at \(report.parameter) \(Self.value($0.position)) "
          + "(\(HarmText.range($0.position, Self.plain)))"
          + ($0.isExtrapolated ? ", extrapolated to a ramp at rest." : ", at the slowest ramp.")
      }
    }
  }

  private var maxwellLines: [String] {
    if let position = measure.maxwellPoint.position {
      return [
        "  Both branches weigh the same at \(report.parameter) \(Self.value(position)) "
          + "(\(HarmText.range(position, Self.plain)))."
      ]
    }
    guard measure.answer == .hysteresis, let obstacle = measure.maxwellPoint.obstacle else {
      return []
    }
    let reason =
      switch obstacle {
      case .noCrossing: "the response does not cross its middle"
      case .tooFewSwitches: "runs switch too rarely between the branches"
      case .waysDiffer: "the way up and the way down weigh the branches differently"
      case .oneState: "the response passes its middle smoothly"
      }
    return ["  Where both branches weigh the same is not told: \(reason)."]
  }

  private static func value(_ interval: IntervalReport) -> String {
    plain.text(interval.mean, width: Quantity.width(of: interval))
  }

  /// What keeps the answer open, and what would settle it.
  static func words(_ doubt: HysteresisDoubt, _ report: HysteresisReport) -> String {
    func holding(_ hold: Int) -> String {
      let holds = (report.measures.first?.loops.map(\.hold) ?? []) + [hold]
      return "--holding " + holds.map(String.init).joined(separator: ",")
    }
    return switch doubt {
    case .tooFewRealisations: "more networks and replicates (--networks, --replicates)"
    case .oneRate(let suggestedHold): "a second rate, such as \(holding(suggestedHold))"
    case .wideInterval(let more):
      more.map {
        "about \(counted($0, "more replicate")): --replicates \(report.replicateCount + $0)"
      }
        ?? "a clearer loop; no number of replicates would do"
    case .stillShrinking(let suggestedHold):
      "a slower ramp, for the loop still shrinks: \(holding(suggestedHold))"
    case .stillGrowing(let suggestedHold):
      "a slower ramp, for the loop still grows: \(holding(suggestedHold))"
    case .schedule:
      "a world that stands still: its steps read 'time', so that up and down differ anyway"
    }
  }
}
