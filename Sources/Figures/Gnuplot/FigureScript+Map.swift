// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a diagram with two axes drawn? A heat map a panel, with the boundary, its band, regions named and hatched.

import Emergence

extension FigureScript {
  /// Creates the figure of a diagram: a map over two axes, curves over one.
  ///
  /// - Parameters:
  ///   - diagram: The diagram.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError`.
  public init(of diagram: PhaseDiagram, name: String) throws(FigureError) {
    guard diagram.cells.contains(where: { diagram.value(of: $0)?.mean != nil }) else {
      throw .nothingToDraw
    }
    switch diagram.axes.count {
    case 0: throw .noAxis
    case 1: self = try CurvePlot(diagram).script(name: name)
    default: self = try MapPlot(diagram).script(name: name)
    }
  }
}

/// The drawing of a diagram with two axes.
struct MapPlot {
  let diagram: PhaseDiagram
  let pictures: [PanelPicture?]
  let page: FigurePage
  private var data = FigureData()

  init(_ diagram: PhaseDiagram) {
    self.diagram = diagram
    let columnCount = diagram.panelColumnCount
    let panels = diagram.panels
    // The size of panels depends on nothing but their number.
    func page(_ legend: [FigurePage.Entry], _ notes: [String]) -> FigurePage {
      FigurePage(
        columnCount: columnCount, panelCount: panels.count, title: diagram.title,
        hasPanelTitles: !diagram.panelAxes.isEmpty, right: 132, legend: legend, notes: notes)
    }
    let size = page([], [])
    let textSize = columnCount == 1 ? FigurePage.textSize : FigurePage.smallSize
    pictures = panels.map {
      PanelPicture(
        diagram, panel: $0, width: size.panelWidth, height: size.panelHeight, textSize: textSize,
        isInterpolated: diagram.isRefined)
    }
    self.page = page(Self.legend(diagram, pictures), Self.remarks(diagram, pictures))
  }

  /// What is said below the picture.
  private static func remarks(_ diagram: PhaseDiagram, _ pictures: [PanelPicture?]) -> [String] {
    var remarks = diagram.remarks
    if diagram.isRefined {
      remarks.append(
        "Between cells colours, hatching and borders are interpolated (natural neighbours).")
    }
    let names = Set(pictures.compactMap(\.self).flatMap(\.unlabelled))
    if !names.isEmpty {
      let words = Verdict.allCases.map(\.rawValue).filter(names.contains)
      remarks.append(
        "Some regions are too small for their name: \(words.joined(separator: ", ")).")
    }
    return remarks
  }

  private static func legend(
    _ diagram: PhaseDiagram, _ pictures: [PanelPicture?]
  ) -> [FigurePage.Entry] {
    let pictures = pictures.compactMap(\.self)
    var entries: [FigurePage.Entry] = []
    if diagram.boundaries.contains(where: { !$0.lines.isEmpty }) {
      entries.append(.init(sign: .haloedLine, text: PhaseDiagram.boundaryName))
    }
    if diagram.boundaries.contains(where: { !$0.band.isEmpty || !$0.bandEdges.isEmpty }) {
      entries.append(.init(sign: .band(color: "#c8c8c8", edge: "#707070"), text: "its 95 % band"))
    }
    for (index, overlay) in diagram.overlays.enumerated() {
      let style = overlayStyle(index)
      entries.append(
        .init(sign: .line(color: style.color, width: 1.4, dash: style.dash), text: overlay.title))
    }
    if pictures.contains(where: { !$0.hatching.isEmpty }) {
      entries.append(.init(sign: .hatch, text: "bistable"))
    }
    if pictures.contains(where: { !$0.undecided.isEmpty }) {
      entries.append(.init(sign: .cross, text: "undecided"))
    }
    if diagram.cells.contains(where: { diagram.value(of: $0)?.mean == nil }) {
      entries.append(.init(sign: .box(color: missingColor), text: "no value"))
    }
    if let limit = diagram.limit, diagram.valueRange.contains(limit) {
      entries.append(.init(sign: .mark, text: "limit \(GnuplotText.label(limit))"))
    }
    return entries
  }

  static let missingColor = "#d0d0d0"

  /// Colours of curves to compare with: those of Okabe and Ito that stand out from viridis.
  static func overlayStyle(_ index: Int) -> (color: String, dash: Int) {
    let colors = ["#d55e00", "#cc79a7", "#e69f00"]
    return (colors[index % colors.count], 2 + index / colors.count % 3)
  }

  /// The whole figure.
  func script(name: String) throws(FigureError) -> FigureScript {
    var copy = self
    let body = copy.body()
    return try FigureScript(
      name: name, width: page.width, height: page.height, about: diagram.about, body: body,
      data: copy.data)
  }

  private mutating func body() -> [String] {
    let range = diagram.valueRange
    var commands = [
      "set cbrange [\(range.lowerBound):\(range.upperBound)]",
      "set border 31 front lw 1; set tics front out nomirror scale 0.6 font ''.letters(12)",
    ]
    for index in pictures.indices {
      commands += ["", GnuplotText.comment(panelName(index))]
      commands += panel(index)
    }
    commands += ["", "# colour bar, titles, legend and notes"]
    return commands + colorBar()
      + page.frame(
        xTitles: [diagram.axes[0].title], yTitles: [diagram.axes[1].title],
        panelTitles: diagram.panelAxes.isEmpty ? [] : diagram.panels.map(diagram.panelTitle),
        more: barTitle())
  }

  private func panelName(_ index: Int) -> String {
    diagram.panelAxes.isEmpty ? "map" : "panel " + diagram.panelTitle(diagram.panels[index])
  }

  private mutating func panel(_ index: Int) -> [String] {
    let (across, up) = (diagram.axes[0], diagram.axes[1])
    var commands = page.place(index)
    commands.append("unset label; unset colorbox")
    commands += Self.axis("x", across, length: page.panelWidth, isLabelled: page.isLowest(index))
    commands += Self.axis(
      "y", up, length: page.panelHeight, isLabelled: index % page.columnCount == 0)
    guard let picture = pictures[index] else {
      return commands + ["plot [\(across.ends.lowerBound):\(across.ends.upperBound)] NaN notitle"]
    }
    let size = page.columnCount == 1 ? FigurePage.textSize : FigurePage.smallSize
    for label in picture.labels {
      commands.append(
        "set label \(GnuplotText.quoted(label.text)) at first \(label.point.x),\(label.point.y) "
          + "center noenhanced font ''.letters(\(GnuplotText.length(size * label.scale))) boxed front"
      )
    }
    return commands + ["plot " + layers(picture, panelName(index)).joined(separator: ", \\\n  ")]
  }

  /// What is drawn in a panel, from the ground up.
  private mutating func layers(_ picture: PanelPicture, _ name: String) -> [String] {
    var layers: [String] = []
    func add(_ source: String?, _ style: String) {
      if let source { layers.append("\(source) \(style) notitle") }
    }
    func rows(_ isKnown: Bool) -> [[[Double?]]] {
      [
        picture.rectangles.compactMap { rectangle in
          guard (rectangle.value != nil) == isKnown else { return nil }
          let corners = [rectangle.low.x, rectangle.high.x, rectangle.low.y, rectangle.high.y]
          return corners + (isKnown ? [rectangle.value] : [])
        }
      ]
    }
    func lines(_ lines: [PanelPicture.Line]) -> [[[Double?]]] {
      lines.map { $0.map { [$0.x, $0.y] } }
    }
    add(
      data.add("\(name): x from, x to, y from, y to, \(diagram.measure.name)", rows(true)),
      "using 1:3:1:2:3:4:5 with boxxyerror fs solid 1 border lw 0.6 lc palette")
    add(
      data.add("\(name): x from, x to, y from, y to without a value", rows(false)),
      "using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lw 0.6 lc rgb '\(Self.missingColor)'")
    let borders = data.add("\(name): borders of verdicts", lines(picture.borders))
    add(borders, "using 1:2 with lines lw 2 lc rgb '#a0000000'")
    add(borders, "using 1:2 with lines lw 0.8 lc rgb '#60ffffff'")
    let hatching = data.add("\(name): hatching where bistable", lines(picture.hatching))
    add(hatching, "using 1:2 with lines lw 2 lc rgb '#70000000'")
    add(hatching, "using 1:2 with lines lw 0.9 lc rgb '#ffffff'")
    for boundary in diagram.boundaries where boundary.panel == picture.panel {
      let band = data.add("\(name): 95 % band of the boundary", lines(boundary.band))
      add(band, "using 1:2 with filledcurves closed fs solid noborder fc rgb '#70ffffff'")
      let edges = data.add("\(name): edges of the band", lines(boundary.bandEdges))
      add(edges, "using 1:2 with lines lw 2 lc rgb '#a0ffffff'")
      add(edges, "using 1:2 with lines lw 1 lc rgb '#505050'")
      let line = data.add("\(name): boundary", lines(boundary.lines))
      add(line, "using 1:2 with lines lw 5 lc rgb '#ffffff'")
      add(line, "using 1:2 with lines lw 2.2 lc rgb '#000000'")
    }
    for (index, overlay) in diagram.overlays.enumerated()
    where overlay.panel ?? picture.panel == picture.panel {
      let style = Self.overlayStyle(index)
      add(
        data.add("\(name): \(overlay.title)", lines(overlay.lines)),
        "using 1:2 with lines lw 2.4 dt \(style.dash) lc rgb '\(style.color)'")
    }
    // Marks, not lines: gnuplot cuts lines off at the frame.
    let marks = data.add("\(name): undecided cells", lines([picture.undecided]))
    add(marks, "using 1:2 with points pt 2 ps 1.15 lw 3.4 lc rgb '#ffffff'")
    add(marks, "using 1:2 with points pt 2 ps 1.1 lw 1.6 lc rgb '#000000'")
    return layers
  }

  /// Commands for the axis of a panel.
  static func axis(
    _ letter: String, _ axis: DiagramAxis, length: Double, isLabelled: Bool
  ) -> [String] {
    let ends = axis.ends
    var command = "set \(letter)range [\(ends.lowerBound):\(ends.upperBound)]; "
    command += "\(axis.isLogarithmic ? "set" : "unset") logscale \(letter); "
    command += "set format \(letter) '\(isLabelled ? "%g" : "")'; "
    if axis.isLogarithmic {
      command += "set \(letter)tics autofreq"
    } else {
      command += "set \(letter)tics \(TickStep.step(over: ends, most: Int(length / 55)))"
    }
    return [command]
  }
}
