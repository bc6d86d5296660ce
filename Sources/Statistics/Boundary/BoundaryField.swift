// SPDX-License-Identifier: GPL-3.0-or-later
//
// How probable is harm everywhere in a diagram, given the counts of its evaluated points?
//
// A Gaussian process behind a probit link: p(x) = Phi(f(x)), f of mean 0, so that nothing is known far from all points.
// What is modelled is the probability of harm, which is a smooth function where replicates differ and a step where they
// all agree; never the harm itself, which jumps. Length-scales and amplitude are those of the greatest posterior density
// (`BoundaryField+Fit`). A field has no panels: each panel has a field of its own, because a panel's values are few and
// far apart; a caller may still make a parameter of panels a further coordinate.
//
// Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), chapter 3.

import Glibc

/// Probability of harm over 1 to 3 axes, each scaled to 0...1.
public struct BoundaryField: Sendable {
  /// On which sides of one half the shares of the evaluated cells lie.
  public enum Sides: Hashable, Sendable {
    /// Some above, some below: there is a boundary.
    case both
    /// No share is above one half: no boundary was seen.
    case underOnly
    /// No share is below one half: no boundary was seen.
    case overOnly
  }

  /// Cells, ascending by position, whatever the order in which they were given: a field is the same in any order.
  public let cells: [BoundaryCell]
  /// Whether there is a boundary.
  public let sides: Sides
  /// Correlation of replicates that share a realisation, in 0...1, pooled over cells; 1 where no cell is ambiguous.
  public let replicateCorrelation: Double
  /// Whether cells lie on both sides and all replicates of every cell agree, in two replicates a cell at least.
  public let isStep: Bool
  /// Indices of the cells that the field is made of: all, or those nearest to the change of sides and a spread of others.
  public let usedCells: [Int]
  let posterior: LatentPosterior

  /// Realisations that cells have outcomes of.
  public var realisationCount: Int { cells.reduce(0) { max($0, $1.outcomes.count) } }
  /// Number of coordinates.
  public var dimension: Int { posterior.kernel.lengthScales.count }
  /// Distances over which the latent function varies, one a coordinate, in units of the axis.
  public var lengthScales: [Double] { posterior.kernel.lengthScales }
  /// Standard deviation of the latent function before any data.
  public var amplitude: Double { posterior.kernel.amplitude }
  /// Logarithm of the marginal likelihood of the counts, binomial coefficients left out.
  public var logEvidence: Double { posterior.logEvidence }

  /// Fits a field to counts.
  ///
  /// - Parameters:
  ///   - cells: At least one, in any order; several may share a position.
  ///   - pointLimit: Cells that the field is made of at most, >= 2; the work grows with its third power.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.shapesDiffer`, `.notFinite`, `.arithmetic`.
  public init(of cells: [BoundaryCell], pointLimit: Int = 240) throws(StatisticsError) {
    try self.init(of: cells, pointLimit: pointLimit, kernel: nil)
  }

  /// Fits a field, or makes one with a given covariance.
  init(
    of cells: [BoundaryCell], pointLimit: Int = 240, kernel: BoundaryKernel?
  ) throws(StatisticsError) {
    try BoundaryCell.check(cells)
    guard pointLimit >= 2 else {
      throw .outOfRange(argument: "pointLimit", value: Double(pointLimit))
    }
    let cells = cells.sorted(by: BoundaryCell.precedes)
    self.cells = cells
    let isOver = cells.contains { $0.share > 0.5 }
    let isUnder = cells.contains { $0.share < 0.5 }
    sides = isOver == isUnder ? .both : isOver ? .overOnly : .underOnly
    replicateCorrelation = Self.replicateCorrelation(of: cells)
    usedCells = BoundarySubset.indices(of: cells, limit: pointLimit)
    isStep =
      sides == .both && cells.allSatisfy { !$0.isAmbiguous && $0.replicateCount >= 2 }
    let counts = cells.map { [replicateCorrelation, isStep] in
      Self.count($0, $0.overCount, $0.replicateCount, replicateCorrelation, isStep)
    }
    let points = usedCells.flatMap { cells[$0].position }
    let chosen: BoundaryKernel
    if let kernel { chosen = kernel } else { chosen = try Self.fittedKernel(cells, counts) }
    posterior = try LatentPosterior(
      kernel: chosen, points: points, covariance: chosen.covariances(points, points),
      counts: usedCells.map { counts[$0] })
  }

  /// Latent values at points.
  ///
  /// - Parameter positions: Points of as many coordinates as the field has.
  /// - Returns: One estimate a point.
  /// - Throws: `StatisticsError.shapesDiffer`.
  public func estimates(at positions: [[Double]]) throws(StatisticsError) -> [LatentEstimate] {
    for position in positions where position.count != dimension { throw .shapesDiffer }
    let (mean, variance, _) = posterior.prediction(at: positions.flatMap(\.self))
    return zip(mean, variance).map {
      LatentEstimate(mean: $0, standardDeviation: $1.squareRoot())
    }
  }
}

/// What a field knows of the latent value f(x) at a point, p(x) = Phi(f(x)).
public struct LatentEstimate: Hashable, Sendable {
  /// Mean; above 0 where harm is more probable than not.
  public var mean: Double
  /// Standard deviation, > 0.
  public var standardDeviation: Double

  /// Probability that p(x) > 1/2, in 0...1.
  public var probabilityOver: Double { GSL.normalUpperTail(-mean / standardDeviation) }

  /// 1.96 sigma - |mu|: above 0 where the side of the boundary is undecided at 95 %.
  ///
  /// Source: Bryan et al., "Active learning for identifying function threshold boundaries", NIPS (2005).
  public var straddle: Double { Self.reach * standardDeviation - abs(mean) }

  /// The 0.975 quantile of the standard normal law.
  static let reach = 1.959963984540054
}

extension BoundaryField {
  /// Correlation of replicates within realisations, from the mean squares between and within, pooled over cells.
  ///
  /// Source: Donner, Int. Stat. Rev. 54, 67 (1986), the analysis-of-variance estimator.
  static func replicateCorrelation(of cells: [BoundaryCell]) -> Double {
    var (between, within, betweenDegrees, withinDegrees, size) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for cell in cells where cell.isAmbiguous {
      let groups = cell.outcomes.filter { $0.total > 0 }
      let all = Double(cell.replicateCount)
      guard groups.count >= 2, cell.replicateCount > groups.count else { continue }
      for group in groups {
        let (over, total) = (Double(group.over), Double(group.total))
        let share = over / total
        between += total * (share - cell.share) * (share - cell.share)
        within += total * share * (1 - share)
      }
      let degrees = Double(groups.count - 1)
      betweenDegrees += degrees
      withinDegrees += all - Double(groups.count)
      let squares = groups.reduce(0) { $0 + Double($1.total * $1.total) }
      size += all - squares / all
    }
    guard betweenDegrees > 0 else { return 1 }
    let (first, second) = (between / betweenDegrees, within / withinDegrees)
    let meanSize = size / betweenDegrees
    return min(max((first - second) / (first + (meanSize - 1) * second), 0), 1)
  }

  /// Trials that every cell is given on each side, as a share of its own.
  ///
  /// Without them a unanimous cell says "far", and no more: the mode runs to where the likelihood is flat, the variance there
  /// stays that of the prior, and 1.96 sigma > |mu| deep inside a region where all cells agree. With them the latent value
  /// of a unanimous cell is near 2.5 and known. They pull p by 0.003 towards one half, evenly on both sides of the boundary.
  static let sideShare = 1.0 / 320

  /// Trials that a cell is worth at least where all replicates of every cell agree.
  ///
  /// Then chance has no part in the outcome, and more replicates would agree as well. With the four trials that were run
  /// the boundary of a step is never known to a hundredth of an axis, for a smooth change would explain them, too.
  static let stepTrials = 16.0

  /// Count of a cell, `over` of its replicates above the limit.
  ///
  /// Each replicate is worth 1 / (1 + (m - 1) rho) trials, m replicates sharing a realisation.
  private static func count(
    _ cell: BoundaryCell, _ over: Int, _ total: Int, _ correlation: Double, _ isStep: Bool
  ) -> LatentCount {
    let all = Double(cell.replicateCount)
    let squares = cell.outcomes.reduce(0) { $0 + Double($1.total * $1.total) }
    let shared = 1 / (1 + (squares / all - 1) * correlation)
    let worth = isStep ? max(shared, stepTrials / all) : shared
    let side = sideShare * Double(total)
    return LatentCount(
      over: worth * (Double(over) + side), under: worth * (Double(total - over) + side))
  }

  /// Counts of the used cells where each realisation counts as often as told; a cell that has none of them says nothing.
  func counts(_ weights: [Int]) -> [LatentCount] {
    usedCells.map { index in
      let cell = cells[index]
      var (over, under) = (0, 0)
      for (outcome, weight) in zip(cell.outcomes, weights) {
        over += weight * outcome.over
        under += weight * (outcome.total - outcome.over)
      }
      guard over + under > 0 else { return LatentCount(over: 0, under: 0) }
      return Self.count(cell, over, over + under, replicateCorrelation, isStep)
    }
  }
}
