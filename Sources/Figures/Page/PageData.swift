// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the page know? The geometry of every panel and the numbers, series and evidence of every cell (`PageCells`).

import Emergence

/// The data of a page.
struct PageData {
  private let diagram: PhaseDiagram

  init(_ diagram: PhaseDiagram) { self.diagram = diagram }

  /// Everything.
  var value: ScriptValue {
    let range = diagram.valueRange
    return .object(
      [
        ("title", .text(diagram.title)),
        ("measure", .text(diagram.measure.title)),
        ("name", .text(diagram.measure.name)),
        ("isHarm", .truth(diagram.measure.isHarm)),
        ("limit", ScriptValue(diagram.limit)),
        ("range", ScriptValue([range.lowerBound, range.upperBound])),
        ("boundaryName", .text(PhaseDiagram.boundaryName)),
        ("notes", ScriptValue(diagram.remarks)),
        (
          "provenance",
          .array(diagram.provenance.entries.map { ScriptValue([$0.name, $0.text]) })
        ),
        ("axes", .array(diagram.axes.map(axis))),
        ("columns", .whole(diagram.panelColumnCount)),
        ("panels", .array(diagram.panels.map { diagram.axes.count == 2 ? map($0) : curve($0) })),
        ("signs", ScriptValue((diagram.axes + diagram.panelAxes).map(\.sign))),
      ] + PageCells(diagram).members)
  }

  private func axis(_ axis: DiagramAxis) -> ScriptValue {
    .object([
      ("title", .text(axis.title)), ("sign", .text(axis.sign)),
      ("isLogarithmic", .truth(axis.isLogarithmic)),
      ("ends", ScriptValue([axis.ends.lowerBound, axis.ends.upperBound])),
    ])
  }

  /// Lines one after the other, with a gap between them.
  private func path(_ lines: [[DiagramPoint]]) -> ScriptValue {
    var (x, y): ([ScriptValue], [ScriptValue]) = ([], [])
    for line in lines {
      if !x.isEmpty {
        x.append(.null)
        y.append(.null)
      }
      x += line.map { ScriptValue($0.x) }
      y += line.map { ScriptValue($0.y) }
    }
    return .object([("x", .array(x)), ("y", .array(y))])
  }

  private func overlays(_ panel: [Double]) -> ScriptValue {
    .array(
      diagram.overlays.filter { $0.panel ?? panel == panel }.map {
        .object([("title", .text($0.title)), ("path", path($0.lines))])
      })
  }

  private func map(_ panel: [Double]) -> ScriptValue {
    let boundaries = diagram.boundaries.filter { $0.panel == panel }
    var members: [(String, ScriptValue)] = [
      ("title", .text(diagram.panelTitle(panel))),
      ("boundary", path(boundaries.flatMap(\.lines))),
      ("band", .array(boundaries.flatMap(\.band).map { path([$0]) })),
      ("edges", path(boundaries.flatMap(\.bandEdges))),
      ("overlays", overlays(panel)),
    ]
    // The room that a panel has in a window of 900 pixels, so that names fit there.
    let columnCount = Double(diagram.panelColumnCount)
    let picture = PanelPicture(
      diagram, panel: panel, width: (650 / columnCount).rounded(),
      height: columnCount == 1 ? 410 : 200,
      textSize: columnCount == 1 ? FigurePage.textSize + 1 : FigurePage.smallSize)
    guard let picture else { return .object(members) }
    let width = picture.columnEdges.count - 1
    members += [
      ("x", ScriptValue(picture.columnEdges)), ("y", ScriptValue(picture.rowEdges)),
      (
        "owners",
        .array(
          stride(from: 0, to: picture.owners.count, by: width).map {
            ScriptValue(Array(picture.owners[$0..<$0 + width]))
          })
      ),
      ("borders", path(picture.borders)), ("hatching", path(picture.hatching)),
      ("undecided", path([picture.undecided])),
      (
        "labels",
        .array(
          picture.labels.map {
            .object([
              ("text", .text($0.text)), ("x", ScriptValue($0.point.x)),
              ("y", ScriptValue($0.point.y)), ("scale", ScriptValue($0.scale)),
            ])
          })
      ),
    ]
    return .object(members)
  }

  private func curve(_ panel: [Double]) -> ScriptValue {
    let cells = diagram.cells(of: panel).sorted {
      diagram.cells[$0].coordinates[0] < diagram.cells[$1].coordinates[0]
    }
    let crossings = diagram.boundaries.filter { $0.panel == panel }.flatMap(\.crossings)
    return .object([
      ("title", .text(diagram.panelTitle(panel))),
      ("cells", ScriptValue(cells)),
      ("overlays", overlays(panel)),
      (
        "crossings",
        .array(
          crossings.map {
            .array([ScriptValue($0.value), ScriptValue($0.low), ScriptValue($0.high)])
          })
      ),
    ])
  }
}
