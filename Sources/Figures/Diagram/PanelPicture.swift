// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is seen in one panel of a map? Coloured rectangles, borders of regions, hatching, marks and names, in values of the
// axes: what the script and the page draw alike.

import Emergence

/// The geometry of one panel of a diagram with two axes.
struct PanelPicture {
  /// A line or an outline in values of the axes.
  typealias Line = [DiagramPoint]

  /// Values of the panel axes.
  let panel: [Double]
  /// Indices of the cells of the panel in the diagram.
  let cells: [Int]
  /// Edges of columns and rows of the raster, in values of the axes.
  let columnEdges: [Double]
  let rowEdges: [Double]
  /// By pixel, row by row from below, the index of the nearest cell in the diagram.
  let owners: [Int]
  /// Rectangles of one cell each: low and high corner, index of the cell in the diagram.
  let rectangles: [(low: DiagramPoint, high: DiagramPoint, cell: Int)]
  /// Borders between verdicts.
  let borders: [Line]
  /// Hatching of the bistable part.
  let hatching: [Line]
  /// Cells whose verdict is open or does not stand.
  let undecided: [DiagramPoint]
  /// Two lines across each of them.
  let crosses: [Line]
  /// Names of the verdict regions.
  let labels: [(text: String, point: DiagramPoint, scale: Double)]
  /// Verdicts whose region is too small for its name.
  let unlabelled: [String]

  /// Makes the picture of a panel; `nil` where no cell lies in it.
  ///
  /// - Parameters:
  ///   - diagram: A diagram with two axes.
  ///   - panel: Values of the panel axes.
  ///   - width: Width of the panel in points.
  ///   - height: Height of the panel in points.
  ///   - textSize: Size of names in points.
  init?(
    _ diagram: PhaseDiagram, panel: [Double], width: Double, height: Double, textSize: Double
  ) {
    let cells = diagram.cells(of: panel)
    guard !cells.isEmpty else { return nil }
    let (across, up) = (diagram.axes[0], diagram.axes[1])
    func point(_ place: (x: Double, y: Double)) -> DiagramPoint {
      DiagramPoint(x: across.value(at: place.x), y: up.value(at: place.y))
    }
    let raster = CellRaster(
      places: cells.map { cell in
        let coordinates = diagram.cells[cell].coordinates
        return (across.place(of: coordinates[0]), up.place(of: coordinates[1]))
      })
    let verdicts = cells.map { diagram.verdict(of: diagram.cells[$0]) }
    let areBistable = cells.map { diagram.harm(of: diagram.cells[$0])?.isBistable == true }
    self.panel = panel
    self.cells = cells
    columnEdges = raster.columnEdges.map { across.value(at: $0) }
    rowEdges = raster.rowEdges.map { up.value(at: $0) }
    owners = raster.owners.map { cells[$0] }
    rectangles = raster.rectangles { $0 }.map { rectangle in
      (
        point(
          (
            raster.columnEdges[rectangle.columns.lowerBound],
            raster.rowEdges[rectangle.rows.lowerBound]
          )),
        point(
          (
            raster.columnEdges[rectangle.columns.upperBound],
            raster.rowEdges[rectangle.rows.upperBound]
          )), cells[rectangle.key]
      )
    }
    borders = raster.borders { verdicts[$0] }.map { $0.map(point) }
    hatching =
      areBistable.contains(true)
      ? Hatching.lines(width: width, height: height, spacing: 9) { x, y in
        areBistable[raster.owner(x: x, y: y)]
      }.map { $0.map(point) } : []
    undecided = zip(cells, verdicts).filter { $1 == .undecided }.map { cell, _ in
      let coordinates = diagram.cells[cell].coordinates
      return DiagramPoint(x: coordinates[0], y: coordinates[1])
    }
    crosses = undecided.flatMap { cell in
      let (x, y) = (across.place(of: cell.x), up.place(of: cell.y))
      let (dx, dy) = (4 / width, 4 / height)
      return [dy, -dy].map { rise in
        [(x - dx, y - rise), (x + dx, y + rise)].map { place in
          DiagramPoint(x: across.value(about: place.0), y: up.value(about: place.1))
        }
      }
    }
    // Open cells are marked one by one: their region has no name of its own.
    let named = Verdict.allCases.filter { $0 != .undecided && verdicts.contains($0) }
    let placed = RegionLabels(
      texts: named.map(\.rawValue),
      region: { x, y in
        verdicts[raster.owner(x: x, y: y)].flatMap { named.firstIndex(of: $0) }
      },
      extent: { text in
        ((TextExtent.width(text) * textSize + 14) / width, (textSize * 1.3 + 8) / height)
      })
    labels = placed.labels.map { ($0.text, point(($0.x, $0.y)), $0.scale) }
    unlabelled = placed.unplaced
  }
}
