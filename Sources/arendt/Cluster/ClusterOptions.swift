// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a sweep run, and what is asked of the cluster? The options of `arendt sweep` that are about machines.

import ArgumentParser
import Scenarios

/// Where a sweep runs.
struct ClusterOptions: ParsableArguments {
  enum Engine: String, ExpressibleByArgument, CaseIterable { case local, slurm }

  @Option(help: "Where runs are made: local, on this machine, or slurm, as job arrays.")
  var engine: Engine = .local

  @Option(help: ArgumentHelp("Partition of the jobs, as sbatch takes it.", valueName: "name"))
  var partition: String?

  @Option(
    help: ArgumentHelp(
      "Time limit of a task, as sbatch takes it; that of SBATCH_TIMELIMIT or the partition unless given. Tasks are made to last half of it at most. The job that merges gets a quarter of an hour, more for many runs, and at most what its partition allows.",
      valueName: "limit"))
  var time: String?

  @Option(
    help: ArgumentHelp(
      "Tasks of each array, one a cell at most; enough for each to last five minutes unless given.",
      valueName: "count"))
  var tasks: Int?

  @Option(
    help: ArgumentHelp("Processors and threads of a task. (default: 1)", valueName: "count"))
  var cpusPerTask: Int?

  @Option(help: ArgumentHelp("Account that pays, as sbatch takes it.", valueName: "name"))
  var account: String?

  func validate() throws {
    if engine == .local {
      let given = [
        ("--partition", partition != nil), ("--time", time != nil), ("--tasks", tasks != nil),
        ("--cpus-per-task", cpusPerTask != nil), ("--account", account != nil),
      ]
      if let (name, _) = given.first(where: \.1) {
        throw ValidationError("\(name) is for jobs on a cluster; add --engine slurm.")
      }
    }
    if let tasks, tasks < 1 { throw ValidationError("--tasks must be at least 1.") }
    if let cpusPerTask, !(1...4096).contains(cpusPerTask) {
      throw ValidationError("--cpus-per-task must be from 1 to 4096.")
    }
    if let time, BatchOptions.seconds(ofTimeLimit: time) == nil {
      throw ValidationError(
        "--time takes minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes or "
          + "days-hours:minutes:seconds.")
    }
    if let name = batch.unwritable.first {
      throw ValidationError("\(name) cannot be empty or hold backslashes or control characters.")
    }
  }

  /// What is asked of Slurm.
  var batch: BatchOptions {
    BatchOptions(
      partition: partition, account: account, time: time, cpusPerTask: cpusPerTask ?? 1,
      taskCount: tasks)
  }
}
