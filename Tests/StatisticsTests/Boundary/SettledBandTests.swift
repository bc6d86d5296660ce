// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("A band among cells that agree")
struct SettledBandTests {
  /// A grid whose cells are over the limit right of `edge`; the column at `noisy` disagrees with itself.
  private static func cells(count: Int, edge: Double, noisy: Double? = nil) -> [BoundaryCell] {
    let axis = (0..<count).map { Double($0) / Double(count - 1) }
    return axis.flatMap { x in
      axis.map { y in
        let over = x == noisy ? 2 : x > edge ? 4 : 0
        return BoundaryCell(
          position: [x, y],
          outcomes: (0..<4).map { OutcomeCount(over: $0 < over ? 1 : 0, total: 1) })
      }
    }
  }

  private static func bands(_ cells: [BoundaryCell]) throws -> (BoundaryBand, BoundaryBand) {
    let raster = (0...40).map { Double($0) / 40 }
    let band = try BoundaryBand(
      of: BoundaryField(of: cells, pointLimit: 60), axes: [raster, raster], seed: 1, site: 1)
    return (band, band.settled(by: cells))
  }

  @Test("is open only near the boundary, which does not move")
  func settled() throws {
    let (band, settled) = try Self.bands(Self.cells(count: 21, edge: 0.52))
    for (index, (before, after)) in zip(band.scores, settled.scores).enumerated() {
      let x = Double(index / 41) / 40
      #expect((before > 0) == (after > 0))
      #expect(abs(after) >= abs(before))
      if abs(x - 0.525) > 0.1 { #expect(abs(after) > 1.96, "x = \(x)") }
    }
    #expect(try settled.lines() == band.lines())
  }

  @Test("stays open where cells disagree or are far")
  func open() throws {
    let (noisy, settledNoisy) = try Self.bands(Self.cells(count: 21, edge: 0.52, noisy: 0.5))
    for index in noisy.scores.indices where index / 41 == 20 {
      #expect(settledNoisy.scores[index] == noisy.scores[index])
    }
    // Cells a quarter apart settle nothing between them.
    let (coarse, settledCoarse) = try Self.bands(Self.cells(count: 5, edge: 0.6))
    let between = 5 * 41 + 5
    #expect(settledCoarse.scores[between] == coarse.scores[between])
  }
}
