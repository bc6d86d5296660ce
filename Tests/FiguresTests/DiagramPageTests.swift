// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Figures

@Suite("Diagrams as a page")
struct DiagramPageTests {
  @Test("no text ends a script or a tag, and the data is JSON")
  func escapes() throws {
    for text in NastyTexts.all {
      let page = try DiagramPage.html(of: FigureScriptTests.named(text), plotly: "</sCript\(text)")
      let lower = page.lowercased()
      #expect(lower.ranges(of: "</script").count == 3, "\(text)")
      #expect(!lower.contains("<!--"), "\(text)")
      let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
      let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
      let json = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
      let data = try #require(json as? [String: Any])
      // Foundation's reader drops byte order marks.
      #expect(data["title"] as? String == text.replacing("\u{FEFF}", with: ""))
      #expect((data["cells"] as? [Any])?.count == 18)
    }
  }

  @Test("series and sentences that cells share are written once, and heights are told to 1/4094")
  func shared() throws {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var diagram = SampleDiagram.map(isRefined: false)
    diagram.cells[0].series[0].values[1] = .nan
    diagram.cells[1].series = diagram.cells[0].series
    diagram.cells[1].evidence = diagram.cells[0].evidence
    let page = try DiagramPage.html(of: diagram, plotly: "")
    let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    let data = try #require(
      try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any])
    let cells = try #require(data["cells"] as? [[String: Any]])
    let series = try #require(data["series"] as? [[String: Any]])
    let steps = try #require(data["steps"] as? [[Int]])
    let sentences = try #require(data["sentences"] as? [String])
    #expect(cells[0]["series"] as? [Int] == cells[1]["series"] as? [Int])
    #expect(Set(sentences).count == sentences.count)
    for (cell, shown) in zip(diagram.cells, cells) {
      let numbers = shown["evidence"] as? [Int] ?? []
      #expect(numbers.map { sentences[$0] } == cell.evidence)
      let places = shown["series"] as? [Int] ?? []
      #expect(places.count == cell.series.count)
      for (place, known) in zip(places, cell.series) {
        let told = series[place]
        #expect(told["condition"] as? String == known.condition.rawValue)
        #expect(steps[try #require(told["x"] as? Int)] == known.steps)
        let from = try #require(told["from"] as? Double)
        let to = try #require(told["to"] as? Double)
        for (name, values) in [("y", known.values), ("low", known.lows), ("high", known.highs)] {
          let text = Array(told[name] as? String ?? "")
          #expect(text.count == 2 * values.count)
          for (index, value) in values.enumerated() {
            let height =
              64 * (letters.firstIndex(of: text[2 * index]) ?? 0)
              + (letters.firstIndex(of: text[2 * index + 1]) ?? 0)
            guard value.isFinite else {
              #expect(height == 4095)
              continue
            }
            // Half a height, and the rounding of both ends to six digits.
            let error = abs(from + (to - from) * Double(height) / 4094 - value)
            #expect(error <= (to - from) / 8188 + 1e-5 * max(abs(from), abs(to)))
          }
        }
      }
    }
  }

  @Test("what cannot be shown is an error that says why, and the same diagram is the same page")
  func errors() throws {
    var diagram = SampleDiagram.map(isRefined: false)
    #expect(
      try DiagramPage.html(of: diagram, plotly: "x") == DiagramPage.html(of: diagram, plotly: "x"))
    for index in diagram.cells.indices { diagram.cells[index].report = nil }
    #expect(throws: FigureError.nothingToDraw) { try DiagramPage.html(of: diagram, plotly: "") }
  }

  @Test(
    "in a browser cells tell their numbers, show their series and evidence, and nothing is fetched",
    .enabled(
      if: PythonReader.withBrowser != nil,
      "there is no chromium, or no Python with playwright and plotly; 'make test' installs them"))
  func browser() throws {
    let python = try #require(PythonReader.withBrowser)
    let plotly = try PythonReader.plotly(of: python)
    let folder = try Gnuplot.folder("pages")
    var nasty = FigureScriptTests.named("</script><img src=x onerror=alert(1)><b>& 'x' \u{2028}`")
    for index in nasty.cells.indices { nasty.cells[index].failure = nil }
    let pages: [(String, PhaseDiagram, [Int])] = [
      ("map", SampleDiagram.map(), [40, 150, 215]), ("panels", SampleDiagram.panels(5), [30, 900]),
      ("curve", SampleDiagram.curve(), [3, 9]), ("sparse", SampleDiagram.sparse(), [33, 64]),
      ("nasty", nasty, [7]),
    ]
    var expected: [[String: Any]] = []
    for (name, diagram, cells) in pages {
      let path = folder.appending(path: "\(name).html")
      try Data(DiagramPage.html(of: diagram, plotly: plotly).utf8).write(to: path)
      expected.append([
        "path": path.path, "panels": diagram.panels.count, "isLaidOut": name != "nasty",
        "title": Self.collapsed(diagram.title), "heading": diagram.title,
        "places": try cells.map { try Self.place($0, in: diagram) },
      ])
    }
    try JSONSerialization.data(withJSONObject: expected)
      .write(to: folder.appending(path: "expected.json"))
    let outcome = try PythonReader.run(
      "browse_page.py", with: python, ["expected.json"], in: folder)
    #expect(outcome.status == 0 && outcome.words.hasSuffix("ok\n"), "\(outcome.words)")
  }

  /// A text as a browser shows it, without more than one space in a row.
  private static func collapsed(_ text: String) -> String {
    GnuplotText.plain(text).split(separator: " ").joined(separator: " ")
  }

  /// Where to point for a cell, and what must then be read.
  private static func place(_ index: Int, in diagram: PhaseDiagram) throws -> [String: Any] {
    let cell = diagram.cells[index]
    let harm = try #require(diagram.harm(of: cell))
    let axes = diagram.axes + diagram.panelAxes
    let together = try #require(harm.together.mean)
    let panel = Array(cell.coordinates[diagram.axes.count...])
    let sign = zip(axes, cell.coordinates)
      .map { "\($0.sign) = \(GnuplotText.label($1))" }.joined(separator: ", ")
    return [
      "cell": index, "panel": try #require(diagram.panels.firstIndex(of: panel)),
      "x": cell.coordinates[0], "y": diagram.axes.count == 2 ? cell.coordinates[1] : together,
      "hover": [
        String(sign.prefix(6)), harm.verdict?.rawValue ?? "", "64 replicates on 16 networks",
      ],
      "detail": [sign, "together", "alone", "What the verdict rests on", cell.evidence[0]],
      "seriesCount": 3,
    ]
  }
}
