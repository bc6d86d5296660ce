// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a long command? A bar on a terminal, a line every ten seconds elsewhere, nothing when quiet.

import Engine
import Foundation

/// Shows how much of a known amount of work is done.
final class ProgressBar: Sendable {
  private struct State {
    var started = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var hasBar = false
    var total: Int
  }

  private let unit: String
  private let isQuiet: Bool
  private let isBar: Bool
  private let state: Locked<State>

  /// Begins a bar.
  ///
  /// - Parameters:
  ///   - total: Amount of work.
  ///   - isQuiet: Whether nothing is shown.
  ///   - unit: What work is counted in, in words.
  init(total: Int, isQuiet: Bool, unit: String = "agent updates") {
    state = Locked(State(total: max(total, 1)))
    self.unit = unit
    self.isQuiet = isQuiet
    isBar = Terminal.hasReader
  }

  /// Tells how much is done; may be called from any thread, as often as one likes.
  ///
  /// - Parameters:
  ///   - done: Work done so far.
  ///   - total: Amount of work, where it turned out to be another.
  func advance(to done: Int, of total: Int? = nil) {
    if isQuiet { return }
    state.withLock { state in
      let now = ContinuousClock.now
      let pause: Duration = isBar ? .milliseconds(100) : .seconds(10)
      if now - state.lastShown < pause { return }
      state.lastShown = now
      if let total { state.total = max(total, 1) }
      let seconds = (now - state.started) / .seconds(1)
      let line = Self.line(
        done: done, total: state.total, seconds: seconds, isBar: isBar, unit: unit)
      Terminal.put(isBar ? "\r\u{1B}[K" + line : line + "\n")
      state.hasBar = isBar
    }
  }

  /// Takes the bar away.
  func end() {
    state.withLock { state in
      if state.hasBar { Terminal.put("\r\u{1B}[K") }
      state.hasBar = false
    }
  }

  /// One line: share done, rate in units a second, time left.
  static func line(
    done: Int, total: Int, seconds: Double, isBar: Bool, unit: String = "agent updates"
  ) -> String {
    let share = min(Double(done) / Double(total), 1)
    let rate = Double(done) / max(seconds, 1e-9)
    let left = share > 0 ? seconds * (1 - share) / share : .infinity
    let percent = String(format: "%3.0f %%", 100 * share)
    let words = "\(percent)  \(scaled(rate)) \(unit)/s  \(clock(left)) left"
    if !isBar { return "arendt: " + words }
    let width = 30
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    return "[\(bar)] " + words
  }

  private static func scaled(_ value: Double) -> String {
    for (limit, letter) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where value >= limit {
      return String(format: "%.1f", value / limit) + letter
    }
    return String(format: "%.0f", value)
  }

  private static func clock(_ seconds: Double) -> String {
    guard seconds < 1e6 else { return "--:--" }
    let whole = Int(seconds.rounded())
    let hours = whole / 3600
    let rest = String(format: "%02d:%02d", whole / 60 % 60, whole % 60)
    return hours > 0 ? "\(hours):" + rest : rest
  }
}
