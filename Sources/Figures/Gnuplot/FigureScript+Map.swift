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

extension PhaseDiagram {
  /// Panels beside each other: the values of the first of two panel axes, else as square as can be.
  var panelColumnCount: Int {
    if panelAxes.count >= 2 { return panelAxes[0].values.count }
    let count = panels.count
    return count <= 3 ? count : count == 4 ? 2 : count <= 9 ? 3 : 4
  }

  /// What stands above a panel.
  func panelTitle(_ panel: [Double]) -> String {
    zip(panelAxes, panel).map { "\($0.sign) = \(GnuplotText.label($1))" }
      .joined(separator: ", ")
  }

  /// The values between which colours and heights run: the range of the measure, or what was found with its limit.
  var valueRange: ClosedRange<Double> {
    if let range = measure.range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound
    {
      return range
    }
    var values = cells.compactMap { value(of: $0)?.mean }
    if axes.count == 1 {
      values += cells.flatMap { cell in
        [value(of: cell), harm(of: cell)?.alone, harm(of: cell)?.unlinked]
          .flatMap { [$0?.low, $0?.high, $0?.mean] }.compactMap(\.self)
      }
    }
    if let limit { values.append(limit) }
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    guard low < high else { return low - 0.5...high + 0.5 }
    return low...high
  }

  /// What is said below a picture or a page: what the boundary is, then the notes.
  var remarks: [String] {
    let hasBoundary = boundaries.contains { !$0.lines.isEmpty || !$0.crossings.isEmpty }
    let boundary = "Boundary of harm: alone it stays within its limit, together it leaves it."
    return (hasBoundary ? [boundary] : []) + notes
  }

  /// Comments at the top of a script.
  var about: [String] {
    ["\(title): \(measure.name)"] + provenance.entries.map { "\($0.name): \($0.text)" } + notes
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
        diagram, panel: $0, width: size.panelWidth, height: size.panelHeight, textSize: textSize)
    }
    self.page = page(Self.legend(diagram, pictures), Self.remarks(diagram, pictures))
  }

  /// What is said below the picture.
  private static func remarks(_ diagram: PhaseDiagram, _ pictures: [PanelPicture?]) -> [String] {
    var remarks = diagram.remarks
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
      entries.append(.init(sign: .haloedLine, text: "boundary of harm"))
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
          let value = diagram.value(of: diagram.cells[rectangle.cell])?.mean
          guard (value != nil) == isKnown else { return nil }
          let corners = [rectangle.low.x, rectangle.high.x, rectangle.low.y, rectangle.high.y]
          return corners + (isKnown ? [value] : [])
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
    let marks = data.add("\(name): crosses on undecided cells", lines(picture.crosses))
    add(marks, "using 1:2 with lines lw 3.4 lc rgb '#ffffff'")
    add(marks, "using 1:2 with lines lw 1.6 lc rgb '#000000'")
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

  private var barLeft: Double { page.panelsRight + 26 }
  private static let barWidth = 18.0
  private var barTop: Double { page.corner(of: 0).y }
  private var barHeight: Double { min(page.panelsBottom - barTop, 410) }

  /// Commands that draw the colour bar, as a picture of its own.
  private func colorBar() -> [String] {
    let range = diagram.valueRange
    func share(_ value: Double) -> String { GnuplotText.label((value * 1e6).rounded() / 1e6) }
    var commands = ["unset label"]
    commands += page.place(left: barLeft, top: barTop, width: Self.barWidth, height: barHeight)
    commands += [
      "unset logscale; set xrange [0:1]; set yrange [\(range.lowerBound):\(range.upperBound)]; "
        + "unset xtics; unset ytics; "
        + "set y2range [\(range.lowerBound):\(range.upperBound)]; "
        + "set y2tics \(TickStep.step(over: range, most: 6)); set format y2 '%g'",
      "set isosamples 2,256; set samples 256",
      "plot '+' using (0):(\(range.lowerBound) + ($0 + 0.5) / 256. "
        + "* (\(range.upperBound - range.lowerBound))):(0):(1)"
        + ":(\(range.lowerBound) + $0 / 256. * (\(range.upperBound - range.lowerBound)))"
        + ":(\(range.lowerBound) + ($0 + 1) / 256. * (\(range.upperBound - range.lowerBound)))"
        + ":(\(range.lowerBound) + ($0 + 0.5) / 256. * (\(range.upperBound - range.lowerBound))) "
        + "with boxxyerror fs solid 1 border lw 0.6 lc palette notitle",
      "unset y2tics",
    ]
    return commands
  }

  /// Commands that write the title of the colour bar and mark the limit on it.
  private func barTitle() -> [String] {
    let text = TextExtent.cut(
      diagram.measure.title, width: (page.panelsBottom - 20) / FigurePage.textSize)
    // A title longer than the bar is centred between the upper edge of the page and the end of the panels.
    let fits = TextExtent.width(text) * FigurePage.textSize <= barHeight
    let centre = fits ? barTop + barHeight / 2 : (page.panelsBottom + 10) / 2
    var commands = [
      page.text(text, x: page.width - 20, y: centre, align: "center rotate by 90")
    ]
    let range = diagram.valueRange
    if let limit = diagram.limit, range.contains(limit) {
      let share = (limit - range.lowerBound) / (range.upperBound - range.lowerBound)
      let y = barTop + barHeight * (1 - share)
      let right = barLeft + Self.barWidth
      for (color, width) in [("#ffffff", 3.0), ("#000000", 1.4)] {
        commands.append(
          "set arrow from first \(page.at(barLeft, y)) to first \(page.at(right, y)) nohead front "
            + "lc rgb '\(color)' lw \(width)")
      }
      commands.append(
        FigurePage.triangle(
          page.at(barLeft, y), page.at(barLeft - 11, y - 5.5), page.at(barLeft - 11, y + 5.5)))
    }
    return commands
  }
}

/// Distances of ticks.
enum TickStep {
  /// A round distance at which so many ticks, at most, fit on a range.
  static func step(over range: ClosedRange<Double>, most: Int) -> Double {
    let raw = (range.upperBound - range.lowerBound) / Double(max(1, most))
    guard raw > 0, raw.isFinite else { return 1 }
    var power = 1.0
    while power > raw { power /= 10 }
    while power * 10 <= raw { power *= 10 }
    let step = [1.0, 2, 5, 10].first { $0 * power >= raw * (1 - 1e-9) } ?? 10
    return step * power
  }
}
