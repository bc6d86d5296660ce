// SPDX-License-Identifier: GPL-3.0-or-later

import Figures
import Foundation
import Scenarios
import Store
import Testing

@testable import arendt

@Suite("arendt diagram")
struct DiagramCommandTests {
  /// Sweeps the small study, then calls `body` with the folder.
  private func swept(_ body: (String) throws -> Void) throws {
    try SmallStudy.inFolder { folder in
      _ = try SmallStudy.runsMade(["small.study"], in: folder)
      try body(folder)
    }
  }

  private func expect(
    _ arguments: [String], in folder: String, status: Int32, variables: [String: String] = [:],
    _ words: String...
  ) throws {
    let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let outcome = try Program.run(["diagram"] + arguments, in: folder, variables: variables)
    #expect(outcome.status == status, "\(arguments): \(outcome.words)")
    for word in words { #expect(outcome.words.contains(word), "\(outcome.words)") }
    for trace in ["Fatal error", "Thread 0", "Backtrace"] {
      #expect(!outcome.words.contains(trace), "\(outcome.words)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
  }

  @Test("options that do not fit are refused, status 64, and nothing is written")
  func misuse() throws {
    try swept { folder in
      for (arguments, word) in [
        (["--output", "x.xls"], "'x.xls'"), (["--output", "x"], "svg, png, pdf, html, csv or nc"),
        (["--output", "x.csv", "--harm", "complicty"], "complicity"),
        (["--output", "x.csv", "--panel", "clerks=40"], "no panels"),
        (["--output", "x.csv", "--panel", "clerks"], "NAME=VALUE"),
        (["--output", "x.csv", "--overlay", "none.csv"], "TITLE=FILE"),
        (["--output", "x.csv", "--overlay", "h=none.csv"], "none.csv"),
        (["--output", "x.csv", "--overlay", "h=small.world"], "small.world"),
        (["--output", "x.html", "--plotly-js", "none.js"], "none.js"),
        (["--output", "x.html", "--plotly-js", "small.world"], "not plotly.js"),
        (["--output", "x.csv", "--threads", "0"], "--threads"),
        (["--output", "x.csv", "--correction", "hope"], "hope"),
      ] { try expect(["small.store"] + arguments, in: folder, status: 64, word) }
    }
  }

  @Test("a figure in an unwritable place is refused before anything is computed, status 2")
  func unwritable() throws {
    try swept { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/taken.csv", withIntermediateDirectories: true)
      for path in ["nowhere/x.csv", "/proc/x.csv", "/proc/x.nc", "taken.csv", "small.store/x.csv"] {
        try expect(
          ["small.store", "--output", "first.csv", "--output", path], in: folder, status: 2,
          "'\(path)'", "cannot")
      }
    }
  }

  @Test("the script and the data beside a picture go over those of a figure, and over nothing else")
  func companions() throws {
    try #require(FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot"))
    try swept { folder in
      let arguments = ["diagram", "small.store", "--quiet", "--output", "map.svg"]
      #expect(try Program.run(arguments, in: folder).status == 0)
      let names = ["map.dat", "map.gnuplot", "map.svg"]
      func bytes() throws -> [Data] {
        try names.map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
      }
      let first = try bytes()
      #expect(try Program.run(arguments, in: folder).status == 0)
      #expect(try bytes() == first)
      for ending in ["dat", "gnuplot"] {
        let path = folder + "/mine." + ending
        try Data("1 2\n".utf8).write(to: URL(filePath: path))
        try expect(
          ["small.store", "--output", "x.csv", "--output", "mine.png"], in: folder, status: 2,
          "'mine.\(ending)'", "not of a figure")
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("1 2\n".utf8))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: false)
        try expect(
          ["small.store", "--output", "mine.pdf"], in: folder, status: 2, "'mine.\(ending)'",
          "folder")
        try FileManager.default.removeItem(atPath: path)
      }
      let long = String(repeating: "n", count: 300) + ".csv"
      try expect(["small.store", "--output", long], in: folder, status: 2, "cannot write")
    }
  }

  /// The diagram of a store's first measure with some parts.
  private func diagram(of store: String, _ parts: Set<DiagramPart>) throws -> PhaseDiagram {
    let opened = try RunStore.open(at: store, for: .reading)
    defer { try? opened.close() }
    let stored = try StoredPlan(of: opened)
    let builder = DiagramBuilder(
      results: SweepResults(plan: stored.plan, store: opened, threadCount: 2), parts: parts,
      correction: .benjaminiHochberg, overlays: [], provenance: stored.provenance)
    return try #require(
      try builder.diagrams(of: [stored.plan.study.measures[0]]) { _, _ in true }.diagrams.first)
  }

  @Test("a figure explains the boundary where there is one, and says where there is none")
  func boundaryNotes() throws {
    func notes(_ store: String, _ parts: Set<DiagramPart>) throws -> [Bool] {
      let notes = try diagram(of: store, parts).notes.joined(separator: " ")
      return ["The boundary encloses", "No boundary of harm only together"].map(notes.contains)
    }
    try swept { folder in
      #expect(try notes(folder + "/small.store", [.boundary]) == [true, false])
      #expect(try notes(folder + "/small.store", []) == [false, false])
      _ = try SmallStudy.runsMade(
        [
          "small.world", "--vary", "conscience=4,5,6", "--set", "conformity=0", "--replicates", "4",
          "--networks", "2", "--store", "safe.store",
        ], in: folder)
      #expect(try notes(folder + "/safe.store", [.boundary]) == [false, true])
    }
  }

  @Test("what no file shows is not made, and the files that are written are the same")
  func parts() throws {
    try swept { folder in
      func diagram(_ parts: Set<DiagramPart>) throws -> PhaseDiagram {
        try self.diagram(of: folder + "/small.store", parts)
      }
      let whole = try diagram([.boundary, .courses])
      #expect(!whole.boundaries.isEmpty)
      #expect(whole.cells.allSatisfy { !$0.series.isEmpty && !$0.evidence.isEmpty })
      let numbers = try diagram(DiagramFormat.csv.parts)
      #expect(numbers.boundaries.isEmpty)
      #expect(numbers.cells.allSatisfy { $0.series.isEmpty && $0.evidence.isEmpty })
      #expect(DiagramCSV.lines(of: numbers) == DiagramCSV.lines(of: whole))
      let picture = try diagram(DiagramFormat.svg.parts)
      #expect(picture.boundaries == whole.boundaries)
      #expect(
        try FigureScript(of: picture, name: "x") == FigureScript(of: whole, name: "x"))
    }
  }

  @Test("without gnuplot a picture is refused with what to do, and numbers are written")
  func withoutGnuplot() throws {
    try swept { folder in
      try expect(
        ["small.store", "--output", "x.csv", "--output", "x.svg"], in: folder, status: 2,
        variables: ["PATH": folder], "gnuplot", "apt-get install")
      let outcome = try Program.run(
        ["diagram", "small.store", "--quiet", "--output", "x.csv", "--output", "x.nc"], in: folder,
        variables: ["PATH": folder])
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome.words)")
    }
  }

  @Test("a store without a finished cell says so; one that is not finished is drawn with a warning")
  func unfinished() throws {
    try SmallStudy.inFolder { folder in
      let shard = ["small.study", "--shard", "1/7", "--store", "part.store"]
      #expect(try SmallStudy.runsMade(shard, in: folder) > 0)
      let outcome = try Program.run(
        ["diagram", "part.store", "--output", "part.csv"], in: folder)
      #expect(outcome.status == 0)
      #expect(
        outcome.words == """
          arendt: warning: 5 cells of the study lack runs; the sweep is not finished
          arendt: wrote 'part.csv'

          """, "\(outcome.words)")
      let empty = ["small.study", "--shard", "7/7", "--store", "empty.store"]
      #expect(try SmallStudy.runsMade(empty, in: folder) == 0)
      try expect(
        ["empty.store", "--output", "x.csv"], in: folder, status: 2, "holds no finished cell")
    }
  }

  @Test("without --output the study's name is used, beside the study, wherever one stands")
  func exportName() throws {
    try SmallStudy.inFolder(study: SmallStudy.text.replacing("export \"small\"\n", with: "")) {
      folder in
      _ = try SmallStudy.runsMade(["small.study"], in: folder)
      try expect(["small.store"], in: folder, status: 64, "--output", "export")
    }
  }

  @Test("paths with spaces, quotes and other letters are files like others")
  func paths() throws {
    try Scratch.folder { outer in
      let folder = outer + "/it's a \"föld$er\" `x`;"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let name = "a 'b' \"c\" $(touch x) ü"
      try SmallWorld.ministry.write(
        toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      try SmallStudy.text.write(
        toFile: folder + "/\(name).study", atomically: true, encoding: .utf8)
      let made = try SmallStudy.runsMade([folder + "/\(name).study"], in: outer)
      #expect(made > 0)
      let hasGnuplot = FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot")
      let endings = hasGnuplot ? ["csv", "nc", "svg"] : ["csv", "nc"]
      let outcome = try Program.run(
        ["diagram", folder + "/\(name).store", "--quiet"]
          + endings.flatMap { ["--output", folder + "/\(name).\($0)"] }, in: outer)
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome.words)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      for ending in endings { #expect(files.contains("\(name).\(ending)"), "\(files)") }
      #expect(!files.contains("x"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: outer).count == 1)
    }
  }
}
