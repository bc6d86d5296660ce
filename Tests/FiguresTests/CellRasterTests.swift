// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Figures

@Suite("Nearest cells of a panel")
struct CellRasterTests {
  /// Scattered places: a multiplicative sequence, the same every time.
  static func places(_ count: Int, step: Int) -> [(x: Double, y: Double)] {
    let columns = 41
    return (1...count).map { index in
      let number = index * step % (columns * columns)
      return (Double(number % columns) / 40, Double(number / columns) / 40)
    }
  }

  @Test("every pixel belongs to the cell that is nearest to it")
  func nearest() {
    for (count, step) in [(1, 7), (2, 100), (30, 379), (200, 571), (900, 1_009)] {
      let places = Self.places(count, step: step)
      let raster = CellRaster(places: places)
      let (columns, rows) = (
        Set(places.map(\.x)).sorted(), Set(places.map(\.y)).sorted()
      )
      for j in rows.indices {
        for i in columns.indices {
          func distance(_ index: Int) -> Double {
            let (x, y) = (places[index].x - columns[i], places[index].y - rows[j])
            return x * x + y * y
          }
          let owner = raster.owners[j * columns.count + i]
          let least = places.indices.map(distance).min() ?? 0
          #expect(abs(distance(owner) - least) < 1e-12, "\(count) \(step) \(i) \(j)")
        }
      }
      for (index, place) in places.enumerated() {
        let owner = raster.owner(x: place.x, y: place.y)
        #expect(places[owner] == places[index], "\(count) \(step) \(index)")
      }
    }
  }

  @Test("the order of the cells does not matter")
  func order() {
    let places = Self.places(200, step: 571)
    let raster = CellRaster(places: places)
    let other = CellRaster(places: places.reversed())
    #expect(raster.columnEdges == other.columnEdges)
    #expect(
      raster.owners.map { places[$0].x } == other.owners.map { places[places.count - 1 - $0].x })
    #expect(
      raster.owners.map { places[$0].y } == other.owners.map { places[places.count - 1 - $0].y })
  }

  @Test("rectangles cover the panel once, and on a grid there is one a cell")
  func rectangles() {
    var grid: [(x: Double, y: Double)] = []
    for row in 0..<3 {
      for column in 0..<4 { grid.append((x: Double(column) / 3, y: Double(row) / 2)) }
    }
    let raster = CellRaster(places: grid)
    #expect(raster.rectangles(by: { $0 }).count == 12)
    #expect(raster.rowEdges == [0, 0.25, 0.75, 1])
    let scattered = CellRaster(places: Self.places(200, step: 571))
    let rectangles = scattered.rectangles { $0 % 5 == 0 ? nil : $0 % 5 }
    var owners = [Int](repeating: 0, count: scattered.owners.count)
    for rectangle in rectangles {
      for j in rectangle.rows {
        for i in rectangle.columns {
          #expect(owners[j * scattered.columnCount + i] == 0)
          owners[j * scattered.columnCount + i] = rectangle.key
        }
      }
    }
    #expect(owners == scattered.owners.map { $0 % 5 })
  }

  @Test("borders lie between cells that are not alike")
  func borders() {
    let grid: [(x: Double, y: Double)] = [(0, 0), (1, 0), (0, 1), (1, 1)]
    let lines = CellRaster(places: grid).borders { $0 == 3 }
    #expect(lines.count == 2)
    #expect(lines[0].map(\.x) == [0.5, 0.5] && lines[0].map(\.y) == [0.5, 1])
    #expect(lines[1].map(\.x) == [0.5, 1] && lines[1].map(\.y) == [0.5, 0.5])
  }

  @Test("hatching stays inside its part and reaches all of it")
  func hatching() {
    let lines = Hatching.lines(width: 400, height: 300, spacing: 8) { x, y in x > 0.5 && y < 0.4 }
    #expect(lines.count > 20)
    for line in lines {
      for place in line {
        #expect(place.x > 0.5 - 0.01 && place.x <= 1 && place.y < 0.4 + 0.01 && place.y >= 0)
      }
      let (across, up) = ((line[1].x - line[0].x) * 400, (line[1].y - line[0].y) * 300)
      #expect(abs(across - up) < 1e-9)
    }
    #expect(Hatching.lines(width: 400, height: 300, spacing: 8) { _, _ in false }.isEmpty)
  }

  @Test("places on a logarithmic axis are even between logarithms")
  func logarithms() {
    let axis = DiagramAxis(name: "a", values: [0.01, 0.1, 1, 100], isLogarithmic: true)
    #expect(abs(axis.place(of: 1) - 0.5) < 1e-12)
    #expect(abs(axis.value(at: 0.25) - 0.1) < 1e-12)
    #expect(axis.value(at: 0) == 0.01 && axis.value(at: 1) == 100)
    let one = DiagramAxis(name: "a", values: [3])
    #expect(one.ends == 1.5...4.5)
    #expect(DiagramAxis(name: "a", values: [0]).ends == -0.5...0.5)
  }

  @Test("titles come from the first sentence of the comment, or the name")
  func titles() {
    var axis = DiagramAxis(
      name: "conformity", symbol: "J", documentation: "Pull. More.", values: [0])
    #expect(axis.title == "Pull, J")
    axis.documentation = ""
    #expect(axis.title == "conformity, J")
    axis.symbol = nil
    #expect(axis.title == "conformity")
    axis.documentation = String(repeating: "word ", count: 30)
    #expect(axis.title == "conformity")
  }
}
