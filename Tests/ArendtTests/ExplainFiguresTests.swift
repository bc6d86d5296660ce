// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import arendt

@Suite(
  "arendt explain --figures",
  .enabled(if: (try? GnuplotProcess()) != nil, "gnuplot is not installed"))
struct ExplainFiguresTests {
  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Names of the files of pictures.
  private static func files(of names: [String], as format: String) -> [String] {
    names.flatMap { name in ["dat", "gnuplot", format].map { "\(name).\($0)" } }.sorted()
  }

  @Test("every part that draws is drawn into a new folder, with script and data")
  func everyPart() throws {
    try SmallWorld.withMinistry(
      "explain",
      [
        "--quiet", "--attribute", "complicity", "--ramp", "conformity=0...4/4", "--holding", "2,4",
        "--scale", "clerks=20,40,80", "--vary", "conformity=0...4/5", "--measure", "complicity",
        "--measure", "stalwarts", "--figures", "pictures/", "--figure-format", "png",
      ]
    ) { outcome, folder in
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome.words)")
      #expect(outcome.output.contains("Hysteresis of stalwarts"))
      let names = [
        "attribution-complicity", "course-complicity", "course-stalwarts", "hysteresis-complicity",
        "hysteresis-stalwarts", "transition-complicity", "transition-stalwarts",
      ]
      #expect(try Self.files(folder + "/pictures") == Self.files(of: names, as: "png"))
      for name in names {
        let base = "\(folder)/pictures/\(name)"
        let image = try Data(contentsOf: URL(filePath: base + ".png"))
        #expect(image.starts(with: [0x89, 0x50, 0x4E, 0x47]) && image.count > 5_000, "\(name)")
        let script = try String(contentsOfFile: base + ".gnuplot", encoding: .utf8)
        #expect(script.contains("Small Ministry") && script.contains("\(name).dat"), "\(name)")
        #expect(try !String(contentsOfFile: base + ".dat", encoding: .utf8).isEmpty, "\(name)")
      }
    }
  }

  @Test("two harms have pictures of their own, the same each time, beside what stands in a folder")
  func twoHarms() throws {
    try Scratch.folder { folder in
      let world = SmallWorld.ministry.replacingOccurrences(
        of: "measure stalwarts",
        with: "harm refusal = mean(not clerk.obeys) limit 50%\nmeasure stalwarts")
      try world.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      var pictures: Set<Data> = []
      for threads in ["1", "2"] {
        let outcome = try Program.run(
          [
            "explain", "small.world", "--attribute", "refusal", "--threads", threads, "--figures",
            ".",
          ], in: folder)
        #expect(outcome.status == 0, "\(outcome.words)")
        #expect(outcome.words.contains("arendt: wrote './course-refusal.svg'"), "\(outcome.words)")
        let names = ["attribution-refusal", "course-complicity", "course-refusal"]
        #expect(
          try Self.files(folder) == Self.files(of: names, as: "svg") + ["small.world"])
        let picture = try Data(contentsOf: URL(filePath: folder + "/course-refusal.svg"))
        #expect(String(decoding: picture, as: UTF8.self).contains("</svg>"))
        pictures.insert(picture)
      }
      #expect(pictures.count == 1)
    }
  }

  @Test("a store has the pictures of its study")
  func store() throws {
    try SmallWorld.withMinistry(
      "sweep",
      [
        "--quiet", "--vary", "conformity=0...4/3", "--attribute", "complicity", "--ramp",
        "conformity=0...4/3", "--holding", "2,4", "--store", "small.store",
      ]
    ) { swept, folder in
      #expect(swept.status == 0, "\(swept.words)")
      let outcome = try Program.run(
        ["explain", "small.store", "--quiet", "--figures", "pictures", "--figure-format", "pdf"],
        in: folder)
      #expect(outcome.status == 0, "\(outcome.words)")
      let names = ["attribution-complicity", "course-complicity", "hysteresis-complicity"]
      #expect(try Self.files(folder + "/pictures") == Self.files(of: names, as: "pdf"))
    }
  }

  @Test("a folder that cannot be written, and a missing gnuplot, are known before anything runs")
  func refused() throws {
    try Scratch.folder { folder in
      try SmallWorld.ministry.write(
        toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      for (path, words, variables) in [
        ("small.world", "it is no folder", [:]),
        ("none/pictures", "cannot write to 'none/pictures': no such file", [:]),
        ("pictures", "gnuplot, which is not installed", ["PATH": folder]),
      ] as [(String, String, [String: String])] {
        let outcome = try Program.run(
          ["explain", "small.world", "--quiet", "--figures", path], in: folder,
          variables: variables)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(path)")
        #expect(outcome.words.contains(words), "\(outcome.words)")
        #expect(try Self.files(folder) == ["small.world"])
      }
      let outcome = try Program.run(
        ["explain", "small.world", "--figure-format", "png"], in: folder)
      #expect(outcome.status == 64)
      #expect(outcome.words.contains("--figure-format is the kind of"), "\(outcome.words)")
    }
  }

  @Test("what cannot be drawn or written leaves no file, and the words stand")
  func nothingKept() throws {
    try Scratch.folder { folder in
      try SmallWorld.ministry.write(
        toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      try Data("#!/bin/sh\necho out of ink >&2\nexit 3\n".utf8)
        .write(to: URL(filePath: folder + "/gnuplot"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder + "/gnuplot")
      let arguments = [
        "explain", "small.world", "--quiet", "--attribute", "complicity", "--figures", "pictures",
      ]
      var outcome = try Program.run(arguments, in: folder, variables: ["PATH": folder])
      #expect(outcome.status == 2 && outcome.words.contains("out of ink"), "\(outcome.words)")
      #expect(outcome.output.contains("What each coupling adds"))
      #expect(try Self.files(folder) == ["gnuplot", "small.world"])
      // Where a picture is to stand there is a folder.
      try FileManager.default.createDirectory(
        atPath: folder + "/pictures/course-complicity.svg", withIntermediateDirectories: true)
      outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 2 && outcome.words.contains("names a folder"), "\(outcome.words)")
      #expect(try Self.files(folder + "/pictures") == ["course-complicity.svg"])
    }
  }
}
