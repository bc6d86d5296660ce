// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is Slurm spoken to? By its own commands, which are all that every cluster has.

import Foundation
import Scenarios

/// The commands of Slurm on this machine.
enum SlurmProcess {
  /// Submits a script.
  ///
  /// - Parameters:
  ///   - script: The script.
  ///   - path: Path of its file.
  /// - Returns: Number of the job.
  /// - Throws: `CommandFailure` with status 2, with what Slurm said.
  static func submit(_ script: BatchScript, at path: String) throws(CommandFailure) -> Int {
    let answer = try run("sbatch", ["--parsable", path], beside: script)
    guard let job = Int(answer.prefix { ("0"..."9").contains($0) }) else {
      throw CommandFailure(.failed, "sbatch answered '\(answer)', and no number of a job")
    }
    return job
  }

  /// The jobs of a name, with those that ended lately.
  ///
  /// - Throws: `CommandFailure` with status 2.
  static func queue(named name: String) throws(CommandFailure) -> [QueueEntry] {
    let answer = try run(
      "squeue",
      [
        "--noheader", "--array", "--states=all", "--name=\(name)",
        "--format=\(QueueEntry.format)",
      ])
    return QueueEntry.all(in: answer, named: name)
  }

  /// Most tasks of an array.
  ///
  /// - Throws: `CommandFailure` with status 2.
  static func arrayLimit() throws(CommandFailure) -> Int {
    SlurmConfiguration.arrayLimit(in: try run("scontrol", ["show", "config"]))
      ?? SlurmConfiguration.usualArrayLimit
  }

  /// Longest time of a job in all of some partitions, in seconds.
  ///
  /// - Parameter names: Names between commas; those of the environment or the default one for `nil`.
  /// - Returns: `nil` where nothing limits it, or Slurm does not tell.
  static func longestSeconds(inPartitions names: String?) -> Int? {
    partitions.flatMap { SlurmConfiguration.longestSeconds(inPartitions: usual(names), $0) }
  }

  /// Seconds after which a task is ended: what was asked for, else what is usual in its partitions.
  ///
  /// - Returns: `nil` where nothing limits it, or Slurm does not tell.
  static func secondsOfTask(_ options: BatchOptions) -> Double? {
    if let asked = options.timeLimitSeconds { return asked }
    return partitions.flatMap {
      SlurmConfiguration.usualSeconds(inPartitions: usual(options.partition), $0)
    }.map(Double.init)
  }

  private static var partitions: String? {
    try? run("scontrol", ["show", "partition", "--oneliner"])
  }

  private static func usual(_ names: String?) -> String? {
    names ?? ProcessInfo.processInfo.environment["SBATCH_PARTITION"]
  }

  /// Takes a job out of the queue.
  static func cancel(_ job: Int) throws(CommandFailure) {
    _ = try run("scancel", [String(job)])
  }

  /// Whether the queue can be asked on this machine.
  static var isInstalled: Bool { path(of: "squeue") != nil }

  private static func path(of command: String) -> String? {
    // Not in the present folder, whatever PATH says: it may hold what a stranger put there.
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .filter { $0.hasPrefix("/") }.map { "\($0)/\(command)" }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// Runs a command to its end and returns what it wrote.
  private static func run(
    _ command: String, _ arguments: [String], beside script: BatchScript? = nil
  ) throws(CommandFailure) -> String {
    guard let path = path(of: command) else {
      throw CommandFailure(
        .failed,
        "there is no '\(command)' in PATH; sweeps are submitted where Slurm is installed "
          + "(--dry-run shows the script anywhere)")
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = environment(beside: script)
    let answer = Pipe()
    process.standardOutput = answer
    process.standardInput = FileHandle.nullDevice
    // Words go to a file: a pipe that nobody empties would stop the command when full.
    let words = wordsFile()
    process.standardError = words ?? FileHandle.standardError
    do {
      try process.run()
    } catch {
      throw CommandFailure(.failed, "'\(path)' cannot be run: \(error.localizedDescription)")
    }
    let bytes = answer.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      try? words?.seek(toOffset: 0)
      let said = String(decoding: (try? words?.readToEnd()) ?? Data(), as: UTF8.self)
        .split(whereSeparator: \.isNewline).joined(separator: "; ")
      throw CommandFailure(
        .failed, "\(command) refused (status \(process.terminationStatus)): \(said)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A file without a name, in the first place that there is on this machine.
  private static func wordsFile() -> FileHandle? {
    for place in ScratchFolder.places() {
      var template = OutputFolder.template(place + "/arendt-words-")
      let descriptor = mkstemp(&template)
      guard descriptor >= 0 else { continue }
      unlink(template)
      return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
    return nil
  }

  /// The environment without what the script says itself or would break it: the user's other defaults stay.
  private static func environment(beside script: BatchScript?) -> [String: String] {
    let given = [
      "SBATCH_ACCOUNT": script?.options.account, "SBATCH_PARTITION": script?.options.partition,
      "SBATCH_TIMELIMIT": script?.time,
    ]
    let unwanted = [
      "ARRAY_INX", "CPUS_PER_TASK", "EXPORT", "JOB_NAME", "MEM_PER_CPU", "MEM_PER_GPU",
      "MEM_PER_NODE", "NO_REQUEUE", "OPEN_MODE", "OUTPUT", "ERROR", "REQUEUE", "WAIT",
    ].map { "SBATCH_" + $0 }
    return ProcessInfo.processInfo.environment.filter { name, _ in
      if name.hasPrefix("SQUEUE_") || unwanted.contains(name) { return false }
      return given[name, default: nil] == nil
    }
  }
}
