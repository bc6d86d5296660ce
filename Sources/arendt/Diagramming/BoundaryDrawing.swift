// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does the boundary of a diagram run, and how sure is it? Fields of the probability of harm a panel, with their
// realisations resampled together in all cells, read off on a fine raster.

import Emergence
import Figures
import Scenarios
import Statistics
import WorldModel

/// Finds the boundaries of one diagram.
struct BoundaryDrawing {
  /// The plan that was swept.
  let plan: SweepPlan
  /// Its axes as they are drawn.
  let axes: [DiagramAxis]

  /// Points of the raster along each of one or two axes.
  private static let rasterCounts = [401, 101]
  /// Resamples of the realisations.
  private static let resampleCount = 200
  /// Place of the draws: the same in all panels, for their cells share networks.
  private static let site: UInt32 = 0x5EEB

  /// Finds one boundary a panel.
  ///
  /// - Parameters:
  ///   - cells: By cell its position along the panels, then the axes.
  ///   - harmful: By cell which replicates do harm; `nil` where it failed.
  ///   - check: Called before each panel; throws to stop.
  /// - Returns: The boundaries of the panels that have one.
  /// - Throws: `StatisticsError`, and what `check` throws.
  func boundaries(
    _ cells: [[Double]], _ harmful: [HarmfulReplicates?], goingOn check: () throws -> Void
  ) throws -> [DiagramBoundary] {
    let panelCount = plan.study.panels.count
    guard !plan.study.axes.isEmpty else { return [] }
    var panels: [[Double]] = []
    var members: [[Double]: [(coordinates: [Double], harmful: HarmfulReplicates)]] = [:]
    for (coordinates, harmful) in zip(cells, harmful) {
      guard let harmful else { continue }
      let panel = Array(coordinates.prefix(panelCount))
      if members[panel] == nil { panels.append(panel) }
      members[panel, default: []].append((coordinates, harmful))
    }
    return try panels.compactMap { panel in
      try check()
      return try HarmFields(of: members[panel] ?? [], plan: plan).flatMap {
        try boundary(of: panel, $0)
      }
    }
  }

  private func boundary(of panel: [Double], _ fields: HarmFields) throws -> DiagramBoundary? {
    let count = Self.rasterCounts[plan.study.axes.count - 1]
    let positions = (0..<count).map { Double($0) / Double(count - 1) }
    return try fields.band(
      axes: plan.study.axes.map { _ in positions }, resampleCount: Self.resampleCount,
      seed: plan.study.settings.seed, site: Self.site
    ).map { try DiagramBoundary(panel: panel, of: $0, axes: axes) }
  }
}
