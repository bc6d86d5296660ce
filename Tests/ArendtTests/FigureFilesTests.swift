// SPDX-License-Identifier: GPL-3.0-or-later

import Figures
import Foundation
import Testing

@testable import arendt

@Suite("Files of figures")
struct FigureFilesTests {
  @Test("files appear when all are written, over what stood there")
  func whole() throws {
    try Scratch.folder { path in
      try Data("old".utf8).write(to: URL(filePath: path + "/a.csv"))
      let files = OutputFiles()
      try files.write(Array("new".utf8), to: path + "/a.csv")
      try files.write(Array("svg".utf8), to: path + "/b.svg")
      #expect(try String(contentsOfFile: path + "/a.csv", encoding: .utf8) == "old")
      #expect(!FileManager.default.fileExists(atPath: path + "/b.svg"))
      try files.publish()
      #expect(try String(contentsOfFile: path + "/a.csv", encoding: .utf8) == "new")
      #expect(try String(contentsOfFile: path + "/b.svg", encoding: .utf8) == "svg")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["a.csv", "b.svg"])
    }
  }

  @Test("files that are given up, or one of which cannot be written, leave nothing over")
  func abandoned() throws {
    try Scratch.folder { path in
      do {
        let files = OutputFiles()
        try files.write([1], to: path + "/a.csv")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
      let long = String(repeating: "n", count: 300)
      for target in [
        "/nowhere/at/all/x.svg", "/proc/x.svg", path, path + "/", "", path + "/" + long,
      ] {
        let files = OutputFiles()
        try files.write([1], to: path + "/a.csv")
        let failure = #expect(throws: CommandFailure.self, "\(target)") {
          try files.write([2], to: target)
          try files.publish()
        }
        #expect(failure?.status == .failed)
        #expect(failure?.message?.contains("cannot") == true, "\(failure?.message ?? "")")
        try? FileManager.default.removeItem(atPath: path + "/a.csv")
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty, "\(target)")
      }
    }
  }

  @Test("a missing gnuplot is said with what to do, and is not looked for where one stands")
  func withoutGnuplot() throws {
    try Scratch.folder { path in
      let failure = #expect(throws: CommandFailure.self) {
        try GnuplotProcess(directories: ".::\(path)")
      }
      #expect(failure?.status == .failed)
      #expect(failure?.message?.contains("apt-get install gnuplot-nox") == true)
    }
  }

  @Test("a gnuplot that fails is said with its words")
  func failingGnuplot() throws {
    try Scratch.folder { path in
      let program = path + "/gnuplot"
      try Data("#!/bin/sh\necho out of ink >&2\nexit 3\n".utf8).write(to: URL(filePath: program))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      let figure = try FigureScript(of: Self.course, name: "x")
      let failure = #expect(throws: CommandFailure.self) {
        try GnuplotProcess(directories: path).draw(figure, as: .svg)
      }
      #expect(failure?.status == .failed)
      #expect(failure?.message?.contains("status 3): out of ink") == true)
    }
  }

  @Test(
    "a figure is drawn", .enabled(if: (try? GnuplotProcess()) != nil, "gnuplot is not installed"))
  func drawn() throws {
    let figure = try FigureScript(of: Self.course, name: "it's a 'figure'")
    let bytes = try GnuplotProcess().draw(figure, as: .svg)
    #expect(String(decoding: bytes, as: UTF8.self).contains("</svg>"))
    #expect(try GnuplotProcess().draw(figure, as: .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test("plotly.js is found where it is installed, and a missing one is said with what to do")
  func plotly() throws {
    try Scratch.folder { path in
      let nowhere = ["VIRTUAL_ENV": path + "/venv"]
      let package = path + "/venv/lib/python3.11/site-packages/plotly/package_data"
      try FileManager.default.createDirectory(
        atPath: package, withIntermediateDirectories: true)
      try Data("/** plotly.js v9 */".utf8).write(to: URL(filePath: package + "/plotly.min.js"))
      #expect(try PlotlySource.text(given: package + "/plotly.min.js").contains("plotly.js"))
      #expect(try PlotlySource.text(given: nil, environment: nowhere).contains("plotly"))
      try Data("alert(1)".utf8).write(to: URL(filePath: path + "/other.js"))
      for given in [path + "/other.js", path + "/none.js", path] {
        let failure = #expect(throws: CommandFailure.self) {
          try PlotlySource.text(given: given)
        }
        #expect(failure?.status == .usage)
        #expect(failure?.message?.contains("cannot read plotly.js from") == true)
      }
      let failure = #expect(throws: CommandFailure.self) {
        try PlotlySource.text(
          given: nil, environment: [:], roots: [path], debian: path + "/none.js")
      }
      #expect(failure?.status == .failed)
      #expect(failure?.message?.contains("--plotly-js") == true)
    }
  }

  /// A small figure.
  private static let course = CourseFigure(
    title: "Course", measure: DiagramMeasure(name: "m", isHarm: false), limit: nil,
    series: [DiagramSeries(condition: .together, steps: [0, 1, 2], values: [0, 1, 0.5])],
    provenance: DiagramProvenance(
      world: "w", worldDigest: "d", version: "1", resultVersion: 1, seed: 1, stepCount: 2,
      replicateCount: 1, networkCount: 1))
}
