// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt sweep")
struct SweepCommandTests {
  private let flags = [
    "small.world", "--vary", "conformity=0,2,4", "--vary", "conscience=1,2", "--replicates", "4",
    "--networks", "2",
  ]

  @Test("a study and a world with the same clauses as options make the same store")
  func flagsAndFiles() throws {
    try SmallStudy.inFolder { folder in
      let study = try SmallStudy.object(["sweep", "small.study", "--quiet"], in: folder)
      #expect(study["store"] as? String == "small.store" && study["done"] as? Int == 6)
      let made = try SmallStudy.runsMade(flags + ["--store", "flags.store"], in: folder)
      #expect(study["runs"] as? Int == made)
      #expect(
        try SmallStudy.csv("small.store", in: folder) == SmallStudy.csv("flags.store", in: folder))
      // The stores belong to one study: each takes the other's command and runs nothing.
      #expect(try SmallStudy.runsMade(flags + ["--store", "small.store"], in: folder) == 0)
      #expect(try SmallStudy.runsMade(["small.study", "--store", "flags.store"], in: folder) == 0)
    }
  }

  @Test("--dry-run tells what is needed in words and as JSON, and makes no store")
  func dryRun() throws {
    try SmallStudy.inFolder { folder in
      let estimate = try SmallStudy.object(["sweep", "small.study", "--dry-run"], in: folder)
      for name in ["cells", "replicates", "lanes", "runs", "agentUpdates", "bytes", "seconds"] {
        #expect(estimate[name] != nil, "\(name)")
      }
      #expect(estimate["cells"] as? Int == 6)
      #expect((estimate["seconds"] as? Double).map { $0 >= 0 } == true)
      let text = try Program.run(["sweep", "small.study", "--dry-run"], in: folder)
      #expect(text.status == 0 && text.output.contains("cells           6\n"), "\(text.output)")
      #expect(text.words.isEmpty, "\(text.words)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["small.study", "small.world"])
      let made = try SmallStudy.runsMade(["small.study"], in: folder)
      #expect(estimate["runs"] as? Int == made)
    }
  }

  @Test("more replicates, networks and a finer axis later repeat nothing and move no number")
  func growing() throws {
    try SmallStudy.inFolder { folder in
      func sweep(_ vary: String, _ networks: Int, _ replicates: Int, _ store: String) throws -> Int
      {
        try SmallStudy.runsMade(
          [
            "small.world", "--vary", vary, "--networks", "\(networks)", "--replicates",
            "\(replicates)", "--store", store,
          ], in: folder)
      }
      func rows() throws -> [Substring] {
        try SmallStudy.csv("grown.store", in: folder).split(separator: "\n")
      }
      let (coarse, fine) = ("conformity=0,2,4", "conformity=0,1,2,3,4")
      var whole = try sweep(coarse, 2, 4, "grown.store")
      let before = try rows()
      // With 4 networks in place of 2 half of 8 replicates are others: the third and fourth of each network.
      for (vary, networks, replicates, share) in [
        (coarse, 2, 8, nil), (coarse, 4, 8, 0.5), (fine, 4, 8, nil),
      ] {
        let made = try sweep(vary, networks, replicates, "grown.store")
        let fresh = "fresh-\(vary.count)-\(networks)-\(replicates).store"
        let all = try sweep(vary, networks, replicates, fresh)
        #expect(Double(made) == share.map { $0 * Double(all) } ?? Double(all - whole), "\(fresh)")
        #expect(made > 0)
        whole = all
        #expect(
          try SmallStudy.csv("grown.store", in: folder) == SmallStudy.csv(fresh, in: folder))
      }
      #expect(try sweep(fine, 4, 8, "grown.store") == 0)
      #expect(try sweep(coarse, 2, 4, "grown.store") == 0)
      #expect(try rows() == before)
      // Of the finer axis the old points have the old rows.
      #expect(try sweep(fine, 2, 4, "grown.store") == 0)
      #expect(Set(try rows()).isSuperset(of: before))
      #expect(try rows().count == 6)
    }
  }

  @Test("Control-C keeps what is done, says how to go on, and the same command does; status 130")
  func interrupted() throws {
    try SmallStudy.inFolder { folder in
      var kept = 0
      for _ in 0..<2 {
        let outcome = try Program.run(SmallStudy.endless, in: folder) { process in
          while process.isRunning, (try? status(folder)["done"] as? Int) ?? 0 <= kept {
            Thread.sleep(forTimeInterval: 0.1)
          }
          process.interrupt()
        }
        #expect(outcome.status == 130, "\(outcome.words)")
        #expect(
          outcome.words.hasSuffix(
            "arendt: interrupted: what was done is in 'long.store'; the same command goes on from there\n"
          ), "\(outcome.words)")
        let told = try status(folder)
        let done = try #require(told["done"] as? Int)
        #expect(done > kept && done + (told["toDo"] as? Int ?? 0) == 10_000)
        #expect(told["running"] as? Int == 0)
        kept = done
      }
      // Of the first cell and the last one, the last is made, and runs of other cells stay beside it.
      let ends = SmallStudy.endless.dropFirst().map {
        $0 == "conscience=0...6/10000" ? "conscience=0,6" : $0
      }
      let made = try SmallStudy.runsMade(ends, in: folder)
      let fresh = try SmallStudy.runsMade(ends.dropLast() + ["fresh.store"], in: folder)
      #expect(made > 0 && 2 * made == fresh)
      let told = try status(folder)
      #expect(told["cells"] as? Int == 2 && told["done"] as? Int == 2)
      #expect(try #require(told["runs"] as? Int) > kept)
    }
  }

  /// What 'arendt status' says of the endless sweep.
  private func status(_ folder: String) throws -> [String: Any] {
    let outcome = try Program.run(["status", "long.store", "--format", "json"], in: folder)
    return try SmallWorld.object(outcome.output)
  }

  @Test("after an edit of the study 'status' tells the cells of the new one, and all runs")
  func edited() throws {
    try SmallStudy.inFolder { folder in
      let made = try SmallStudy.runsMade(["small.study"], in: folder)
      var status = try SmallStudy.object(["status", "small.store"], in: folder)
      #expect(status["cells"] as? Int == 6 && status["runs"] as? Int == made)
      #expect(status["rounds"] as? Int == 0 && status["refinedCells"] as? Int == 0)
      try SmallStudy.text.replacing("[0, 2, 4]", with: "[0, 3]")
        .write(toFile: folder + "/small.study", atomically: true, encoding: .utf8)
      let more = try SmallStudy.runsMade(["small.study"], in: folder)
      status = try SmallStudy.object(["status", "small.store"], in: folder)
      #expect(status["cells"] as? Int == 4 && status["done"] as? Int == 4)
      #expect(status["runs"] as? Int == made + more)
    }
  }

  @Test("a cell that fails is told and does not stop the others, now and when resumed; status 2")
  func failing() throws {
    try SmallStudy.inFolder(world: SmallStudy.failing) { folder in
      for _ in 0..<2 {
        let outcome = try Program.run(
          ["sweep", "small.world", "--vary", "depth=0,0.2,0.9", "--store", "a b.store", "--quiet"],
          in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.hasPrefix("2 cells done, "), "\(outcome.output)")
        #expect(outcome.words == "arendt: 1 cell failed; 'arendt status a b.store' tells why\n")
        let status = try Program.run(["status", "a b.store"], in: folder)
        #expect(status.status == 0)
        #expect(
          status.output.contains("3 cells: 2 done, 0 running, 1 failed, 0 to do"),
          "\(status.output)")
        #expect(status.output.contains("failed   depth = 0.9: "), "\(status.output)")
        #expect(status.output.contains("sqrt"), "\(status.output)")
        let json = try SmallStudy.object(["status", "a b.store"], in: folder)
        let failure = try #require((json["failures"] as? [[String: Any]])?.first)
        #expect((failure["parameters"] as? [String: Double]) == ["depth": 0.9])
      }
    }
  }

  @Test(
    "what a study could not say is refused in one message, status 64",
    arguments: [
      (["--vary", "conformty=0...4/3"], "conformity"), (["--vary", "conformity=0...9/3"], "0...4"),
      (["--vary", "conformity="], "conformity"), (["--vary", "conformity=0...4/0"], "0"),
      (["--vary", "conformity=4...0/0.5"], "0.5"), (["--vary", "clerks=10,10.5"], "10.5"),
      ([], "--vary"), (["--vary", "conformity=0,1", "--measure", "complicty"], "complicity"),
      (["--vary", "conformity=0,1", "--set", "nose=1"], "noise"),
      (["--vary", "conformity=0,1", "--refine", "2"], "--refine"),
      (["--vary", "conformity=0,1", "--shard", "8/7"], "8/7"),
      (["--vary", "conformity=0,1", "--shard", "0/3"], "1/3 ... 3/3"),
      (["--vary", "conformity=0,1", "--shard", "two"], "1/3 ... 3/3"),
      (["--vary", "conformity=0,1", "--threads", "0"], "--threads"),
      (["--vary", "conformity=0,1", "--replicates", "0"], "replicates"),
      (["--vary", "conformity=0,1", "--replicates", "2", "--networks", "5"], "networks"),
      (["--vary", "conformity=0,1", "--export", "../x"], "../x"),
    ])
  func refused(arguments: [String], word: String) throws {
    try SmallStudy.inFolder { folder in
      let outcome = try Program.run(["sweep", "small.world", "--quiet"] + arguments, in: folder)
      #expect(outcome.status == 64, "\(outcome.words)")
      #expect(outcome.words.contains(word), "\(outcome.words)")
      #expect(outcome.output.isEmpty)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["small.study", "small.world"])
    }
  }

  @Test("a wrong study file is told by line, status 1")
  func wrongStudy() throws {
    for (line, word) in [
      ("vary conformty over [0, 1]", "conformity"), ("vary conformity over [0, 9]", "0...4"),
      ("vary conformity over []", "value"), ("measure complicty", "complicity"),
    ] {
      try SmallStudy.inFolder(study: "study \"S\" of \"small.world\"\n\(line)\n") { folder in
        let outcome = try Program.run(["sweep", "small.study"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.words.contains("small.study:2:"), "\(outcome.words)")
        #expect(outcome.words.contains(word), "\(outcome.words)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/small.store"))
      }
    }
  }
}
