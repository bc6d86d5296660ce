// SPDX-License-Identifier: GPL-3.0-or-later
//
// How many replicates can the parts of an explanation have in the time that the user grants?
//
// The verdict is made in full and tells how fast this machine is; before each part the time that is left is shared over
// the parts still to come, by fewer replicates where it does not suffice. Time decides only how many replicates a part
// has, which the report says: `--replicates` with that number makes the same part again.

import Emergence
import Foundation
import WorldModel

/// Time spent and left.
struct ExplanationBudget {
  /// Fewest replicates that a part is made with.
  static let leastReplicates = 8

  /// Seconds that the user grants; `nil` without an end.
  let seconds: Double?
  private let started = ContinuousClock.now
  private var updatesDone = 0
  private var secondsRun = 0.0

  /// Begins to count.
  init(seconds: Double?) { self.seconds = seconds }

  /// Seconds that are left, >= 0; `nil` without an end.
  var remaining: Double? {
    seconds.map { max(0, $0 - (ContinuousClock.now - started) / .seconds(1)) }
  }

  /// Whether the time is over.
  var isOver: Bool { remaining == 0 }

  /// Learns how fast runs are.
  mutating func learn(updates: Int, seconds: Double) {
    updatesDone += updates
    secondsRun += seconds
  }

  /// Seconds that so many updates take; `nil` before anything ran.
  func seconds(of updates: Int) -> Double? {
    updatesDone > 0 ? Double(updates) * secondsRun / Double(updatesDone) : nil
  }

  /// The settings with which a part fits the time, or how many seconds even the fewest replicates would need.
  ///
  /// - Parameters:
  ///   - settings: Settings of the cell.
  ///   - updates: Agent updates of this part with all replicates.
  ///   - later: Agent updates of the parts after it.
  /// - Returns: Settings with as many replicates as fit, or why none do.
  func fitted(
    _ settings: RunSettings, updates: Int, later: Int
  ) -> Result<RunSettings, Shortage> {
    guard let remaining, let needed = seconds(of: updates + later), needed > remaining else {
      return .success(settings)
    }
    let networks = settings.networks ?? min(settings.replicates, 16)
    let affordable = Int(Double(settings.replicates) * remaining / needed)
    // Whole rounds of the networks, so that each holds as many.
    let rounded = affordable >= networks ? affordable / networks * networks : affordable
    let replicates = max(rounded, min(Self.leastReplicates, settings.replicates))
    let own = (seconds(of: updates) ?? 0) * Double(replicates) / Double(settings.replicates)
    guard own <= remaining else { return .failure(Shortage(needed: own, remaining: remaining)) }
    var fitted = settings
    fitted.replicates = replicates
    fitted.networks = min(networks, replicates)
    return .success(fitted)
  }

  /// Why a part was left out.
  struct Shortage: Error, Equatable {
    /// Seconds that the fewest replicates would need.
    var needed: Double
    /// Seconds that were left.
    var remaining: Double

    /// The shortage in words.
    var words: String {
      String(
        format: "even the fewest replicates need about %.2g s, and %.2g s are left", needed,
        remaining)
    }
  }
}
