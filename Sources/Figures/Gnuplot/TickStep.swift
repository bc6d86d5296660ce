// SPDX-License-Identifier: GPL-3.0-or-later
//
// At which values does an axis have ticks?

/// Distances of ticks.
enum TickStep {
  /// A round distance at which so many ticks, at most, fit on a range.
  static func step(over range: ClosedRange<Double>, most: Int) -> Double {
    let raw = (range.upperBound - range.lowerBound) / Double(max(1, most))
    guard raw > 0, raw.isFinite else { return 1 }
    var power = 1.0
    while power > raw { power /= 10 }
    while power * 10 <= raw { power *= 10 }
    let step = [1.0, 2, 5, 10].first { $0 * power >= raw * (1 - 1e-9) } ?? 10
    return step * power
  }
}
