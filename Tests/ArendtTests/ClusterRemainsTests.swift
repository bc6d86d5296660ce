// SPDX-License-Identifier: GPL-3.0-or-later

import Digest
import Foundation
import Store
import Testing

@testable import arendt

@Suite("What jobs of a cluster left behind")
struct ClusterRemainsTests {
  private static func status(_ slurm: StubSlurm) throws -> (text: String, json: [String: Any]) {
    let (text, json) = try (
      Program.run(["status", "small.store"], in: slurm.folder, variables: slurm.variables),
      Program.run(
        ["status", "small.store", "--format", "json"], in: slurm.folder,
        variables: slurm.variables)
    )
    #expect(text.status == 0 && json.status == 0, "\(text.words)")
    return (text.output, try SmallWorld.object(json.output))
  }

  private static func local(
    _ slurm: StubSlurm, _ arguments: [String] = []
  ) throws -> Program.Outcome {
    try Program.run(
      ["sweep", "small.study", "--format", "json"] + arguments, in: slurm.folder,
      variables: slurm.variables)
  }

  @Test("shards that no job has merged are merged by a sweep on this machine, which makes the rest")
  func unmerged() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      let words = try slurm.runTasks(1, [0, 2])
      try slurm.endAll()
      #expect(try Self.status(slurm).text.contains("stopped  nothing of it is in the queue"))
      let published = words.matches(of: /published (\d+) runs/).compactMap { Int($0.1) }
      #expect(published.count == 2 && !published.contains(0), "\(words)")
      let outcome = try Self.local(slurm)
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.words.contains("merged 2 shards that tasks"), "\(outcome.words)")
      let made = try #require(try SmallWorld.object(outcome.output)["runs"] as? Int)
      let all = try SmallStudy.runsMade(["small.study", "--store", "all.store"], in: slurm.folder)
      #expect(made == all - published.reduce(0, +))
      try slurm.expectLocalResults()
      // Nothing is missing, and nothing has stopped.
      #expect(slurm.ending == "complete\n")
      let (text, json) = try Self.status(slurm)
      #expect(!text.contains("stopped") && !text.contains("array"), "\(text)")
      let cluster = try #require(json["cluster"] as? [String: Any])
      #expect(cluster["complete"] as? Bool == true && cluster["stopped"] is NSNull)
      #expect(try SmallWorld.object(try slurm.sweep().output)["complete"] as? Bool == true)
    }
  }

  @Test("what stopped is not told of a study that was swept to its end since, by another text")
  func edited() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.endAll()
      try SmallStudy.text.replacing("[1, 2]", with: "[1, 2, 3]").write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      #expect(try Self.local(slurm).status == 0)
      #expect(slurm.ending == nil)
      let (text, json) = try Self.status(slurm)
      #expect(text.contains("9 done, 0 running, 0 failed, 0 to do"), "\(text)")
      #expect(!text.contains("stopped"), "\(text)")
      #expect((json["cluster"] as? [String: Any])?["stopped"] is NSNull)
    }
  }

  @Test("a refused command takes nothing back of what was told of the end")
  func refusedAfterEnd() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.endAll()
      #expect(try Self.local(slurm).status == 0)
      #expect(slurm.ending == "complete\n")
      try (SmallStudy.text + "seed 7\n").write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      #expect(try slurm.sweep().status == 1)
      #expect(slurm.ending == "complete\n")
    }
  }

  @Test("parts at one point are made of a study, whatever was complete of another text before")
  func partsOfAnotherText() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.endAll()
      #expect(try Self.local(slurm).status == 0)
      func write(_ more: String) throws {
        try (SmallStudy.text + more).write(
          toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      }
      try write("attribute complicity\n")
      #expect(try SmallWorld.object(try slurm.sweep().output)["mergeJob"] != nil)
      #expect(slurm.ending == nil)
      try slurm.endAll()
      // The job is lost; that another text is complete says nothing of this one.
      try write("")
      #expect(try SmallWorld.object(try slurm.sweep().output)["complete"] as? Bool == true)
      try write("attribute complicity\n")
      #expect(try SmallWorld.object(try slurm.sweep().output)["mergeJob"] != nil)
      // The job makes them, and takes up no task of an array that lacks nothing any more.
      let number = try #require(
        try FileManager.default.contentsOfDirectory(atPath: slurm.folder + "/small.cluster")
          .compactMap { $0.split(separator: "-").last.flatMap { Int($0) } }.max())
      try slurm.endAll()
      try slurm.runMerge("\(slurm.folder)/small.cluster/array-\(number)/merge.sh")
      #expect(slurm.ending == "complete\n" && slurm.queue().isEmpty, "\(slurm.queue())")
    }
  }

  @Test("jobs in the queue are told whatever was told of the end")
  func liveAfterEnd() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try "complete\n".write(
        toFile: slurm.folder + "/small.cluster/ending", atomically: true, encoding: .utf8)
      #expect(try Self.status(slurm).text.contains("queue    4 jobs"))
    }
  }

  @Test("shards of another world are neither merged nor removed")
  func otherWorld() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.runTasks(1, [0])
      try slurm.endAll()
      try FileManager.default.removeItem(atPath: slurm.folder + "/small.store")
      try (SmallStudy.text + "seed 7\n").write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      for outcome in [try Self.local(slurm), try slurm.sweep()] {
        #expect(outcome.status == 1, "\(outcome.words)")
        #expect(outcome.words.contains("are of another study:\n  seed"), "\(outcome.words)")
      }
      #expect(slurm.queue().isEmpty)
      let shard = slurm.folder + "/small.cluster/array-1/shards/0.store"
      #expect(FileManager.default.fileExists(atPath: shard))
      // The study that they are of is not locked out by an empty store, and nothing of it is left.
      let names = try FileManager.default.contentsOfDirectory(atPath: slurm.folder)
      #expect(names.filter { $0.hasPrefix("small.store") && !$0.hasSuffix("lock") } == [])
      try SmallStudy.text.write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      let outcome = try Self.local(slurm)
      #expect(outcome.status == 0 && outcome.words.contains("merged 1 shard"), "\(outcome.words)")
    }
  }

  @Test("a damaged shard behind a link is told from a damaged store, too")
  func linkedFolder() throws {
    try StubSlurm.withSmallStudy { slurm in
      let elsewhere = slurm.folder + "/elsewhere"
      try FileManager.default.createDirectory(
        atPath: elsewhere, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: slurm.folder + "/small.cluster", withDestinationPath: elsewhere)
      _ = try slurm.sweep(["--tasks", "3"])
      let words = try slurm.runArray(1) { shards in
        try "not what a task writes".write(
          toFile: shards + "/1.store", atomically: true, encoding: .utf8)
      }
      #expect(words.contains("submitted array 1: 1 task with 2 cells"), "\(words)")
    }
  }

  @Test("cells that were made are told as done or failed when tasks are given up")
  func givenUp() throws {
    let study = """
      study "Failing" of "small.world"
      vary depth over [0, 0.1, 0.2, 0.6, 0.8, 1]

      """
    try SmallStudy.inFolder(study: study, world: SmallStudy.failing) { folder in
      let slurm = try StubSlurm(in: folder)
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.runArray(1, tasks: [0, 2])
      try slurm.runArray(1, submission: 2, tasks: [])
      try slurm.runArray(1, submission: 3, tasks: [])
      #expect(slurm.ending?.contains("1 task of array 1 ended without a result") == true)
      let (text, json) = try Self.status(slurm)
      #expect(text.contains("2 done, 0 running, 2 failed, 2 to do"), "\(text)")
      #expect((json["failures"] as? [Any])?.count == 2)
      #expect(text.contains("stopped  1 task of array 1"), "\(text)")
    }
  }

  @Test("a study with cells that fail ends complete, with status 2 for whoever asks")
  func failingCells() throws {
    let study = "study \"Failing\" of \"small.world\"\nvary depth over [0, 0.2, 0.6, 1]\n"
    try SmallStudy.inFolder(study: study, world: SmallStudy.failing) { folder in
      let slurm = try StubSlurm(in: folder)
      _ = try slurm.sweep(["--tasks", "2"])
      let words = try slurm.runArray(1)
      #expect(words.contains("complete, but 2 cells failed"), "\(words)")
      #expect(slurm.ending == "complete\n")
      let outcome = try slurm.sweep()
      #expect(outcome.status == 2, "\(outcome.words)")
      #expect(try SmallWorld.object(outcome.output)["failed"] as? Int == 2)
    }
  }

  @Test(
    "an array whose tasks published nothing of what they were given is not followed by the same")
  func madeNothing() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      let words = try slurm.runArray(1) { shards in
        for task in 0..<3 {
          try FileManager.default.moveItem(
            atPath: "\(shards)/\(task).store", toPath: "\(shards)/\(task).merged")
        }
      }
      #expect(words.contains("array 1 made nothing of what it was asked"), "\(words)")
      #expect(slurm.queue().isEmpty)
      #expect(slurm.ending?.hasPrefix("array 1 made nothing") == true)
    }
  }

  @Test("folders of killed tasks are removed by the next task of the sweep, and no others")
  func scratch() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "1"])
      let place = slurm.folder + "/scratch"
      let own = SHA256.hexadecimal(of: (slurm.folder + "/small.cluster").utf8).prefix(12)
      let names = ["arendt-task-\(own)-killed", "arendt-task-\(own)-alive", "arendt-task-other-x"]
      for name in names {
        try FileManager.default.createDirectory(
          atPath: "\(place)/\(name)", withIntermediateDirectories: true)
        try "x".write(
          toFile: "\(place)/\(name)/shard.store", atomically: true, encoding: .utf8)
      }
      let lock = try FileLock(at: "\(place)/\(names[1])/lock")
      defer { lock.release() }
      try slurm.runTasks(1, [0], ["TMPDIR": place])
      #expect(slurm.published(1) == ["0.store"])
      let left = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
      #expect(left == [names[1], names[2]])
    }
  }

  @Test("a folder for what is needed for a while that has no name is none, and not the root")
  func namelessScratch() {
    let usual = ScratchFolder.places(in: [:])
    #expect(usual.count == 1)
    #expect(ScratchFolder.places(in: ["SLURM_TMPDIR": "", "TMPDIR": ""]) == usual)
    #expect(ScratchFolder.places(in: ["TMPDIR": "b", "SLURM_TMPDIR": "a"]) == ["a", "b"] + usual)
  }
}
