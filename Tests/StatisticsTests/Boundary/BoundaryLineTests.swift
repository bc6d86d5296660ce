// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do lines of a level close, end at the frame, and part at saddles?

import Foundation
import Statistics
import Testing

@Suite("Lines of a level")
struct BoundaryLineTests {
  private static func lines(
    _ count: Int, level: Double = 0, of value: (Double, Double) -> Double
  ) throws -> [BoundaryLine] {
    let axis = (0..<count).map { Double($0) / Double(count - 1) }
    return try BoundaryLine.contours(
      of: axis.flatMap { x in axis.map { value(x, $0) } }, axes: [axis, axis], level: level)
  }

  /// Signed area to the left of a closed line.
  private static func area(_ points: [[Double]]) -> Double {
    points.indices.reduce(0) { sum, index in
      let (a, b) = (points[index], points[(index + 1) % points.count])
      return sum + (a[0] * b[1] - b[0] * a[1]) / 2
    }
  }

  // The polygon of a circle of radius r on a raster of spacing h is exact to h^2.
  @Test("a disc has a closed line with the disc to its left, a hole one the other way round")
  func circle() throws {
    for sign in [1.0, -1] {
      let lines = try Self.lines(81) { x, y in
        sign * (0.09 - (x - 0.5) * (x - 0.5) - (y - 0.45) * (y - 0.45))
      }
      #expect(lines.count == 1 && lines[0].isClosed)
      #expect(abs(Self.area(lines[0].points) - sign * Double.pi * 0.09) < 2e-4)
      #expect(Set(lines[0].points).count == lines[0].points.count)
    }
  }

  @Test("a line that leaves the square ends at the frame")
  func open() throws {
    let lines = try Self.lines(11) { x, y in x + 0.5 * y - 0.62 }
    let line = try #require(lines.first)
    #expect(lines.count == 1 && !line.isClosed)
    let (first, last) = (line.points[0], line.points[line.points.count - 1])
    #expect(abs(first[0] - 0.12) < 1e-12 && first[1] == 1)
    #expect(abs(last[0] - 0.62) < 1e-12 && last[1] == 0)
    #expect(line.points.allSatisfy { abs($0[0] + 0.5 * $0[1] - 0.62) < 1e-12 })
  }

  // f = x y about the middle of one square: above the saddle's value the corners of the first and third quadrant part.
  @Test("corners are joined across a saddle as the bilinear surface joins them")
  func saddle() throws {
    for (level, joined) in [(0.02, false), (-0.02, true)] {
      let lines = try Self.lines(2, level: level) { x, y in (x - 0.5) * (y - 0.5) }
      #expect(lines.count == 2 && lines.allSatisfy { !$0.isClosed && $0.points.count == 2 })
      // Each line cuts off one corner: of those above the level when they part, of those below when they are joined.
      for line in lines {
        let middle = (0...1).map { (line.points[0][$0] + line.points[1][$0]) / 2 - 0.5 }
        #expect((middle[0] * middle[1] > 0) == !joined)
      }
    }
  }

  @Test("no line where no value passes the level, several where several regions do")
  func counts() throws {
    #expect(try Self.lines(5) { _, _ in 1 }.isEmpty)
    #expect(try Self.lines(5) { _, _ in 0 }.isEmpty)
    let lines = try Self.lines(61) { x, y in sin(4 * Double.pi * x) * sin(4 * Double.pi * y) - 0.5 }
    #expect(lines.count == 8 && lines.allSatisfy(\.isClosed))
    // A value equal to the level on a raster point gives no point twice.
    let touching = try Self.lines(5) { x, y in 0.25 - abs(x - 0.5) - abs(y - 0.5) }
    #expect(touching.count == 1 && touching[0].isClosed && touching[0].points.count == 4)
  }

  @Test("wrong shapes and values are refused")
  func errors() {
    #expect(throws: StatisticsError.shapesDiffer) {
      try BoundaryLine.contours(of: [1, 2, 3], axes: [[0, 1], [0, 1]], level: 0)
    }
    #expect(throws: StatisticsError.notFinite) {
      try BoundaryLine.contours(of: [1, 2, 3, .nan], axes: [[0, 1], [0, 1]], level: 0)
    }
  }
}
