// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the commands of a cluster tested where there is none? By four small scripts in place of Slurm's: what is
// submitted waits in a file until the test runs it.

import Foundation
import Testing

/// Slurm as far as the program speaks to it, in the folder `bin`; the queue is the file `queue`.
struct StubSlurm {
  let folder: String
  /// The environment in which it is found.
  let variables: [String: String]

  /// Stops a command at its gate while that is closed.
  private static let gate = """
    #!/bin/bash
    command=${0##*/}
    if [ -e "$STUB/closed-$command" ]; then
      touch "$STUB/at-$command"
      while [ -e "$STUB/closed-$command" ]; do sleep 0.02; done
    fi

    """

  private static let sbatch = #"""
    [ ! -e "$STUB/refuse" ] || { cat "$STUB/refuse" >&2; exit 1; }
    if [ -e "$STUB/refuse-merge" ] && grep -q "cluster advance" "$2"; then echo "no more jobs" >&2; exit 1; fi
    job=$(($(cat "$STUB/job" 2> /dev/null || echo 99) + 1))
    name=$(sed -n "s/^#SBATCH --job-name='\(.*\)'/\1/p" "$2")
    comment=$(sed -n "s/^#SBATCH --comment='\(.*\)'/\1/p" "$2")
    tasks=$(sed -n 's/^#SBATCH --array=//p' "$2")
    if [ -z "$tasks" ]; then echo "$job|$job|N/A|PENDING|Dependency|$comment|$name" >> "$STUB/queue"; fi
    for range in ${tasks//,/ }; do
      for task in $(seq "${range%-*}" "${range#*-}"); do
        echo "$job|$job|$task|PENDING|Resources|$comment|$name" >> "$STUB/queue"
      done
    done
    echo $job > "$STUB/job"
    echo "$job;cluster"
    """#

  init(in folder: String) throws {
    self.folder = folder
    let bin = folder + "/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    for (name, script) in [
      ("sbatch", Self.sbatch),
      ("squeue", "cat \"$STUB/queue\" 2> /dev/null || true\n"),
      (
        "scontrol",
        """
        echo 'MaxArraySize            = 5'
        echo 'PartitionName=main Default=YES MaxTime=00:10:00'

        """
      ),
      (
        "scancel",
        "grep -v \"^$1|\" \"$STUB/queue\" > \"$STUB/rest\"; mv \"$STUB/rest\" \"$STUB/queue\"\n"
      ),
    ] {
      try (Self.gate + script).write(toFile: "\(bin)/\(name)", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(name)")
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    variables = ["PATH": "\(bin):\(path)", "STUB": folder, "SLURM_JOB_ID": ""]
  }

  /// Calls `body` with a cluster on which the small study lies.
  static func withSmallStudy(_ body: (StubSlurm) throws -> Void) throws {
    try SmallStudy.inFolder { folder in try body(try StubSlurm(in: folder)) }
  }

  /// Expects of `small.store` what one machine makes.
  func expectLocalResults() throws {
    _ = try SmallStudy.runsMade(["small.study", "--store", "local.store"], in: folder)
    #expect(
      try SmallStudy.csv("small.store", in: folder) == SmallStudy.csv("local.store", in: folder))
  }

  /// Why nothing more was submitted.
  var ending: String? {
    try? String(contentsOfFile: folder + "/small.cluster/ending", encoding: .utf8)
  }

  /// What stands in the queue.
  func queue() -> [String] {
    let text = (try? String(contentsOfFile: folder + "/queue", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Tells another state of all that stands in the queue.
  func setState(_ state: String) throws {
    let lines = queue().map { $0.replacing("|PENDING|", with: "|\(state)|") + "\n" }
    try lines.joined().write(toFile: folder + "/queue", atomically: true, encoding: .utf8)
  }

  /// Empties the queue, as if all had ended.
  func endAll() throws {
    try "".write(toFile: folder + "/queue", atomically: true, encoding: .utf8)
  }

  /// Runs a sweep into `small.store`.
  func sweep(_ arguments: [String] = []) throws -> Program.Outcome {
    try Program.run(
      ["sweep", "small.study", "--engine", "slurm", "--quiet", "--format", "json"] + arguments,
      in: folder, variables: variables)
  }

  /// Does what the jobs would do that were submitted last: all tasks, or some of them, and then what comes after them.
  ///
  /// - Returns: What the jobs said.
  @discardableResult
  func runArray(
    _ number: Int, submission: Int = 1, tasks chosen: [Int]? = nil,
    beforeMerging: (_ shards: String) throws -> Void = { _ in }
  ) throws -> String {
    let scripts = "\(folder)/small.cluster/array-\(number)/submission-\(submission)"
    let text = try String(contentsOfFile: scripts + "/tasks.sh", encoding: .utf8)
    let range = try #require(text.firstMatch(of: /--array=(\d+)(?:-(\d+))?\n/)?.output)
    let first = try #require(Int(range.1))
    let last = range.2.flatMap { Int($0) } ?? first
    let words = try runTasks(number, submission: submission, chosen ?? Array(first...last))
    try endAll()
    try beforeMerging("\(folder)/small.cluster/array-\(number)/shards")
    return try words + runMerge(scripts + "/merge.sh")
  }

  /// Does what some tasks would do.
  ///
  /// - Returns: What they said.
  @discardableResult
  func runTasks(
    _ number: Int, submission: Int = 1, _ tasks: [Int], _ more: [String: String] = [:]
  ) throws -> String {
    let script = "\(folder)/small.cluster/array-\(number)/submission-\(submission)/tasks.sh"
    return try tasks.map {
      try job(script, more.merging(["SLURM_ARRAY_TASK_ID": "\($0)"]) { $1 })
    }.joined()
  }

  /// Names of the shards of an array.
  func published(_ number: Int) -> [String] {
    let shards = "\(folder)/small.cluster/array-\(number)/shards"
    return ((try? FileManager.default.contentsOfDirectory(atPath: shards)) ?? []).sorted()
  }

  /// Does what a job does that merges.
  @discardableResult
  func runMerge(_ script: String, _ more: [String: String] = [:]) throws -> String {
    try job(script, more.merging(["SLURM_JOB_ID": "7"]) { $1 })
  }

  private func job(_ script: String, _ more: [String: String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [script]
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
      .merging(more) { $1 }
    let words = Pipe()
    process.standardError = words
    try process.run()
    let bytes = words.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
