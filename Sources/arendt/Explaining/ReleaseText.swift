// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it said whether a harm outlasts its cause?

import Emergence
import WorldModel

/// One harm's release in words.
struct ReleaseText {
  var harm: HarmRelease
  var report: ReleaseReport
  var quantity: Quantity

  /// The answer, the three arms, and how long the harm stays.
  var lines: [String] {
    let release =
      "\(report.parameter) \(ParameterSettings.text(report.keptValue)) to "
      + "\(ParameterSettings.text(report.releasedValue)) at step \(report.step)"
    var lines = ["Release of \(harm.name), \(release): \(headline)"]
    if harm.answer == .noHarmToRelease {
      lines.append(
        "  It is within its limit while the cause is there, or over it without the cause.")
    }
    var table = TextTable(columns: ["", "mean", "95 % interval", "variance ratio"])
    for (name, arm) in [
      ("cause kept", harm.kept), ("cause removed", harm.released),
      ("cause never there", harm.never),
    ] {
      table.add([
        name, quantity.text(arm.mean, width: Quantity.width(of: arm)),
        HarmText.range(arm, quantity), "",
      ])
    }
    for (name, difference) in [("removed - never", harm.remains), ("kept - removed", harm.relief)] {
      guard let difference else { continue }
      table.add([
        name,
        quantity.text(difference.interval.mean, width: Quantity.width(of: difference.interval)),
        HarmText.range(difference.interval, quantity), Quantity.ratio(difference.varianceRatio),
      ])
    }
    lines += table.lines
    lines.append(
      "  Over steps \(report.judgedSteps.lowerBound) to \(report.judgedSteps.upperBound - 1), "
        + "\(counted(report.replicateCount, "replicate")); the limit is \(quantity.exact(harm.limit))."
    )
    if let lifetime = harm.lifetime { lines.append(sentence(of: lifetime)) }
    if let steps = harm.suggestedStepCount {
      lines.append(
        "  What would settle it: longer runs, for the harm still falls: --steps \(steps).")
    }
    if harm.answer == .undecided, let more = harm.moreReplicateCount {
      lines.append(
        "  About \(counted(more, "more replicate")) would decide it: "
          + "--replicates \(report.replicateCount + more).")
    }
    return lines
  }

  private var headline: String {
    switch harm.answer {
    case .irreversible: "IRREVERSIBLE; the harm stays when its cause is gone"
    case .recovers: "RECOVERS; the harm goes with its cause"
    case .noHarmToRelease: "NOTHING TO RELEASE"
    case .undecided: "UNDECIDED"
    }
  }

  private func sentence(of lifetime: LifetimeReport) -> String {
    let plain = Quantity(isShare: false)
    let returned =
      "  After the release \(lifetime.returnCount) of "
      + "\(counted(lifetime.watchedCount, "run")) came within the limit"
    guard let mean = lifetime.mean, let median = lifetime.medianReturn else {
      return returned
        + " in \(counted(lifetime.watchedSteps, "step")); if runs return at a constant "
        + "rate, the harm lasts longer than \(plain.text(lifetime.moreThan, width: lifetime.moreThan)) steps on average (95 %)."
    }
    let seen = returned + ", half of these within \(plain.text(median, width: 1)) steps"
    if lifetime.isRateRefuted, let p = lifetime.constantRatePValue {
      return seen
        + "; not at a constant rate (p value \(Quantity.chance(p))), so that no lifetime is told."
    }
    let constant = seen + "; if runs return at a constant rate, the harm lasts "
    guard let low = lifetime.low, let high = lifetime.high else {
      return constant + "\(plain.text(mean)) steps on average."
    }
    let width = high - low
    return constant + "\(plain.text(mean, width: width)) steps on average "
      + "(\(plain.text(low, width: width)) to \(plain.text(high, width: width)))."
  }
}
