// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import FoundationXML
import Testing

@testable import Figures

@Suite("Figures by gnuplot")
struct FigureScriptTests {
  /// More of them where somebody wants to look at them.
  static let diagrams: [(String, PhaseDiagram)] =
    [
      ("map", SampleDiagram.map()), ("panels5", SampleDiagram.panels(5)),
      ("curve", SampleDiagram.curve()), ("sparse", SampleDiagram.sparse()),
    ]
    + (Gnuplot.isLookedAt
      ? [
        ("grid", SampleDiagram.map(isRefined: false)), ("panels2", SampleDiagram.panels(2)),
        ("panels9", SampleDiagram.panels(9)),
      ] : [])

  @Test(
    "every kind of file is drawn without a word, and SVG and PNG have the same bytes again",
    .enabled(if: Gnuplot.isThere, "gnuplot is not installed"))
  func drawn() throws {
    for (name, diagram) in Self.diagrams {
      let figure = try FigureScript(of: diagram, name: name)
      let folder = try Gnuplot.folder(name)
      for format in FigureScript.Format.allCases {
        let (outcome, bytes) = try Gnuplot.draw(figure, format, in: folder)
        #expect(outcome.status == 0, "\(name) \(format)")
        #expect(outcome.words.isEmpty, "\(name) \(format): \(outcome.words)")
        let first = try #require(bytes, "\(name) \(format)")
        guard format != .pdf else { continue }
        #expect(try Gnuplot.draw(figure, format, in: folder).bytes == first, "\(name) \(format)")
      }
    }
  }

  /// The map with one text everywhere a world or a study has a say.
  static func named(_ text: String) -> PhaseDiagram {
    var diagram = SampleDiagram.map(isRefined: false)
    diagram.title = text
    for index in 0..<2 {
      diagram.axes[index].name = text
      diagram.axes[index].symbol = text
      diagram.axes[index].documentation = text
      diagram.axes[index].values = Array(diagram.axes[index].values.prefix(3))
    }
    diagram.panelAxes = [diagram.axes[0]]
    diagram.panelAxes[0].values = [0, 1]
    diagram.cells = diagram.axes[0].values.flatMap { x in
      diagram.axes[1].values.flatMap { y in
        [0.0, 1].map { panel in
          var cell = SampleDiagram.cell([x, y])
          cell.coordinates.append(panel)
          cell.failure = text
          cell.evidence = [text]
          return cell
        }
      }
    }
    diagram.boundaries = []
    diagram.measures[0].documentation = text
    diagram.overlays = [
      DiagramOverlay(
        title: text, lines: [[DiagramPoint(x: 0, y: 0), DiagramPoint(x: 0.4, y: 0.5)]])
    ]
    diagram.notes = [text]
    diagram.provenance.world = text
    diagram.provenance.command = text
    return diagram
  }

  @Test(
    "whatever a world is called, gnuplot runs nothing and says nothing",
    .enabled(if: Gnuplot.isThere, "gnuplot is not installed"))
  func nastyTexts() throws {
    for (index, text) in NastyTexts.all.enumerated() {
      let folder = try Gnuplot.folder("nasty\(index)")
      let figure = try FigureScript(of: Self.named(text), name: "figure")
      let (outcome, bytes) = try Gnuplot.draw(figure, .svg, in: folder)
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(text): \(outcome.words)")
      let svg = try #require(bytes, "\(text)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files.sorted() == ["figure.dat", "figure.gnuplot", "figure.svg"], "\(text)")
      // Whatever is shown, the picture is whole and well-formed.
      #expect(XMLParser(data: svg).parse(), "\(text)")
    }
  }

  @Test(
    "whatever a figure is called, gnuplot runs nothing",
    .enabled(if: Gnuplot.isThere, "gnuplot is not installed"))
  func nastyNames() throws {
    let diagram = SampleDiagram.map(isRefined: false)
    for (index, name) in NastyTexts.all.enumerated() {
      let isUsable =
        !name.isEmpty && !name.contains("/") && GnuplotText.plain(name) == name
      guard isUsable else {
        #expect(throws: FigureError.unusableName(name)) {
          try FigureScript(of: diagram, name: name)
        }
        continue
      }
      guard name.utf8.count < 200 else { continue }
      let folder = try Gnuplot.folder("name\(index)")
      let figure = try FigureScript(of: diagram, name: name)
      let (outcome, bytes) = try Gnuplot.draw(figure, .svg, in: folder)
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(name): \(outcome.words)")
      #expect(bytes != nil, "\(name)")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3, "\(name)")
    }
  }

  @Test("text that is pasted raw runs: the test above can fail", .enabled(if: Gnuplot.isThere))
  func mutant() throws {
    let folder = try Gnuplot.folder("mutant")
    let script = "set label \"`touch broken`\" at graph 0,0\n"
    try Data(script.utf8).write(to: folder.appending(path: "a.gnuplot"))
    let gnuplot = try #require(Gnuplot.path(of: "gnuplot"))
    _ = try Gnuplot.run(gnuplot, ["-d", "a.gnuplot"], in: folder)
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: "broken").path))
  }

  @Test("the panel of a picture holds every verdict's name inside its own region")
  func labels() throws {
    let diagram = SampleDiagram.map()
    let picture = try #require(
      PanelPicture(diagram, panel: [], width: 540, height: 410, textSize: 14))
    #expect(Set(picture.labels.map(\.text)) == ["safe", "emergent", "misaligned", "reframed"])
    #expect(picture.unlabelled.isEmpty)
    for label in picture.labels {
      let nearest = try #require(
        diagram.cells.min {
          func distance(_ cell: DiagramCell) -> Double {
            let (x, y) = (cell.coordinates[0] - label.point.x, cell.coordinates[1] - label.point.y)
            return x * x + y * y
          }
          return distance($0) < distance($1)
        })
      #expect(diagram.verdict(of: nearest)?.rawValue == label.text)
    }
  }

  @Test("what cannot be drawn is an error that says why")
  func errors() throws {
    var diagram = SampleDiagram.map(isRefined: false)
    #expect(throws: FigureError.unusableName("a/b")) { try FigureScript(of: diagram, name: "a/b") }
    for index in diagram.cells.indices { diagram.cells[index].report = nil }
    #expect(throws: FigureError.nothingToDraw) { try FigureScript(of: diagram, name: "x") }
    var point = SampleDiagram.map(isRefined: false)
    point.axes = []
    point.cells = [point.cells[0]]
    point.cells[0].coordinates = []
    #expect(throws: FigureError.noAxis) { try FigureScript(of: point, name: "x") }
  }

  @Test("widths of words are told well enough to place them")
  func widths() {
    #expect(abs(TextExtent.width("misaligned") - 5.6) < 0.4)
    #expect(TextExtent.lines("one two three", width: 5) == ["one two", "three"])
    #expect(
      TextExtent.lines(String(repeating: "W", count: 10), width: 3) == ["WWW", "WWW", "WWW", "W"])
    #expect(TextExtent.lines("", width: 5).isEmpty)
    #expect(GnuplotText.label(0.1 + 0.2) == "0.3")
    #expect(GnuplotText.label(2) == "2")
    #expect(GnuplotText.label(1_234_567) == "1234567")
    #expect(GnuplotText.label(-0.05) == "-0.05")
    #expect(GnuplotText.quoted("it's\n`x`") == "'it'.\"'\".'s `x`'")
    #expect(GnuplotText.comment("a`b\\@c\n\"d\"") == "# a?b??c ?d?")
  }

  /// The map with values between two ends.
  static func map(from low: Double, to high: Double, limit: Double) -> PhaseDiagram {
    var diagram = SampleDiagram.map(isRefined: false)
    for index in diagram.cells.indices {
      let share = Double(index) / Double(diagram.cells.count - 1)
      diagram.cells[index].report?.harms[0].together = SampleDiagram.interval(
        low + (high - low) * share)
      diagram.cells[index].report?.harms[0].limit = limit
    }
    return diagram
  }

  @Test(
    "colours run over a part of the range where they would fill less than half of it, and say so")
  func paleMap() throws {
    for (low, high, limit, expected, words) in [
      (
        0.001, 0.21, 0.05, 0.0...0.25,
        "Colours run from 0 to 0.25, a part of the range from 0 to 1."
      ),
      (
        0.32, 0.33, 0.4, 0.3...0.42,
        "Colours run from 0.3 to 0.42, a part of the range from 0 to 1."
      ),
      (0.0, 0.001, 0.02, 0.0...0.1, "Colours run from 0 to 0.1, a part of the range from 0 to 1."),
      (0.985, 0.99, 0.99, 0.9...1, "Colours run from 0.9 to 1, a part of the range from 0 to 1."),
      (0.1, 0.58, 0.3, 0.1...0.6, "Colours run from 0.1 to 0.6, a part of the range from 0 to 1."),
      (0.1, 0.61, 0.3, 0.0...1, nil), (0.1, 0.2, 0.7, 0.0...1, nil),
    ] as [(Double, Double, Double, ClosedRange<Double>, String?)] {
      var diagram = Self.map(from: low, to: high, limit: limit)
      #expect(diagram.valueRange == expected, "\(low) to \(high)")
      #expect(diagram.remarks.filter { $0.hasPrefix("Colours") } == [words].compactMap(\.self))
      let script = try FigureScript(of: diagram, name: "map").script
      #expect(script.contains("set cbrange [\(expected.lowerBound):\(expected.upperBound)]"))
      // What is known to lie nowhere keeps the ends that were found.
      diagram.measures[0].range = nil
      #expect(diagram.valueRange == min(low, limit)...max(high, limit))
    }
  }

  @Test("ticks are round and not too many")
  func ticks() {
    #expect(TickStep.step(over: 0...1, most: 6) == 0.2)
    #expect(TickStep.step(over: 0...3, most: 9) == 0.5)
    #expect(TickStep.step(over: 0...3, most: 4) == 1)
    #expect(TickStep.step(over: -1...1, most: 4) == 0.5)
    #expect(TickStep.step(over: 0...12_345, most: 5) == 5_000)
  }
}
