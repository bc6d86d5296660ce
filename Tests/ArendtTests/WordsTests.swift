// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Testing
import WorldLanguage
import WorldModel

@testable import arendt

@Suite("Words for people")
struct WordsTests {
  @Test("a number has two digits of its interval's half-width")
  func digits() {
    let plain = Quantity(isShare: false)
    let share = Quantity(isShare: true)
    #expect(plain.text(12.34567, width: 0.02) == "12.346")
    #expect(share.text(0.0052, width: 0.0004) == "0.520 %")
    #expect(share.text(1, width: nil) == "100.0 %")
    #expect(share.text(0.99996927, width: 1.8e-6) == "99.997 %")
    #expect(share.text(0.0000012346, width: 1e-9) == "0.0001235 %")
    #expect(plain.text(0) == "0")
    #expect(plain.text(-0.0001, width: 10) == "0.0")
    #expect(plain.text(nil) == "none")
    #expect(share.exact(0.05) == "5 %")
    #expect(share.exact(0.07) == "7 %")
  }

  @Test("a mean of booleans is a share, unless it is something else over nothing")
  func shares() throws {
    let text = """
      world "Shares"
      agents a[4] {
        state held = true
        state level = 0.5
      }
      measure plain = mean(a.held)
      measure guarded = mean(a.held where a.level > 0 else 1)
      measure marked = mean(a.held where a.level > 0 else 7)
      measure mixed = mean(a.held where a.level > 0 else max(a.level))
      measure number = mean(a.level)
      """
    let file = SourceFile(path: "shares.world", bytes: Array(text.utf8))
    let world = try #require(WorldCompiler.compile(file) { _ in [] }.checked?.together)
    #expect(world.measures.map { Quantity($0).isShare } == [true, true, false, false, false])
  }

  @Test("numbers stand to the right under each other, words to the left")
  func table() {
    var table = TextTable(columns: ["", "mean", ""])
    table.add(["alone", "0.5", "within"])
    table.add(["all", "100.25", ""])
    #expect(
      table.lines == [
        "            mean", "  alone      0.5   within", "  all     100.25",
      ])
  }

  @Test("progress tells share, rate and time left")
  func progress() {
    #expect(
      ProgressBar.line(done: 250, total: 1_000, seconds: 2, isBar: false)
        == "arendt:  25 %  125 agent updates/s  00:06 left")
    #expect(
      ProgressBar.line(done: 1_000_000, total: 2_000_000, seconds: 0.5, isBar: true)
        == "[###############...............]  50 %  2.0 M agent updates/s  00:01 left")
    #expect(
      ProgressBar.line(done: 0, total: 10, seconds: 1, isBar: false)
        == "arendt:   0 %  0 agent updates/s  --:-- left")
    #expect(
      ProgressBar.line(done: 1, total: 10_000, seconds: 1, isBar: false).contains("2:46:39 left"))
  }

  @Test("a kernel level that the processor has is taken, any other refused with status 64")
  func kernels() throws {
    let unforced = try KernelChoice.level(nil)
    #expect(unforced == nil)
    #expect(KernelLevel.available.contains(.sse2))
    for level in KernelLevel.available {
      let forced = try KernelChoice.level(level.rawValue)
      #expect(forced == level)
    }
    for level in KernelLevel.allCases where !KernelLevel.available.contains(level) {
      let failure = #expect(throws: CommandFailure.self) { try KernelChoice.level(level.rawValue) }
      #expect(failure?.message?.contains("not offered by this processor") == true)
    }
    for level in ["mmx", "", "AVX2"] {
      let failure = #expect(throws: CommandFailure.self) { try KernelChoice.level(level) }
      #expect(failure?.status == .usage)
      #expect(failure?.message?.contains("is unknown; it can be sse2") == true)
    }
  }

  @Test("--snapshot every N and --trace GROUP[i] are read as written")
  func observations() {
    #expect(
      SnapshotInterval.joinWords(of: ["run", "--snapshot", "every", "10", "a.world"])
        == ["run", "--snapshot", "every 10", "a.world"])
    #expect(SnapshotInterval(argument: "every 1_000")?.steps == 1_000)
    for wrong in ["every 0", "every", "10", "each 10", "every x"] {
      #expect(SnapshotInterval(argument: wrong) == nil)
    }
    #expect(AgentName(argument: "clerk[3]")?.group == "clerk")
    #expect(AgentName(argument: "clerk[3]")?.index == 3)
    #expect(AgentName(argument: "principal")?.index == 0)
    for wrong in ["", "[1]", "clerk[", "clerk[]", "clerk[-1]", "clerk[1]x", "clerk[a]"] {
      #expect(AgentName(argument: wrong) == nil)
    }
  }
}
