// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do a thousand null sweeps run in the time of a few? All sweeps of a block ask for the same runs, each on realisations
// of its own: the first that asks runs them for all, in one plan, whose runs share lanes.

import Engine
import TestSupport

/// A detector on sweeps of null worlds.
struct NullSweeps {
  /// Realisations that one sweep uses.
  var networkCount: Int
  /// Whether one sweep raises an alarm, given the engine.
  var sweep: ((RunPlan) throws -> [RunResult]) throws -> Bool

  /// Sweeps of a quick test and of the long run.
  static let (quickCount, longCount) = (100, 1_000)

  /// Runs as many sweeps as are wanted, and tells the rate.
  ///
  /// - Parameters:
  ///   - name: Detector and world, for the printed line.
  ///   - quick: Sweeps when the long run is not wanted.
  /// - Returns: The rate, which is printed too.
  /// - Throws: What the sweeps throw.
  func run(_ name: String, quick: Int = quickCount) throws -> FalseAlarms {
    let count = SlowTests.areWanted ? Self.longCount : quick
    let blockLength = min(100, 4_096 / networkCount)
    var alarms: [Bool] = []
    while alarms.count < count {
      let runs = SharedRuns(
        sweepCount: min(blockLength, count - alarms.count), networkCount: networkCount,
        block: UInt32(alarms.count))
      for index in 0..<runs.sweepCount {
        var ordinal = 0
        alarms.append(
          try sweep { plan in
            defer { ordinal += 1 }
            return try runs.execute(plan, ordinal: ordinal, sweep: index)
          })
      }
    }
    let rate = FalseAlarms(alarms)
    print("null set: \(name): \(rate)")
    return rate
  }
}

/// The runs of a block of sweeps.
final class SharedRuns {
  let sweepCount: Int
  private let networkCount: Int
  private let block: UInt32
  /// By position of the plan in its sweep, the requests and their results for all sweeps from `first` on.
  private var known: [(requests: [RunRequest], first: Int, results: [[RunResult]])] = []

  init(sweepCount: Int, networkCount: Int, block: UInt32) {
    self.sweepCount = sweepCount
    self.networkCount = networkCount
    self.block = block
  }

  /// Answers the plan at a position of one sweep; the results depend on the plan, the block and the sweep alone.
  func execute(_ plan: RunPlan, ordinal: Int, sweep: Int) throws -> [RunResult] {
    if ordinal < known.count, known[ordinal].requests == plan.requests,
      sweep >= known[ordinal].first
    {
      return known[ordinal].results[sweep - known[ordinal].first]
    }
    // Of plans that depend on what their sweep has found the first is run for all that follow, another for its sweep alone.
    let isShared = ordinal == known.count
    let sweeps = sweep..<(isShared ? sweepCount : sweep + 1)
    var shifted = plan
    shifted.seed = plan.seed &+ block
    shifted.requests = sweeps.flatMap { sweep in
      plan.requests.map { request in
        var request = request
        precondition(request.networkIndex < networkCount, "a sweep keeps to its realisations")
        request.networkIndex += sweep * networkCount
        return request
      }
    }
    let results = try shifted.execute(ExecutionOptions(threadCount: 2))
    guard isShared else { return results }
    let parts = (0..<sweeps.count).map { place in
      Array(results[place * plan.requests.count..<(place + 1) * plan.requests.count])
    }
    known.append((plan.requests, sweep, parts))
    return parts[0]
  }
}
