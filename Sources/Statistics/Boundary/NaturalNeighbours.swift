// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies between evaluated points that are scattered over a plane? A mean of the neighbours around each place, weighted by
// how much of their ground a point at that place would take from them.
//
// Goals, in order: never outside the range of the neighbours; the value of a point at the point; no parameter; no case in
// which points on a line or a grid fail. Sibson's weights are areas of Voronoi cells; on a raster they are counts of pixels:
// each pixel nearer to the place than to the point that owns it belongs to the place, and brings its owner's value. So
// every pixel gives the value of its owner to all places within its distance to the owner.
//
// Source: Sibson (1981), "A brief description of natural neighbour interpolation"; on a raster Park et al., "Discrete Sibson
// interpolation", IEEE Trans. Vis. Comput. Graph. 12, 243 (2006).

import Glibc

/// Weights of scattered points at every pixel of a raster.
public struct NaturalNeighbours: Sendable {
  /// Pixels across.
  public let columnCount: Int
  /// Pixels up.
  public let rowCount: Int
  /// By pixel, row after row from below, the nearest point.
  public let owners: [Int]
  /// By pixel the square of the distance to its owner, in pixels across.
  private let squares: [Double]
  /// Height of a pixel in units of its width.
  private let aspect: Double

  /// Finds the owner of each pixel.
  ///
  /// - Parameters:
  ///   - points: Places in 0...1 of both axes, at least one; both axes are as long.
  ///   - columnCount: Pixels across, >= 1.
  ///   - rowCount: Pixels up, >= 1.
  /// - Complexity: O(pixels x points).
  public init(points: [(x: Double, y: Double)], columnCount: Int, rowCount: Int) {
    precondition(!points.isEmpty && columnCount >= 1 && rowCount >= 1, "a raster with a point")
    self.columnCount = columnCount
    self.rowCount = rowCount
    aspect = Double(columnCount) / Double(rowCount)
    var owners = [Int](repeating: 0, count: columnCount * rowCount)
    var squares = [Double](repeating: .infinity, count: columnCount * rowCount)
    // Points from below to above: those too far up or down for a row are passed over.
    let order = points.indices.sorted {
      (points[$0].y, points[$0].x, $0) < (points[$1].y, points[$1].x, $1)
    }
    for row in 0..<rowCount {
      let y = (Double(row) + 0.5) / Double(rowCount)
      var first = 0
      var last = order.count
      while first < last {
        let middle = (first + last) / 2
        if points[order[middle]].y < y { first = middle + 1 } else { last = middle }
      }
      for column in 0..<columnCount {
        let x = (Double(column) + 0.5) / Double(columnCount)
        var best = (square: Double.infinity, point: 0)
        func examine(_ place: Int) -> Bool {
          let (across, up) = (points[order[place]].x - x, points[order[place]].y - y)
          guard up * up <= best.square else { return false }
          let square = across * across + up * up
          if square < best.square { best = (square, order[place]) }
          return true
        }
        var (below, above) = (first - 1, first)
        while below >= 0, examine(below) { below -= 1 }
        while above < order.count, examine(above) { above += 1 }
        owners[row * columnCount + column] = best.point
        squares[row * columnCount + column] =
          best.square * Double(columnCount) * Double(columnCount)
      }
    }
    self.owners = owners
    self.squares = squares
  }

  /// Interpolates values of the points.
  ///
  /// - Parameter values: By point one value or several, all points as many; finite.
  /// - Returns: By value one raster, pixels row after row from below: each a mean of values.
  public func interpolated(_ values: [[Double]]) -> [[Double]] {
    let kindCount = values.first?.count ?? 0
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: owners.count), count: kindCount)
    var weights = [Double](repeating: 0, count: owners.count)
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let pixel = row * columnCount + column
        let own = values[owners[pixel]]
        // A pixel that holds its point belongs to its own place at least.
        let radius = max(squares[pixel].squareRoot(), 0.5)
        let reach = Int(radius / aspect)
        for other in max(0, row - reach)...min(rowCount - 1, row + reach) {
          let up = Double(other - row) * aspect
          let half = Int(max(radius * radius - up * up, 0).squareRoot())
          let from = other * columnCount + max(0, column - half)
          let to = other * columnCount + min(columnCount - 1, column + half)
          for kind in 0..<kindCount {
            let value = own[kind]
            for place in from...to { sums[kind][place] += value }
          }
          for place in from...to { weights[place] += 1 }
        }
      }
    }
    for kind in 0..<kindCount {
      for place in weights.indices { sums[kind][place] /= weights[place] }
    }
    return sums
  }
}
