// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a point tell of where harm begins? Its place on the axes, and by realisation how many replicates do harm.

import Emergence
import Statistics
import WorldModel

extension SweepPlan {
  /// What is known of a point, for fields of the probability of harm.
  ///
  /// - Parameters:
  ///   - coordinates: Positions along the panels, then the axes.
  ///   - harmful: Which replicates do harm under one condition; `nil` for one without a value.
  /// - Returns: A cell with a position on the axes alone; realisations have the same place in every cell. `nil` where no
  ///   replicate has a value.
  public func boundaryCell(at coordinates: [Double], _ harmful: [Bool?]) -> BoundaryCell? {
    let cell = design.cell
    let count =
      cell.realisationUnit == .network
      ? cell.networkCount : study.settings.replicates * Refining.replicateFactor
    var counts = Array(repeating: OutcomeCount(over: 0, total: 0), count: count)
    for (replicate, isOver) in harmful.enumerated() {
      guard let isOver else { continue }
      counts[replicate % count].total += 1
      if isOver { counts[replicate % count].over += 1 }
    }
    guard counts.contains(where: { $0.total > 0 }) else { return nil }
    let position = zip(study.axes, coordinates[study.panels.count...]).map { $0.share(of: $1) }
    return BoundaryCell(position: position, outcomes: counts)
  }
}
