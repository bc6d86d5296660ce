// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long did each part of a job take? What large sweeps cost is computed from what jobs say.

/// Seconds between moments, to the millisecond.
struct Stopwatch {
  private var last = ContinuousClock.now

  /// Seconds since the last call, or since the beginning.
  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return ((now - last) / .seconds(1) * 1_000).rounded() / 1_000
  }
}
