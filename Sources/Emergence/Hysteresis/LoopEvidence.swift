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
  /// Area at rest; `nil` with one hold.
  var rest: IntervalReport?
  /// Area of the slowest ramp less that of the fastest, replicate by replicate; `nil` without a replicate.
  var change: IntervalReport?
  /// Gap at the end of the slowest cycle.
  var gap: IntervalReport
  /// Gap of the slowest ramp less that of the fastest.
  var gapChange: IntervalReport?
  /// Coefficient of rate^(4/3); `nil` below three holds.
  var curvature: IntervalReport?
  /// Area of the rectangle about the slowest loop, >= 0.
  var rectangle: Double
  /// Whether the world itself changes with time.
  var isScheduled: Bool

  private var suggestedHold: Int { slowestHold * LoopAnalysis.slowing }

  /// The answer and what keeps it open.
  func answer(
    _ replication: Replication
  ) throws -> (HysteresisAnswer, [HysteresisDoubt]) {
    guard let mean = slowest.mean, let low = slowest.low, slowest.high != nil else {
      return (.undecided, [.tooFewRealisations])
    }
    guard low > 0 else {
      guard mean > LoopAnalysis.leastLoopShare * rectangle else { return (.none, []) }
      return (.undecided, [try wide(slowest, replication)])
    }
    if isScheduled { return (.undecided, [.schedule]) }
    guard let rest, let restLow = rest.low, let restHigh = rest.high else {
      return (.undecided, [.oneRate(suggestedHold: suggestedHold)])
    }
    let isGrowing = isAbove(change)
    let isShrinking = isBelow(change)
    if restLow > 0 {
      if isGrowing { return (.undecided, [.stillGrowing(suggestedHold: suggestedHold)]) }
      let isClosing = isAbove(gap) && isBelow(gapChange)
      let isCollapsing = isBelow(curvature)
      return isClosing || isCollapsing
        ? (.undecided, [.stillShrinking(suggestedHold: suggestedHold)]) : (.hysteresis, [])
    }
    if isShrinking, restHigh < LoopAnalysis.leastRestShare * mean { return (.none, []) }
    if isShrinking { return (.undecided, [.stillShrinking(suggestedHold: suggestedHold)]) }
    if isGrowing { return (.undecided, [.stillGrowing(suggestedHold: suggestedHold)]) }
    return (.undecided, [try wide(rest, replication)])
  }

  private func isAbove(_ interval: IntervalReport?) -> Bool {
    (interval?.low).map { $0 > 0 } ?? false
  }
  private func isBelow(_ interval: IntervalReport?) -> Bool {
    (interval?.high).map { $0 < 0 } ?? false
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
