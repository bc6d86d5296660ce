// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which lines of evidence does a report show, and what does each speak for?

import Statistics

/// Writes findings down as lines of evidence.
struct TransitionEvidenceLines {
  private let judgement: TransitionJudgement
  private var findings: TransitionFindings { judgement.findings }
  private(set) var lines: [TransitionEvidence] = []

  private static let transitions: [TransitionAnswer] = [
    .continuousTransition, .discontinuousTransition,
  ]
  private static let settled: [TransitionAnswer] = [.crossover, .finiteSizeEffect]

  init(_ judgement: TransitionJudgement) throws {
    self.judgement = judgement
    addGrowth()
    addSlopesAndMemory()
    try addCumulants()
    addTwoPeaks()
    addStarts()
    addHygiene()
    let order = TransitionEvidence.Kind.allCases
    lines = lines.enumerated().sorted { a, b in
      let (i, j) = (order.firstIndex(of: a.element.kind), order.firstIndex(of: b.element.kind))
      return (i ?? 0, a.offset) < (j ?? 0, b.offset)
    }.map(\.element)
  }

  private mutating func add(
    _ kind: TransitionEvidence.Kind, at agentCount: Double? = nil, _ value: Double?,
    _ interval: ConfidenceInterval? = nil, for answers: [TransitionAnswer] = []
  ) {
    lines.append(
      TransitionEvidence(
        kind: kind, agentCount: agentCount, value: value, interval: interval, speaksFor: answers))
  }

  /// The interval of a value with a normal error.
  private func interval(_ value: MeasuredValue) -> ConfidenceInterval {
    ConfidenceInterval(
      low: value.value - 1.96 * value.standardError, high: value.value + 1.96 * value.standardError)
  }

  private mutating func addGrowth() {
    if let growth = findings.growth {
      let exponent = growth.exponent
      add(
        .susceptibilityGrowth, exponent.value, exponent.interval,
        for: judgement.grows
          ? (exponent.interval.low > 0.95
            ? [.discontinuousTransition]
            : exponent.interval.high < 0.75 ? [.continuousTransition] : Self.transitions)
          : judgement.hasSettled ? Self.settled : [])
      for (curve, local) in zip(findings.curves.dropFirst(), growth.localExponents) {
        let range = interval(local)
        add(
          .localGrowth, at: curve.agentCount, local.value, range,
          for: range.low > TransitionJudgement.settledExponent
            ? Self.transitions
            : range.high < TransitionJudgement.settledExponent ? Self.settled : [])
      }
    }
    if let limit = findings.location?.limit {
      add(
        .location, limit.value, limit.interval,
        for: judgement.runsAway
          ? [.finiteSizeEffect]
          : findings.valueRange.contains(limit.value) ? Self.transitions : [])
    }
  }

  private mutating func addSlopesAndMemory() {
    if let slope = findings.slopeGrowth?.exponent {
      add(
        .slopeGrowth, slope.value, slope.interval,
        for: judgement.slopeHasSettled
          ? Self.settled : slope.interval.low > 0.05 ? Self.transitions : [])
    }
    if let jump = findings.jumpGrowth?.exponent {
      add(
        .jumpGrowth, jump.value, jump.interval,
        for: jump.interval.low > 0.1 && judgement.startsDisagree ? [.discontinuousTransition] : [])
    }
    if let share = findings.jumpShare {
      add(
        .jumpShare, at: findings.curves.last?.agentCount, share,
        for: share >= 0.5 ? [.discontinuousTransition] : [])
    }
    if let memory = findings.memoryGrowth?.exponent {
      add(
        .memoryGrowth, memory.value, memory.interval,
        for: judgement.memoryGrows == true
          ? Self.transitions
          : memory.interval.high < TransitionJudgement.settledExponent ? Self.settled : [])
    }
  }

  private mutating func addCumulants() throws {
    addDips()
    guard findings.kind == .absolute else { return }
    for crossing in try findings.binderCrossings() {
      add(
        .binderCrossing, at: crossing.largerSize, crossing.coupling.value,
        interval(crossing.coupling), for: judgement.binderCrosses ? Self.transitions : [])
    }
    if let rise = findings.binderRise {
      add(
        .binderRise, rise.value.value, interval(rise.value),
        for: judgement.binderCrosses ? Self.transitions : [])
    } else if findings.binderFall != nil {
      // No order grows anywhere.
      add(.binderRise, nil, nil, for: Self.settled)
    }
    if let fall = findings.binderFall {
      add(
        .binderFall, fall.value, interval(fall),
        for: judgement.binderCrosses ? Self.transitions : [])
    }
  }

  private mutating func addDips() {
    for (curve, dip) in zip(findings.curves, findings.dips) {
      guard let dip else { continue }
      add(
        .cumulantDip, at: curve.agentCount, dip.cumulant.value, interval(dip.cumulant),
        for: judgement.dipDeepens ? [.discontinuousTransition] : [])
    }
    if let growth = findings.dipGrowth?.exponent {
      add(
        .dipGrowth, growth.value, growth.interval,
        for: judgement.dipDeepens ? [.discontinuousTransition] : [])
    }
  }

  private mutating func addTwoPeaks() {
    for (curve, found) in zip(findings.curves, findings.twoPeaks) {
      guard let found else { continue }
      add(.peakDistance, at: curve.agentCount, found.distance)
      add(
        .barrier, at: curve.agentCount, found.barrier,
        for: judgement.hasCoexistence ? [.discontinuousTransition] : [])
    }
  }

  private mutating func addStarts() {
    for found in findings.startsApart {
      add(
        .startsApart, at: found.agentCount, found.difference.mean,
        found.difference.low.flatMap { low in
          found.difference.high.map { ConfidenceInterval(low: low, high: $0) }
        },
        for: judgement.startsDisagree
          ? [.discontinuousTransition]
          : found.isAbsent ? [.continuousTransition] + Self.settled : [])
    }
  }

  private mutating func addHygiene() {
    if let share = findings.betweenRuns {
      add(.betweenRuns, at: findings.curves.last?.agentCount, share)
    }
    add(.settledShare, findings.settledShare)
  }
}
