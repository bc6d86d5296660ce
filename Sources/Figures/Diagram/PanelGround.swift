// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the ground of a map made of? On a grid every cell is a block of its own. Where cells stand close together along a
// boundary and far apart elsewhere, blocks would draw stairs and islands that nobody measured; there the ground is
// interpolated between natural neighbours, colours and verdicts alike, each place by the cells around it.

import Emergence
import Statistics

/// Pixels of a panel with what is known of each.
struct PanelGround {
  /// Pixels; an owner is an index into the lists below.
  let raster: CellRaster
  /// By owner the value that is drawn; `nil` where there is none.
  let values: [Double?]
  /// By owner the verdict; `nil` where there is none.
  let verdicts: [Verdict?]
  /// By owner whether runs stay where they began.
  let areBistable: [Bool]
  /// Borders between verdicts, in places on the axes.
  let borders: [[(x: Double, y: Double)]]

  /// Points between the middles of neighbouring pixels of an interpolated ground.
  private static let pixelSize = 2.0

  /// Makes the ground of blocks.
  ///
  /// - Parameters:
  ///   - places: Places of the cells on both axes, each in 0...1; at least one.
  ///   - cells: The cells.
  ///   - diagram: Their diagram.
  init(blocksAt places: [(x: Double, y: Double)], _ cells: [DiagramCell], of diagram: PhaseDiagram)
  {
    let verdicts = cells.map(diagram.verdict)
    raster = CellRaster(places: places)
    values = cells.map { diagram.value(of: $0)?.mean }
    self.verdicts = verdicts
    areBistable = cells.map { diagram.harm(of: $0)?.isBistable == true }
    borders = raster.borders { verdicts[$0] }
  }

  /// Makes an interpolated ground.
  ///
  /// - Parameters:
  ///   - places: Places of the cells on both axes, each in 0...1; at least one.
  ///   - cells: The cells.
  ///   - diagram: Their diagram.
  ///   - width: Width of the panel in points.
  ///   - height: Height of the panel in points.
  init(
    interpolating places: [(x: Double, y: Double)], _ cells: [DiagramCell],
    of diagram: PhaseDiagram, width: Double, height: Double
  ) {
    let (n, m) = (Int(width / Self.pixelSize), Int(height / Self.pixelSize))
    let known = cells.map { diagram.value(of: $0)?.mean }
    let found = cells.map(diagram.verdict)
    let kinds: [Verdict?] = (Verdict.allCases + [nil]).filter { found.contains($0) }
    // By cell: its value, whether it has one, whether it is bistable, and whether it is of each kind.
    let rows = cells.indices.map { index -> [Double] in
      let isBistable = diagram.harm(of: cells[index])?.isBistable == true
      return [known[index] ?? 0, known[index] == nil ? 0 : 1, isBistable ? 1 : 0]
        + kinds.map { $0 == found[index] ? 1 : 0 }
    }
    let shares = NaturalNeighbours(points: places, columnCount: n, rowCount: m)
      .interpolated(rows)
    raster = CellRaster(columnCount: n, rowCount: m)
    values = (0..<n * m).map { shares[1][$0] > 0.5 ? shares[0][$0] / shares[1][$0] : nil }
    areBistable = shares[2].map { $0 > 0.5 }
    let ofKinds = Array(shares.dropFirst(3))
    verdicts = (0..<n * m).map { pixel in
      kinds[ofKinds.indices.max { (ofKinds[$0][pixel], $1) < (ofKinds[$1][pixel], $0) } ?? 0]
    }
    borders = Self.borders(ofKinds, n, m)
  }

  /// Lines along which two kinds have the greatest share, the same for both.
  private static func borders(
    _ shares: [[Double]], _ n: Int, _ m: Int
  ) -> [[(x: Double, y: Double)]] {
    let axes = [n, m].map { count in (0..<count).map { (Double($0) + 0.5) / Double(count) } }
    // The last kind has no border that another has not.
    return shares.indices.dropLast().flatMap { kind -> [[(x: Double, y: Double)]] in
      var lead = [Double](repeating: 0, count: n * m)
      for i in 0..<n {
        for j in 0..<m {
          var most = -1.0
          for other in shares.indices where other != kind {
            most = max(most, shares[other][j * n + i])
          }
          lead[i * m + j] = shares[kind][j * n + i] - most
        }
      }
      guard let lines = try? BoundaryLine.contours(of: lead, axes: axes, level: 0) else {
        preconditionFailure("shares are finite, one a pixel")
      }
      return lines.map { line in
        (line.isClosed ? line.points + line.points.prefix(1) : line.points).map { ($0[0], $0[1]) }
      }
    }
  }
}
