// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@testable import Figures

@Suite("Bands of boundaries")
struct DiagramBoundaryTests {
  static let across = DiagramAxis(name: "a", values: [2, 4])
  static let up = DiagramAxis(name: "b", values: [1, 100], isLogarithmic: true)

  /// A band over two axes for a chance of harm; 16 realisations of one replicate, as even as can be.
  static func band(_ chance: (Double, Double) -> Double) throws -> BoundaryBand {
    let places = (0...6).map { Double($0) / 6 }
    let cells = places.flatMap { x in
      places.map { y in
        let over = Int((chance(x, y) * 16).rounded())
        // A different realisation comes first in every cell.
        let first = Int(x * 6 + y * 30)
        return BoundaryCell(
          position: [x, y],
          outcomes: (0..<16).map { OutcomeCount(over: ($0 + first) % 16 < over ? 1 : 0, total: 1) })
      }
    }
    let raster = (0...80).map { Double($0) / 80 }
    return try BoundaryBand(
      of: BoundaryField(of: cells), axes: [raster, raster], resampleCount: 20, seed: 1, site: 1)
  }

  /// The area inside outlines, in shares of the panel.
  static func area(_ outlines: [[DiagramPoint]]) -> Double {
    outlines.reduce(0) { sum, outline in
      let places = outline.map { (across.place(of: $0.x), up.place(of: $0.y)) }
      let twice = zip(places, places.dropFirst() + places.prefix(1)).reduce(0.0) {
        $0 + $1.0.0 * $1.1.1 - $1.1.0 * $1.0.1
      }
      return sum + twice / 2
    }
  }

  /// Share of the points of the raster whose side is open; those on the frame count for less.
  static func openShare(_ band: BoundaryBand) -> Double {
    let n = band.axes[0].count
    func weight(_ index: Int) -> Double { index == 0 || index == n - 1 ? 0.5 : 1 }
    var sum = 0.0
    for i in 0..<n {
      for j in 0..<n where abs(band.scores[i * n + j]) < 1.96 { sum += weight(i) * weight(j) }
    }
    return sum / Double((n - 1) * (n - 1))
  }

  @Test("the area of a band is that where the side is open, and its edges stand about the line")
  func strip() throws {
    let band = try Self.band { x, y in
      1 / (1 + SampleDiagram.exponential(-20 * (x - 0.3 - 0.4 * y)))
    }
    let boundary = try DiagramBoundary(panel: [7], of: band, axes: [Self.across, Self.up])
    #expect(boundary.panel == [7])
    #expect(boundary.lines.count == 1 && boundary.bandEdges.count == 2)
    #expect(abs(Self.area(boundary.band) - Self.openShare(band)) < 0.01)
    for point in boundary.lines[0] + boundary.band.joined() {
      #expect(Self.across.ends.contains(point.x) && Self.up.ends.contains(point.y))
    }
    for point in boundary.lines[0] {
      let (x, y) = (Self.across.place(of: point.x), Self.up.place(of: point.y))
      #expect(abs(x - 0.3 - 0.4 * y) < 0.08, "\(x) \(y)")
    }
  }

  @Test("a band about an island has a hole")
  func hole() throws {
    let band = try Self.band { x, y in
      let square = (x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5)
      return 1 / (1 + SampleDiagram.exponential(120 * (square - 0.1)))
    }
    let boundary = try DiagramBoundary(of: band, axes: [Self.across, Self.up])
    #expect(boundary.lines.count == 1)
    let line = boundary.lines[0]
    #expect(line.first == line.last, "an island's coast is closed")
    #expect(boundary.bandEdges.count == 2)
    #expect(boundary.band.count == 1)
    let open = Self.openShare(band)
    #expect(open > 0.02 && open < 0.6)
    #expect(abs(Self.area(boundary.band) - open) < 0.01)
  }

  @Test("over one axis crossings are in its values, and without a boundary there is nothing")
  func crossings() throws {
    let places = (0...12).map { Double($0) / 12 }
    func cells(_ share: (Double) -> Double) -> [BoundaryCell] {
      places.map { x in
        BoundaryCell(
          position: [x],
          outcomes: (0..<16).map {
            OutcomeCount(over: $0 < Int((share(x) * 16).rounded()) ? 1 : 0, total: 1)
          })
      }
    }
    func boundary(_ share: (Double) -> Double) throws -> DiagramBoundary {
      let raster = (0...100).map { Double($0) / 100 }
      let band = try BoundaryBand(
        of: BoundaryField(of: cells(share)), axes: [raster], resampleCount: 20, seed: 1, site: 1)
      return try DiagramBoundary(of: band, axes: [Self.across])
    }
    let crossing = try #require(
      try boundary { 1 / (1 + SampleDiagram.exponential(-12 * ($0 - 0.5))) }.crossings.first)
    #expect(abs(crossing.value - 3) < 0.1)
    #expect(try #require(crossing.low) < crossing.value)
    #expect(try #require(crossing.high) > crossing.value)
    #expect(try boundary { _ in 0.1 } == DiagramBoundary())
    let map = try Self.band { _, _ in 0 }
    #expect(try DiagramBoundary(of: map, axes: [Self.across, Self.up]) == DiagramBoundary())
  }
}
