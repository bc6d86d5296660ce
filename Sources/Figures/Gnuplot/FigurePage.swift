// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where on the page do panels, titles, legend and notes stand? Everything is measured in points from the upper left corner,
// and nothing overlaps because all room is given out here.

/// A page with a grid of panels, a title above, and a legend and notes below.
struct FigurePage {
  /// One entry of the legend.
  struct Entry {
    /// What is drawn before the words.
    enum Sign {
      case line(color: String, width: Double, dash: Int)
      case haloedLine
      case band(color: String, edge: String?)
      case hatch
      case curve(color: String, dash: Int)
      case crossing
      case greyHatch
      case cross
      case box(color: String)
      case mark
    }
    var sign: Sign
    var text: String
  }

  /// Number of columns and rows of panels.
  let columnCount: Int
  let rowCount: Int
  let panelCount: Int
  /// Width and height of one panel.
  let panelWidth: Double
  let panelHeight: Double
  let width: Double
  let height: Double
  let title: [String]
  let notes: [String]
  /// Entries of the legend with where they begin: points from the left, line of the legend.
  let legend: [(entry: Entry, x: Double, line: Int)]

  static let titleSize = 17.0
  static let textSize = 14.0
  static let smallSize = 12.0
  private static let legendLine = 24.0
  private static let noteLine = 16.0
  /// Room to the left of the panels, or of each where each has its own axes.
  private let left: Double
  /// Whether each panel has its own axes, with their titles.
  private let hasOwnAxes: Bool
  private let gapAcross: Double
  private let gapUp: Double
  private let top: Double
  private let right: Double
  private let hasPanelTitles: Bool

  /// Lays out a page.
  ///
  /// - Parameters:
  ///   - columnCount: Panels beside each other.
  ///   - panelCount: Panels in all.
  ///   - title: Title of the page.
  ///   - hasPanelTitles: Whether each panel has a title.
  ///   - right: Room to the right of the panels.
  ///   - legend: What is explained.
  ///   - notes: Sentences below.
  ///   - size: Width and height of a panel, where they do not follow from the number of columns.
  ///   - left: Room to the left of the panels, or of each where each has its own axes.
  ///   - hasOwnAxes: Whether each panel has its own axes, with their titles.
  init(
    columnCount: Int, panelCount: Int, title: String, hasPanelTitles: Bool, right: Double,
    legend: [Entry], notes: [String], size: (width: Double, height: Double)? = nil,
    left: Double = 84, hasOwnAxes: Bool = false
  ) {
    self.left = left
    self.hasOwnAxes = hasOwnAxes
    gapAcross = hasOwnAxes ? left + 6 : 24
    self.columnCount = columnCount
    self.panelCount = panelCount
    rowCount = (panelCount + columnCount - 1) / columnCount
    let sizes = [(540.0, 410.0), (330, 270), (240, 200), (200, 165)]
    (panelWidth, panelHeight) = size ?? sizes[min(columnCount, sizes.count) - 1]
    self.right = right
    self.hasPanelTitles = hasPanelTitles
    let panels = Double(columnCount) * panelWidth + Double(columnCount - 1) * gapAcross
    let width = max(520, left + panels + right)
    self.width = width
    self.title = TextExtent.lines(title, width: (width - 60) / Self.titleSize)
    self.notes = notes.flatMap { TextExtent.lines($0, width: (width - 40) / Self.smallSize) }
    gapUp = (hasPanelTitles ? 46 : 24) + (hasOwnAxes ? 48 : 0)
    top = 18 + Double(self.title.count) * 23 + (hasPanelTitles ? 28 : 6)
    var placed: [(Entry, Double, Int)] = []
    var (x, line) = (20.0, 0)
    for entry in legend {
      let room = 34 + TextExtent.width(entry.text) * Self.textSize + 22
      if x > 20, x + room > width - 10 { (x, line) = (20, line + 1) }
      placed.append((entry, x, line))
      x += room
    }
    self.legend = placed
    let legendHeight = placed.isEmpty ? 0 : Double(line + 1) * Self.legendLine + 8
    let notesHeight = self.notes.isEmpty ? 0 : Double(self.notes.count) * Self.noteLine + 8
    height =
      top + Double(rowCount) * panelHeight + Double(rowCount - 1) * gapUp + 62 + legendHeight
      + notesHeight + 8
  }

  /// Left and upper edge of a panel.
  func corner(of panel: Int) -> (x: Double, y: Double) {
    (
      left + Double(panel % columnCount) * (panelWidth + gapAcross),
      top + Double(panel / columnCount) * (panelHeight + gapUp)
    )
  }

  /// Whether a panel has none below it, so that its values are written there.
  func isLowest(_ panel: Int) -> Bool { panel + columnCount >= panelCount }

  /// Right edge of the panels.
  var panelsRight: Double { corner(of: columnCount - 1).x + panelWidth }

  /// Lower edge of the panels.
  var panelsBottom: Double { corner(of: (rowCount - 1) * columnCount).y + panelHeight }

  /// Commands that put the next plot into a panel.
  func place(_ panel: Int) -> [String] {
    let (x, y) = corner(of: panel)
    return place(left: x, top: y, width: panelWidth, height: panelHeight)
  }

  /// Commands that put the next plot anywhere.
  func place(left: Double, top: Double, width: Double, height: Double) -> [String] {
    func share(_ value: Double) -> String { GnuplotText.label((value * 1e6).rounded() / 1e6) }
    return [
      "set lmargin at screen \(share(left / self.width)); "
        + "set rmargin at screen \(share((left + width) / self.width)); "
        + "set tmargin at screen \(share(1 - top / self.height)); "
        + "set bmargin at screen \(share(1 - (top + height) / self.height))"
    ]
  }

  /// Commands that draw what belongs to no panel: titles, legend and notes, each in its own room.
  ///
  /// - Parameters:
  ///   - xTitles: Titles of the axes across: one for all panels, or one each where each has its own axes.
  ///   - yTitles: Titles of the axes up, as many.
  ///   - panelTitles: Titles of the panels, in order; none where panels have none.
  ///   - more: Further commands, in points from the lower left corner.
  /// - Returns: Commands, the last of which draws.
  func frame(
    xTitles: [String], yTitles: [String], panelTitles: [String] = [], more: [String] = []
  ) -> [String] {
    var commands = ["unset label; unset arrow; unset object; unset logscale; unset colorbox"]
    commands += place(left: 0, top: 0, width: width, height: height)
    commands += [
      "unset border; unset tics; set xrange [0:\(GnuplotText.length(width))]; "
        + "set yrange [0:\(GnuplotText.length(height))]"
    ]
    for (index, line) in title.enumerated() {
      commands.append(
        text(line, x: 20, y: 26 + 23 * Double(index), size: Self.titleSize, align: "left"))
    }
    for (panel, title) in panelTitles.enumerated() {
      let (x, y) = corner(of: panel)
      let cut = TextExtent.cut(title, width: (panelWidth + 10) / Self.textSize)
      commands.append(text(cut, x: x + panelWidth / 2, y: y - 13, align: "center"))
    }
    for (index, (xTitle, yTitle)) in zip(xTitles, yTitles).enumerated() {
      commands += axisTitles(xTitle, yTitle, of: hasOwnAxes ? index : nil)
    }
    for (entry, x, line) in legend {
      let y = panelsBottom + 62 + 14 + Double(line) * Self.legendLine
      commands += sign(entry.sign, x: x, y: y)
      commands.append(text(entry.text, x: x + 34, y: y, align: "left"))
    }
    let below =
      panelsBottom + 62 + (legend.last.map { Double($0.line + 1) * Self.legendLine + 8 } ?? 0)
    for (index, line) in notes.enumerated() {
      commands.append(
        text(
          line, x: 20, y: below + 8 + Double(index) * Self.noteLine, size: Self.smallSize,
          align: "left", color: "#404040"))
    }
    return commands + more + ["plot -1 notitle"]
  }

  /// Commands that write the titles of the axes of one panel, or of all.
  private func axisTitles(_ xTitle: String, _ yTitle: String, of panel: Int?) -> [String] {
    let begin = corner(of: panel ?? 0)
    let end = panel == nil ? panelsRight : begin.x + panelWidth
    let bottom = panel == nil ? panelsBottom : begin.y + panelHeight
    let middle = (begin.x + end) / 2
    let reach = panel == nil ? min(middle, width - middle) - 10 : (panelWidth + left) / 2 - 6
    let centre = (begin.y + bottom) / 2
    let height = panel == nil ? bottom - 24 : panelHeight + 40
    return title(xTitle, room: 2 * reach) {
      text($0, x: middle, y: bottom + 46 + $2, size: $1, align: "center")
    }
      + title(yTitle, room: height) {
        text($0, x: begin.x - left + 22 + $2, y: centre, size: $1, align: "center rotate by 90")
      }
  }

  /// Commands that write a title of an axis: in smaller letters where it is long, on two lines where it is longer.
  ///
  /// - Parameters:
  ///   - words: The title.
  ///   - room: Points that a line may take.
  ///   - line: Writes a line in letters of a size, so many points beyond the place of a single one.
  /// - Returns: One command a line.
  func title(
    _ words: String, room: Double, line: (String, Double, Double) -> String
  ) -> [String] {
    let plain = GnuplotText.plain(words)
    let size = [Self.textSize, 13, Self.smallSize].first { TextExtent.width(plain) * $0 <= room }
    if let size { return [line(plain, size, 0)] }
    let lines = TextExtent.lines(plain, width: room / Self.smallSize)
    guard lines.count > 1 else { return [line(plain, Self.smallSize, 0)] }
    let rest = TextExtent.cut(
      lines.dropFirst().joined(separator: " "), width: room / Self.smallSize)
    return [line(lines[0], Self.smallSize, -7), line(rest, Self.smallSize, 8)]
  }

  /// A command that writes words about a point.
  func text(
    _ text: String, x: Double, y: Double, size: Double = textSize, align: String,
    color: String = "black"
  ) -> String {
    "set label \(GnuplotText.quoted(text)) at first \(at(x, y)) \(align) noenhanced "
      + "font ''.letters(\(GnuplotText.length(size))) textcolor rgb '\(color)' front"
  }

  /// A place on the page in the coordinates of the frame.
  func at(_ x: Double, _ y: Double) -> String {
    "\(GnuplotText.length(x)),\(GnuplotText.length(height - y))"
  }

  private func sign(_ sign: Entry.Sign, x: Double, y: Double) -> [String] {
    func line(_ color: String, _ width: Double, _ dash: Int = 1, dy: Double = 0) -> String {
      "set arrow from first \(at(x, y + dy)) to first \(at(x + 26, y + dy)) nohead front "
        + "lc rgb '\(color)' lw \(GnuplotText.length(width)) dt \(dash)"
    }
    func box(_ style: String) -> String {
      "set object rectangle from first \(at(x, y + 7)) to first \(at(x + 26, y - 7)) front \(style)"
    }
    switch sign {
    case .line(let color, let width, let dash): return [line(color, width, dash)]
    case .haloedLine: return [line("#ffffff", 5), line("#000000", 2.2)]
    case .band(let color, let edge):
      return [
        box("fc rgb '\(color)' fs solid noborder")
      ] + (edge.map { [line($0, 1, 1, dy: -7), line($0, 1, 1, dy: 7)] } ?? [])
    case .box(let color): return [box("fc rgb '\(color)' fs solid noborder")]
    case .curve(let color, let dash):
      return [box("fc rgb '#b0\(color.dropFirst())' fs solid noborder"), line(color, 2.4, dash)]
    case .crossing:
      return [
        "set object rectangle from first \(at(x + 5, y + 9)) to first \(at(x + 21, y - 9)) front "
          + "fc rgb '#d9d9d9' fs solid noborder",
        "set arrow from first \(at(x + 13, y + 9)) to first \(at(x + 13, y - 9)) nohead front "
          + "lc rgb 'black' lw 1.8",
      ]
    case .greyHatch:
      return [0.0, 6, 12, 18].map { shift in
        "set arrow from first \(at(x + shift, y + 7)) to first \(at(x + shift + 8, y - 7)) nohead "
          + "front lc rgb '#a0a0a0' lw 0.9"
      }
    case .hatch:
      return [box("fc rgb '#808080' fs solid noborder")]
        + [0.0, 8, 16].flatMap { shift in
          [("#000000", 2.2), ("#ffffff", 1.1)].map { color, width in
            "set arrow from first \(at(x + shift, y + 7)) to first "
              + "\(at(x + shift + 10, y - 7)) nohead front lc rgb '\(color)' lw \(width)"
          }
        }
    case .cross:
      return [("#ffffff", 3.4), ("#000000", 1.6)].flatMap { color, width in
        [-4.0, 4].map { up in
          "set arrow from first \(at(x + 9, y + up)) to first \(at(x + 17, y - up)) nohead front "
            + "lc rgb '\(color)' lw \(width)"
        }
      }
    case .mark: return [Self.triangle(at(x + 19, y), at(x + 8, y - 5.5), at(x + 8, y + 5.5))]
    }
  }

  /// A black triangle.
  static func triangle(_ a: String, _ b: String, _ c: String) -> String {
    "set object polygon from first \(a) to first \(b) to first \(c) to first \(a) front "
      + "fc rgb 'black' fs solid noborder"
  }
}
