// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a sweep look next? Near the edges of emergent harm, panel by panel, round by round.
//
// Invariant: the points of a round are a pure function of the plan and of what the points of all earlier rounds told,
// in the order of their rounds; a panel of which a point is missing is not refined before it is there.

import Emergence
import Statistics
import WorldModel

/// The rounds of refinement so far.
struct Refining {
  let plan: SweepPlan
  /// All points so far, each once, with its last number of replicates, in the order in which they were asked for.
  private(set) var points: [SweepPoint] = []
  private(set) var places: [[Double]: Int] = [:]
  private(set) var outcomes: [HarmfulReplicates?] = []
  var round = 0

  init(_ plan: SweepPlan) { self.plan = plan }

  /// Takes what the points of the last round told.
  mutating func add(_ found: [PointOutcome]) {
    for outcome in found {
      if let place = places[outcome.point.coordinates] {
        points[place] = outcome.point
        outcomes[place] = outcome.harmful
      } else {
        places[outcome.point.coordinates] = points.count
        points.append(outcome.point)
        outcomes.append(outcome.harmful)
      }
    }
  }
}
