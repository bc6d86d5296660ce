// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which points of one panel are evaluated next? The rule stands in `BoundaryStraddle`.

/// Choices of points in one panel.
struct BoundaryChoice {
  /// A point chosen.
  struct Choice {
    var position: [Double]
    var replicateCount: Int
    var isExploration: Bool
  }

  private let field: BoundaryField
  private let lattice: BoundaryLattice
  private let survey: BoundarySurvey?
  private let replicateCount: Int
  private let replicateLimit: Int
  private let explorationRadius: Double
  /// Sparse lattice points and their distance to the nearest cell, chosen ones included.
  private var places: [(position: [Double], gap: Double)]
  /// Ambiguous cells whose replicates may still be doubled, where no boundary is seen but their side is undecided.
  private let doubtfulCells: [BoundaryCell]

  init(
    field: BoundaryField, lattice: BoundaryLattice, width: Double, replicateCount: Int,
    replicateLimit: Int, explorationRadius: Double, mask: BoundaryMask?
  ) {
    self.field = field
    self.lattice = lattice
    self.replicateCount = replicateCount
    self.replicateLimit = replicateLimit
    self.explorationRadius = explorationRadius
    places = BoundaryLattice.product(lattice.sparse).map { point in
      let position = lattice.position(at: point)
      let gap = field.cells.reduce(Double.infinity) {
        min($0, Self.gap($1.position, position))
      }
      return (position, gap)
    }
    guard field.sides != .both else {
      survey = BoundarySurvey(of: field, on: lattice, width: width, mask: mask)
      doubtfulCells = []
      return
    }
    survey = nil
    let ambiguous = field.cells.filter { $0.isAmbiguous && $0.replicateCount < replicateLimit }
    let (mean, variance, _) = field.posterior.prediction(at: ambiguous.flatMap(\.position))
    let isOpen = mask?.isOpen(at: ambiguous.map(\.position))
    doubtfulCells = ambiguous.indices.filter {
      isOpen?[$0] != false
        && LatentEstimate(mean: mean[$0], standardDeviation: variance[$0].squareRoot()).straddle > 0
    }.map { ambiguous[$0] }
  }

  /// Greatest difference of a coordinate.
  private static func gap(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// Places farther from all cells than the radius of exploration; rounding of decimal positions does not make one.
  private var emptyCount: Int { places.count { $0.gap > explorationRadius + 1e-9 } }

  /// Number of places for which something may be asked.
  var openCount: Int { emptyCount + (survey?.openCount ?? doubtfulCells.count) }

  func progress(isFinished: Bool) -> BoundaryProgress {
    let measured = survey?.measuredCount ?? 0
    return BoundaryProgress(
      sides: field.sides, largestWidth: survey?.largestWidth,
      openShare: measured > 0 ? Double(survey?.openCount ?? 0) / Double(measured) : 0,
      isExplored: emptyCount == 0, isFinished: isFinished)
  }

  /// Chooses at most `count` points.
  mutating func choose(_ count: Int) -> [Choice] {
    guard count > 0 else { return [] }
    var chosen: [Choice] = []
    let quota = survey == nil ? count : (count + 7) / 8
    while chosen.count < quota, let choice = farthest() { chosen.append(choice) }
    if let survey {
      chosen += straddling(survey.candidates, count - chosen.count, except: chosen)
    } else {
      chosen += doubtfulCells.prefix(count - chosen.count).map(doubled)
    }
    return chosen
  }

  /// The place farthest from all cells, if it is too far.
  private mutating func farthest() -> Choice? {
    var best: Int?
    for index in places.indices where places[index].gap > explorationRadius + 1e-9 {
      if best.map({ places[index].gap > places[$0].gap + 1e-9 }) ?? true { best = index }
    }
    guard let best else { return nil }
    let position = places[best].position
    for index in places.indices {
      places[index].gap = min(places[index].gap, Self.gap(places[index].position, position))
    }
    return Choice(position: position, replicateCount: replicateCount, isExploration: true)
  }

  private func doubled(_ cell: BoundaryCell) -> Choice {
    Choice(
      position: cell.position, replicateCount: min(2 * cell.replicateCount, replicateLimit),
      isExploration: false)
  }

  /// Greedy choices of the greatest straddle, with believer updates of the variance.
  private func straddling(
    _ candidates: [(point: [Int], bandWidth: Double)], _ count: Int, except taken: [Choice]
  ) -> [Choice] {
    guard count > 0 else { return [] }
    let options = candidates.compactMap { candidate in
      let position = lattice.position(at: candidate.point)
      let isTaken = taken.contains { $0.position == position }
      return isTaken ? nil : option(at: position, bandWidth: candidate.bandWidth)
    }
    guard !options.isEmpty else { return [] }
    let m = options.count
    let targets = options.flatMap(\.position)
    let kernel = field.posterior.kernel
    var (mean, variance, reduced) = field.posterior.prediction(at: targets)
    var isOpen = [Bool](repeating: true, count: m)
    var chosen: [Choice] = []
    while chosen.count < count {
      var best: (index: Int, straddle: Double)?
      for j in 0..<m where isOpen[j] {
        let straddle = LatentEstimate(mean: mean[j], standardDeviation: variance[j].squareRoot())
          .straddle
        if straddle > (best?.straddle ?? 0) { best = (j, straddle) }
      }
      guard let j = best?.index else { break }
      let added = options[j].replicateCount - options[j].present
      chosen.append(
        Choice(
          position: options[j].position, replicateCount: options[j].replicateCount,
          isExploration: false))
      for other in 0..<m where options[other].position == options[j].position {
        isOpen[other] = false
      }
      let position = Array(targets[(j * lattice.dimension)..<((j + 1) * lattice.dimension)])
      var covariance = kernel.covariances(position, targets)
      for row in 0..<(reduced.count / m) {
        let factor = reduced[row * m + j]
        for other in 0..<m { covariance[other] -= factor * reduced[row * m + other] }
      }
      let slopes = LatentSlopes(
        [mean[j]], [LatentCount.expected(at: mean[j], trials: Double(added))])
      let scale = 1 / (variance[j] + 1 / max(slopes.curvature[0], 1e-12)).squareRoot()
      for other in 0..<m {
        covariance[other] *= scale
        variance[other] = max(variance[other] - covariance[other] * covariance[other], 1e-12)
      }
      reduced += covariance
    }
    return chosen
  }

  /// What evaluating at a lattice point means: a new cell, more replicates of an ambiguous cell that is as near as makes no
  /// difference (a quarter of the band's width), or nothing where a unanimous or exhausted cell stands already.
  private func option(
    at position: [Double], bandWidth: Double
  ) -> (position: [Double], replicateCount: Int, present: Int)? {
    var nearest: (cell: BoundaryCell, gap: Double)?
    for cell in field.cells {
      let gap = Self.gap(cell.position, position)
      guard gap < nearest?.gap ?? .infinity else { continue }
      let canDouble = cell.isAmbiguous && cell.replicateCount < replicateLimit
      if gap <= 1e-9 || (canDouble && gap <= bandWidth / 4) { nearest = (cell, gap) }
    }
    guard let cell = nearest?.cell else { return (position, replicateCount, 0) }
    guard cell.isAmbiguous, cell.replicateCount < replicateLimit else { return nil }
    return (
      cell.position, min(2 * cell.replicateCount, replicateLimit), cell.replicateCount
    )
  }
}
