// SPDX-License-Identifier: GPL-3.0-or-later

import Benchmarks
import Engine
import Foundation
import Testing

@testable import arendt

@Suite("arendt bench")
struct BenchCommandTests {
  @Test("a case is measured next to the yardsticks, with its answer checked")
  func smoke() throws {
    let outcome = try Program.run([
      "bench", "--rounds", "1", "--cases", "cascade", "--format", "json", "--quiet",
    ])
    #expect(outcome.status == 0, "\(outcome.words)")
    #expect(outcome.words.isEmpty, "\(outcome.words)")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(Set(document.keys) == ["cases", "ratios"])
    let cases = try #require(document["cases"] as? [[String: Any]])
    #expect(cases.count == 1)
    #expect(
      Set(cases[0].keys) == [
        "name", "updatesPerSecond", "bytesPerAgent", "level", "agents", "replicates", "fastPaths",
        "answer", "secondsPerUpdate",
      ])
    #expect(cases[0]["name"] as? String == "cascade")
    #expect(try #require(cases[0]["updatesPerSecond"] as? Double) > 0)
    let rounds = try #require(cases[0]["secondsPerUpdate"] as? [String: [Double]])
    #expect(rounds.mapValues(\.count) == ["engine": 1, "yardstick": 1])
  }

  @Test(
    "misuse is told with status 64",
    arguments: [
      (["--cases", "cascad"], "no case is called 'cascad'; did you mean 'cascade'?"),
      (["--cases", ","], "--cases names no case"),
      (["--rounds", "0"], "--rounds must be in 1...1000"),
      (["--threads", "0"], "--threads must be in 1...1024"),
      (
        ["--cases", "cascade", "--against", "/nonexistent"],
        "cannot read '/nonexistent': no such file or directory"
      ),
      (["--cases", "cascade", "--against", "Worlds"], "cannot load 'Worlds/"),
    ])
  func misuse(options: [String], message: String) throws {
    let outcome = try Program.run(["bench"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.words.contains(message), "\(outcome.words)")
    #expect(outcome.output.isEmpty)
  }

  @Test("ratios stand beside what they must be, and a missed one is told as missed")
  func text() throws {
    func report(_ seconds: Double) throws -> BenchReport {
      BenchReport(
        measurements: [
          CaseMeasurement(
            benchmark: try BenchmarkCase.named(["heat-bath"])[0], agentCount: 10_000,
            secondsPerUpdate: [seconds, 2 * seconds], yardsticks: ["yardstick": [1e-9]],
            bytesPerAgent: 7.25, threadSpeedup: nil)
        ], level: .avx512, threadCount: 1, yardsticks: "/some/folder", usesFastPaths: true)
    }
    let near = try report(1.25e-9)
    #expect(near.text.contains("yardsticks of /some/folder"))
    #expect(near.text.contains("0.8   must be at least 0.6: reached\n"), "\(near.text)")
    #expect(try report(2e-9).text.contains("0.5   must be at least 0.6: MISSED\n"))
    #expect(near.json.text().contains("\"ratios\": { \"yardstick\": 0.8 }"), "\(near.json.text())")
  }
}
