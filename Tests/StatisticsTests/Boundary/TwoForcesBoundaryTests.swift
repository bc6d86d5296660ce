// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the boundary h*(beta) of R3 found with few evaluations? Over beta in 0.8...3 and h in 0...1.5, harm persists where
// |h| < h*(beta) = beta m - artanh m, m = sqrt(1 - 1/beta), 0 for beta <= 1. The error is the largest over 221 values of
// beta, the corner at beta = 1 included, of the h at which the probability of harm crosses one half.

import Foundation
import Statistics
import Testing

@Suite("The boundary of two forces (R3)")
struct TwoForcesBoundaryTests {
  static func exact(_ beta: Double) -> Double {
    guard beta > 1 else { return 0 }
    let m = (1 - 1 / beta).squareRoot()
    return beta * m - atanh(m)
  }

  static func beta(_ x: Double) -> Double { 0.8 + 2.2 * x }

  /// Largest error in h of a boundary read at columns, in units of the axis, by straight lines between them.
  static func largestError(columns: [Double], heights: [Double]) -> Double {
    (0...220).reduce(0) { worst, index in
      let x = Double(index) / 220
      let right = min(columns.firstIndex { $0 >= x } ?? columns.count - 1, columns.count - 1)
      let left = max(right - 1, 0)
      let span = columns[right] - columns[left]
      let part = span > 0 ? (x - columns[left]) / span : 0
      let height = heights[left] + part * (heights[right] - heights[left])
      return max(worst, abs(1.5 * height - exact(beta(x))))
    }
  }

  static func largestError(of field: BoundaryField) throws -> Double {
    let columns = (0...220).map { Double($0) / 220 }
    return largestError(
      columns: columns, heights: try RefinedBoundary.upperEdge(of: field, at: columns))
  }

  /// Largest error of a uniform grid: half-way between the last row over and the first row under, in every column.
  static func largestError(columnCount: Int, rowCount: Int) -> Double {
    let columns = (0..<columnCount).map { Double($0) / Double(columnCount - 1) }
    let heights = columns.map { x in
      let over = (0..<rowCount).count { 1.5 * Double($0) / Double(rowCount - 1) < exact(beta(x)) }
      return over == 0 ? 0 : (Double(over) - 0.5) / Double(rowCount - 1)
    }
    return largestError(columns: columns, heights: heights)
  }

  @Test("h* has the reference's values")
  func reference() {
    let values = [(1.25, 0.077805), (1.5, 0.207546), (2, 0.532840), (3, 1.303274)]
    for (beta, value) in values { #expect(abs(Self.exact(beta) - value) < 5e-7) }
  }

  // The uniform grid of as many columns as rows needs 36 x 36 evaluations; the best of all shapes, which nobody can choose
  // without knowing the answer, 7 x 29. Half of each is allowed. Measured: error 0.0190 with 89 at a width of 0.02, 0.0102
  // with 114 at 0.0125.
  @Test(
    "a step is found to 0.02 with half of the uniform grid's evaluations",
    arguments: [(100, 0.02, true), (160, 0.0125, false)])
  func step(steps: Int, width: Double, isBestGrid: Bool) throws {
    var refined = try RefinedBoundary(start: [7, 7], steps: [steps, steps], width: width) {
      1.5 * $0[1] < Self.exact(Self.beta($0[0])) ? 1 : 0
    }
    try refined.refine()
    let error = try Self.largestError(of: try refined.field())
    let shapes =
      isBestGrid
      ? (3...20).flatMap { columns in (20...40).map { (columns, $0) } }
      : (3...60).map { ($0, $0) }
    let grid = try #require(
      shapes.filter { Self.largestError(columnCount: $0.0, rowCount: $0.1) <= 0.02 }
        .map { $0.0 * $0.1 }.min())
    let found = "error \(error) with \(refined.cells.count), the grid \(grid)"
    #expect(error <= 0.02, "\(found)")
    #expect(refined.progress?.isFinished == true)
    #expect(refined.cells.count <= 150 && 2 * refined.cells.count <= grid, "\(found)")
  }

  // Where all replicates of all cells agree, two of them are as good as sixteen. Measured: error 0.0148 with 122.
  @Test("two replicates a cell find a step")
  func fewReplicates() throws {
    var refined = try RefinedBoundary(
      start: [7, 7], steps: [160, 160], width: 0.0125, replicates: 2
    ) {
      1.5 * $0[1] < Self.exact(Self.beta($0[0])) ? 1 : 0
    }
    try refined.refine(limit: 150)
    let field = try refined.field()
    let error = try Self.largestError(of: field)
    #expect(error <= 0.02 && refined.progress?.isFinished == true, "\(error)")
    #expect(field.isStep && refined.cells.count <= 150, "\(refined.cells.count)")
  }

  // Measured: error 0.0166 with 110 cells that hold as many replicates as 126.
  @Test("a smooth change is found to 0.02 with 150 evaluations at most")
  func noisy() throws {
    var refined = try RefinedBoundary(start: [7, 7], steps: [160, 160], width: 0.03) {
      let z = (Self.exact(Self.beta($0[0])) - 1.5 * $0[1]) / 0.05
      return erfc(-z * 0.5.squareRoot()) / 2
    }
    try refined.refine(limit: 150)
    let error = try Self.largestError(of: try refined.field())
    let replicates = refined.cells.reduce(0) { $0 + $1.replicateCount }
    #expect(error <= 0.02)
    #expect(refined.cells.count <= 150 && replicates <= 150 * 16)
  }
}
