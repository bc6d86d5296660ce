// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which points does the next round of refinement ask for? Those that the straddle criterion of fields of P(harm) wants, on
// a lattice twice as fine as the width asked for: of harm together where harm alone may be within its limit, and of harm
// alone where harm together may be over it.

import Emergence
import Statistics
import WorldModel

extension Refining {
  /// Points that a round asks for at most: fewer learn more from each, more fill the machine.
  static let batchSize = 8
  /// Replicates of a point at most, in units of those of the study.
  static let replicateFactor = 4
  /// Points of a panel that refinement adds at most: a boundary too noisy for the width asked for ends there.
  static let mostAddedOfPanel = 400

  /// Returns the points of the next round; none where the boundary of every panel is known as well as asked, or nothing but
  /// points that failed would tell more.
  ///
  /// - Throws: `StatisticsError`.
  mutating func nextRound() throws -> [SweepPoint] {
    guard let width = plan.study.refinement, plan.refinedHarm != nil else { return [] }
    let values = latticeValues(width: width)
    let lattice = try BoundaryLattice(positions: values.map { $0.keys.sorted() })
    var panels: [[Double]] = []
    var edges: [(field: BoundaryField, mask: BoundaryMask?)] = []
    for panel in allPanels {
      let own = points.indices.filter { isOf(panel, points[$0]) }
      let known = own.compactMap { index in
        outcomes[index].map { (points[index].coordinates, $0) }
      }
      let addedCount = own.count { points[$0].round > 0 }
      guard addedCount < Self.mostAddedOfPanel,
        let fields = try HarmFields(of: known, plan: plan)
      else { continue }
      edges += fields.edges
      panels += fields.edges.map { _ in panel }
    }
    guard !edges.isEmpty else { return [] }
    let replicates = plan.study.settings.replicates
    let straddle = try BoundaryStraddle(
      fields: edges.map(\.field), lattices: edges.map { _ in lattice }, width: width,
      batchSize: Self.batchSize, replicateCount: replicates,
      replicateLimit: replicates * Self.replicateFactor, masks: edges.map(\.mask))
    round += 1
    return merged(
      straddle.requests.map { request in
        let place = zip(values, request.position).compactMap { $0[$1] }
        return plan.point(
          at: panels[request.panel] + place, replicates: request.replicateCount, round: round)
      }
    ).filter(isNew)
  }

  /// The points, each once: both edges of a part may want the same one.
  private func merged(_ wanted: [SweepPoint]) -> [SweepPoint] {
    var result: [SweepPoint] = []
    var seen: [[Double]: Int] = [:]
    for point in wanted {
      if let place = seen[point.coordinates] {
        result[place].replicates = max(result[place].replicates, point.replicates)
      } else {
        seen[point.coordinates] = result.count
        result.append(point)
      }
    }
    return result
  }

  /// Whether a point would tell anything: a point that failed fails again, whatever the field hopes for.
  private func isNew(_ point: SweepPoint) -> Bool {
    guard let place = places[point.coordinates] else { return true }
    return outcomes[place] != nil && point.replicates > points[place].replicates
  }

  private func isOf(_ panel: [Double], _ point: SweepPoint) -> Bool {
    Array(point.coordinates.prefix(plan.study.panels.count)) == panel
  }

  /// Values of the panels, the last fastest.
  private var allPanels: [[Double]] {
    plan.study.panels.reduce([[]]) { heads, axis in
      heads.flatMap { head in axis.values.map { head + [$0] } }
    }
  }

  /// By axis the values that points may have, by their share of the axis: half the width apart, and whole values of what
  /// is counted.
  private func latticeValues(width: Double) -> [[Double: Double]] {
    plan.study.axes.map { axis in
      let count = max(2, Int((2 / width).rounded(.up)) + 1)
      let isWhole = plan.world.parameters[axis.parameter.index].isCount
      let steps = (0..<count).map {
        axis.value(at: Double($0) / Double(count - 1), isWhole: isWhole)
      }
      return Dictionary(
        (axis.values + steps).map { (axis.share(of: $0), $0) }, uniquingKeysWith: { a, _ in a })
    }
  }
}
