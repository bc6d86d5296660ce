// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Statistics

@Suite("Natural neighbours")
struct NaturalNeighboursTests {
  /// Points of a crooked grid, one at each corner.
  private static let points: [(x: Double, y: Double)] = (0...6).flatMap { i in
    (0...6).map { j in
      let shift = i % 6 == 0 || j % 6 == 0 ? 0 : 0.04 * Double((i * 7 + j * 3) % 5 - 2)
      return (Double(i) / 6 + shift, Double(j) / 6 - shift / 2)
    }
  }

  @Test("every pixel is owned by the nearest point")
  func owners() {
    let found = NaturalNeighbours(points: Self.points, columnCount: 40, rowCount: 30)
    for row in 0..<30 {
      for column in 0..<40 {
        let (x, y) = ((Double(column) + 0.5) / 40, (Double(row) + 0.5) / 30)
        func square(_ point: (x: Double, y: Double)) -> Double {
          (point.x - x) * (point.x - x) + (point.y - y) * (point.y - y)
        }
        let least = Self.points.map(square).min() ?? 0
        #expect(square(Self.points[found.owners[row * 40 + column]]) == least)
      }
    }
  }

  @Test("a plane comes back nearly, nothing leaves the range, and shares of kinds add up to 1")
  func planes() {
    let (n, m) = (120, 90)
    let rows = Self.points.map { point in
      [point.x + 2 * point.y, point.x > 0.5 ? 1.0 : 0, point.x > 0.5 ? 0.0 : 1]
    }
    let found = NaturalNeighbours(points: Self.points, columnCount: n, rowCount: m)
      .interpolated(rows)
    for row in 0..<m {
      for column in 0..<n {
        let pixel = row * n + column
        let (x, y) = ((Double(column) + 0.5) / Double(n), (Double(row) + 0.5) / Double(m))
        #expect(found[0][pixel] >= 0 && found[0][pixel] <= 3)
        #expect(abs(found[1][pixel] + found[2][pixel] - 1) < 1e-12)
        // Sibson's mean gives a plane exactly, but for areas cut off at the frame and counted in pixels; the nearest
        // point alone is off by up to 0.25.
        if (0.2...0.8).contains(x), (0.2...0.8).contains(y) {
          #expect(abs(found[0][pixel] - x - 2 * y) < 0.12, "\(x) \(y)")
        }
      }
    }
  }
}
