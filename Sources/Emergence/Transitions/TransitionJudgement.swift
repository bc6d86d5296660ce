// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which of the five answers do the findings allow?
//
// Goals, in order: no transition where there is none, so that a positive answer needs every line of its own evidence and
// none against it; a negative answer needs growth that has visibly ended; all else is undecided. No answer rests on one
// size: field-driven crossovers were published as transitions that way (arXiv:2605.10528).
//
// Continuous: the peak of the susceptibility stands inside the values at three sizes or more, grows as a power and not
// towards a limit, goes to a value among those measured, together with the memory of the order parameter; the curve
// does not settle; and the Binder cumulant rises with size on one side and falls on the other. The last condition is what
// the one-dimensional ring fails at every size. Only the absolute value of a measure symmetric about 0 can show it: of a
// measure without that symmetry, one state that answers ever more steeply up to a size beyond those run looks the same as
// a critical point, and a field that drives a symmetric one forbids all but a single point. Discontinuous: two peaks of the distribution that stay
// apart while the barrier between them and the dip of the cumulant grow; or two starts that go on disagreeing within a
// bounded range of values at the largest sizes, with a curve that jumps ever more sharply. What fluctuates without remembering, or
// everywhere alike, is a common cause, and what differs between runs but not within them is quenched: neither is a
// transition.

import Statistics

/// The answer that findings allow.
struct TransitionJudgement {
  let findings: TransitionFindings
  /// Steps of every run.
  let stepCount: Int
  /// Replicates of every cell.
  let replicateCount: Int

  /// Largest exponent of a susceptibility that has settled.
  static let settledExponent = 0.2
  /// Standard errors by which a Binder cumulant must rise with size.
  ///
  /// One false alarm in 10^4 over 30 values; a rise is what worlds without order never show.
  static let binderRise = 4.5
  /// Standard errors by which it must fall.
  static let binderFall = 2.5
  /// Exponent of the susceptibility from which on coexistence cannot be told from a continuous transition.
  static let coexistenceExponent = 0.97

  /// The answer.
  var answer: TransitionAnswer {
    if isDiscontinuous { return .discontinuousTransition }
    if isContinuous { return .continuousTransition }
    if hasSettled { return looksLikeTransitionWhenSmall ? .finiteSizeEffect : .crossover }
    if runsAway { return .finiteSizeEffect }
    return .undecided
  }

  /// Whether three sizes or more can be used.
  var hasSizes: Bool { findings.curves.count >= 3 }

  /// Whether the peak of the susceptibility has stopped growing.
  var hasSettled: Bool {
    guard hasSizes, let growth = findings.growth, !hasCoexistence else { return false }
    // Two states that persist at the largest size are not settled, wherever they are.
    if findings.startsApart.last?.isMaterial == true { return false }
    // Something that steepens without end is not settled, whatever the fluctuations do.
    if let slope = findings.slopeGrowth, slope.exponent.interval.low > 0.3 { return false }
    let last = growth.localExponents[growth.localExponents.count - 1]
    let mayGrow = last.value - 2 * last.standardError > Self.settledExponent
    return growth.answer == .saturates
      || (growth.exponent.interval.high < Self.settledExponent && !mayGrow)
  }

  /// Whether small sizes alone would have looked like a transition.
  var looksLikeTransitionWhenSmall: Bool {
    if let first = findings.growth?.localExponents.first,
      first.value - 2 * first.standardError > Self.settledExponent
    {
      return true
    }
    if let slope = findings.slopeGrowth?.localExponents.first,
      slope.value - 2 * slope.standardError > Self.settledExponent
    {
      return true
    }
    guard let first = findings.twoPeaks.first, let last = findings.twoPeaks.last else {
      return false
    }
    return first != nil && last == nil
  }

  /// Whether the location of the peak leaves the values measured as the system grows, and no size has more order than a
  /// smaller one.
  var runsAway: Bool {
    guard hasSizes, let location = findings.location, findings.kind == .absolute else {
      return false
    }
    let limit = location.limit.interval
    let isOutside =
      limit.high < findings.valueRange.lowerBound || limit.low > findings.valueRange.upperBound
    return isOutside && (findings.binderRise?.deviations ?? 0) < Self.binderRise
  }

  /// Whether the peak grows as a power: surely between the largest sizes, or surely over all of them without a sign that
  /// it ends.
  var grows: Bool {
    guard let growth = findings.growth else { return false }
    let last = growth.localExponents[growth.localExponents.count - 1]
    return growth.answer == .grows
      || (growth.powerMisfit < 0 && growth.exponent.interval.low > 0.3
        && last.value > Self.settledExponent)
  }

  /// Whether the Binder cumulant rises with size where there is order, and falls where there is least.
  var binderCrosses: Bool {
    guard let rise = findings.binderRise, let fall = findings.binderFall else { return false }
    return rise.deviations > Self.binderRise && fall.value < -Self.binderFall * fall.standardError
  }

  /// Whether the curve is as steep at all sizes, and resolved.
  var slopeHasSettled: Bool {
    guard let slope = findings.slopeGrowth, (findings.jumpShare ?? 1) < 0.5 else { return false }
    return slope.exponent.interval.high < 0.1
  }

  /// Whether the order parameter remembers itself longer the larger the system; `nil` where it cannot be known.
  var memoryGrows: Bool? {
    findings.memoryGrowth.map { $0.exponent.interval.low > 0.05 }
  }

  /// Whether the variance lies between runs that each stay where they are.
  var isQuenched: Bool { (findings.betweenRuns ?? 0) > 0.5 }

  /// Whether the cumulant has a dip below 0 that deepens with size.
  var dipDeepens: Bool {
    guard let growth = findings.dipGrowth, let last = findings.dips.last, let last, last.isInside
    else { return false }
    return last.cumulant.value + 2 * last.cumulant.standardError < 0
      && growth.exponent.interval.low > 0.05
  }

  /// Whether the distribution of the largest system has two peaks, as far apart as in smaller ones and with a higher
  /// barrier.
  var hasCoexistence: Bool {
    guard findings.twoPeaks.count >= 3, let last = findings.twoPeaks[findings.twoPeaks.count - 1]
    else { return false }
    guard let before = findings.twoPeaks[findings.twoPeaks.count - 2] else { return true }
    return last.distance >= 0.85 * before.distance && last.barrier > before.barrier
  }

  /// Whether runs from the two starts go on disagreeing at the largest two sizes, within a bounded range of values.
  var startsDisagree: Bool {
    guard findings.startsApart.count >= 3 else { return false }
    let (before, last) = (
      findings.startsApart[findings.startsApart.count - 2],
      findings.startsApart[findings.startsApart.count - 1]
    )
    let sizes = (abs(before.difference.mean ?? 0), abs(last.difference.mean ?? 0))
    return last.isMaterial && before.isMaterial && last.isBounded && last.persists
      && sizes.1 >= 0.8 * sizes.0
  }

  /// Whether the curve jumps: between two neighbouring values, or ever more steeply.
  var jumps: Bool {
    (findings.jumpShare ?? 0) >= 0.5 || (findings.slopeGrowth?.exponent.interval.low ?? 0) > 0.1
  }

  /// Whether two states coexist, by either of two chains of evidence.
  ///
  /// Where runs go to and fro: two peaks, a dip that deepens, fluctuations that grow nearly as N. Where they stay: starts
  /// that go on disagreeing, and a branch that ends in a jump which sharpens with size at the spacing of the second round. The
  /// last keeps agents apart that each have a memory of their own, whose curves are as steep at every size.
  var isDiscontinuous: Bool {
    guard hasSizes else { return false }
    if startsDisagree, let jump = findings.jumpGrowth, jump.exponent.interval.low > 0.1 {
      return true
    }
    guard let growth = findings.growth, growth.exponent.interval.high > 0.75, jumps, grows else {
      return false
    }
    let last = growth.localExponents[growth.localExponents.count - 1]
    return last.value + 2 * last.standardError > 0.6 && dipDeepens && hasCoexistence
      && memoryGrows != false && !isQuenched
  }

  /// Whether a symmetric measure shows every line of evidence of a critical point, and none against it.
  var isContinuous: Bool {
    guard hasSizes, findings.kind == .absolute, grows, let growth = findings.growth,
      growth.exponent.interval.high < Self.coexistenceExponent,
      findings.peaks.allSatisfy(\.isInside), let location = findings.location
    else { return false }
    let limit = location.limit
    return findings.valueRange.contains(limit.value) && !slopeHasSettled && memoryGrows != false
      && !isQuenched && !dipDeepens && !hasCoexistence && !startsDisagree && binderCrosses
  }
}

extension TransitionJudgement {
  /// Where the transition is and how it scales; `nil` where there is none or it lies outside the values.
  func criticality() throws -> CriticalityReport? {
    switch answer {
    case .continuousTransition: try findings.continuousCriticality()
    case .discontinuousTransition:
      startsDisagree ? findings.jumpCriticality : findings.peakCriticality
    case .crossover, .finiteSizeEffect, .undecided: nil
    }
  }

  /// What would settle an open answer.
  var needs: [TransitionNeed] {
    var needs: [TransitionNeed] = []
    let points = findings.allCurves.flatMap(\.points)
    if findings.growth?.answer == .undecided || points.contains(where: { $0.order.low == nil })
      || findings.startsApart.contains(where: { !$0.isMaterial && !$0.isAbsent })
    {
      needs.append(.moreReplicates(than: replicateCount))
    }
    if findings.curves.count < findings.allCurves.count, points.contains(where: { !$0.isTrusted }) {
      let times = points.compactMap { $0.sample.autocorrelationTime?.value }
      let least = 50 * (times.max() ?? 0)
      needs.append(.longerRuns(stepCount: max(2 * stepCount, Int(min(least, 1e15).rounded(.up)))))
    }
    guard hasSizes else { return needs }
    let largest = findings.allCurves.last?.size ?? 0
    if let peak = findings.peaks.last, !peak.isInside, !hasSettled {
      let isLow = peak.position.value <= findings.valueRange.lowerBound
      needs.append(
        isLow
          ? .lowerValues(below: findings.valueRange.lowerBound)
          : .higherValues(above: findings.valueRange.upperBound))
    }
    if findings.startsApart.isEmpty, isQuenched || hasCoexistence { needs.append(.starts) }
    if (isQuenched && findings.kind != .absolute) || (grows && findings.kind == .plain) {
      needs.append(.otherMeasure)
    }
    if let share = findings.jumpShare, share >= 0.5, let steepest = findings.curves.last?.steepest {
      needs.append(.finerValues(from: steepest.low, to: steepest.high))
    }
    if needs.isEmpty || findings.growth?.answer != .saturates {
      needs.append(.largerSizes(beyond: largest))
    }
    return needs
  }
}
