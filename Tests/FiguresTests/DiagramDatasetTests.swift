// SPDX-License-Identifier: GPL-3.0-or-later

import CNetCDF
import Foundation
import Testing

@testable import Figures

@Suite("Diagrams as NetCDF")
struct DiagramDatasetTests {
  @Test("every number stands on the axes, cells between their values beside them")
  func arrays() throws {
    let diagram = SampleDiagram.map()
    let file = try ArrayFile(DiagramDataset(diagram).encoded())
    let gridCount = diagram.axes[0].values.count * diagram.axes[1].values.count
    #expect(file.dimensions["conformity"] == 16)
    #expect(file.dimensions["conscience"] == 13)
    #expect(file.dimensions["refined"] == diagram.cells.count - gridCount)
    #expect(file.variables["conformity"]?.values == diagram.axes[0].values)
    #expect(file.variables["conformity"]?.attributes["symbol"] == "J")
    let mean = try #require(file.variables["complicity_together_mean"])
    #expect(mean.dimensions == ["conscience", "conformity"])
    for (index, cell) in diagram.cells.prefix(gridCount).enumerated() {
      #expect(mean.values[index] == cell.report?.harms[0].together.mean)
    }
    let refined = try #require(file.variables["refined_complicity_together_mean"])
    #expect(
      refined.values == diagram.cells.dropFirst(gridCount).map { $0.report?.harms[0].together.mean }
    )
    #expect(
      file.variables["refined_conscience"]?.values
        == diagram.cells.dropFirst(gridCount).map { $0.coordinates[1] })
    #expect(file.attributes["seed"] == "1.0" && file.attributes["world_digest"] == "00ff")
    let points = diagram.boundaries[0].lines[0].count
    #expect(file.dimensions["boundary"] == 3 * points)
    #expect(file.variables["boundary_kind"]?.values.filter { $0 == 0 }.count == points)
  }

  @Test("a failed cell leaves its numbers out, and the bytes are the same each time")
  func failures() throws {
    var diagram = SampleDiagram.map(isRefined: false)
    diagram.cells[3].report = nil
    diagram.cells[3].failure = "memory was refused"
    let bytes = try DiagramDataset(diagram).encoded()
    #expect(try DiagramDataset(diagram).encoded() == bytes)
    let file = try ArrayFile(bytes)
    #expect(file.variables["complicity_together_mean"]?.values[3].isNaN == true)
    #expect(file.variables["complicity_verdict"]?.values[3] == -1)
    #expect(file.variables["replicates"]?.values[3] == -1)
    #expect(file.variables["failure"]?.words[3] == "memory was refused")
    #expect(file.variables["failure"]?.words[2] == "")
  }

  @Test("whatever things are called, a file is made, and no name is used twice")
  func nastyNames() throws {
    for text in NastyTexts.all {
      var diagram = FigureScriptTests.named(text)
      diagram.measures[0].name = text
      let file = try ArrayFile(DiagramDataset(diagram).encoded())
      #expect(file.dimensions.count == 3, "\(text)")
      #expect(
        file.attributes["title"] == text.replacing("\u{0}", with: " "), "\(text)")
    }
  }

  @Test(
    "xarray.open_dataset is all that a reader needs",
    .enabled(
      if: PythonReader.withXarray != nil,
      "neither .venv nor PATH has a Python with xarray and netCDF4; 'make test' installs both"))
  func xarray() throws {
    let python = try #require(PythonReader.withXarray)
    for (name, diagram) in [
      ("map", SampleDiagram.map()), ("panels", SampleDiagram.panels(3)),
      ("curve", SampleDiagram.curve()),
    ] {
      let folder = try Gnuplot.folder("dataset-\(name)")
      try Data(DiagramDataset(diagram).encoded()).write(to: folder.appending(path: "diagram.nc"))
      try JSONSerialization.data(withJSONObject: Self.expected(diagram))
        .write(to: folder.appending(path: "expected.json"))
      let outcome = try PythonReader.run(
        "read_diagram.py", with: python, ["diagram.nc", "expected.json"], in: folder)
      #expect(outcome.status == 0 && outcome.words == "ok\n", "\(name): \(outcome.words)")
    }
  }

  /// What the reader must find.
  private static func expected(_ diagram: PhaseDiagram) -> [String: Any] {
    let axes = diagram.axes + diagram.panelAxes
    let onGrid = diagram.cells.filter { cell in
      zip(axes, cell.coordinates).allSatisfy { $0.values.contains($1) }
    }
    let cells = onGrid.map { cell -> [String: Any] in
      let harm = cell.report?.harms[0]
      func number(_ value: Double?) -> Any { value ?? NSNull() }
      return [
        "at": Dictionary(uniqueKeysWithValues: zip(axes.map(\.name), cell.coordinates)),
        "verdict": harm?.verdict?.rawValue ?? NSNull(),
        "values": [
          "complicity_together_mean": number(harm?.together.mean),
          "complicity_together_low": number(harm?.together.low),
          "complicity_alone_high": number(harm?.alone?.high),
          "complicity_unlinked_standardError": number(harm?.unlinked?.standardError),
          "complicity_difference_mean": number(harm?.difference?.interval.mean),
          "complicity_limit": number(harm?.limit),
          "gloom_mean": 3, "gain_low": number(cell.report?.estimates[0].value.low),
          "aligned_clerk_exceeding": 12.0 / 128_000, "replicates": 64,
        ] as [String: Any],
      ]
    }
    return [
      "variable": "complicity_together_mean", "verdict": "complicity_verdict",
      "dimensions": (diagram.panelAxes.reversed() + diagram.axes.reversed()).map(\.name),
      "axes": Dictionary(uniqueKeysWithValues: axes.map { ($0.name, $0.values) }),
      "attributes": [
        "title": diagram.title, "world": "The Ministry", "seed": "1", "replicates": "64",
        "command": "arendt diagram ministry.store", "source": "Arendt 0.1",
      ],
      "cells": cells, "refined": diagram.cells.count - onGrid.count,
    ]
  }
}
