// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt check and describe")
struct CheckCommandTests {
  static let wrong = """
    world "Five mistakes"
    parameter share = 2 in 0...1
    agents clerk[10] { state obeys = false }
    network desks: clerk -> clerk = small_wrld(degree: 4, rewiring: 0.1)
    step clerk {
      let around = mean(desks.obey)
      obeys ~ bernoulli(shre)
    }
    harm h = mean(clerk.obeys)

    """

  /// Runs a command on files written to a folder of its own.
  private func run(
    _ arguments: [String], files: [String: String], body: (Program.Outcome, String) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      for (name, text) in files {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try body(try Program.run(arguments, in: folder), folder)
    }
  }

  @Test("check reports all five mistakes of a file, with codes and suggestions, status 1")
  func check() throws {
    try run(["check", "w.world"], files: ["w.world": Self.wrong]) { outcome, _ in
      #expect(outcome.status == 1)
      for place in ["w.world:2:", "w.world:4:", "w.world:6:", "w.world:7:", "w.world:9:"] {
        #expect(outcome.words.contains(place), "\(outcome.words)")
      }
      for help in ["did you mean 'small_world'?", "did you mean 'obeys'?", "did you mean 'share'?"]
      {
        #expect(outcome.words.contains(help), "\(outcome.words)")
      }
      #expect(outcome.output.isEmpty)
    }
  }

  @Test("check --format json prints the same as an array")
  func checkJSON() throws {
    try run(
      ["check", "--format", "json", "w.world", "s.world"],
      files: ["w.world": Self.wrong, "s.world": SmallWorld.ministry]
    ) { outcome, _ in
      #expect(outcome.status == 1)
      #expect(outcome.words.isEmpty, "\(outcome.words)")
      let list = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
      #expect(list.count >= 5)
      for item in list {
        #expect(
          Set(item.keys) == [
            "file", "line", "column", "endLine", "endColumn", "severity", "code", "message",
            "help",
          ])
        #expect(item["file"] as? String == "w.world")
      }
    }
    try run(
      ["check", "--format", "json", "s.world"], files: ["s.world": SmallWorld.ministry]
    ) { outcome, _ in
      #expect(outcome.status == 0)
      #expect(outcome.output == "[]\n")
    }
  }

  @Test(
    "every stage of the compiler can be seen",
    arguments: ["tokens", "tree", "world", "isolation", "program"])
  func emit(stage: String) throws {
    try run(
      ["check", "--emit", stage, "s.world"], files: ["s.world": SmallWorld.ministry]
    ) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.output.contains("conformity") || outcome.output.contains("clerk"))
      #expect(outcome.output.hasSuffix("\n"))
    }
  }

  static let study = """
    study "Small" of "worlds/s.world"

    vary conformity over 0...4 in 5

    """

  @Test("a study is compiled with its world, which stands beside it, and each stage can be seen")
  func studies() throws {
    try Scratch.folder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/worlds", withIntermediateDirectories: false)
      for (name, text) in [
        ("worlds/s.world", SmallWorld.ministry), ("worlds/w.world", Self.wrong),
        ("s.study", Self.study), ("bare", Self.study),
        ("w.study", Self.study.replacing("s.world", with: "w.world")),
        ("n.study", Self.study.replacing("conformity", with: "conformty")),
      ] { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
      for name in ["s.study", "bare"] {
        let good = try Program.run(["check", name], in: folder)
        #expect(good.status == 0 && good.words == "\(name): no errors, no warnings\n")
      }
      for (stage, line) in [
        ("tokens", "3:1 |word vary\n"), ("tree", "vary conformity\n"),
        ("study", "vary conformity over [0.0, 1.0, 2.0, 3.0, 4.0]\n"),
        ("world", "world \"Small Ministry\"\n"), ("isolation", "conformity"),
        ("program", "clerk"),
      ] {
        let shown = try Program.run(["check", "--emit", stage, "s.study"], in: folder)
        #expect(shown.status == 0 && shown.output.contains(line), "\(stage): \(shown.output)")
      }
      let wrong = try Program.run(["check", "w.study"], in: folder)
      #expect(wrong.status == 1)
      #expect(wrong.words.contains("w.study:1:18: error: the world 'worlds/w.world' has errors"))
      #expect(wrong.words.contains("worlds/w.world:2:19: error:"), "\(wrong.words)")
      let name = try Program.run(["check", "--format", "json", "n.study"], in: folder)
      #expect(name.status == 1 && name.output.contains("did you mean 'conformity'?"))
      let run = try Program.run(["run", "s.study"], in: folder)
      #expect(run.status == 1 && run.words.contains("is a study"), "\(run.words)")
      let format = try Program.run(["format", "--check", "s.study"], in: folder)
      #expect(format.status == 0, "\(format.words)")
    }
  }

  @Test("describe tells the same in three forms", arguments: ["text", "json", "markdown"])
  func describe(form: String) throws {
    try run(
      ["describe", "--format", form, "s.world"], files: ["s.world": SmallWorld.ministry]
    ) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      for name in ["Small Ministry", "conformity", "clerk", "desks", "complicity", "stalwarts"] {
        #expect(outcome.output.contains(name), "\(outcome.output)")
      }
      if form == "json" {
        #expect(throws: Never.self) {
          try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        }
      }
    }
  }

  @Test("a quiet check says nothing when nothing is wrong")
  func quiet() throws {
    let files = ["s.world": SmallWorld.ministry]
    try run(["check", "--quiet", "s.world"], files: files) { outcome, _ in
      #expect(outcome.status == 0)
      #expect(outcome.words.isEmpty && outcome.output.isEmpty)
    }
    try run(["check", "s.world"], files: files) { outcome, _ in
      #expect(outcome.words == "s.world: no errors, no warnings\n")
    }
  }
}
