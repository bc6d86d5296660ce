// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the band of a boundary become lines and areas of a panel?
//
// The area of the band is where |z| < 1.96, z being the score of harm being more probable than not. Its outline comes from
// marching squares on 1.96 - |z|, with a rim of points outside it about the raster, so that every outline is closed: one
// that runs to the left encloses a part, one that runs to the right a hole, which is joined to its part by a cut, since
// gnuplot fills one outline at a time.

import Statistics

extension DiagramBoundary {
  /// Makes the boundary of a panel from what statistics found.
  ///
  /// - Parameters:
  ///   - panel: Values of the panel axes; empty where there are none.
  ///   - found: The band over one or two axes, in 0...1 of each.
  ///   - axes: The axes, in the order of the band's coordinates.
  /// - Throws: `StatisticsError.notFinite`.
  public init(
    panel: [Double] = [], of found: BoundaryBand, axes: [DiagramAxis]
  ) throws(StatisticsError) {
    precondition(found.axes.count == axes.count, "one axis a coordinate")
    self.init(panel: panel)
    guard axes.count == 2 else {
      crossings = found.crossings.map { crossing in
        DiagramCrossing(
          value: axes[0].value(at: crossing.position),
          low: crossing.interval.map { axes[0].value(at: $0.low) },
          high: crossing.interval.map { axes[0].value(at: $0.high) })
      }
      return
    }
    func values(_ lines: [BoundaryLine]) -> [[DiagramPoint]] {
      lines.map { line in
        (line.isClosed ? line.points + line.points.prefix(1) : line.points).map {
          DiagramPoint(x: axes[0].value(at: $0[0]), y: axes[1].value(at: $0[1]))
        }
      }
    }
    lines = values(try found.lines())
    guard let edges = try found.band() else { return }
    bandEdges = values(edges.low) + values(edges.high)
    guard !lines.isEmpty || !bandEdges.isEmpty else { return }
    band = values(try Self.areas(of: found).map { BoundaryLine(points: $0, isClosed: false) })
  }

  /// Score beyond which the side of the boundary is decided at 95 %.
  private static let reach = 1.959963984540054

  /// Closed outlines of the places where the side is not decided, holes cut open.
  private static func areas(of found: BoundaryBand) throws(StatisticsError) -> [[[Double]]] {
    let (n, m) = (found.axes[0].count, found.axes[1].count)
    // The rim is so near that outlines end at the frame, and so far below that they end at its very edge.
    let axes = found.axes.map { [$0[0] - 1e-9] + $0 + [$0[$0.count - 1] + 1e-9] }
    var values = [Double](repeating: -1, count: (n + 2) * (m + 2))
    for i in 0..<n {
      for j in 0..<m {
        values[(i + 1) * (m + 2) + j + 1] = reach - abs(found.scores[i * m + j])
      }
    }
    let outlines = try BoundaryLine.contours(of: values, axes: axes, level: 0)
      .filter(\.isClosed).map(\.points)
    var parts = outlines.filter { area(of: $0) > 0 }
    for hole in outlines where area(of: hole) < 0 {
      // The smallest part that holds it.
      let around = parts.indices.filter { contains(parts[$0], hole[0]) }
        .min { area(of: parts[$0]) < area(of: parts[$1]) }
      if let around { parts[around] = joined(parts[around], hole) }
    }
    return parts
  }

  /// Twice the area inside an outline, above 0 where it runs to the left.
  private static func area(of outline: [[Double]]) -> Double {
    zip(outline, outline.dropFirst() + outline.prefix(1)).reduce(0) {
      $0 + $1.0[0] * $1.1[1] - $1.1[0] * $1.0[1]
    }
  }

  /// Whether a point lies inside an outline: a ray from it crosses the outline an odd number of times.
  private static func contains(_ outline: [[Double]], _ point: [Double]) -> Bool {
    zip(outline, outline.dropFirst() + outline.prefix(1)).reduce(false) { isInside, side in
      let (a, b) = side
      guard (a[1] > point[1]) != (b[1] > point[1]) else { return isInside }
      let x = a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
      return point[0] < x ? !isInside : isInside
    }
  }

  /// An outline with a hole, joined by a cut between their nearest points.
  private static func joined(_ outline: [[Double]], _ hole: [[Double]]) -> [[Double]] {
    var best = (outer: 0, inner: 0, square: Double.infinity)
    for (i, a) in outline.enumerated() {
      for (j, b) in hole.enumerated() {
        let square = (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
        if square < best.square { best = (i, j, square) }
      }
    }
    let around = Array(hole[best.inner...] + hole[...best.inner])
    return Array(outline[...best.outer]) + around + Array(outline[best.outer...])
  }
}
