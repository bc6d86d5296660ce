// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where in a panel does harm only together begin and end? Where harm together begins, as far as harm alone is within its
// limit, and where harm alone begins, as far as harm together is over it.
//
// Each condition has a field of its own (`BoundaryMask` says why). Where couplings do nothing both conditions have the same
// counts and so the same field, and there is no boundary, not one about a part of no width.

import Emergence
import Statistics
import WorldModel

/// The probabilities of harm together and alone over the axes of one panel.
public struct HarmFields: Sendable {
  /// The probability that harm together is over its limit.
  public let together: BoundaryField
  /// The probability that harm alone is over its limit; `nil` where that does not matter: it is over in no cell, it is not
  /// known, or harm together is over in none.
  public let alone: BoundaryField?

  /// Fits fields to what the points of a panel tell; `nil` where harm together has no value at any point.
  ///
  /// - Parameters:
  ///   - outcomes: By point its position along the panels, then the axes, and which of its replicates do harm.
  ///   - plan: The plan of the points.
  /// - Throws: `StatisticsError`.
  public init?(
    of outcomes: [(coordinates: [Double], harmful: HarmfulReplicates)], plan: SweepPlan
  ) throws(StatisticsError) {
    let together = outcomes.compactMap {
      plan.boundaryCell(at: $0.coordinates, $0.harmful.together)
    }
    let alone = outcomes.compactMap { plan.boundaryCell(at: $0.coordinates, $0.harmful.alone) }
    guard !together.isEmpty else { return nil }
    let field = try BoundaryField(of: together)
    self.together = field
    let matters = field.sides != .underOnly && alone.contains { $0.share > 0.5 }
    self.alone = matters ? try BoundaryField(of: alone) : nil
  }

  /// The fields whose boundaries are edges of the part, each with the part of the panel in which it is one.
  var edges: [(field: BoundaryField, mask: BoundaryMask?)] {
    guard let alone else { return [(together, nil)] }
    let first = (together, BoundaryMask(alone, isOver: false) as BoundaryMask?)
    guard alone.sides == .both else { return [first] }
    return [first, (alone, BoundaryMask(together, isOver: true))]
  }

  /// Finds the boundary of harm only together and its band.
  ///
  /// - Parameters:
  ///   - axes: Raster, one ascending list in 0...1 an axis.
  ///   - resampleCount: Number of resamples of the realisations, >= 2.
  ///   - seed: Seed of the draws.
  ///   - site: Place of the draws.
  /// - Returns: The band; `nil` where there is no boundary.
  /// - Throws: `StatisticsError`.
  public func band(
    axes: [[Double]], resampleCount: Int, seed: UInt32, site: UInt32
  ) throws(StatisticsError) -> BoundaryBand? {
    func band(_ field: BoundaryField) throws(StatisticsError) -> BoundaryBand {
      try BoundaryBand(
        of: field, axes: axes, resampleCount: resampleCount, seed: seed, site: site
      ).settled(by: field.cells)
    }
    guard together.sides == .both || together.sides == .overOnly && alone?.sides == .both,
      alone?.sides != .overOnly
    else { return nil }
    var found = try band(together)
    if let alone { found = found.excluding(try band(alone)) }
    return found.sides == .both ? found : nil
  }
}
