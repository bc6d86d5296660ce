// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a panel with lines, bands, points and bars drawn? The ground that all figures but maps stand on.

/// A panel of a figure: what is drawn over two axes of numbers.
struct PlotPanel {
  /// What stands above it; empty for nothing.
  var title = ""
  /// Titles of its axes.
  var xTitle: String
  var yTitle: String
  /// What the axes hold.
  var xRange: ClosedRange<Double>
  var yRange: ClosedRange<Double>
  /// Whether distances across are measured between logarithms.
  var isLogarithmic = false
  /// Names at places of the axis up, in place of its numbers; empty where it has numbers.
  var names: [(text: String, y: Double)] = []
  /// What is drawn, from the ground up.
  var layers: [Layer] = []

  /// One thing that is drawn.
  enum Layer {
    /// An area between two heights: rows of x, low, high.
    case band([(x: Double, low: Double, high: Double)], color: String)
    /// A line through points, `nil` for a gap.
    case line([(x: Double, y: Double)], color: String, width: Double, dash: Int)
    /// Points of one kind, with intervals upwards where they have them.
    case points([(x: Double, y: Double, low: Double?, high: Double?)], color: String, type: Int)
    /// A line from bottom to top, with a band about it where it has an interval.
    case upright(DiagramCrossing, color: String)
    /// A line from side to side.
    case level(Double, color: String, dash: Int)
    /// A bar that lies, from 0 to a value, with its interval.
    case bar(y: Double, value: Double, low: Double?, high: Double?, color: String)
  }

  /// A range that holds all values with a margin of 4 %; about the value where there is one, 0...1 where there is none.
  static func range(_ values: some Sequence<Double?>) -> ClosedRange<Double> {
    let known = values.compactMap(\.self).filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return 0...1 }
    let reach = high > low ? 0.04 * (high - low) : low == 0 ? 0.5 : abs(low) / 2
    return low - reach...high + reach
  }

  /// Commands that draw the panel at the place that was set.
  ///
  /// - Parameters:
  ///   - width: Width of the panel in points.
  ///   - height: Its height.
  ///   - data: Takes the numbers.
  /// - Returns: Commands, the last of which draws.
  func commands(width: Double, height: Double, data: inout FigureData) -> [String] {
    var commands = [
      "unset label; unset object; unset arrow; set border 31 front lw 1",
      "set tics front out nomirror scale 0.6 font ''.letters(12)",
      "set xrange [\(xRange.lowerBound):\(xRange.upperBound)]; "
        + "set yrange [\(yRange.lowerBound):\(yRange.upperBound)]; "
        + "\(isLogarithmic ? "set" : "unset") logscale x; unset logscale y",
      isLogarithmic
        ? "set xtics autofreq; set format x '%g'"
        : "set xtics \(TickStep.step(over: xRange, most: Int(width / 53))); set format x '%g'",
    ]
    if names.isEmpty {
      commands.append(
        "set ytics \(TickStep.step(over: yRange, most: Int(height / 36))); set format y '%g'")
    } else {
      commands.append("unset ytics")
      for name in names {
        commands.append(
          "set label \(GnuplotText.quoted(name.text)) at graph 0,first \(name.y) right offset -0.8,0 "
            + "noenhanced font ''.letters(13) front")
      }
    }
    var plots: [String] = []
    for layer in layers { add(layer, &commands, &plots, &data) }
    if plots.isEmpty { plots = ["\(yRange.lowerBound) lc rgb 'white' notitle"] }
    return commands + ["plot " + plots.joined(separator: ", \\\n  ")]
  }

  private func add(
    _ layer: Layer, _ commands: inout [String], _ plots: inout [String], _ data: inout FigureData
  ) {
    func plot(_ what: String, _ rows: [[Double?]], _ style: String) {
      let title = [title, yTitle].filter { !$0.isEmpty }.joined(separator: ", ")
      if let source = data.add("\(title): \(what)", [rows]) {
        plots.append("\(source) \(style) notitle")
      }
    }
    switch layer {
    case .band(let rows, let color):
      plot(
        "x, low, high", rows.map { [$0.x, $0.low, $0.high] },
        "using 1:2:3 with filledcurves fs solid noborder fc rgb '#b0\(color.dropFirst())'")
    case .line(let rows, let color, let width, let dash):
      plot(
        "x, y", rows.map { [$0.x, $0.y] },
        "using 1:2 with lines lw \(width) dt \(dash) lc rgb '\(color)'")
    case .points(let rows, let color, let type):
      let bounded = rows.filter { $0.low != nil && $0.high != nil }
      // Bars of gnuplot's own leave a gap about their point, in which a narrow interval is lost.
      plot(
        "x, low, high", bounded.map { [$0.x, $0.low, $0.high] },
        "using 1:2:(0):($3-$2) with vectors nohead lw 1.4 lc rgb '\(color)'")
      plot(
        "x, y", rows.map { [$0.x, $0.y] },
        "using 1:2 with points pt \(type) ps 0.45 lc rgb '\(color)'")
    case .upright(let crossing, let color):
      if let low = crossing.low, let high = crossing.high {
        let (left, right) = (max(low, xRange.lowerBound), min(high, xRange.upperBound))
        if left < right {
          commands.append(
            "set object rectangle from first \(left),graph 0 to first \(right),graph 1 back "
              + "fc rgb '#d9d9d9' fs solid noborder")
        }
      }
      if xRange.contains(crossing.value) {
        commands.append(
          "set arrow from first \(crossing.value),graph 0 to first \(crossing.value),graph 1 nohead "
            + "back lc rgb '\(color)' lw 1.8")
      }
    case .level(let value, let color, let dash):
      if yRange.contains(value) {
        commands.append(
          "set arrow from graph 0,first \(value) to graph 1,first \(value) nohead back "
            + "lc rgb '\(color)' lw 1.4 dt \(dash)")
      }
    case .bar(let y, let value, let low, let high, let color):
      plot(
        "x from, x to, y from, y to", [[min(0, value), max(0, value), y - 0.32, y + 0.32]],
        "using 1:3:1:2:3:4 with boxxyerror fs solid 1 border lw 0.6 lc rgb '\(color)'")
      plot(
        "x, y, low, high", low == nil || high == nil ? [] : [[value, y, low, high]],
        "using 1:2:3:4 with xerrorbars pt 0 lw 1.8 lc rgb 'black'")
    }
  }
}

extension FigureScript {
  /// Creates a figure of panels that each have their own axes.
  ///
  /// - Parameters:
  ///   - panels: At least one.
  ///   - columnCount: Panels beside each other.
  ///   - title: Title of the page.
  ///   - left: Room to the left of each panel.
  ///   - legend: What is explained.
  ///   - notes: Sentences below.
  ///   - about: Comments at the top of the script.
  ///   - size: Width and height of a panel.
  ///   - name: Name of all files without the ending.
  /// - Throws: `FigureError.unusableName`.
  init(
    panels: [PlotPanel], columnCount: Int = 1, title: String, left: Double = 84,
    legend: [FigurePage.Entry], notes: [String], about: [String],
    size: (width: Double, height: Double), name: String
  ) throws(FigureError) {
    let page = FigurePage(
      columnCount: columnCount, panelCount: panels.count, title: title,
      hasPanelTitles: panels.contains { !$0.title.isEmpty }, right: 30, legend: legend,
      notes: notes, size: size, left: left, hasOwnAxes: true)
    var data = FigureData()
    var body: [String] = []
    for (index, panel) in panels.enumerated() {
      body += ["", GnuplotText.comment("panel \(index + 1) " + panel.title)]
      body += page.place(index)
      body += panel.commands(width: page.panelWidth, height: page.panelHeight, data: &data)
    }
    body += ["", "# titles, legend and notes"]
    body += page.frame(
      xTitles: panels.map(\.xTitle), yTitles: panels.map(\.yTitle),
      panelTitles: panels.map(\.title))
    try self.init(
      name: name, width: page.width, height: page.height, about: about, body: body, data: data)
  }
}
