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
  /// By pixel, row by row from below, the index of the nearest cell in the diagram; empty where the ground is interpolated.
  let owners: [Int]
  /// Rectangles of one value each: low and high corner, the value.
  let rectangles: [(low: DiagramPoint, high: DiagramPoint, value: Double?)]
  /// Borders between verdicts.
  let borders: [Line]
  /// Hatching of the bistable part.
  let hatching: [Line]
  /// Cells whose verdict is open or does not stand.
  let undecided: [DiagramPoint]
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
  ///   - isInterpolated: Whether the ground is interpolated between cells; else it is made of blocks.
  init?(
    _ diagram: PhaseDiagram, panel: [Double], width: Double, height: Double, textSize: Double,
    isInterpolated: Bool = false
  ) {
    let cells = diagram.cells(of: panel)
    guard !cells.isEmpty else { return nil }
    let (across, up) = (diagram.axes[0], diagram.axes[1])
    func point(_ place: (x: Double, y: Double)) -> DiagramPoint {
      DiagramPoint(x: across.value(at: place.x), y: up.value(at: place.y))
    }
    let places = cells.map { cell in
      let coordinates = diagram.cells[cell].coordinates
      return (x: across.place(of: coordinates[0]), y: up.place(of: coordinates[1]))
    }
    let members = cells.map { diagram.cells[$0] }
    let ground =
      isInterpolated
      ? PanelGround(interpolating: places, members, of: diagram, width: width, height: height)
      : PanelGround(blocksAt: places, members, of: diagram)
    let raster = ground.raster
    self.panel = panel
    self.cells = cells
    columnEdges = raster.columnEdges.map { across.value(at: $0) }
    rowEdges = raster.rowEdges.map { up.value(at: $0) }
    owners = isInterpolated ? [] : raster.owners.map { cells[$0] }
    rectangles = Self.rectangles(of: ground, isInterpolated, diagram.valueRange).map { rectangle in
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
          )), rectangle.key
      )
    }
    borders = ground.borders.map { $0.map(point) }
    hatching =
      ground.areBistable.contains(true)
      ? Hatching.lines(width: width, height: height, spacing: 9) { x, y in
        ground.areBistable[raster.owner(x: x, y: y)]
      }.map { $0.map(point) } : []
    let verdicts = members.map(diagram.verdict)
    undecided = zip(cells, verdicts).filter { $1 == .undecided }.map { cell, _ in
      let coordinates = diagram.cells[cell].coordinates
      return DiagramPoint(x: coordinates[0], y: coordinates[1])
    }
    // Open cells are marked one by one: their region has no name of its own.
    let named = Verdict.allCases.filter { $0 != .undecided && verdicts.contains($0) }
    let placed = RegionLabels(
      texts: named.map(\.rawValue),
      region: { x, y in
        ground.verdicts[raster.owner(x: x, y: y)].flatMap { named.firstIndex(of: $0) }
      },
      extent: { text in
        ((TextExtent.width(text) * textSize + 14) / width, (textSize * 1.3 + 8) / height)
      })
    labels = placed.labels.map { ($0.text, point(($0.x, $0.y)), $0.scale) }
    unlabelled = placed.unplaced
  }

  /// Colours of an interpolated ground: finer steps are not seen.
  private static let levelCount = 256.0

  /// The ground as few rectangles of one value each, between `levelCount` values where it is interpolated.
  private static func rectangles(
    of ground: PanelGround, _ isInterpolated: Bool, _ range: ClosedRange<Double>
  ) -> [CellRaster.Rectangle<Double?>] {
    guard isInterpolated else {
      return ground.raster.rectangles { $0 }.map { rectangle in
        CellRaster.Rectangle(
          key: ground.values[rectangle.key], columns: rectangle.columns, rows: rectangle.rows)
      }
    }
    let step = (range.upperBound - range.lowerBound) / levelCount
    let levels = ground.values.map { value in
      value.map { min(max((($0 - range.lowerBound) / step).rounded(.down), 0), levelCount - 1) }
    }
    return ground.raster.rectangles { .some(levels[$0]) }.map { rectangle in
      CellRaster.Rectangle(
        key: rectangle.key.map { range.lowerBound + ($0 + 0.5) * step },
        columns: rectangle.columns, rows: rectangle.rows)
    }
  }
}
