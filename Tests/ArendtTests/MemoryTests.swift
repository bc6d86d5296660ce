// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a run take the memory that '--dry-run' tells? The largest resident size of the program, as the system counted it.

import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Memory of runs", .serialized)
struct MemoryTests {
  private static func world(_ network: String, agents: Int, replicates: Int) -> String {
    """
    world "Memory"
    parameter clerks: count = \(agents) in 1...1e15
    coupling pull = 1 in 0...4
    agents clerk[clerks] {
      trait lean ~ normal(mean: 0, sd: 1)
      state acts ~ bernoulli(0.5)
    }
    network desks: clerk -> clerk = \(network)
    step clerk {
      acts ~ bernoulli(logistic(lean + pull * mean(desks.acts else 0)))
    }
    measure activity = mean(clerk.acts) in 0...1
    run { steps 2  warmup 0  replicates \(replicates)  networks 1 }
    """
  }

  /// Runs the program; returns its status, what it wrote, and its largest resident size.
  private func run(
    _ arguments: [String], in folder: String
  ) throws -> (status: Int32, output: String, words: String, peakBytes: Int) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let paths = [folder + "/output", folder + "/words"]
    for (descriptor, path) in zip([STDOUT_FILENO, STDERR_FILENO], paths) {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var words = ([Program.path] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process = pid_t()
    try #require(posix_spawn(&process, Program.path, &actions, nil, words, environ) == 0)
    var status: Int32 = 0
    var usage = rusage()
    try #require(wait4(process, &status, 0, &usage) == process)
    let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
    return (status >> 8 & 0xFF, texts[0], texts[1], usage.ru_maxrss * 1_024)
  }

  @Test(
    "the estimate is within a tenth of the peak",
    arguments: [
      ("ring(degree: 4)", 400_000, 64), ("small_world(degree: 10, rewiring: 0.2)", 2_000_000, 1),
      ("regular(degree: 6)", 1_500_000, 1),
    ])
  func peak(_ network: String, _ agents: Int, _ replicates: Int) throws {
    try Scratch.folder { folder in
      let path = folder + "/memory.world"
      try Self.world(network, agents: agents, replicates: replicates)
        .write(toFile: path, atomically: true, encoding: .utf8)
      let options = ["run", path, "--together-only", "--quiet", "--threads", "2"]
      let told = try run(options + ["--dry-run", "--format", "json"], in: folder)
      #expect(told.status == 0, "\(told.words)")
      // A sanitizer keeps a shadow of all memory; the estimate is not about it.
      guard told.peakBytes < 80_000_000 else { return }
      let object = try JSONSerialization.jsonObject(with: Data(told.output.utf8))
      let bytes = try #require((object as? [String: Any])?["bytes"] as? Int)
      let done = try run(options, in: folder)
      #expect(done.status == 0, "\(done.words)")
      let ratio = Double(bytes) / Double(done.peakBytes)
      #expect(ratio > 0.9 && ratio < 1.1, "told \(bytes), took \(done.peakBytes)")
    }
  }

  @Test("more agents than a group can have are refused at once, with what they would take")
  func tooMany() throws {
    try Scratch.folder { folder in
      let path = folder + "/memory.world"
      try Self.world("small_world(degree: 10, rewiring: 0.1)", agents: 100, replicates: 1)
        .write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try run(["run", path, "--set", "clerks=1e12"], in: folder)
      #expect(refused.status == 2)
      #expect(
        refused.words.contains(
          "the size of 'clerk' is 1000000000000, more than the 2147483648 agents that a group can "
            + "have; a run would need more than 61000 GB of memory"), "\(refused.words)")
      let large = try run(["run", path, "--set", "clerks=2e9"], in: folder)
      #expect(large.status == 2)
      #expect(large.words.contains("the run needs about "), "\(large.words)")
    }
  }
}
