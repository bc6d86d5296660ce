// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does refinement find boundaries of any shape, ask where it matters, and stop?

import Foundation
import Statistics
import Testing

@Suite("Refinement of boundaries")
struct BoundaryStraddleTests {
  /// Shapes of the region of harm, each with the distance of a point to its edge, above 0 inside.
  enum Shape: String, CaseIterable {
    case circle, islands, ring, strip, frame

    func depth(_ x: [Double]) -> Double {
      func circle(_ a: Double, _ b: Double, _ r: Double) -> Double {
        r - ((x[0] - a) * (x[0] - a) + (x[1] - b) * (x[1] - b)).squareRoot()
      }
      switch self {
      case .circle: return circle(0.45, 0.55, 0.3)
      case .islands: return max(circle(0.25, 0.3, 0.17), circle(0.72, 0.7, 0.2))
      case .ring: return min(circle(0.5, 0.5, 0.42), -circle(0.5, 0.5, 0.18))
      case .strip: return 0.15 - abs(x[0] + 0.4 * x[1] - 0.7) / 1.16.squareRoot()
      // The edge runs along the frame: all of x[1] > 0.01, from side to side.
      case .frame: return x[1] - 0.01
      }
    }
  }

  // On the raster, every point farther than the width from the true edge must lie on its right side.
  @Test("finds steps of any shape, and stops", arguments: Shape.allCases)
  func shapes(shape: Shape) throws {
    let width = 0.02
    var refined = try RefinedBoundary(start: [6, 6], steps: [100, 100], width: width) {
      shape.depth($0) > 0 ? 1 : 0
    }
    try refined.refine(batch: 12)
    let field = try refined.field()
    let raster = (0...60).flatMap { i in (0...60).map { [Double(i) / 60, Double($0) / 60] } }
    let estimates = try field.estimates(at: raster)
    var worst = 0.0
    for (point, estimate) in zip(raster, estimates)
    where (estimate.mean > 0) != (shape.depth(point) > 0) {
      worst = max(worst, abs(shape.depth(point)))
    }
    #expect(worst <= width)
    #expect(refined.progress?.isFinished == true)
  }

  @Test("asks nothing where all cells of a fine enough grid agree, and explores a coarser one")
  func noBoundary() throws {
    for harm in [0.0, 1] {
      var fine = try RefinedBoundary(start: [5, 5], steps: [40, 40], width: 0.05) { _ in harm }
      try fine.refine()
      #expect(fine.cells.count == 25 && fine.progress?.isFinished == true)
      #expect(fine.progress?.sides == (harm > 0 ? .overOnly : .underOnly))
      #expect(fine.progress?.largestWidth == nil)
      var coarse = try RefinedBoundary(start: [3, 3], steps: [40, 40], width: 0.05) { _ in harm }
      try coarse.refine()
      #expect(coarse.explorations == coarse.cells.count - 9 && coarse.explorations > 0)
      #expect(coarse.cells.count <= 25 && coarse.progress?.isExplored == true)
    }
  }

  @Test("finds an island that the coarse grid has missed")
  func missedIsland() throws {
    var refined = try RefinedBoundary(start: [3, 3], steps: [100, 100], width: 0.02) {
      abs($0[0] - 0.24) < 0.13 && abs($0[1] - 0.74) < 0.13 ? 1 : 0
    }
    #expect(try refined.field().sides == .underOnly)
    try refined.refine()
    #expect(refined.progress?.sides == .both)
    #expect(try refined.field().estimates(at: [[0.24, 0.74]])[0].mean > 0)
  }

  @Test("bisects one axis, and stops at the neighbours of a whole-number axis")
  func oneAxis() throws {
    var fine = try RefinedBoundary(start: [5], steps: [200], width: 0.01) { $0[0] < 0.6137 ? 1 : 0 }
    try fine.refine(batch: 2)
    #expect(fine.progress?.isFinished == true && fine.cells.count <= 20)
    let edge = try fine.field().estimates(at: [[0.6087], [0.6187]])
    #expect(edge[0].mean > 0 && edge[1].mean < 0)
    // Ten whole values: the boundary lies between 6/9 and 7/9 and cannot be known better.
    var whole = try RefinedBoundary(start: [4], steps: [9], width: 0.01) { $0[0] < 0.7 ? 1 : 0 }
    try whole.refine(batch: 2)
    #expect(whole.progress?.isFinished == true && whole.cells.count <= 10)
    #expect(whole.cells.contains { $0.position == [6.0 / 9] })
    #expect(whole.cells.contains { $0.position == [7.0 / 9] })
  }

  @Test("the same cells ask for the same batch, in any order of cells")
  func deterministic() throws {
    var refined = try RefinedBoundary(start: [5, 5], steps: [100, 100], width: 0.02) {
      $0[0] + $0[1] * $0[1] < 0.8 ? 1 : 0
    }
    try refined.refine(limit: 40)
    let fields = [
      try refined.field(), try BoundaryField(of: refined.cells.reversed()),
    ]
    let batches = try fields.map {
      try BoundaryStraddle(
        fields: [$0], lattices: [refined.lattice], width: 0.02, batchSize: 8, replicateCount: 16,
        replicateLimit: 64)
    }
    #expect(batches[0] == batches[1] && batches[0].requests.count == 8)
    #expect(Set(batches[0].requests.map(\.position)).count == 8)
  }

  @Test("a batch goes to the panels whose boundary is not known, none to one without")
  func panels() throws {
    func refined(_ width: Double, _ edge: Double) throws -> RefinedBoundary {
      try RefinedBoundary(start: [5, 5], steps: [100, 100], width: width) {
        $0[0] + 0.2 * $0[1] < edge ? 1 : 0
      }
    }
    var known = try refined(0.02, 0.6)
    try known.refine()
    let all = [known, try refined(0.02, 0.6), try refined(0.02, -1), try refined(0.02, 0.4)]
    let next = try BoundaryStraddle(
      fields: all.map { try $0.field() }, lattices: all.map(\.lattice), width: 0.02, batchSize: 10,
      replicateCount: 16, replicateLimit: 64)
    #expect(Set(next.requests.map(\.panel)) == [1, 3])
    #expect(next.requests.count == 10 && !next.isFinished)
    #expect([1, 3].allSatisfy { panel in next.requests.count { $0.panel == panel } >= 4 })
    #expect(next.progress.map(\.isFinished) == [true, false, true, false])
    #expect(next.progress.map(\.sides) == [.both, .both, .underOnly, .both])
  }

  @Test("an ambiguous cell on the boundary is doubled up to the limit")
  func doubling() throws {
    // Whole values 0...4: nothing lies between the cells, and the middle one is over half of the time.
    let lattice = try BoundaryLattice(positions: [[0, 0.25, 0.5, 0.75, 1]])
    func next(_ count: Int) throws -> BoundaryStraddle {
      let cells = lattice.positions[0].map { x in
        let over = x < 0.5 ? 0 : x > 0.5 ? count : count / 2
        return BoundaryCell(
          position: [x],
          outcomes: (0..<count).map { OutcomeCount(over: $0 < over ? 1 : 0, total: 1) })
      }
      return try BoundaryStraddle(
        fields: [try BoundaryField(of: cells)], lattices: [lattice], width: 0.01, batchSize: 4,
        replicateCount: 8, replicateLimit: 24)
    }
    let first = try next(8)
    #expect(first.requests.map(\.position) == [[0.5]])
    #expect(first.requests.map(\.replicateCount) == [16])
    #expect(try next(16).requests.map(\.replicateCount) == [24])
    let last = try next(24)
    #expect(last.isFinished && last.progress[0].isFinished && last.progress[0].openShare > 0)
  }

  @Test("wrong settings are refused")
  func errors() throws {
    let cell = BoundaryCell(position: [0.5], outcomes: [OutcomeCount(over: 1, total: 2)])
    let field = try BoundaryField(of: [cell])
    let lattice = try BoundaryLattice(positions: [[0, 1]])
    func error(
      _ lattices: [BoundaryLattice], width: Double = 0.1, batch: Int = 1, limit: Int = 8,
      radius: Double = 0.1
    ) -> StatisticsError? {
      do throws(StatisticsError) {
        _ = try BoundaryStraddle(
          fields: [field], lattices: lattices, width: width, batchSize: batch, replicateCount: 4,
          replicateLimit: limit, explorationRadius: radius)
        return nil
      } catch { return error }
    }
    #expect(error([lattice]) == nil)
    #expect(error([]) == .shapesDiffer)
    #expect(error([try BoundaryLattice(positions: [[0], [1]])]) == .shapesDiffer)
    #expect(error([lattice], width: 0) == .outOfRange(argument: "width", value: 0))
    #expect(error([lattice], batch: 0) == .outOfRange(argument: "batchSize", value: 0))
    #expect(error([lattice], limit: 3) == .outOfRange(argument: "replicateLimit", value: 3))
    #expect(error([lattice], radius: 0) == .outOfRange(argument: "explorationRadius", value: 0))
  }
}
