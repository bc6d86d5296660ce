// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long does a round of the engine take, next to one of the yardsticks? Both alternate within one run, on one thread.
//
// The engine tells its progress between steps. There the clock is read, the yardsticks have their stretch, and the clock
// is read anew: what slows the machine for a while slows both, networks and initial values are in no figure, and the run
// that is timed is the run whose results are checked. The first round of each warms up and is left out.

import Engine

/// Takes the time of rounds.
final class RoundTimer: @unchecked Sendable {
  // Touched by one thread at a time: that of the only lane group, and its creator when that has ended.
  private let updatesPerRound: Int
  private let yardsticks: [YardstickRunner]
  private let goesOn: @Sendable () -> Bool
  private var lastSeconds: Double?
  private var lastUpdates = 0
  /// Seconds of processor time an agent update of the engine, round by round.
  private(set) var secondsPerUpdate: [Double] = []

  init(
    updatesPerRound: Int, yardsticks: [YardstickRunner], goesOn: @escaping @Sendable () -> Bool
  ) {
    self.updatesPerRound = updatesPerRound
    self.yardsticks = yardsticks
    self.goesOn = goesOn
  }

  /// Takes note of progress.
  ///
  /// - Parameter done: Agent updates since the beginning.
  /// - Returns: Whether the run shall go on.
  func note(_ done: Int) -> Bool {
    guard done - lastUpdates >= updatesPerRound else { return goesOn() }
    let now = ProcessorTime.seconds
    if let lastSeconds {
      secondsPerUpdate.append((now - lastSeconds) / Double(done - lastUpdates))
    }
    for yardstick in yardsticks { yardstick.advance() }
    lastUpdates = done
    lastSeconds = ProcessorTime.seconds
    return goesOn()
  }
}
