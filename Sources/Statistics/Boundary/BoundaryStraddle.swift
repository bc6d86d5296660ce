// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which points are evaluated next, so that the boundary is known everywhere to the width asked for?
//
// Goals, in order: stop only where the band is narrow everywhere; few evaluations; the same batch for the same cells.
// Candidates are the lattice points beside the boundary where its band is too wide, and undecided points elsewhere
// (`BoundarySurvey`). A batch takes the greatest straddle 1.96 sigma - |mu| each time; after each choice the field believes
// the mean it had there and has as much less variance as the replicates to come promise, which sends the next choice
// elsewhere (Ginsbourger, Le Riche & Carraro (2010), "kriging believer"). Within a quarter of the band's width of a cell whose
// replicates disagree, a choice doubles the replicates of that cell instead, up to a limit.
//
// Exploration: no place may lie farther than a radius (greatest difference of any coordinate; 1/8 unless told) from all
// cells, so that no square island of twice that side is missed whatever the first grid. While some does, one choice in
// eight, the first, is the place farthest from all cells; where no boundary is seen, all are.
//
// Panels have fields of their own; a batch is shared among them by their number of open places (D'Hondt).
// Source: Bryan et al., NIPS (2005), the straddle; S19.

/// A point to evaluate.
public struct BoundaryRequest: Hashable, Sendable {
  /// Panel that the point lies in.
  public var panel: Int
  /// Position in 0...1, one number a coordinate.
  public var position: [Double]
  /// Replicates that the point is to have in all, those that it has included.
  public var replicateCount: Int
  /// Whether the point was chosen for lying far from all cells.
  public var isExploration: Bool
}

/// How well the boundary of a panel is known.
public struct BoundaryProgress: Hashable, Sendable {
  /// On which sides of one half the cells lie; there is a boundary only where both.
  public var sides: BoundaryField.Sides
  /// Greatest width of the 95 % band along the boundary's normal, in units of the axes; `nil` where no place is undecided.
  public var largestWidth: Double?
  /// Share of the places measured whose band is as wide as asked or wider, in 0...1.
  public var openShare: Double
  /// Whether no place lies farther than the radius of exploration from all cells.
  public var isExplored: Bool
  /// Whether nothing is asked for any more: the boundary is known well enough, or no evaluation is left that would help.
  public var isFinished: Bool
}

/// The next batch of evaluations.
public struct BoundaryStraddle: Hashable, Sendable {
  /// Points to evaluate, panel after panel, in the order chosen; empty where all panels are finished.
  public private(set) var requests: [BoundaryRequest] = []
  /// How well the boundary of each panel is known.
  public private(set) var progress: [BoundaryProgress] = []

  /// Chooses a batch.
  ///
  /// - Parameters:
  ///   - fields: One a panel, made of all its cells.
  ///   - lattices: Allowed positions, one lattice a panel.
  ///   - width: Width of the band to reach, in units of the axes, > 0; the lattice should be twice as fine.
  ///   - batchSize: Number of requests at most, >= 1.
  ///   - replicateCount: Replicates of a new point, >= 1.
  ///   - replicateLimit: Replicates that a point may have, >= `replicateCount`.
  ///   - explorationRadius: Greatest distance of any place to a cell, in units of the axes, > 0.
  ///   - masks: Where the boundary of each panel matters, one a panel or none at all; two fields of the same points, each the
  ///     mask of the other, stand in two panels.
  /// - Throws: `StatisticsError.outOfRange`, `.shapesDiffer`.
  public init(
    fields: [BoundaryField], lattices: [BoundaryLattice], width: Double, batchSize: Int,
    replicateCount: Int, replicateLimit: Int, explorationRadius: Double = 0.125,
    masks: [BoundaryMask?] = []
  ) throws(StatisticsError) {
    guard fields.count == lattices.count, masks.isEmpty || masks.count == fields.count else {
      throw .shapesDiffer
    }
    for (field, mask) in zip(fields, masks) {
      if let mask, mask.field.dimension != field.dimension { throw .shapesDiffer }
    }
    for (field, lattice) in zip(fields, lattices) where field.dimension != lattice.dimension {
      throw .shapesDiffer
    }
    guard width > 0, width.isFinite else { throw .outOfRange(argument: "width", value: width) }
    guard batchSize >= 1 else {
      throw .outOfRange(argument: "batchSize", value: Double(batchSize))
    }
    guard replicateCount >= 1, replicateLimit >= replicateCount else {
      throw .outOfRange(argument: "replicateLimit", value: Double(replicateLimit))
    }
    guard explorationRadius > 0 else {
      throw .outOfRange(argument: "explorationRadius", value: explorationRadius)
    }
    var choices = fields.indices.map {
      BoundaryChoice(
        field: fields[$0], lattice: lattices[$0], width: width, replicateCount: replicateCount,
        replicateLimit: replicateLimit, explorationRadius: explorationRadius,
        mask: masks.isEmpty ? nil : masks[$0])
    }
    var given = [Int](repeating: 0, count: fields.count)
    for _ in 0..<batchSize {
      let open = choices.indices.filter { choices[$0].openCount > 0 }
      guard
        let panel = open.max(by: {
          (Double(choices[$0].openCount) / Double(given[$0] + 1), $1)
            < (Double(choices[$1].openCount) / Double(given[$1] + 1), $0)
        })
      else { break }
      given[panel] += 1
    }
    for panel in choices.indices {
      let chosen = choices[panel].choose(given[panel])
      requests += chosen.map { request in
        BoundaryRequest(
          panel: panel, position: request.position, replicateCount: request.replicateCount,
          isExploration: request.isExploration)
      }
      progress.append(choices[panel].progress(isFinished: given[panel] == 0 || chosen.isEmpty))
    }
  }

  /// Whether all panels are finished.
  public var isFinished: Bool { requests.isEmpty }
}
