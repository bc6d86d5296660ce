// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Testing

@testable import Benchmarks

@Suite("Ratios")
struct RatioTests {
  /// A measurement whose quickest round takes `seconds`, that of a yardstick what is said.
  private func measurement(
    _ name: String, _ seconds: Double, _ yardsticks: [String: Double] = [:],
    speedup: Double? = nil
  ) throws -> CaseMeasurement {
    CaseMeasurement(
      benchmark: try BenchmarkCase.named([name])[0], agentCount: 10_000,
      secondsPerUpdate: [4 * seconds, seconds, 2 * seconds],
      yardsticks: yardsticks.mapValues { [$0 * 3, $0] }, bytesPerAgent: 7,
      threadSpeedup: speedup)
  }

  @Test("speed is that of the quickest round, the median that of the middle one")
  func rounds() throws {
    let one = try measurement("voter", 2e-9, ["yardstick": 1e-9])
    #expect(one.updatesPerSecond == 1 / 2e-9)
    #expect(one.medianSeconds == 4e-9)
    #expect(one.speed(over: "yardstick") == 0.5)
    #expect(one.speed(over: "naive") == nil)
    #expect(try measurement("sir", 2e-9).updatesPerSecond == 1 / 4e-9)
  }

  @Test("every must of the table has its ratio, and bounds go by level")
  func musts() throws {
    let measurements = [
      try measurement("heat-bath", 2e-9, ["yardstick": 1e-9, "naive": 24e-9], speedup: 1.9),
      try measurement("operations-4", 2e-9, ["yardstick": 1e-9]),
      try measurement("operations-12", 3e-9, ["yardstick": 1e-9]),
      try measurement("large", 5e-9),
      try measurement("packed", 0.5e-9, ["yardstick": 1e-9, "packedKernel": 0.25e-9]),
      try measurement("huge", 4e-9, ["hugeNaive": 20e-9, "hugeSingle": 3e-9]),
    ]
    let ratios = Ratio.all(of: measurements, level: .avx512, threadCount: 2)
    let found = Dictionary(uniqueKeysWithValues: ratios.map { ($0.name, $0) })
    #expect(
      found.mapValues { Double(Int(1000 * $0.value + 0.5)) / 1000 } == [
        "yardstick": 0.5, "naive": 12, "operation": 0.125, "size": 2.5, "hugeNaive": 5, "packed": 2,
        "packedKernel": 0.5, "hugeSingle": 0.75, "threads": 1.9,
      ])
    #expect(
      found.compactMapValues(\.isMet) == [
        "yardstick": false, "naive": false, "operation": false, "size": false, "hugeNaive": true,
        "packed": true, "threads": true,
      ])
    for (level, yardstick, naive) in [(KernelLevel.avx2, 0.75, 8.0), (.sse2, 0.75, 4)] {
      let ratios = Ratio.all(of: measurements, level: level, threadCount: 2)
      #expect(ratios.first { $0.name == "yardstick" }?.must == .atLeast(yardstick))
      #expect(ratios.first { $0.name == "naive" }?.must == .atLeast(naive))
    }
    #expect(Ratio.all(of: [measurements[3]], level: .avx2, threadCount: 1).isEmpty)
  }

  @Test("a round ends when its updates are done, and the first one warms up")
  func timer() {
    let timer = RoundTimer(updatesPerRound: 100, yardsticks: []) { true }
    for done in [60, 120, 180, 240, 300, 900] { #expect(timer.note(done)) }
    #expect(timer.secondsPerUpdate.count == 2)
    #expect(!RoundTimer(updatesPerRound: 100, yardsticks: []) { false }.note(1))
  }
}
