// SPDX-License-Identifier: GPL-3.0-or-later
//
// How did a try of a task go? A file of two lines: where it began, and how it ended; a task that was killed leaves the first
// alone.

import Foundation
import Scenarios

/// One try of a task.
struct TaskAttempt {
  private let descriptor: Int32

  /// How a job ended that was asked to, as the end of a sentence that begins with it.
  static let stoppedBySignal = "was stopped by a signal (time limit, scancel or preemption)"

  /// Tells that a task begins.
  ///
  /// - Returns: The try; `nil` where the task has had all its tries.
  /// - Throws: `CommandFailure` with status 2 where it cannot be told, so that nobody tries for ever.
  static func begin(
    _ task: Int, array: Int, in folder: ClusterFolder
  ) throws(CommandFailure) -> TaskAttempt? {
    for number in 1...ClusterStep.mostTries {
      let path = Self.path(of: task, array: array, number: number, in: folder)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else {
        throw CommandFailure(.failed, "cannot write '\(path)': \(InputFile.systemReason())")
      }
      let attempt = TaskAttempt(descriptor: descriptor)
      let environment = ProcessInfo.processInfo.environment
      let job = environment["SLURM_JOB_ID"] ?? "none"
      let node = environment["SLURMD_NODENAME"] ?? ProcessInfo.processInfo.hostName
      guard attempt.add("began as job \(job) on \(node)") else {
        let reason = InputFile.systemReason()
        unlink(path)
        throw CommandFailure(.failed, "cannot write '\(path)': \(reason)")
      }
      return attempt
    }
    return nil
  }

  /// Tells how it ended; where that cannot be written it counts as killed.
  func end(_ words: String) {
    _ = add(words)
    close(descriptor)
  }

  private func add(_ line: String) -> Bool {
    OutputFolder.put(Array((line.filter { $0 != "\n" } + "\n").utf8), descriptor)
      && fsync(descriptor) == 0
  }

  private static func path(
    of task: Int, array: Int, number: Int, in folder: ClusterFolder
  ) -> String {
    "\(folder.folder(ofArray: array))/attempts/\(task)-\(number)"
  }

  /// How the last try of a task went.
  struct Story {
    /// Its number, from 1.
    var number: Int
    /// Where it began, and how it ended.
    var lines: [String]

    /// The end of a sentence that begins with the task.
    var words: String {
      lines.count > 1
        ? lines[1] : "\(lines.first ?? "began") and was killed (see the log beside the store)"
    }
  }

  /// The last try of a task; `nil` where it never began.
  static func last(of task: Int, array: Int, in folder: ClusterFolder) -> Story? {
    for number in (1...ClusterStep.mostTries).reversed() {
      let path = path(of: task, array: array, number: number, in: folder)
      guard let bytes = try? InputFile.bytes(at: path) else { continue }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      return Story(number: number, lines: lines)
    }
    return nil
  }
}
