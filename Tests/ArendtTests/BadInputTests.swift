// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Each kind of bad input gets one clear message and the right exit status, and never a trap or its trace.
@Suite("Bad input")
struct BadInputTests {
  /// Expects words without the traces of a trap.
  private func expectCalm(_ outcome: Program.Outcome) {
    for trace in ["Fatal error", "Thread 0", "stack", "Backtrace", "Illegal instruction"] {
      #expect(!outcome.words.contains(trace), "\(outcome.words)")
    }
    #expect([0, 1, 2, 64, 130].contains(outcome.status), "status \(outcome.status)")
  }

  /// Runs one command on a file with the given bytes.
  private func outcome(_ command: [String], bytes: [UInt8]) throws -> Program.Outcome {
    var result: Program.Outcome?
    try Scratch.folder { folder in
      try Data(bytes).write(to: URL(filePath: folder + "/it.world"))
      result = try Program.run(command + ["it.world"], in: folder)
    }
    let outcome = try #require(result)
    expectCalm(outcome)
    return outcome
  }

  @Test(
    "a missing file is said by name, status 64", arguments: ["run", "check", "describe", "format"])
  func missing(command: String) throws {
    let outcome = try Program.run([command, "nowhere.world"])
    #expect(outcome.status == 64)
    #expect(outcome.words == "arendt: cannot read 'nowhere.world': no such file or directory\n")
    #expect(outcome.output.isEmpty)
  }

  @Test("a directory is no world, status 64", arguments: ["run", "check", "describe", "format"])
  func directory(command: String) throws {
    let outcome = try Program.run([command, "Worlds"])
    #expect(outcome.status == 64)
    #expect(outcome.words == "arendt: cannot read 'Worlds': is a directory\n")
  }

  @Test("an empty file is one error, status 1", arguments: ["run", "check", "describe"])
  func empty(command: String) throws {
    let outcome = try outcome([command], bytes: [])
    #expect(outcome.status == 1)
    #expect(outcome.words.components(separatedBy: "error:").count == 2, "\(outcome.words)")
  }

  @Test("binary junk is one error, status 1", arguments: ["run", "check", "format"])
  func junk(command: String) throws {
    var bytes: [UInt8] = []
    var word: UInt32 = 1
    for _ in 0..<20_000 {
      word = word &* 1_664_525 &+ 1_013_904_223
      bytes.append(UInt8(word >> 24))
    }
    let outcome = try outcome([command], bytes: bytes)
    #expect(outcome.status == 1)
    #expect(outcome.words.utf8.count < 4_000, "\(outcome.words.prefix(4_000))")
  }

  @Test("a file of 100 MB is refused at once, status 64")
  func huge() throws {
    try Scratch.folder { folder in
      let file = URL(filePath: folder + "/it.world")
      try Data().write(to: file)
      try FileHandle(forWritingTo: file).truncate(atOffset: 100 << 20)
      let outcome = try Program.run(["check", "it.world"], in: folder)
      #expect(outcome.status == 64)
      #expect(
        outcome.words
          == "arendt: cannot read 'it.world': larger than 1 MB, which no world is\n")
    }
  }

  @Test("deep nesting is one error, status 1", arguments: ["(", "-", "not ", "if a then "])
  func nesting(opening: String) throws {
    let text =
      "world \"Deep\"\nmeasure m = " + String(repeating: opening, count: 100_000) + "1\n"
    let outcome = try outcome(["check"], bytes: Array(text.utf8))
    #expect(outcome.status == 1)
    #expect(outcome.words.utf8.count < 4_000)
  }

  @Test(
    "worlds that cannot be are refused in words",
    arguments: [
      ("function f(x) = g(x)\nfunction g(x) = f(x)\nmeasure m = f(1)", "f"),
      ("agents a[0] { state x = 0.0 }\nmeasure m = mean(a.x)", "else"),
      ("agents a[1_000_000_000_000] { state x = 0.0 }\nmeasure m = sum(a.x)", "2147483648"),
      (
        """
        agents a[5] { state x = 0.0 }
        network n: a -> a = regular(degree: 3)
        step a { x = mean(n.x) }
        """, "odd"
      ),
      (
        """
        agents a[10] { state x = 0.0 }
        network n: a -> a = lattice(dimensions: 2)
        step a { x = mean(n.x) }
        """, "10"
      ),
    ])
  func impossible(world: String, word: String) throws {
    let text = "world \"Impossible\"\n\(world)\nrun { steps 5  warmup 0  replicates 2 }\n"
    let outcome = try outcome(["run"], bytes: Array(text.utf8))
    #expect([1, 2].contains(outcome.status))
    #expect(outcome.words.contains(word), "\(outcome.words)")
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "an edge list with a bad line or an unknown agent is refused by line",
    arguments: [
      ("from,to\n0,1\n1,two\n", "3"), ("from,to\n0,1\n1,9\n", "9"), ("a,b\n0,1\n", "from"),
      ("", "edges.csv"),
    ])
  func edgeLists(list: String, word: String) throws {
    try Scratch.folder { folder in
      let text = """
        world "Edges"
        agents a[3] { state x = 0.0 }
        network n: a -> a = file("edges.csv")
        step a { x = mean(n.x else 0) }
        run { steps 5  warmup 0  replicates 2 }

        """
      try text.write(toFile: folder + "/it.world", atomically: true, encoding: .utf8)
      if list.isEmpty {
        let outcome = try Program.run(["run", "it.world"], in: folder)
        expectCalm(outcome)
        #expect(outcome.words.contains("no such file"))
      } else {
        try list.write(toFile: folder + "/edges.csv", atomically: true, encoding: .utf8)
        let outcome = try Program.run(["run", "it.world"], in: folder)
        expectCalm(outcome)
        #expect([1, 2].contains(outcome.status))
        #expect(outcome.words.contains(word), "\(outcome.words)")
      }
    }
  }

  @Test("NaN from a formula names expression, agent, step and replicate, status 2")
  func notANumber() throws {
    let outcome = try outcome(["run"], bytes: Array(SmallWorld.failing.utf8))
    #expect(outcome.status == 2)
    for word in ["sqrt(x - 0.75)", "line 3", "one[0]", "step 1", "replicate 0"] {
      #expect(outcome.words.contains(word), "\(outcome.words)")
    }
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "misuse of the command line is status 64",
    arguments: [
      ["run"], ["walk"], ["run", "a.world", "--sped", "1"], ["run", "a.world", "--seed", "-1"],
      ["run", "a.world", "--seed", "4294967296"], ["run", "a.world", "--snapshot", "10"],
      ["run", "a.world", "--snapshot-format", "netcdf"],
      ["run", "a.world", "--snapshot", "every", "9", "--snapshot-format", "xls", "--output", "o"],
      ["run", "a.world", "--trace", "clerk["], ["check"], ["check", "--emit", "bytes", "a.world"],
    ])
  func misuse(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 64, "\(outcome.words)")
    expectCalm(outcome)
  }
}
