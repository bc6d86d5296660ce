// SPDX-License-Identifier: GPL-3.0-or-later
//
// Along which lines do values on a raster pass a level?
//
// Marching squares. Segments are directed, the values above the level to their left, so that each edge of the raster ends
// one segment and starts another, and lines are closed or end at the frame. Where all four edges of a square are crossed
// the saddle of the bilinear surface decides which corners are joined (Nielson & Hamann, Proc. IEEE Visualization, 83
// (1991)). A value equal to the level counts as below it.

/// A line in the unit square.
public struct BoundaryLine: Hashable, Sendable {
  /// Points in order, two numbers each; of a closed line the first is not repeated.
  public var points: [[Double]]
  /// Whether the last point is joined to the first; if not, both lie on the frame.
  public var isClosed: Bool

  /// Creates a line.
  public init(points: [[Double]], isClosed: Bool) {
    self.points = points
    self.isClosed = isClosed
  }

  /// Lines of one level.
  ///
  /// - Parameters:
  ///   - values: One a raster point, the second coordinate running fastest; finite.
  ///   - axes: Positions of the raster, two ascending lists.
  ///   - level: Value that the lines pass through.
  /// - Returns: Open lines by the raster order of their first square, then closed ones.
  /// - Throws: `StatisticsError.shapesDiffer`, `.notFinite`.
  public static func contours(
    of values: [Double], axes: [[Double]], level: Double
  ) throws(StatisticsError) -> [BoundaryLine] {
    guard axes.count == 2, values.count == axes[0].count * axes[1].count else {
      throw .shapesDiffer
    }
    guard level.isFinite, values.allSatisfy(\.isFinite) else { throw .notFinite }
    let raster = ContourRaster(values: values, axes: axes, level: level)
    let segments = raster.segments
    var next: [RasterEdge: RasterEdge] = [:]
    for segment in segments { next[segment.start] = segment.end }
    let ends = Set(segments.map(\.end))
    var lines: [BoundaryLine] = []
    let heads = segments.filter { !ends.contains($0.start) } + segments
    for head in heads where next[head.start] != nil {
      var edges = [head.start]
      while let edge = next.removeValue(forKey: edges[edges.count - 1]) { edges.append(edge) }
      let isClosed = edges.count > 1 && edges[0] == edges[edges.count - 1]
      if isClosed { edges.removeLast() }
      lines.append(BoundaryLine(points: raster.points(edges, isClosed), isClosed: isClosed))
    }
    return lines
  }
}

/// An edge of a raster: from a point to its neighbour in one coordinate.
private struct RasterEdge: Hashable {
  var i: Int
  var j: Int
  /// Whether the second coordinate grows along the edge.
  var isUpward: Bool
}

/// Values on a raster with a level.
private struct ContourRaster {
  let values: [Double]
  let axes: [[Double]]
  let level: Double

  func value(_ i: Int, _ j: Int) -> Double { values[i * axes[1].count + j] }

  /// Directed segments, square by square.
  var segments: [(start: RasterEdge, end: RasterEdge)] {
    var result: [(start: RasterEdge, end: RasterEdge)] = []
    for i in 0..<max(axes[0].count - 1, 0) {
      for j in 0..<max(axes[1].count - 1, 0) {
        // Corners and edges, once around with the inside of the square to the left.
        let corners = [value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)]
        let edges = [
          RasterEdge(i: i, j: j, isUpward: false), RasterEdge(i: i + 1, j: j, isUpward: true),
          RasterEdge(i: i, j: j + 1, isUpward: false), RasterEdge(i: i, j: j, isUpward: true),
        ]
        let isAbove = corners.map { $0 > level }
        let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
        // From where the walk leaves what is above to where it enters it: back to the entry before, or, where the
        // corners above are joined across a saddle, on to the entry after.
        let joined = crossed.count == 4 && saddle(corners) > level
        for (rank, edge) in crossed.enumerated() where isAbove[edge] {
          let step = joined ? 1 : crossed.count - 1
          result.append((edges[edge], edges[crossed[(rank + step) % crossed.count]]))
        }
      }
    }
    return result
  }

  /// Value at the saddle of the bilinear surface; the corners 0 and 2 lie on one side of the level, 1 and 3 on the other.
  private func saddle(_ corners: [Double]) -> Double {
    let bend = corners[0] + corners[2] - corners[1] - corners[3]
    return (corners[0] * corners[2] - corners[1] * corners[3]) / bend
  }

  /// Crossings of edges, repeated points left out.
  func points(_ edges: [RasterEdge], _ isClosed: Bool) -> [[Double]] {
    var points: [[Double]] = []
    for edge in edges {
      let (first, second) = (
        value(edge.i, edge.j),
        edge.isUpward ? value(edge.i, edge.j + 1) : value(edge.i + 1, edge.j)
      )
      let part = (level - first) / (second - first)
      var point = [axes[0][edge.i], axes[1][edge.j]]
      if edge.isUpward {
        point[1] += part * (axes[1][edge.j + 1] - point[1])
      } else {
        point[0] += part * (axes[0][edge.i + 1] - point[0])
      }
      if point != points.last { points.append(point) }
    }
    if isClosed, points.count > 1, points[0] == points[points.count - 1] { points.removeLast() }
    return points
  }
}
