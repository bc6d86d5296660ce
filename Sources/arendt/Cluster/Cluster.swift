// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the jobs call that 'arendt sweep --engine slurm' submits? `arendt cluster task` and `arendt cluster advance`.

import ArgumentParser
import Foundation

struct Cluster: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What the jobs of 'arendt sweep --engine slurm' run; not for people.",
    shouldDisplay: false, subcommands: [Task.self, Advance.self])

  struct Task: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes what one task of an array was given, and publishes its shard.")

    @Argument(help: "The folder beside the store.")
    var folder: String

    @Argument(help: "Number of the array.")
    var array: Int

    @Argument(help: "Index of the task.")
    var task: Int

    func run() throws {
      Interruption.watch()
      let folder = ClusterFolder(path: folder)
      let words = try TaskRun(
        folder: folder, frozen: folder.frozenStudy(), array: array, task: task
      ).run()
      Terminal.say("arendt: \(words)")
    }
  }

  struct Advance: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Merges the shards of an array, and submits what is still missing.")

    @Argument(help: "The folder beside the store.")
    var folder: String

    @Argument(help: "Number of the array.")
    var array: Int

    func run() throws {
      Interruption.watch()
      let job = ProcessInfo.processInfo.environment["SLURM_JOB_ID"].flatMap { Int($0) }
      guard let job else {
        throw CommandFailure(.usage, "'arendt cluster advance' is for jobs of Slurm")
      }
      let folder = ClusterFolder(path: folder)
      do {
        let lock = try folder.lock()
        defer { lock.release() }
        let frozen = try folder.frozenStudy()
        let sweep = try ClusterSweep(
          folder: folder, frozen: frozen, plan: frozen.plan(),
          ownJob: ClusterSweep.MergingJob(number: job, array: array))
        let outcome = try sweep.goOn()
        Terminal.say("arendt: \(ClusterOutcomeText(outcome: outcome, store: frozen.store).text)")
      } catch let failure as CommandFailure {
        let words =
          failure.status == .interrupted
          ? "the merging job \(TaskAttempt.stoppedBySignal)"
          : failure.message ?? "status \(failure.status.rawValue)"
        try? folder.tell(.stopped(words))
        throw CommandFailure(failure.status, words)
      }
    }
  }
}
