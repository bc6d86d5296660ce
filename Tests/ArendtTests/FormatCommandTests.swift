// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt format")
struct FormatCommandTests {
  static let messy = "world   \"Messy\"\nagents a[3]{ state x=0.0 } // kept\nstep a {x=x+1}\n"
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

  @Test("format rewrites a file once, keeps its comments and permissions, and is then content")
  func format() throws {
    try Scratch.folder { folder in
      let path = folder + "/a.world"
      try Self.messy.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let check = try Program.run(["format", "--check", "a.world"], in: folder)
      #expect(check.status == 1)
      #expect(check.words == "a.world: not in the style\n")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.messy)
      let first = try Program.run(["format", "a.world"], in: folder)
      #expect(first.status == 0)
      #expect(first.words == "a.world: rewritten\n")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("// kept"))
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(permissions as? Int == 0o640)
      for arguments in [["format", "a.world"], ["format", "--check", "a.world"]] {
        let again = try Program.run(arguments, in: folder)
        #expect(again.status == 0)
        #expect(again.words.isEmpty)
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.world"])
    }
  }

  @Test("format leaves a file with errors alone, status 1, and goes on with the next")
  func formatWrong() throws {
    try run(
      ["format", "b.world", "a.world"], files: ["a.world": Self.messy, "b.world": "wrld\n"]
    ) { outcome, folder in
      #expect(outcome.status == 1)
      #expect(outcome.words.contains("b.world:1:1: error:"))
      #expect(outcome.words.contains("a.world: rewritten"))
      let text = try String(contentsOfFile: folder + "/b.world", encoding: .utf8)
      #expect(text == "wrld\n")
    }
  }
}
