// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does activity that can die out for good begin to last, and is that a transition?
//
// From how the density falls, size by size, at the values that were run; never from a density above 0 at the end of a
// finite run, which is reported beside it for comparison. A threshold counts when the two largest sizes agree on it: a
// system too small for its runs dies by chance, and its threshold wanders with size.

import Statistics

/// What the decay of an absorbing measure says.
struct AbsorbingFindings {
  /// By size, smallest first; the threshold is `nil` where the sizes' curvatures do not change their sign beyond chance.
  var thresholds: [(agentCount: Double, threshold: AbsorbingThreshold?)] = []
  /// The lowest value at which some run of the largest size is active at its end.
  var activityThreshold: Double?

  /// Standard errors by which curvatures must lie below and above 0 on either side of a threshold.
  static let neededDeviations = 4.0

  init(_ design: ScaleDesign, _ readings: [[ScaleReading]], agentCounts: [Double]) {
    for (row, agentCount) in zip(readings, agentCounts) {
      thresholds.append((agentCount, Self.threshold(of: row)))
    }
    activityThreshold =
      readings.last?.first { reading in
        guard let absorption = reading.absorption else { return false }
        return absorption.endedCount < absorption.runCount
      }?.value
  }

  /// `nil` without three realisations and enough steps, or where curvatures beyond chance do not stand on both sides.
  private static func threshold(of row: [ScaleReading]) -> AbsorbingThreshold? {
    let decays = row.compactMap { reading in
      try? DensityDecay(coupling: reading.value, realisations: reading.absorption?.densities ?? [])
    }
    let length = decays.first?.stepCount ?? 0
    let first = min(max(2, length / 50), 20)
    guard decays.count == row.count,
      let found = try? AbsorbingThreshold(of: decays, fromStep: first)
    else { return nil }
    var (below, above) = (0.0, 0.0)
    for (coupling, curvature) in zip(found.couplings, found.curvatures) {
      guard let curvature, curvature.standardError > 0 else { continue }
      let deviations = curvature.value / curvature.standardError
      let side = coupling < found.criticalCoupling.value
      if side { below = abs(deviations) > abs(below) ? deviations : below }
      if !side { above = abs(deviations) > abs(above) ? deviations : above }
    }
    let isBeyondChance =
      min(abs(below), abs(above)) >= neededDeviations && (below < 0) != (above < 0)
    return isBeyondChance ? found : nil
  }

  /// Whether the two largest sizes find the same threshold.
  var sizesAgree: Bool {
    guard thresholds.count >= 3,
      let last = thresholds[thresholds.count - 1].threshold?.criticalCoupling,
      let before = thresholds[thresholds.count - 2].threshold?.criticalCoupling
    else { return false }
    let error =
      last.standardError * last.standardError + before.standardError * before.standardError
    return abs(last.value - before.value) <= 3 * error.squareRoot()
  }

  /// The threshold of the largest size.
  private var last: AbsorbingThreshold? { thresholds.last.flatMap(\.threshold) }

  /// The answer: continuous where the sizes agree on a threshold at which the density falls as a power.
  var answer: TransitionAnswer {
    guard sizesAgree, let last, last.decayExponent.interval.low > 0.02 else { return .undecided }
    return .continuousTransition
  }

  /// Threshold and exponent of the largest size; `nil` without an answer.
  var criticality: CriticalityReport? {
    guard answer == .continuousTransition, let last else { return nil }
    return CriticalityReport(location: last.criticalCoupling, decayExponent: last.decayExponent)
  }

  /// The lines of evidence, in the order of their kinds.
  var evidence: [TransitionEvidence] {
    let answers: [TransitionAnswer] = answer == .undecided ? [] : [answer]
    func lines(
      _ kind: TransitionEvidence.Kind, _ read: (AbsorbingThreshold) -> FittedValue
    ) -> [TransitionEvidence] {
      thresholds.compactMap { agentCount, threshold in
        threshold.map(read).map {
          TransitionEvidence(
            kind: kind, agentCount: agentCount, value: $0.value, interval: $0.interval,
            speaksFor: answers)
        }
      }
    }
    let activity = activityThreshold.map {
      TransitionEvidence(
        kind: .activityThreshold, agentCount: thresholds.last?.agentCount, value: $0, interval: nil,
        speaksFor: [])
    }
    return lines(.decayThreshold, \.criticalCoupling) + lines(.decayExponent, \.decayExponent)
      + [activity].compactMap { $0 }
  }

  /// What would settle an open answer.
  func needs(values: ClosedRange<Double>, size: Double, stepCount: Int) -> [TransitionNeed] {
    if last != nil { return [.largerSizes(beyond: size), .longerRuns(stepCount: 2 * stepCount)] }
    guard let activityThreshold, activityThreshold > values.lowerBound else {
      return [
        .lowerValues(below: values.lowerBound), .higherValues(above: values.upperBound),
        .longerRuns(stepCount: 2 * stepCount),
      ]
    }
    return [
      .finerValues(from: activityThreshold, to: values.upperBound),
      .longerRuns(stepCount: 2 * stepCount),
    ]
  }

  /// The values on either side of the threshold of the largest size, beyond its interval.
  func window(_ values: [Double]) -> (low: Double, high: Double)? {
    guard let interval = last?.criticalCoupling.interval,
      let low = values.last(where: { $0 < interval.low }),
      let high = values.first(where: { $0 > interval.high })
    else { return nil }
    return (low, high)
  }
}
