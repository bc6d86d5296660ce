// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("arendt sweep --engine slurm")
struct ClusterCommandTests {
  @Test("--dry-run shows the script and the tasks, needs no Slurm and writes nothing")
  func dryRun() throws {
    try SmallStudy.inFolder { folder in
      let arguments = [
        "sweep", "small.study", "--engine", "slurm", "--dry-run", "--tasks", "3", "--partition",
        "long", "--account", "it's us", "--time", "10", "--cpus-per-task", "2",
      ]
      let outcome = try Program.run(arguments, in: folder, variables: ["PATH": "/nowhere"])
      #expect(outcome.status == 0 && outcome.words.isEmpty, "\(outcome.words)")
      for line in [
        "cells           6", "tasks           3, of", "#SBATCH --array=0-2",
        "#SBATCH --partition='long'", "#SBATCH --account='it'\"'\"'s us'", "#SBATCH --time='10'",
        "#SBATCH --cpus-per-task=2", "#SBATCH --requeue",
        "\(folder)/small.cluster' 1 \"$SLURM_ARRAY_TASK_ID\"",
        "#SBATCH --dependency=afterany:JOB\n", "#SBATCH --time='16'",
        " cluster advance '\(folder)/small.cluster' 1\n",
      ] {
        #expect(outcome.output.contains(line), "\(line) in \(outcome.output)")
      }
      let json = try Program.run(
        arguments + ["--format", "json"], in: folder, variables: ["PATH": "/nowhere"])
      let object = try SmallWorld.object(json.output)
      #expect(object["tasks"] as? Int == 3 && object["cells"] as? Int == 6)
      #expect((object["script"] as? String)?.hasPrefix("#!/bin/bash\n") == true)
      #expect((object["mergeScript"] as? String)?.contains(" cluster advance ") == true)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["small.study", "small.world"])
    }
  }

  @Test("arrays make what one machine makes, with the study as it was when it was submitted")
  func whole() throws {
    try StubSlurm.withSmallStudy { slurm in
      let outcome = try slurm.sweep(["--tasks", "40"])
      #expect(outcome.status == 0, "\(outcome.words)")
      let answer = try SmallWorld.object(outcome.output)
      // Slurm takes no more than five.
      #expect(answer["tasks"] as? Int == 5 && answer["array"] as? Int == 1)
      #expect(answer["job"] as? Int == 100 && answer["mergeJob"] as? Int == 101)
      #expect(slurm.queue().count == 6)
      // Nothing is submitted twice.
      let second = try SmallWorld.object(try slurm.sweep().output)
      #expect(second["waiting"] as? Int == 6 && slurm.queue().count == 6)
      let local = try Program.run(
        ["sweep", "small.study", "--quiet"], in: slurm.folder, variables: slurm.variables)
      #expect(local.status == 2 && local.words.contains("wait or run"), "\(local.words)")
      // An edit meanwhile does not matter to the jobs, and is told to whoever wants it.
      try SmallStudy.text.replacing("[1, 2]", with: "[1, 2, 3]").write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      let edited = try slurm.sweep()
      #expect(edited.status == 1 && edited.words.contains("another text"), "\(edited.words)")
      try slurm.runArray(1)
      // Warm-ups have to be found from twins that several tasks share.
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
      try SmallStudy.text.write(
        toFile: slurm.folder + "/small.study", atomically: true, encoding: .utf8)
      try slurm.expectLocalResults()
      try slurm.endAll()
      #expect(try SmallWorld.object(try slurm.sweep().output)["complete"] as? Bool == true)
      #expect(slurm.queue().isEmpty)
    }
  }

  @Test("a task that is there already does nothing, and one that was lost is submitted again")
  func lost() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      let words = try slurm.runArray(1, tasks: [0, 0, 2])
      #expect(words.contains("task 0 of array 1 is done already"), "\(words)")
      #expect(words.contains("submitted array 1: 1 task with 2 cells"), "\(words)")
      #expect(slurm.queue().count == 2 && slurm.queue()[0].contains("|1|PENDING|"))
      let status = try Program.run(
        ["status", "small.store"], in: slurm.folder, variables: slurm.variables)
      #expect(
        status.output.contains("3 tasks: 2 done, 0 running, 1 waiting, 0 failed, 0 to do"),
        "\(status.output)")
      #expect(status.output.contains("scancel --name=arendt-small-"), "\(status.output)")
      try slurm.runArray(1, submission: 2)
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
      try slurm.expectLocalResults()
    }
  }

  @Test(
    "a task that fails is tried three times, told with its reason, and goes on with one command")
  func failing() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      // No shard can appear in a folder that is not there.
      try FileManager.default.removeItem(
        atPath: slurm.folder + "/small.cluster/array-1/shards")
      for submission in 1...3 {
        #expect(slurm.queue().count == 4 && slurm.ending == nil, "\(submission)")
        let words = try slurm.runArray(1, submission: submission)
        #expect(words.contains("task 1 failed: cannot write"), "\(words)")
      }
      #expect(slurm.queue().isEmpty)
      #expect(slurm.ending?.contains("3 tasks of array 1") == true)
      let status = try Program.run(
        ["status", "small.store"], in: slurm.folder, variables: slurm.variables)
      for line in [
        "3 tasks: 0 done, 0 running, 0 waiting, 3 failed, 0 to do",
        "task 2   try 3 failed: cannot write", "the same sweep command tries again",
      ] {
        #expect(status.output.contains(line), "\(line) in \(status.output)")
      }
      #expect(try slurm.sweep(["--tasks", "3"]).status == 0)
      try slurm.runArray(2)
      if slurm.ending == nil { try slurm.runArray(3) }
      #expect(slurm.ending == "complete\n")
      try slurm.expectLocalResults()
    }
  }

  @Test("tasks that never began are told among those that failed")
  func neverBegan() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      try FileManager.default.removeItem(
        atPath: slurm.folder + "/small.cluster/array-1/shards")
      for submission in 1...3 { try slurm.runArray(1, submission: submission, tasks: [1]) }
      func status(_ options: [String] = []) throws -> String {
        try Program.run(
          ["status", "small.store"] + options, in: slurm.folder, variables: slurm.variables
        ).output
      }
      let text = try status()
      for line in [
        "3 failed, 0 to do", "task 0   never began, submitted 3 times", "task 1   try 3 failed: ",
        "task 2   never began, submitted 3 times",
      ] {
        #expect(text.contains(line), "\(line) in \(text)")
      }
      #expect(try status(["--failures", "1"]).contains("and 2 more\n"))
    }
  }

  @Test("a shard that is damaged is not merged, and made again")
  func damaged() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep(["--tasks", "3"])
      let words = try slurm.runArray(1) { shards in
        try "not what a task writes".write(
          toFile: shards + "/1.store", atomically: true, encoding: .utf8)
      }
      #expect(words.contains("task 1: '"), "\(words)")
      #expect(words.contains("submitted array 1: 1 task with 2 cells"), "\(words)")
      try slurm.runArray(1, submission: 2)
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
      try slurm.expectLocalResults()
    }
  }

  @Test("what a study asks at one point is made by the job that comes last")
  func atOnePoint() throws {
    let study = SmallStudy.text + "attribute complicity\n"
    try SmallStudy.inFolder(study: study) { folder in
      let slurm = try StubSlurm(in: folder)
      _ = try slurm.sweep(["--tasks", "2"])
      try slurm.runArray(1)
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
      try slurm.expectLocalResults()
      let runs = try ["small.store", "local.store"].map {
        try SmallStudy.object(["status", $0], in: folder)["runs"] as? Int
      }
      #expect(runs[0] == runs[1] && runs[0] != nil)
      // In a store whose cells one machine has swept only the last job is missing.
      try FileManager.default.removeItem(atPath: folder + "/small.cluster")
      let answer = try SmallWorld.object(try slurm.sweep().output)
      #expect(answer["mergeJob"] != nil && answer["job"] == nil && slurm.queue().count == 1)
      try slurm.endAll()
      try slurm.runMerge(folder + "/small.cluster/array-1/merge.sh")
      #expect(slurm.ending == "complete\n")
    }
  }

  @Test("says what is missing, refused or cannot be written, and what came of it")
  func refusals() throws {
    try StubSlurm.withSmallStudy { slurm in
      let none = try Program.run(
        ["sweep", "small.study", "--engine", "slurm"], in: slurm.folder,
        variables: ["PATH": "/nowhere"])
      #expect(none.status == 2 && none.words.contains("no 'squeue' in PATH"), "\(none.words)")
      try "sbatch: error: invalid partition\n".write(
        toFile: slurm.folder + "/refuse", atomically: true, encoding: .utf8)
      let refused = try slurm.sweep()
      #expect(refused.status == 2, "\(refused.words)")
      #expect(
        refused.words
          == "arendt: sbatch refused (status 1): sbatch: error: invalid partition\n")
      #expect(!FileManager.default.fileExists(atPath: slurm.folder + "/small.store"))
      try FileManager.default.removeItem(atPath: slurm.folder + "/refuse")
      // Tasks that nothing comes after are taken back.
      try "".write(toFile: slurm.folder + "/refuse-merge", atomically: true, encoding: .utf8)
      let half = try slurm.sweep()
      #expect(half.status == 2 && half.words.contains("no more jobs"), "\(half.words)")
      #expect(slurm.queue().isEmpty)
      try FileManager.default.removeItem(atPath: slurm.folder + "/refuse-merge")
      #expect(try slurm.sweep().status == 0)
      #expect(slurm.queue().count == 2)
    }
    try StubSlurm.withSmallStudy { slurm in
      try "".write(toFile: slurm.folder + "/small.cluster", atomically: true, encoding: .utf8)
      let outcome = try slurm.sweep()
      #expect(outcome.status == 2, "\(outcome.words)")
      #expect(outcome.words.contains("small.cluster/log': not a directory"), "\(outcome.words)")
    }
    try StubSlurm.withSmallStudy { slurm in
      try "world".write(
        toFile: slurm.folder + "/small.world", atomically: true, encoding: .utf8)
      #expect(try slurm.sweep().status == 1)
      #expect(slurm.queue().isEmpty)
    }
  }

  @Test(
    "options that do not fit are misuse",
    arguments: [
      ["--tasks", "3"], ["--partition", "x"], ["--engine", "slurm", "--threads", "2"],
      ["--engine", "slurm", "--shard", "1/2"], ["--engine", "slurm", "--time", "soon"],
      ["--engine", "slurm", "--tasks", "0"], ["--engine", "slurm", "--cpus-per-task", "0"],
      ["--engine", "slurm", "--account", "a\nb"], ["--engine", "pbs"],
      ["--engine", "slurm", "--store", "nowhere/x.store"],
    ])
  func misuse(options: [String]) throws {
    try StubSlurm.withSmallStudy { slurm in
      let outcome = try Program.run(
        ["sweep", "small.study"] + options, in: slurm.folder, variables: slurm.variables)
      #expect(outcome.status == 64, "\(outcome.words)")
      #expect(slurm.queue().isEmpty)
    }
  }
}
