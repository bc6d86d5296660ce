// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite("What is asked of a cluster, and of which store")
struct ClusterTermsTests {
  /// A study whose parts at one point are much larger than its cells.
  private static let large =
    SmallStudy.text
    + "scale clerks over [1000000, 2000000, 4000000] along conformity over [0, 1, 2, 3, 4]\n"

  private static func inFolder(_ body: (StubSlurm) throws -> Void) throws {
    let world = SmallWorld.ministry.replacing("10...1_000", with: "10...10_000_000")
    try SmallStudy.inFolder(study: large, world: world) { try body(try StubSlurm(in: $0)) }
  }

  private static func script(_ slurm: StubSlurm, _ name: String) throws -> String {
    try String(
      contentsOfFile: "\(slurm.folder)/small.cluster/array-1/submission-1/\(name).sh",
      encoding: .utf8)
  }

  private static func megabytes(_ script: String) throws -> Int {
    try #require(script.firstMatch(of: /--mem=(\d+)M/).flatMap { Int($0.1) })
  }

  @Test("the job that merges asks the memory of the parts at one point, which the last one makes")
  func memory() throws {
    try Self.inFolder { slurm in
      let dry = try SmallWorld.object(try slurm.sweep(["--tasks", "2", "--dry-run"]).output)
      let (task, merge) = try (
        #require(dry["taskBytes"] as? Int), #require(dry["mergeBytes"] as? Int)
      )
      #expect(task == 1 << 30)
      #expect(merge > task)
      // Several threads have several populations at work.
      let wide = try SmallWorld.object(
        try slurm.sweep(["--tasks", "2", "--cpus-per-task", "4", "--dry-run"]).output)
      #expect(try #require(wide["mergeBytes"] as? Int) > merge + merge / 2)
      let text = try Program.run(
        ["sweep", "small.study", "--engine", "slurm", "--dry-run", "--tasks", "2"],
        in: slurm.folder, variables: slurm.variables)
      #expect(
        text.output.contains("\nmerging         a job after each array, of ")
          && text.output.contains(" at most\n"),
        "\(text.output)")
      _ = try slurm.sweep(["--tasks", "2"])
      #expect(try Self.megabytes(Self.script(slurm, "tasks")) == 1_024)
      #expect(try Self.megabytes(Self.script(slurm, "merge")) == (merge + (1 << 20) - 1) >> 20)
      // A job that comes after tasks whose own is lost asks the same.
      let lines = slurm.queue().filter { !$0.contains("merge") }.map { $0 + "\n" }
      try lines.joined().write(
        toFile: slurm.folder + "/queue", atomically: true, encoding: .utf8)
      let follower = try SmallWorld.object(try slurm.sweep().output)
      #expect(follower["mergeJob"] as? Int == 102 && follower["job"] as? Int == 100)
      let again = try String(
        contentsOfFile: slurm.folder + "/small.cluster/array-1/merge.sh", encoding: .utf8)
      #expect(try Self.megabytes(again) == (merge + (1 << 20) - 1) >> 20)
      #expect(again.contains("--dependency=afterany:100\n"))
    }
  }

  @Test("the job that merges has its own time, at most what the partition allows")
  func time() throws {
    try StubSlurm.withSmallStudy { slurm in
      func seconds(_ variables: [String: String]) throws -> Int? {
        let dry = try Program.run(
          [
            "sweep", "small.study", "--engine", "slurm", "--time", "5", "--dry-run", "--format",
            "json",
          ], in: slurm.folder, variables: variables)
        return try SmallWorld.object(dry.output)["mergeSeconds"] as? Int
      }
      #expect(try seconds(["PATH": "/nowhere"]) == 960)
      #expect(try seconds(slurm.variables) == 600)
      _ = try slurm.sweep(["--time", "5"])
      #expect(try Self.script(slurm, "tasks").contains("--time='5'\n"))
      // The stub grants ten minutes.
      #expect(try Self.script(slurm, "merge").contains("--time='10'\n"))
    }
  }

  @Test("cells that take longer than a task may are refused before anything is written")
  func cellsTooLong() throws {
    try StubSlurm.withSmallStudy { slurm in
      func refuse(
        _ options: [String], _ variables: [String: String] = [:], after limit: String
      ) throws {
        for more in [[], ["--dry-run"]] {
          let outcome = try Program.run(
            ["sweep", "small.study", "--engine", "slurm", "--steps", "100000000", "--quiet"]
              + options + more, in: slurm.folder,
            variables: slurm.variables.merging(variables) { $1 })
          #expect(outcome.status == 64, "\(outcome)")
          #expect(outcome.words.contains("the largest cell takes about "), "\(outcome.words)")
          #expect(outcome.words.contains("ended after \(limit); ask for more"), "\(outcome.words)")
        }
      }
      // Slurm grants whole minutes.
      try refuse(["--time", "0:01"], after: "60 s")
      try refuse([], ["SBATCH_TIMELIMIT": "0:01"], after: "60 s")
      try slurm.replace(
        "scontrol",
        "echo 'PartitionName=main Default=YES DefaultTime=00:00:01 MaxTime=UNLIMITED'\n")
      try refuse([], after: "1 s")
      #expect(slurm.queue().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: slurm.folder + "/small.store"))
    }
  }

  @Test(
    "the time that the environment asks for is that of every array, for the jobs that submit know it not"
  )
  func timeOfEnvironment() throws {
    try StubSlurm.withSmallStudy { slurm in
      let outcome = try Program.run(
        [
          "sweep", "small.study", "--engine", "slurm", "--quiet", "--tasks", "2", "--warmup",
          "auto",
        ], in: slurm.folder,
        variables: slurm.variables.merging(["SBATCH_TIMELIMIT": "1:30:00"]) { $1 })
      #expect(outcome.status == 0, "\(outcome.words)")
      for array in 1...2 {
        let script = try String(
          contentsOfFile: "\(slurm.folder)/small.cluster/array-\(array)/submission-1/tasks.sh",
          encoding: .utf8)
        #expect(script.contains("--time='1:30:00'\n"), "\(script)")
        _ = try slurm.runArray(array)
      }
    }
  }

  @Test("a first point without agents tells no rate, and nothing traps")
  func noAgents() throws {
    let study = """
      study "Small Study" of "small.world"
      vary clerks over [0, 20, 40]
      replicates 4
      networks 2

      """
    let world = """
      world "Nobody or Some"
      parameter clerks: count = 40 in 0...1_000
      coupling pull = 0.5 in 0...1
      agents clerk[clerks] { state obeys = false }
      network around: clerk -> clerk = complete()
      step clerk { obeys ~ bernoulli(0.01 + pull * mean(around.obeys else 0)) }
      harm complicity = mean(clerk.obeys else 0) limit 5%
      aligned clerk = obeys at most 5% for all but 1%
      run { steps 40  warmup 5  replicates 4  networks 2 }

      """
    try SmallStudy.inFolder(study: study, world: world) { folder in
      let slurm = try StubSlurm(in: folder)
      for more in [["--dry-run"], []] {
        let outcome = try slurm.sweep(["--tasks", "2"] + more)
        #expect(outcome.status == 0, "\(outcome)")
      }
      let local = try Program.run(["sweep", "small.study", "--dry-run"], in: folder)
      #expect(local.status == 0 && !local.output.contains("inf"), "\(local)")
    }
  }

  @Test("a task with many processors is as fast as they are, whatever this machine has")
  func manyProcessors() throws {
    try SmallStudy.inFolder { folder in
      let seconds = try [1, 4_096].map { count in
        let dry = try Program.run(
          [
            "sweep", "small.study", "--engine", "slurm", "--dry-run", "--format", "json",
            "--cpus-per-task", "\(count)",
          ], in: folder, variables: ["PATH": "/nowhere"])
        return try #require(try SmallWorld.object(dry.output)["seconds"] as? Double)
      }
      #expect(seconds[0] > 50 * seconds[1], "\(seconds)")
    }
  }

  @Test("parts at one point that need more memory than the job was given are refused")
  func memoryLimit() throws {
    try Self.inFolder { slurm in
      try SmallStudy.text.write(
        toFile: slurm.folder + "/cells.study", atomically: true, encoding: .utf8)
      _ = try SmallStudy.runsMade(["cells.study", "--store", "small.store"], in: slurm.folder)
      _ = try slurm.sweep()
      try slurm.endAll()
      let words = try slurm.runMerge(
        slurm.folder + "/small.cluster/array-1/merge.sh", ["SLURM_MEM_PER_NODE": "10"])
      #expect(words.contains("of memory, and there is 10.5 MB"), "\(words)")
      #expect(slurm.ending?.contains("of memory") == true)
      // All cells are done, and yet something is missing.
      let status = try Program.run(
        ["status", "small.store"], in: slurm.folder, variables: slurm.variables)
      #expect(status.output.contains("0 to do"), "\(status.output)")
      #expect(status.output.contains("stopped  transition: "), "\(status.output)")
    }
  }

  @Test(
    "a study is the same however its path is spelt",
    arguments: ["./small.study", "below/../small.study", "ABSOLUTE/small.study"])
  func spelling(path: String) throws {
    try StubSlurm.withSmallStudy { slurm in
      try FileManager.default.createDirectory(
        atPath: slurm.folder + "/below", withIntermediateDirectories: true)
      _ = try slurm.sweep()
      let outcome = try Program.run(
        [
          "sweep", path.replacing("ABSOLUTE", with: slurm.folder), "--engine", "slurm",
          "--store", "small.store", "--quiet",
        ], in: slurm.folder, variables: slurm.variables)
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.output.contains("nothing was submitted: 2 jobs"), "\(outcome.output)")
    }
  }

  @Test("a study told by options is the same however the path of its world is spelt")
  func spellingOfWorld() throws {
    try StubSlurm.withSmallStudy { slurm in
      let answers = try ["small.world", "./small.world"].map { world in
        try Program.run(
          [
            "sweep", world, "--vary", "conscience=1,2", "--engine", "slurm", "--store",
            "told.store", "--quiet",
          ], in: slurm.folder, variables: slurm.variables)
      }
      #expect(answers.map(\.status) == [0, 0], "\(answers)")
      #expect(answers[1].output.contains("nothing was submitted: 2 jobs"), "\(answers[1])")
    }
  }

  @Test("a folder belongs to one store")
  func otherStore() throws {
    try StubSlurm.withSmallStudy { slurm in
      _ = try slurm.sweep()
      let outcome = try slurm.sweep(["--store", "small"])
      #expect(outcome.status == 1, "\(outcome.words)")
      #expect(
        outcome.words.contains("small.cluster' belongs to the store '\(slurm.folder)/small.store'"),
        "\(outcome.words)")
      #expect(slurm.queue().count == 2)
      // Its jobs are nothing to another store.
      let local = try Program.run(
        ["sweep", "small.study", "--store", "small", "--quiet"], in: slurm.folder,
        variables: slurm.variables)
      #expect(local.status == 0, "\(local.words)")
      let status = try Program.run(
        ["status", "small"], in: slurm.folder, variables: slurm.variables)
      #expect(status.status == 0 && !status.output.contains("queue"), "\(status.output)")
    }
  }

  @Test(
    "a path that cannot stand in a script is misuse, before anything is written",
    arguments: ["a\\b.store", "a\nb.store", "a\tb.store", "a\u{7F}.store"])
  func unwritablePath(store: String) throws {
    try StubSlurm.withSmallStudy { slurm in
      for arguments in [["--store", store], ["--store", store, "--dry-run"]] {
        let outcome = try slurm.sweep(arguments)
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.words.contains("the path of the store cannot stand in a script"))
        #expect(outcome.words.split(separator: "\n").count == 1, "\(outcome.words)")
      }
      #expect(slurm.queue().isEmpty)
      let names = try FileManager.default.contentsOfDirectory(atPath: slurm.folder).sorted()
      #expect(names == ["bin", "small.study", "small.world"])
    }
  }

  @Test("other signs in paths reach the jobs as they are", arguments: ["100% it's \"a\" $x", "%a"])
  func strangePath(name: String) throws {
    try SmallStudy.inFolder { parent in
      let folder = "\(parent)/\(name)"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for file in ["small.world", "small.study"] {
        try FileManager.default.copyItem(
          atPath: "\(parent)/\(file)", toPath: "\(folder)/\(file)")
      }
      let slurm = try StubSlurm(in: folder)
      _ = try slurm.sweep()
      try slurm.runArray(1)
      if slurm.ending == nil { try slurm.runArray(2) }
      #expect(slurm.ending == "complete\n")
    }
  }
}
