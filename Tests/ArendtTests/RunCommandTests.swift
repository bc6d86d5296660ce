// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt run")
struct RunCommandTests {
  private func ministry(
    _ arguments: [String], body: (Program.Outcome, String) throws -> Void
  ) throws {
    try SmallWorld.withMinistry("run", arguments, body: body)
  }

  @Test("the verdict is said in words on standard output")
  func words() throws {
    try ministry(["--quiet"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      for word in ["Small Ministry", "complicity: ", "alone", "unlinked", "together", "clerk: "] {
        #expect(outcome.output.contains(word), "\(outcome.output)")
      }
      #expect(outcome.words.isEmpty, "\(outcome.words)")
    }
  }

  @Test("the names of the JSON result are those of the contract, in its order")
  func contract() throws {
    try ministry(["--format", "json", "--quiet"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      let result = try SmallWorld.object(outcome.output)
      #expect(
        Set(result.keys) == [
          "world", "digest", "version", "seed", "parameters", "couplings", "replicates", "networks",
          "steps", "warmup", "stoppedEarly", "measures", "estimates", "harms", "aligned",
          "warnings", "until",
        ])
      let measures = try #require(result["measures"] as? [String: [String: Any]])
      #expect(Set(measures.keys) == ["complicity", "stalwarts"])
      #expect(
        Set(try #require(measures["complicity"]).keys) == [
          "mean", "standardError", "low", "high", "variance", "susceptibility", "binderCumulant",
          "autocorrelationTime", "final", "finalLow", "finalHigh", "missing", "peaks",
        ])
      let harm = try #require((result["harms"] as? [String: [String: Any]])?["complicity"])
      #expect(
        Set(harm.keys) == [
          "limit", "alone", "unlinked", "together", "difference", "verdict", "bistable", "ends",
          "over",
        ])
      for (part, more) in [("alone", []), ("together", []), ("difference", ["varianceRatio"])] {
        #expect(
          Set(try #require(harm[part] as? [String: Any]).keys)
            == Set(["mean", "low", "high"] + more))
      }
      let aligned = try #require((result["aligned"] as? [String: [String: Any]])?["clerk"])
      #expect(
        Set(aligned.keys) == [
          "limit", "allowed", "examined", "exceeding", "low", "high", "holds",
        ])
      #expect((result["digest"] as? String)?.count == 64)
      #expect(result["replicates"] as? Int == 12)
      #expect(result["networks"] as? Int == 6)
      #expect((result["parameters"] as? [String: Double])?["clerks"] == 40)
      #expect((result["couplings"] as? [String: Double])?["conformity"] == 2)
      let places = [
        "\"world\"", "\"digest\"", "\"seed\"", "\"measures\"", "\"harms\"", "\"aligned\"",
      ]
      .map { outcome.output.range(of: $0)?.lowerBound }
      #expect(zip(places, places.dropFirst()).allSatisfy { ($0 ?? $1!) < ($1 ?? $0!) })
    }
  }

  @Test(
    "the bytes are the same for 1, 2 and 7 threads, in JSON and in files",
    arguments: [("csv", "csv"), ("netcdf", "nc")])
  func sameBytes(format: String, ending: String) throws {
    var first: [Data]?
    for threads in [1, 2, 7] {
      try ministry(
        ["--quiet", "--format", "json", "--threads", "\(threads)", "--output", "out"]
          + ["--snapshot", "every", "30", "--snapshot-format", format]
      ) { outcome, folder in
        #expect(outcome.status == 0, "\(outcome.words)")
        let names = ["result.json", "series.csv", "replicates.csv", "snapshots-clerk.\(ending)"]
        var all = [Data(outcome.output.utf8)]
        for name in names {
          all.append(try Data(contentsOf: URL(filePath: "\(folder)/out/\(name)")))
        }
        #expect(all[0] == all[1])
        #expect(
          Set(try FileManager.default.contentsOfDirectory(atPath: folder + "/out"))
            == Set(names + ["provenance.json"]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        if let first { #expect(first == all, "\(threads) threads") }
        first = all
      }
    }
  }

  @Test("the tables hold a row for every condition, replicate and step")
  func tables() throws {
    try ministry(["--quiet", "--output", "out", "--set", "clerks=30"]) { outcome, folder in
      #expect(outcome.status == 0, "\(outcome.words)")
      func rows(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: "\(folder)/out/\(name)", encoding: .utf8)
          .split(separator: "\n").map { $0.components(separatedBy: ",") }
      }
      let series = try rows("series.csv")
      #expect(series[0] == ["condition", "replicate", "step", "complicity", "stalwarts"])
      #expect(series.count == 1 + 3 * 12 * 60)
      #expect(series.allSatisfy { $0.count == 5 })
      for row in series.dropFirst() {
        let share = try #require(Double(row[3]))
        #expect(Double(row[4]) == ((1 - share) * 30).rounded())
      }
      let replicates = try rows("replicates.csv")
      #expect(replicates.count == 1 + 3 * 12)
      #expect(
        replicates[0] == [
          "condition", "replicate", "seed", "network", "complicity.mean", "complicity.final",
          "stalwarts.mean", "stalwarts.final", "steps",
        ])
      #expect(replicates[1][...3] == ["together", "0", "1", "0"])
      let last = try #require(series.first { $0[0] == "alone" && $0[1] == "7" && $0[2] == "60" })
      let row = try #require(replicates.first { $0[0] == "alone" && $0[1] == "7" })
      #expect(row[5] == last[3])
      #expect(row[3] == "1")
      let provenance = try SmallWorld.object(
        try String(contentsOfFile: folder + "/out/provenance.json", encoding: .utf8))
      #expect(provenance["world"] as? String == SmallWorld.ministry)
    }
  }

  @Test("--together-only leaves null what rests on the other runs")
  func togetherOnly() throws {
    try ministry(["--quiet", "--format", "json", "--together-only"]) { outcome, _ in
      let result = try SmallWorld.object(outcome.output)
      let harm = try #require((result["harms"] as? [String: [String: Any]])?["complicity"])
      for part in ["alone", "unlinked", "difference", "verdict"] { #expect(harm[part] is NSNull) }
      #expect(harm["together"] is [String: Any])
    }
  }

  @Test("unknown and out-of-range --set are refused with a suggestion, status 64")
  func settings() throws {
    for (setting, word) in [
      ("conformty=1", "did you mean 'conformity'?"), ("conformity=5", "the nearest is 4"),
      ("clerks=20.4", "not whole"),
    ] {
      try ministry(["--set", setting]) { outcome, _ in
        #expect(outcome.status == 64)
        #expect(outcome.words.contains(word), "\(outcome.words)")
        #expect(outcome.output.isEmpty)
      }
    }
  }

  @Test("a setting changes the digest, a comment and the number of replicates do not")
  func digest() throws {
    func digest(_ arguments: [String], prefix: String = "") throws -> String {
      var digest = ""
      try Scratch.folder { folder in
        try (prefix + SmallWorld.ministry).write(
          toFile: folder + "/small.world", atomically: true, encoding: .utf8)
        let outcome = try Program.run(
          ["run", "small.world", "--format", "json", "--quiet", "--steps", "30"] + arguments,
          in: folder)
        digest = try #require(
          try SmallWorld.object(outcome.output)["digest"] as? String, "\(outcome.words)")
      }
      return digest
    }
    let plain = try digest([])
    #expect(try digest([], prefix: "// A remark.\n\n") == plain)
    #expect(try digest(["--replicates", "6", "--threads", "2"]) == plain)
    #expect(try digest(["--set", "noise=0.3"]) != plain)
    #expect(try digest(["--seed", "2"]) != plain)
  }

  @Test("'draws packed' gives a verdict, of another cell")
  func packedDraws() throws {
    let world = SmallWorld.ministry
      .replacing(
        "trait aversion ~ gamma(mean: conscience, sd: 0.2)", with: "trait aversion = conscience"
      )
      .replacing("replicates 12", with: "replicates 130")
    var digests: Set<String> = []
    for setting in ["", "  draws packed"] {
      try Scratch.folder { folder in
        try world.replacing("[0, 1] }", with: "[0, 1]\(setting) }")
          .write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
        let outcome = try Program.run(
          ["run", "small.world", "--format", "json", "--quiet"], in: folder)
        #expect(outcome.status == 0, "\(outcome.words)")
        let result = try SmallWorld.object(outcome.output)
        digests.insert(try #require(result["digest"] as? String))
        let harm = try #require((result["harms"] as? [String: [String: Any]])?["complicity"])
        #expect(harm["verdict"] as? String == "emergent")
        let aligned = try #require((result["aligned"] as? [String: [String: Any]])?["clerk"])
        #expect(aligned["holds"] as? Bool == true)
      }
    }
    #expect(digests.count == 2)
  }

  @Test("--dry-run tells runs, agent updates and memory, and runs nothing")
  func dryRun() throws {
    try ministry(["--dry-run", "--format", "json", "--replicates", "1000"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      let result = try SmallWorld.object(outcome.output)
      #expect(Set(result.keys) == ["runs", "agentUpdates", "bytes"])
      #expect((result["agentUpdates"] as? Int ?? 0) >= 1_000 * 5 * 40 * 60)
      #expect((result["bytes"] as? Int ?? 0) > 34_000_000)
    }
  }

  @Test("memory that will not fit is refused with the estimate, status 2")
  func memory() throws {
    try ministry(["--replicates", "1000", "--steps", "1000000000"]) { outcome, _ in
      #expect(outcome.status == 2)
      #expect(outcome.words.contains("B of memory"), "\(outcome.words)")
    }
  }

  @Test("--trace prints every value of one agent's program")
  func trace() throws {
    try ministry(["--trace", "clerk[3]", "--steps", "25", "--quiet"]) { outcome, _ in
      #expect(outcome.status == 0, "\(outcome.words)")
      for word in ["clerk[3], initial values", "clerk[3], step 24", "around", "pull", "obeys"] {
        #expect(outcome.output.contains(word), "\(outcome.output)")
      }
    }
    for (agent, word) in [("clrk[3]", "did you mean 'clerk'?"), ("clerk[40]", "0...39")] {
      try ministry(["--trace", agent]) { outcome, _ in
        #expect(outcome.status == 64)
        #expect(outcome.words.contains(word), "\(outcome.words)")
      }
    }
  }

  @Test("Control-C ends in order with status 130 and leaves nothing over")
  func interrupted() throws {
    try Scratch.folder { folder in
      try SmallWorld.ministry.replacing("in 10...1_000", with: "in 10...20_000").write(
        toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      // Minutes of work, so that it cannot end before it is asked to.
      let outcome = try Program.run(
        [
          "run", "small.world", "--set", "clerks=20000", "--replicates", "640", "--steps", "4000",
          "--output", "out",
        ], in: folder
      ) { process in
        // The draft of the output folder shows that Control-C is being watched for.
        let files = FileManager.default
        while process.isRunning,
          try files.contentsOfDirectory(atPath: folder).allSatisfy({ !$0.hasPrefix(".out.") })
        {
          Thread.sleep(forTimeInterval: 0.02)
        }
        process.interrupt()
      }
      #expect(outcome.status == 130, "\(outcome.words)")
      #expect(outcome.words.contains("interrupted"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["small.world"])
    }
  }

  @Test("a full disk is one message, status 2")
  func fullDisk() throws {
    try Scratch.folder { folder in
      try SmallWorld.ministry.write(
        toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      let outcome = try Program.run(
        ["run", "small.world", "--format", "json", "--quiet", "--steps", "30"], in: folder,
        output: "/dev/full")
      #expect(outcome.status == 2)
      #expect(
        outcome.words == "arendt: cannot write to standard output: no space left on device\n")
    }
  }

  @Test("an output folder that cannot be is refused before anything runs, status 2")
  func unwritable() throws {
    try ministry(["--output", "/proc/nothing", "--replicates", "10000"]) { outcome, _ in
      #expect(outcome.status == 2)
      #expect(outcome.words.hasPrefix("arendt: cannot write '/proc/nothing': "), "\(outcome.words)")
    }
    try ministry(["--output", "small.world", "--replicates", "10000"]) { outcome, _ in
      #expect(outcome.status == 2)
      #expect(outcome.words.contains("exists already"))
    }
  }
}
