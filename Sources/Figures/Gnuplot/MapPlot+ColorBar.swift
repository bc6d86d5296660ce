// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the colours of a map told? A bar beside the panels, with the limit marked on it.

extension MapPlot {
  private var barLeft: Double { page.panelsRight + 26 }
  private static var barWidth: Double { 18 }
  private var barTop: Double { page.corner(of: 0).y }
  private var barHeight: Double { min(page.panelsBottom - barTop, 410) }

  /// Commands that draw the colour bar, as a picture of its own.
  func colorBar() -> [String] {
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
  func barTitle() -> [String] {
    let room = page.panelsBottom - 20
    // A title longer than the bar is centred between the upper edge of the page and the end of the panels.
    let fits = TextExtent.width(diagram.measure.title) * FigurePage.textSize <= barHeight
    let centre = fits ? barTop + barHeight / 2 : (page.panelsBottom + 10) / 2
    var commands = page.title(diagram.measure.title, room: room) {
      page.text($0, x: page.width - 20 + $2, y: centre, size: $1, align: "center rotate by 90")
    }
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
