// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the areas of a loop establish? The rules that `LoopAnalysis` states, as a pure function of intervals.

import Statistics

/// The intervals on which the answer about one loop turns.
struct LoopEvidence {
  /// Area of the loop of the slowest ramp.
  var slowest: IntervalReport
  /// Steps for which it holds each value.
  var slowestHold: Int
  /// Area at rest; `nil` with one rate.
  var rest: IntervalReport?
  /// Area of the slowest ramp less that of the fastest, replicate by replicate; `nil` without a replicate.
  var change: IntervalReport?
  /// Gap at the end of the slowest cycle.
  var gap: IntervalReport
  /// Gap of the slowest ramp less that of the fastest.
  var gapChange: IntervalReport?
  /// Gap at the end of the cycle of the next faster ramp than the slowest; `nil` with one hold.
  var fasterGap: IntervalReport?
  /// Gap of the slowest ramp less that of the next faster one.
  var lastGapChange: IntervalReport?
  /// Coefficient of rate^(4/3); `nil` below three holds.
  var curvature: IntervalReport?
  /// Distance of the largest from the smallest mean response of the slowest loop.
  var range: Double
  /// Distance of the largest from the smallest value of the parameter.
  var width: Double
  /// Whether the world itself changes with time.
  var isScheduled: Bool

  /// A loop whose area is below this share of the rectangle about it does not count, nor does a change of area below this
  /// share of it.
  static let leastLoopShare = 0.1
  /// A gap below this share of the range of responses does not count, nor does a change of it by less.
  static let leastGapShare = 0.02
  /// Share of the slowest loop that must be able to stay at rest, or the loop is a lag; with two rates, which do not test
  /// the law, it must surely stay.
  static let leastRestShare = 0.5
  /// How much slower the next ramp should be.
  static let slowing = 4

  private var suggestedHold: Int { slowestHold * Self.slowing }

  /// The answer and what keeps it open.
  func answer(
    _ replication: Replication
  ) throws -> (HysteresisAnswer, [HysteresisDoubt]) {
    guard let mean = slowest.mean, let low = slowest.low, slowest.high != nil else {
      return (.undecided, [.tooFewRealisations])
    }
    guard low > 0 else {
      guard mean > Self.leastLoopShare * range * width else { return (.none, []) }
      return (.undecided, [try wide(slowest, replication)])
    }
    if isScheduled { return (.undecided, [.schedule]) }
    guard let rest, let restLow = rest.low, let restHigh = rest.high else {
      return (.undecided, [.oneRate(suggestedHold: suggestedHold)])
    }
    let isGrowing = isAbove(change, by: Self.leastLoopShare * mean) || gapGrows
    if restLow > 0 {
      if isGrowing { return (.undecided, [.stillGrowing(suggestedHold: suggestedHold)]) }
      return gapCloses || isBelow(curvature) || !isLawTested && restLow < Self.leastRestShare * mean
        ? (.undecided, [.stillShrinking(suggestedHold: suggestedHold)]) : (.hysteresis, [])
    }
    let isShrinking = isBelow(change)
    if isShrinking, restHigh < Self.leastRestShare * mean { return (.none, []) }
    if isShrinking { return (.undecided, [.stillShrinking(suggestedHold: suggestedHold)]) }
    if isGrowing { return (.undecided, [.stillGrowing(suggestedHold: suggestedHold)]) }
    return (.undecided, [try wide(rest, replication)])
  }

  /// Whether the cycle ends the farther from where it began the slower the ramp is.
  private var gapGrows: Bool {
    isAbove(gap, by: Self.leastGapShare * range)
      && isAbove(gapChange, by: Self.leastGapShare * range)
  }

  /// Whether the cycle ends nearer to where it began than that of the next faster ramp did: there, not here, a gap must
  /// be seen, for one that has just closed is of a lag too.
  private var gapCloses: Bool {
    isAbove(fasterGap, by: Self.leastGapShare * range)
      && isBelow(lastGapChange, by: Self.leastGapShare * range)
  }

  /// Whether there are rates enough to tell whether areas follow the law: through two it goes whatever they are.
  private var isLawTested: Bool { curvature != nil }

  /// Whether a quantity surely is above 0, and its estimate above a margin >= 0.
  private func isAbove(_ interval: IntervalReport?, by margin: Double = 0) -> Bool {
    guard let low = interval?.low, let mean = interval?.mean else { return false }
    return low > 0 && mean > margin
  }

  /// Whether a quantity surely is below 0, and its estimate farther below than a margin >= 0.
  private func isBelow(_ interval: IntervalReport?, by margin: Double = 0) -> Bool {
    guard let high = interval?.high, let mean = interval?.mean else { return false }
    return high < 0 && mean < -margin
  }

  private func wide(
    _ interval: IntervalReport, _ replication: Replication
  ) throws -> HysteresisDoubt {
    let needed = try replication.realisations(toSeparate: interval, from: 0)
    return .wideInterval(
      moreReplicateCount: needed.map {
        replication.replicates(of: $0) - replication.replicateCount
      })
  }
}
