// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt run --until")
struct UntilCommandTests {
  private func run(
    _ arguments: [String], world: String = SmallWorld.ministry
  ) throws -> Program.Outcome {
    var outcome: Program.Outcome?
    try Scratch.folder { folder in
      try world.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      outcome = try Program.run(["run", "small.world", "--quiet"] + arguments, in: folder)
    }
    return try #require(outcome)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("tells its looks, and gives the numbers of a plain run of the last")
  func looks() throws {
    let outcome = try run(["--until", "30%", "--format", "json", "--replicates", "512"])
    #expect(outcome.status == 0, "\(outcome.words)")
    let result = try object(outcome.output)
    let until = try #require(result["until"] as? [String: Any])
    #expect(until["width"] as? Double == 0.3 && until["reached"] as? Bool == true)
    #expect(until["intervals"] as? String == "anytime-valid")
    let looks = try #require(until["looks"] as? [[String: Any]])
    #expect(looks.first?["networks"] as? Int == 16 && looks.first?["replicates"] as? Int == 32)
    let (replicates, networks) = (result["replicates"] as? Int, result["networks"] as? Int)
    #expect(looks.last?["replicates"] as? Int == replicates)
    let harm = try #require((result["harms"] as? [String: [String: Any]])?["complicity"])
    for part in ["together", "difference"] {
      let interval = try #require(harm[part] as? [String: Any])
      let (low, high) = (interval["low"] as? Double, interval["high"] as? Double)
      #expect(try #require(high) - #require(low) < 0.3)
    }
    #expect(((result["estimates"] as? [String: [String: Any]])?["odds"])?["low"] is NSNull)
    let plain = try object(
      run([
        "--format", "json", "--replicates", "\(replicates ?? 0)", "--networks", "\(networks ?? 0)",
      ]).output)
    #expect(plain["until"] is NSNull)
    let other = try #require((plain["harms"] as? [String: [String: Any]])?["complicity"])
    for part in ["alone", "together", "difference"] {
      #expect(
        (harm[part] as? [String: Any])?["mean"] as? Double
          == (other[part] as? [String: Any])?["mean"] as? Double)
    }
  }

  @Test("says in words that intervals hold at all looks")
  func words() throws {
    let outcome = try run(["--until", "0.001", "--replicates", "64"])
    #expect(outcome.status == 0, "\(outcome.words)")
    for text in ["not narrower than 0.001 after 2 looks", "confidence sequences", "at any look"] {
      #expect(outcome.output.contains(text), "\(outcome.output)")
    }
  }

  @Test("tells the first and the most costly case with --dry-run")
  func dryRun() throws {
    let result = try object(
      run(["--until", "0.1", "--dry-run", "--format", "json", "--replicates", "64"]).output)
    let first = try #require(result["firstLook"] as? [String: Any])
    #expect(try #require(first["runs"] as? Int) * 2 == result["runs"] as? Int)
    let text = try run(["--until", "0.1", "--dry-run"])
    #expect(text.output.contains("if it ends at the first look"), "\(text.output)")
  }

  @Test("refuses a harm without a known range, --networks and widths that are none")
  func refusals() throws {
    let open = SmallWorld.ministry.replacingOccurrences(
      of: "harm complicity = mean(clerk.obeys)",
      with: "harm complicity = exp(mean(clerk.obeys)) - 1")
    let outcome = try run(["--until", "0.1"], world: open)
    #expect(outcome.status == 64)
    #expect(outcome.words.contains("'complicity' has no known range"), "\(outcome.words)")
    #expect(try run(["--until", "0.1", "--networks", "4"]).status == 64)
    for width in ["0", "-1", "wide", "nan"] {
      #expect(try run(["--until", width]).status == 64, "\(width)")
    }
  }
}
