// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may go on with a sweep on a cluster, or write its store? Who holds the lock of its folder, and only while no job of it
// is in the queue that would do the same.
//
// Invariant: the lock is taken before the queue is read and given back once what was found there has been acted upon.

import Foundation
import Scenarios
import Store
import WorldModel

extension ClusterFolder {
  /// Takes the lock of the folder; waits, and says so, while another command or job has it.
  ///
  /// - Returns: The lock, which ends with the process at the latest.
  /// - Throws: `CommandFailure` with status 130 when interrupted meanwhile, 2 where nothing can be locked.
  func lock() throws(CommandFailure) -> FileLock {
    let path = lockPath
    var hasSaid = false
    while true {
      do throws(FileLock.Refusal) {
        return try FileLock(at: path, isRemoved: false)
      } catch {
        switch error {
        case .impossible(let code):
          throw CommandFailure(
            .failed, "'\(path)' cannot be locked: \(InputFile.systemReason(code))")
        case .busy(let process):
          if !hasSaid {
            Terminal.say(
              "arendt: another command\(process.map { " (process \($0))" } ?? "") "
                + "is submitting this sweep; waiting for it")
          }
          hasSaid = true
        }
      }
      try Interruption.check()
      usleep(100_000)
    }
  }

  /// Takes the lock of the folder beside a store that is to be written by this process, and refuses while jobs are in the
  /// queue that may write it.
  ///
  /// Where Slurm is not installed the lock of the store is all that there is.
  ///
  /// - Parameter store: The store, as the user named it.
  /// - Returns: The folder with its lock, to be kept until the store is open; `nil` where the store was never swept on a
  ///   cluster.
  /// - Throws: `CommandFailure` with status 2, or 130 when interrupted.
  static func claim(_ store: String) throws(CommandFailure) -> (folder: Self, lock: FileLock)? {
    guard let path = try? absolute(store: store) else { return nil }
    let folder = ClusterFolder(besideStore: path)
    guard access(folder.lockPath, F_OK) == 0, folder.isOf(path) else { return nil }
    // A job that merges may hold the lock for hours: it is told before that is waited for.
    try folder.refuseToWrite(store, at: path)
    let lock = try folder.lock()
    try folder.refuseToWrite(store, at: path)
    return (folder, lock)
  }

  private func refuseToWrite(_ store: String, at path: String) throws(CommandFailure) {
    let busy = try busyJobs(writing: path)
    guard busy.isEmpty else {
      throw CommandFailure(
        .failed,
        "\(counted(busy.count, "job")) of the sweep of '\(store)' wait or run on the cluster; "
          + "'scancel --name=\(jobName)' ends them")
    }
  }

  /// Refuses to read a store that a job may be writing on another machine.
  ///
  /// - Parameter store: The store, as the user named it.
  /// - Throws: `CommandFailure` with status 2.
  static func refuseWhileMerging(_ store: String) throws(CommandFailure) {
    guard let path = try? absolute(store: store),
      let job = try ClusterFolder(besideStore: path).busyJobs(writing: path)
        .first(where: { $0.isMerge && $0.hasBegun })
    else { return }
    throw CommandFailure(
      .failed, "job \(job.job) is writing '\(store)'; try again when it has ended")
  }

  private var lockPath: String { path + "/lock" }

  /// Jobs of the sweep of a store whose programs may run now or later; none where Slurm is not installed.
  ///
  /// - Throws: `CommandFailure` with status 2 where a queue that may hold some cannot be asked.
  private func busyJobs(writing store: String) throws(CommandFailure) -> [QueueEntry] {
    guard exists, isOf(store), SlurmProcess.isInstalled else { return [] }
    do {
      return try SlurmProcess.queue(named: jobName).filter(\.mayRun)
    } catch {
      if ending == .complete { return [] }
      throw CommandFailure(
        .failed,
        "whether jobs of the sweep of '\(store)' wait or run on the cluster is not known: "
          + (error.message ?? "the queue cannot be asked"))
    }
  }
}
