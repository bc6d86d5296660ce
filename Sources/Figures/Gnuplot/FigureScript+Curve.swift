// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a diagram with one axis drawn? Harm together, unlinked and alone with their bands, its limit, and above them the
// verdict of every stretch.

import Emergence

/// The drawing of a diagram with one axis.
struct CurvePlot {
  let diagram: PhaseDiagram
  let pictures: [CurvePicture?]
  let page: FigurePage
  private var data = FigureData()

  /// Colours of the conditions (Okabe and Ito, 2008), told apart by everybody.
  static let colors: [RunCondition: String] = [
    .together: "#d55e00", .unlinked: "#0072b2", .alone: "#009e73",
  ]
  /// Kinds of dashes of the conditions, for print without colours.
  static let dashes: [RunCondition: Int] = [.together: 1, .unlinked: 5, .alone: 4]

  init(_ diagram: PhaseDiagram) {
    self.diagram = diagram
    let panels = diagram.panels
    pictures = panels.map { CurvePicture(diagram, panel: $0) }
    page = FigurePage(
      columnCount: diagram.panelColumnCount, panelCount: panels.count, title: diagram.title,
      hasPanelTitles: !diagram.panelAxes.isEmpty, right: 30,
      legend: Self.legend(diagram, pictures.compactMap(\.self)),
      notes: diagram.remarks)
  }

  private static func legend(
    _ diagram: PhaseDiagram, _ pictures: [CurvePicture]
  ) -> [FigurePage.Entry] {
    var entries: [FigurePage.Entry] = []
    for condition in RunCondition.allCases {
      guard pictures.contains(where: { $0.curves.contains { $0.condition == condition } }) else {
        continue
      }
      entries.append(
        .init(
          sign: .curve(color: colors[condition] ?? "", dash: dashes[condition] ?? 1),
          text: diagram.measure.isHarm ? condition.rawValue : "mean"))
    }
    if let limit = diagram.limit {
      entries.append(
        .init(
          sign: .line(color: "#404040", width: 1.4, dash: 2),
          text: "limit \(GnuplotText.label(limit))"))
    }
    if diagram.boundaries.contains(where: { !$0.crossings.isEmpty }) {
      entries.append(.init(sign: .crossing, text: PhaseDiagram.boundaryName + ", 95 % band"))
    }
    if pictures.contains(where: { !$0.bistable.isEmpty }) {
      entries.append(.init(sign: .greyHatch, text: "bistable"))
    }
    for (index, overlay) in diagram.overlays.enumerated() {
      entries.append(
        .init(
          sign: .line(color: MapPlot.overlayStyle(index + 1).color, width: 1.4, dash: 2),
          text: overlay.title))
    }
    return entries
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
    var commands = [
      "set border 31 front lw 1; set tics front out nomirror scale 0.6 font ''.letters(12)"
    ]
    for index in pictures.indices {
      let title = diagram.panelTitle(diagram.panels[index])
      commands += ["", GnuplotText.comment(title.isEmpty ? "curves" : "panel " + title)]
      commands += panel(index, title.isEmpty ? "curves" : "panel " + title)
    }
    commands += ["", "# titles, legend and notes"]
    return commands
      + page.frame(
        xTitles: [diagram.axes[0].title], yTitles: [diagram.measure.title],
        panelTitles: diagram.panelAxes.isEmpty ? [] : diagram.panels.map(diagram.panelTitle))
  }

  /// Height of the strip of verdicts in points.
  private static let strip = 24.0

  private mutating func panel(_ index: Int, _ name: String) -> [String] {
    let axis = diagram.axes[0]
    let range = diagram.valueRange
    let height = range.upperBound - range.lowerBound
    let hasStrip = pictures.contains { $0?.stretches.isEmpty == false }
    // The strip takes its points of the panel above the values, and a margin of 2 % stays on both sides of them.
    let share = hasStrip ? Self.strip / page.panelHeight : 0
    let low = range.lowerBound - 0.02 * height
    let top = range.upperBound + 0.02 * height
    let high = low + (top - low) / (1 - share)
    var commands = page.place(index)
    commands.append("unset label; unset object; unset arrow")
    commands += MapPlot.axis("x", axis, length: page.panelWidth, isLabelled: page.isLowest(index))
    let isLabelled = index % page.columnCount == 0
    let step = TickStep.step(over: range, most: Int(page.panelHeight / 45))
    let first = (range.lowerBound / step).rounded(.up) * step
    commands.append(
      "set yrange [\(low):\(high)]; unset logscale y; set format y '\(isLabelled ? "%g" : "")'; "
        + "set ytics \(first),\(step),\(range.upperBound + 1e-9 * height)")
    guard let picture = pictures[index] else {
      return commands + ["plot \(low) lc rgb 'white' notitle"]
    }
    var free = 0.0
    for (number, stretch) in picture.stretches.enumerated() {
      commands += self.strip(stretch, number, from: top, to: high, free: &free)
    }
    for boundary in diagram.boundaries where boundary.panel == picture.panel {
      for crossing in boundary.crossings {
        if let from = crossing.low, let to = crossing.high {
          commands.append(
            "set object rectangle from first \(from),\(low) to first \(to),\(top) back "
              + "fc rgb '#d9d9d9' fs solid noborder")
        }
        commands.append(
          "set arrow from first \(crossing.value),\(low) to first \(crossing.value),\(top) nohead "
            + "back lc rgb 'black' lw 1.8")
      }
    }
    if let limit = diagram.limit {
      commands.append(
        "set arrow from graph 0,first \(limit) to graph 1,first \(limit) nohead back "
          + "lc rgb '#404040' lw 1.4 dt 2")
    }
    let layers = layers(picture, name, from: low, to: top)
    return commands + ["plot " + layers.joined(separator: ", \\\n  ")]
  }

  /// Commands that draw the verdict of a stretch: in words inside the strip, or hanging from it where it is short.
  ///
  /// Nothing hangs yet from the place `free` of the axis on.
  private func strip(
    _ stretch: CurvePicture.Stretch, _ number: Int, from: Double, to: Double, free: inout Double
  ) -> [String] {
    let axis = diagram.axes[0]
    let color = stretch.verdict == .undecided ? "#ffffff" : number % 2 == 0 ? "#f0f0f0" : "#dcdcdc"
    var commands = [
      "set object rectangle from first \(stretch.low),\(from) to first \(stretch.high),\(to) "
        + "back fc rgb '\(color)' fs solid border lc rgb '#808080' lw 0.6"
    ]
    let (left, right) = (axis.place(of: stretch.low), axis.place(of: stretch.high))
    let room = (right - left) * page.panelWidth - 6
    let word = stretch.verdict == .undecided ? "?" : stretch.verdict.rawValue
    let size = [FigurePage.textSize, 12, 10].first { TextExtent.width(word) * $0 <= room }
    if let size {
      commands.append(
        "set label \(GnuplotText.quoted(word)) at first \(axis.value(at: (left + right) / 2)),"
          + "\((from + to) / 2) center noenhanced font ''.letters(\(GnuplotText.length(size))) front"
      )
      return commands
    }
    // Half the height of the letters, to both sides; what would hang over its neighbour moves to the right.
    let half = Self.hangingSize * 0.7 / page.panelWidth
    let middle = max((left + right) / 2, free + half)
    free = middle + half
    guard middle + half <= 1 + half / 2 else { return commands }
    commands.append(
      "set label \(GnuplotText.quoted(stretch.verdict.rawValue)) at first \(axis.value(at: middle)),\(from) right rotate by 90 "
        + "offset 0,-0.3 noenhanced font ''.letters(\(GnuplotText.length(Self.hangingSize))) boxed front"
    )
    return commands
  }

  /// Size of the words that hang from the strip.
  private static let hangingSize = 11.0

  /// What is drawn in a panel, from the ground up.
  private mutating func layers(
    _ picture: CurvePicture, _ name: String, from low: Double, to top: Double
  ) -> [String] {
    var layers: [String] = []
    func add(_ source: String?, _ style: String) {
      if let source { layers.append("\(source) \(style) notitle") }
    }
    let axis = diagram.axes[0]
    if !picture.bistable.isEmpty {
      let lines = Hatching.lines(
        width: page.panelWidth, height: page.panelHeight, spacing: 9
      ) { x, _ in
        let value = axis.value(at: x)
        return picture.bistable.contains { $0.low <= value && value < $0.high }
      }
      let rows = lines.map { line in
        line.map { place -> [Double?] in
          [axis.value(at: place.x), low + place.y * (top - low)]
        }
      }
      add(
        data.add("\(name): hatching where bistable", rows),
        "using 1:2 with lines lw 0.7 lc rgb '#b0b0b0'")
    }
    for curve in picture.curves {
      let color = Self.colors[curve.condition] ?? ""
      let condition = diagram.measure.isHarm ? curve.condition.rawValue : "mean"
      let source = data.add(
        "\(name): \(axis.name), \(condition), low, high",
        [curve.points.map { [$0.x, $0.interval.mean, $0.interval.low, $0.interval.high] }])
      let isBounded = curve.points.contains { $0.interval.low != nil }
      if isBounded {
        add(
          source,
          "using 1:3:4 with filledcurves fs solid noborder fc rgb '#b0\(color.dropFirst())'")
      }
      add(
        source,
        "using 1:2 with lines lw 2.4 dt \(Self.dashes[curve.condition] ?? 1) lc rgb '\(color)'")
      add(source, "using 1:2 with points pt 7 ps 0.45 lc rgb '\(color)'")
    }
    for (index, overlay) in diagram.overlays.enumerated()
    where overlay.panel ?? picture.panel == picture.panel {
      add(
        data.add("\(name): \(overlay.title)", overlay.lines.map { $0.map { [$0.x, $0.y] } }),
        "using 1:2 with lines lw 2.4 dt 2 lc rgb '\(MapPlot.overlayStyle(index + 1).color)'")
    }
    return layers.isEmpty ? ["\(low) lc rgb 'white' notitle"] : layers
  }
}
