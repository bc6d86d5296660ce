// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Store
import Testing

@Suite("Who goes on with a sweep on a cluster")
struct ClusterClaimTests {
  @Test("of two commands at once the second waits for the first, and finds its jobs")
  func twoCommands() throws {
    try StubSlurm.withSmallStudy { slurm in
      try slurm.close("sbatch")
      let first = try slurm.begin(["--tasks", "3"])
      try slurm.awaitGate("sbatch")
      let second = try slurm.begin(["--tasks", "3"])
      try slurm.waitUntil("the second waits") { second.words.contains("waiting for it") }
      #expect(second.words.contains("arendt: another command (process "), "\(second.words)")
      try slurm.open("sbatch")
      let outcomes = try [first.outcome(), second.outcome()]
      #expect(outcomes.map(\.status) == [0, 0], "\(outcomes)")
      #expect(try SmallWorld.object(outcomes[0].output)["tasks"] as? Int == 3)
      #expect(try SmallWorld.object(outcomes[1].output)["waiting"] as? Int == 4)
      #expect(slurm.queue().count == 4, "\(slurm.queue())")
      try slurm.runArray(1)
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
      try slurm.expectLocalResults()
    }
  }

  @Test("a sweep on this machine waits for a command that submits, and is refused beside its jobs")
  func localBesideCommand() throws {
    try StubSlurm.withSmallStudy { slurm in
      try slurm.close("sbatch")
      let first = try slurm.begin(["--tasks", "3"])
      try slurm.awaitGate("sbatch")
      let local = try slurm.begin(["--engine", "local"])
      try slurm.waitUntil("the other waits") { local.words.contains("waiting for it") }
      try slurm.open("sbatch")
      #expect(try first.outcome().status == 0)
      let outcome = try local.outcome()
      #expect(outcome.status == 2 && outcome.words.contains("4 jobs of the sweep"), "\(outcome)")
    }
  }

  @Test("nobody waits for a job that merges")
  func besideMerge() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try slurm.setState("RUNNING")
      let lock = try FileLock(at: slurm.folder + "/small.cluster/lock", isRemoved: false)
      defer { lock.release() }
      let outcome = try slurm.sweep(["--tasks", "3"])
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try SmallWorld.object(outcome.output)["waiting"] as? Int == 4)
      let local = try Program.run(
        ["sweep", "small.study", "--quiet"], in: slurm.folder, variables: slurm.variables)
      #expect(local.status == 2 && local.words.contains("wait or run"), "\(local.words)")
    }
  }

  @Test(
    "jobs that are being ended may still write",
    arguments: [
      ["sweep", "small.study"], ["merge", "small.store", "other.store"],
      ["explain", "small.store"],
    ])
  func completing(command: [String]) throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "1"])
      try slurm.setState("COMPLETING")
      let outcome = try Program.run(
        command + ["--quiet"], in: slurm.folder, variables: slurm.variables)
      #expect(outcome.status == 2 && outcome.words.contains("wait or run"), "\(outcome.words)")
      let diagram = try Program.run(
        ["diagram", "small.store", "--output", "x.csv"], in: slurm.folder,
        variables: slurm.variables)
      #expect(diagram.status == 2 && diagram.words.contains("is writing"), "\(diagram.words)")
    }
  }

  @Test("a queue that cannot be asked may hold jobs that write: nothing is written beside them")
  func silentQueue() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      // A task publishes at this moment.
      let draft = slurm.folder + "/small.cluster/array-1/shards/.0.store.abc"
      try "half a shard".write(toFile: draft, atomically: true, encoding: .utf8)
      try slurm.replace(
        "squeue", "echo 'Unable to contact slurm controller' >&2; exit 1\n")
      for command in [
        ["sweep", "small.study"], ["merge", "small.store", "other.store"],
        ["explain", "small.store"], ["diagram", "small.store", "--output", "x.csv"],
      ] {
        let outcome = try Program.run(
          command + ["--quiet"], in: slurm.folder, variables: slurm.variables)
        #expect(outcome.status == 2, "\(command): \(outcome)")
        #expect(outcome.words.contains("is not known: squeue refused (status 1)"), "\(outcome)")
      }
      #expect(FileManager.default.fileExists(atPath: draft))
      // Of a sweep that is complete no job is left.
      try "complete\n".write(
        toFile: slurm.folder + "/small.cluster/ending", atomically: true, encoding: .utf8)
      let local = try Program.run(
        ["sweep", "small.study", "--quiet"], in: slurm.folder, variables: slurm.variables)
      #expect(local.status == 0, "\(local.words)")
    }
  }

  @Test("Control-C before anything is submitted submits nothing")
  func interruptedBefore() throws {
    try StubSlurm.withSmallStudy { slurm in
      try slurm.close("scontrol")
      let sweep = try slurm.begin()
      try slurm.awaitGate("scontrol")
      sweep.interrupt()
      try slurm.open("scontrol")
      let outcome = try sweep.outcome()
      #expect(outcome.status == 130, "\(outcome)")
      #expect(outcome.words.contains("interrupted: nothing was submitted"), "\(outcome.words)")
      #expect(slurm.queue().isEmpty && outcome.output.isEmpty)
      #expect(try slurm.sweep().status == 0)
      #expect(slurm.queue().count == 2)
    }
  }

  @Test(
    "Control-C or a closed terminal while tasks are submitted leaves them with the job after them, and says so",
    arguments: [false, true])
  func endedBetween(terminalIsClosed: Bool) throws {
    try StubSlurm.withSmallStudy { slurm in
      try slurm.close("sbatch")
      let sweep = try slurm.begin(["--tasks", "3"])
      try slurm.awaitGate("sbatch")
      if terminalIsClosed { sweep.hangUp() } else { sweep.interrupt() }
      try slurm.open("sbatch")
      let outcome = try sweep.outcome()
      #expect(outcome.status == 130, "\(outcome)")
      for words in [
        "interrupted too late: submitted array 1: 3 tasks with 6 cells as job 100, and job 101",
        "'scancel --name=arendt-small-",
      ] {
        #expect(outcome.words.contains(words), "\(outcome.words)")
      }
      #expect(slurm.queue().count == 4)
    }
  }

  @Test("tasks that no job comes after are told, and the same command submits one")
  func unmerged() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      func status() throws -> String {
        try Program.run(["status", "small.store"], in: slurm.folder, variables: slurm.variables)
          .output
      }
      #expect(try !status().contains("no job is to merge"))
      let lines = slurm.queue().filter { !$0.contains("merge") }.map { $0 + "\n" }
      try lines.joined().write(toFile: slurm.folder + "/queue", atomically: true, encoding: .utf8)
      #expect(try status().contains("no job is to merge"))
      #expect(try slurm.sweep().status == 0)
      #expect(try !status().contains("no job is to merge"))
    }
  }

  @Test("jobs are found by the name under which they were submitted, wherever their folder is")
  func moved() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      let moved = slurm.folder + "/moved"
      try FileManager.default.createDirectory(atPath: moved, withIntermediateDirectories: true)
      for name in ["small.store", "small.cluster", "small.study", "small.world"] {
        try FileManager.default.moveItem(
          atPath: "\(slurm.folder)/\(name)", toPath: "\(moved)/\(name)")
      }
      for options in [[], ["--engine", "slurm"]] {
        let outcome = try Program.run(
          ["sweep", "small.study", "--quiet"] + options, in: moved, variables: slurm.variables)
        #expect(
          options.isEmpty
            ? outcome.status == 2 && outcome.words.contains("4 jobs of the sweep")
            : outcome.status == 0 && outcome.output.contains("4 job"), "\(outcome)")
      }
      let status = try Program.run(
        ["status", "small.store"], in: moved, variables: slurm.variables)
      #expect(status.output.contains("queue    4 jobs"), "\(status.output)")
      // A job that comes after tasks of the old place merges into the store of the new one.
      let tasks = slurm.queue().filter { !$0.contains("merge") }.map { $0 + "\n" }
      try tasks.joined().write(toFile: slurm.folder + "/queue", atomically: true, encoding: .utf8)
      let follower = try Program.run(
        ["sweep", "small.study", "--quiet", "--engine", "slurm"], in: moved,
        variables: slurm.variables)
      #expect(follower.status == 0, "\(follower.words)")
      try slurm.endAll()
      try slurm.runMerge(moved + "/small.cluster/array-1/merge.sh")
      #expect(!FileManager.default.fileExists(atPath: slurm.folder + "/small.store"))
      #expect(slurm.queue().count == 4, "\(slurm.queue())")
      // What is submitted next has the name of the new place.
      let name = try #require(status.output.firstMatch(of: /--name=(\S+?)'/)).output.1
      try slurm.endAll()
      _ = try Program.run(
        ["sweep", "small.study", "--quiet", "--engine", "slurm"], in: moved,
        variables: slurm.variables)
      #expect(!slurm.queue().isEmpty && !slurm.queue().contains { $0.hasSuffix("|\(name)") })
    }
  }

  @Test("Control-C while another command is waited for submits nothing")
  func interruptedWaiting() throws {
    try StubSlurm.withSmallStudy { slurm in
      try slurm.close("sbatch")
      let first = try slurm.begin()
      try slurm.awaitGate("sbatch")
      let second = try slurm.begin()
      try slurm.waitUntil("the second waits") { second.words.contains("waiting for it") }
      second.interrupt()
      let outcome = try second.outcome()
      #expect(
        outcome.status == 130 && outcome.words.contains("nothing was submitted"), "\(outcome)")
      try slurm.open("sbatch")
      #expect(try first.outcome().status == 0)
      #expect(slurm.queue().count == 2)
    }
  }
}
