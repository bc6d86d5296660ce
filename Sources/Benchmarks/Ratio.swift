// SPDX-License-Identifier: GPL-3.0-or-later
//
// How near is the engine to what it must reach? Ratios of figures of one machine and one run, beside their musts.

import Engine

/// A ratio of two speeds, times or throughputs.
public struct Ratio: Hashable, Sendable {
  /// What a ratio has to be.
  public enum Must: Hashable, Sendable {
    case atLeast(Double)
    case atMost(Double)
  }

  /// Name, a field of the JSON form.
  public var name: String
  /// What is divided by what.
  public var meaning: String
  /// Its value.
  public var value: Double
  /// What it has to be; `nil` where nothing is demanded.
  public var must: Must?

  /// Whether the must is met; `nil` where there is none.
  public var isMet: Bool? {
    switch must {
    case nil: nil
    case .atLeast(let bound): value >= bound
    case .atMost(let bound): value <= bound
    }
  }

  /// Returns every ratio that these measurements allow.
  ///
  /// - Parameters:
  ///   - measurements: Cases of one run of the program.
  ///   - level: The level of both sides.
  ///   - threadCount: Threads of the second measurement.
  /// - Returns: The ratios, in the order of the table of musts.
  public static func all(
    of measurements: [CaseMeasurement], level: KernelLevel, threadCount: Int
  ) -> [Ratio] {
    func measured(_ name: String) -> CaseMeasurement? {
      measurements.first { $0.benchmark.name == name }
    }
    var ratios: [Ratio] = []
    func add(_ name: String, _ meaning: String, _ value: Double?, _ must: Must?) {
      guard let value else { return }
      ratios.append(Ratio(name: name, meaning: meaning, value: value, must: must))
    }
    let heatBath = measured("heat-bath")
    add(
      "yardstick", "speed of heat-bath / fused C of 64 lanes",
      heatBath?.speed(over: Workbench.unit),
      .atLeast(level == .avx512 ? 0.60 : 0.75))
    let naiveMust: [KernelLevel: Double] = [.avx512: 15, .avx2: 8, .sse2: 4]
    add(
      "naive", "speed of heat-bath / naive C", heatBath?.speed(over: "naive"),
      naiveMust[level].map { .atLeast($0) })
    if let four = measured("operations-4")?.speed(over: Workbench.unit),
      let twelve = measured("operations-12")?.speed(over: Workbench.unit)
    {
      add(
        "operation", "time of one more operation / fused C", (1 / twelve - 1 / four) / 8,
        .atMost(0.08))
    }
    if let heatBath, let large = measured("large") {
      add(
        "size", "time of an update among 10^6 / 10^4 agents",
        large.bestSeconds / heatBath.bestSeconds, .atMost(2))
    }
    let packed = measured("packed")
    add(
      "packed", "speed of 512 packed replicates / fused C", packed?.speed(over: Workbench.unit),
      .atLeast(2))
    add(
      "packedKernel", "speed of 512 packed replicates / multi-spin C",
      packed?.speed(over: "packedKernel"), nil)
    let huge = measured("huge")
    add(
      "hugeNaive", "speed of one world of 10^7 / naive C", huge?.speed(over: "hugeNaive"),
      .atLeast(4))
    add(
      "hugeSingle", "speed of one world of 10^7 / C with a bit an agent",
      huge?.speed(over: "hugeSingle"), nil)
    for measurement in measurements {
      guard let speedup = measurement.threadSpeedup else { continue }
      let name = measurement.benchmark.name
      add(
        name == "heat-bath" ? "threads" : "threads-\(name)",
        "throughput of \(name) on \(threadCount) threads / 1", speedup,
        name == "heat-bath" && threadCount == 2 ? .atLeast(1.9) : nil)
    }
    return ratios
  }
}
