// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Foundation
import Testing

@testable import Benchmarks

@Suite("Yardsticks")
struct YardstickTests {
  @Test(
    "the job lies in memory as job.h says, so that any folder with that interface can be loaded")
  func layout() throws {
    let offsets: [PartialKeyPath<YardstickJob>: Int] = [
      \.agentCount: 0, \.laneCount: 4, \.offsets: 8, \.targets: 16, \.leanings: 24,
      \.inverseDegrees: 32, \.couplings: 40, \.fields: 48, \.inverseTemperatures: 56,
      \.streams: 64, \.seed: 72, \.firstStep: 76, \.stepCount: 80, \.block: 84, \.state: 88,
      \.otherState: 96, \.scratch: 104, \.updatingFraction: 112, \.colourCount: 116,
      \.colourOffsets: 120,
    ]
    for (field, offset) in offsets {
      #expect(MemoryLayout<YardstickJob>.offset(of: field) == offset, "\(field)")
    }
    #expect(MemoryLayout<YardstickJob>.size == 128)
  }

  @Test("our yardsticks are built, loaded and agree with each other; another coupling is noticed")
  func agreement() throws {
    let folder = try YardstickFolder(builtIn: Repository.root, level: .sse2)
    var small = BenchmarkCase.all[0]
    small.settings["clerks"] = [1_024]
    let plan = try Workbench.plan(
      small, root: Repository.root, roundCount: 1, readFile: Repository.bytes)
    let workload = try YardstickWorkload(plan, caseName: small.name)
    #expect(workload.agentCount == 1_024 && workload.targets.count == 10_240)
    // One cell, so that kernels of one cell can be compared with those of several.
    var cell = workload
    cell.couplings = [0.9]
    cell.fields = [0.5]
    cell.inverseTemperatures = [1]
    func mean(_ yardstick: Yardstick, _ workload: YardstickWorkload) throws -> Double {
      let runner = YardstickRunner(
        yardstick, function: try folder.function(of: yardstick), workload: workload)
      for _ in 0..<2 { runner.advance() }
      #expect(runner.secondsPerUpdate.count == 2 && runner.secondsPerUpdate.allSatisfy { $0 > 0 })
      return runner.mean(lanes: 0..<yardstick.laneCount)
    }
    let fused = try mean(.fused, cell)
    for yardstick in [Yardstick.naive, .single, .packed] {
      let agents = 1_024 * min(64, yardstick.laneCount)
      #expect(
        Answer.agrees(fused, with: try mean(yardstick, cell), agentCount: agents),
        "\(yardstick.symbol)")
    }
    cell.couplings = [0.4]
    #expect(!Answer.agrees(fused, with: try mean(.packed, cell), agentCount: 64 * 1_024))
  }

  @Test("a missing compiler, folder or function has its own error")
  func refusals() throws {
    #expect(
      throws: BenchmarkError.notBuilt(
        reason: "there is no clang; Swift brings one, or name one with CC")
    ) {
      try YardstickFolder(
        builtIn: Repository.root, level: .sse2, environment: ["PATH": "/nonexistent"])
    }
    #expect(throws: BenchmarkError.self) {
      try YardstickFolder(
        builtIn: Repository.root, level: .sse2, environment: ["CC": "/nonexistent/clang"])
    }
    #expect(
      throws: BenchmarkError.notBuilt(
        reason: "'/nonexistent/Analysis/benchmarks/yardsticks' is not there")
    ) {
      try YardstickFolder(builtIn: "/nonexistent", level: .sse2)
    }
    #expect(
      throws: BenchmarkError.missing(
        path: "/nonexistent", reason: "no such file or directory")
    ) { try YardstickFolder(path: "/nonexistent") }
    let folder = try YardstickFolder(path: Repository.root + "/Worlds")
    #expect(throws: BenchmarkError.self) { _ = try folder.function(of: .fused) }
  }
}

/// The repository that holds this file.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
  }
}
