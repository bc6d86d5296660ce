// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a run take the memory that '--dry-run' tells? The largest resident size of the program, as the system counted it.

import Foundation
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

  /// Runs the program in a child of a small process, and prints its status and largest resident size in KiB.
  ///
  /// The kernel counts in what is told of a child the size of whoever started it, up to the moment in which it becomes
  /// another program: a child of the tests would be as large as the tests have ever been.
  private static let measuring = """
    import resource, subprocess, sys
    status = subprocess.call(sys.argv[3:], stdout=open(sys.argv[1], "w"), stderr=open(sys.argv[2], "w"))
    print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    """

  /// Runs the program; returns its status, what it wrote, and its largest resident size.
  private func run(
    _ arguments: [String], in folder: String
  ) throws -> (status: Int32, output: String, words: String, peakBytes: Int) {
    let paths = ["output", "words"].map { folder + "/" + $0 }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.measuring] + paths + [Program.path] + arguments
    process.standardInput = FileHandle.nullDevice
    let told = Pipe()
    process.standardOutput = told
    try process.run()
    let numbers = String(
      decoding: try told.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self
    )
    .split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    process.waitUntilExit()
    try #require(process.terminationStatus == 0 && numbers.count == 2)
    let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
    return (Int32(numbers[0]), texts[0], texts[1], numbers[1] * 1_024)
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
