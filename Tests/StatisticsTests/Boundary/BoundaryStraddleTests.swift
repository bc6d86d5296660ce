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
}
