// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// What sweep, status, merge and diagram say of stores that they cannot use.
@Suite("Stores that do not fit")
struct StoreRefusalTests {
  private let sweep = ["sweep", "small.study", "--quiet", "--store", "a.store"]

  private func expect(
    _ arguments: [String], in folder: String, status: Int32, _ words: String...
  ) throws {
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.status == status, "\(arguments): \(outcome.words)")
    #expect(outcome.words.components(separatedBy: "arendt: ").count == 2, "\(outcome.words)")
    for word in words { #expect(outcome.words.contains(word), "\(outcome.words)") }
    #expect(outcome.output.isEmpty)
  }

  @Test("a store of another world, seed or number of steps is refused with what differs, status 1")
  func mismatch() throws {
    try SmallStudy.inFolder { folder in
      _ = try SmallStudy.runsMade(Array(sweep[1...]), in: folder)
      try expect(
        sweep + ["--seed", "8"], in: folder, status: 1, "seed is '1' there, '8' here")
      try expect(
        sweep + ["--steps", "70"], in: folder, status: 1, "steps is '60' there, '70' here")
      let other = SmallWorld.ministry.replacing("pull = 0.6", with: "pull = 0.7")
      try other.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      try expect(sweep, in: folder, status: 1, "world", "0.6", "0.7")
      // Refused, the store is as it was.
      let status = try SmallStudy.object(["status", "a.store"], in: folder)
      #expect(status["done"] as? Int == 6)
      // A shard of that world is foreign.
      let shard = Array(sweep.dropLast()) + ["b.store"]
      #expect(try Program.run(shard, in: folder).status == 0)
      try expect(
        ["merge", "a.store", "b.store", "--quiet"], in: folder, status: 1, "world", "0.6", "0.7")
      try expect(
        ["merge", "new.store", "a.store", "b.store", "--quiet"], in: folder, status: 1, "world")
    }
  }

  @Test("what is not a store is told as such, status 64")
  func foreign() throws {
    try SmallStudy.inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/folder.store", withIntermediateDirectories: true)
      try "no store".write(toFile: folder + "/text.store", atomically: true, encoding: .utf8)
      for command in [["status"], ["diagram", "--output", "x.csv"], ["merge", "new.store"]] {
        try expect(command + ["none.store"], in: folder, status: 64, "no store at", "none.store")
        try expect(command + ["folder.store"], in: folder, status: 64, "folder.store", "folder")
        try expect(
          command + ["text.store"], in: folder, status: 64, "text.store", "not a store of Arendt")
      }
      for store in ["folder.store", "text.store"] {
        try expect(Array(sweep.dropLast()) + [store], in: folder, status: 64, store)
      }
      try expect(
        Array(sweep.dropLast()) + ["nowhere/a.store"], in: folder, status: 64, "no folder")
      #expect(!FileManager.default.fileExists(atPath: folder + "/new.store"))
      #expect(
        try String(contentsOfFile: folder + "/text.store", encoding: .utf8) == "no store")
    }
  }

  @Test("a folder that may not be written is told before anything runs, status 2")
  func unwritable() throws {
    try SmallStudy.inFolder { folder in
      try expect(
        ["sweep", "small.study", "--quiet", "--store", "/proc/a.store"], in: folder, status: 2,
        "/proc/a.store")
    }
  }

  @Test("a second sweep into a store is refused while the first runs, status 2; others may read")
  func busy() throws {
    try SmallStudy.inFolder { folder in
      var second: Program.Outcome?
      var status: Program.Outcome?
      let first = try Program.run(SmallStudy.endless, in: folder) { process in
        while process.isRunning, status?.status != 0 {
          Thread.sleep(forTimeInterval: 0.05)
          status = try Program.run(["status", "long.store"], in: folder)
        }
        second = try Program.run(SmallStudy.endless + ["--quiet"], in: folder)
        process.interrupt()
      }
      #expect(first.status == 130, "\(first.words)")
      #expect(status?.output.contains("to do") == true)
      let refusal = try #require(second)
      #expect(refusal.status == 2)
      #expect(
        refusal.words.hasPrefix("arendt: another process (")
          && refusal.words.contains("is writing the store"), "\(refusal.words)")
    }
  }
}
