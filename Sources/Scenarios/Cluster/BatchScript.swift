// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which scripts does Slurm run? One for the tasks of an array, one for the job that comes after them; the exact text is
// shown, kept and submitted.
//
// Whatever a user has named stands between single quotes, which both the shell and sbatch read in the same way.

/// A script for sbatch.
public struct BatchScript: Hashable, Sendable {
  /// What it is for.
  public enum Purpose: Hashable, Sendable {
    /// The tasks of an array with these indices.
    case tasks([Int])
    /// Merging, and what comes next, when a job has ended in whatever way; `nil` has no job to wait for. It may take that
    /// many seconds.
    case merge(after: String?, seconds: Int)
  }

  /// What it is for.
  public var purpose: Purpose
  /// Name of the job in the queue.
  public var name: String
  /// Absolute path of the program.
  public var program: String
  /// Absolute path of the folder of the sweep.
  public var folder: String
  /// Number of the array in its sweep, from 1.
  public var array: Int
  /// What the user asked of Slurm.
  public var options: BatchOptions
  /// Memory of a job, in bytes.
  public var bytes: Int

  /// Creates a script.
  public init(
    purpose: Purpose, name: String, program: String, folder: String, array: Int,
    options: BatchOptions, bytes: Int
  ) {
    self.purpose = purpose
    self.name = name
    self.program = program
    self.folder = folder
    self.array = array
    self.options = options
    self.bytes = bytes
  }

  /// What stands in the queue beside the name, and tells tasks from the job after them.
  public var comment: String {
    switch purpose {
    case .tasks: "tasks \(array)"
    case .merge: "merge \(array)"
    }
  }

  /// Time that the job may take, as `--time` of sbatch takes it; `nil` leaves it to Slurm.
  public var time: String? {
    switch purpose {
    case .tasks: options.time
    case .merge(_, let seconds): String(max(1, (seconds + 59) / 60))
    }
  }

  /// The whole script.
  public var text: String {
    let quotedProgram = Self.quoted(program)
    let quotedFolder = Self.quoted(folder)
    // In the names of files sbatch replaces what follows a per cent sign.
    let log = folder.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
    var directives = [("job-name", Self.quoted(name)), ("comment", Self.quoted(comment))]
    let command: String
    switch purpose {
    case .tasks(let indices):
      directives.append(("array", IndexList.text(of: indices)))
      directives.append(("output", Self.quoted(log + "/log/\(array)-task-%a-%A.txt")))
      command = "task \(quotedFolder) \(array) \"$SLURM_ARRAY_TASK_ID\""
    case .merge(let job, _):
      if let job { directives.append(("dependency", "afterany:\(job)")) }
      directives.append(("output", Self.quoted(log + "/log/\(array)-merge-%j.txt")))
      command = "advance \(quotedFolder) \(array)"
    }
    directives += [
      ("open-mode", "append"), ("chdir", "/"), ("ntasks", "1"),
      ("cpus-per-task", String(options.cpusPerTask)),
      ("mem", "\(max(1, (bytes + (1 << 20) - 1) >> 20))M"),
    ]
    for (name, value) in [
      ("time", time), ("partition", options.partition), ("account", options.account),
    ] {
      if let value { directives.append((name, Self.quoted(value))) }
    }
    var lines = ["#!/bin/bash"]
    lines += directives.map { "#SBATCH --\($0)=\($1)" }
    lines += ["#SBATCH --requeue", "exec \(quotedProgram) cluster \(command)"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether a text means the same in the script to the shell and to sbatch: the latter takes a backslash away even between
  /// quotes, and a line break ends what it reads.
  public static func canHold(_ text: String) -> Bool {
    !text.isEmpty
      && !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 || $0 == "\\" }
  }

  /// A text between single quotes; a single quote in it stands between double ones.
  public static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\"'\"'")
      + "'"
  }
}

/// Indices of an array as Slurm writes them: `0-3,7`.
public enum IndexList {
  /// The text of ascending indices.
  public static func text(of indices: [Int]) -> String {
    var parts: [String] = []
    var start = 0
    for place in indices.indices
    where place + 1 == indices.count || indices[place + 1] != indices[place] + 1 {
      parts.append(
        start == place ? "\(indices[place])" : "\(indices[start])-\(indices[place])")
      start = place + 1
    }
    return parts.joined(separator: ",")
  }
}
