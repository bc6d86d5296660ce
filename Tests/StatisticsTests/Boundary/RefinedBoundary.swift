// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do tests refine a boundary that they know? From a coarse grid, batch after batch, until nothing is asked for any
// more; each replicate is a realisation of its own unless told.

import Foundation
import Statistics

/// A boundary refined round by round.
struct RefinedBoundary {
  /// Probability of harm at a position.
  let probability: ([Double]) -> Double
  let lattice: BoundaryLattice
  let width: Double
  let replicates: Int
  private(set) var cells: [BoundaryCell] = []
  private(set) var rounds = 0
  private(set) var progress: BoundaryProgress?
  /// Requests that lay far from all cells.
  private(set) var explorations = 0
  /// Requests for more replicates of a cell.
  private(set) var repeats = 0
  private var normals: SyntheticNormals

  /// Evaluates a coarse grid of `start` points an axis, on a lattice of `steps` steps an axis.
  init(
    start: [Int], steps: [Int], width: Double, replicates: Int = 16, seed: UInt32 = 1,
    probability: @escaping ([Double]) -> Double
  ) throws {
    self.probability = probability
    self.width = width
    self.replicates = replicates
    lattice = try BoundaryLattice(
      positions: steps.map { steps in (0...steps).map { Double($0) / Double(steps) } })
    normals = SyntheticNormals(seed: seed, set: 0)
    var points: [[Double]] = [[]]
    for (count, axis) in zip(start, lattice.positions) {
      points = points.flatMap { point in
        (0..<count).map { point + [axis[$0 * (axis.count - 1) / (count - 1)]] }
      }
    }
    for point in points { cells.append(evaluated(point, replicates)) }
  }

  private mutating func evaluated(_ position: [Double], _ count: Int) -> BoundaryCell {
    let p = probability(position)
    return BoundaryCell(
      position: position,
      outcomes: (0..<count).map { _ in
        OutcomeCount(over: normals.uniform() < p ? 1 : 0, total: 1)
      })
  }

  func field() throws -> BoundaryField { try BoundaryField(of: cells) }

  /// Refines until nothing is asked for, or as many cells are evaluated.
  mutating func refine(batch: Int = 8, limit: Int = 400, replicateLimit: Int = 128) throws {
    while cells.count < limit {
      let next = try BoundaryStraddle(
        fields: [try field()], lattices: [lattice], width: width, batchSize: batch,
        replicateCount: replicates, replicateLimit: replicateLimit)
      progress = next.progress[0]
      guard !next.isFinished else { return }
      rounds += 1
      for request in next.requests {
        explorations += request.isExploration ? 1 : 0
        if let index = cells.firstIndex(where: { $0.position == request.position }) {
          repeats += 1
          let more = request.replicateCount - cells[index].replicateCount
          precondition(more > 0)
          let added = evaluated(request.position, more)
          cells[index].outcomes += added.outcomes
        } else {
          let added = evaluated(request.position, request.replicateCount)
          cells.append(added)
        }
      }
    }
  }

  /// Largest second coordinate at which harm is more probable than not, for each first one; 0 where nowhere.
  static func upperEdge(of field: BoundaryField, at columns: [Double], rows: Int = 300) throws
    -> [Double]
  {
    try columns.map { x in
      let means = try field.estimates(at: (0...rows).map { [x, Double($0) / Double(rows)] })
        .map(\.mean)
      guard let last = means.lastIndex(where: { $0 > 0 }) else { return 0 }
      guard last < rows else { return 1 }
      return (Double(last) + means[last] / (means[last] - means[last + 1])) / Double(rows)
    }
  }
}
