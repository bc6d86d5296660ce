// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is a case measured? Compiled, planned, run once with the yardsticks taking turns, and its answer checked.

import Engine
import WorldLanguage
import WorldModel

/// Measures cases.
public struct Workbench {
  /// How cases are measured.
  public struct Options: Sendable {
    /// Rounds that count, >= 1.
    public var roundCount: Int
    /// Threads of the second measurement; 1 for none.
    public var threadCount: Int
    /// Whether the engine may use its fast paths.
    public var usesFastPaths: Bool

    /// Creates options.
    public init(roundCount: Int = 21, threadCount: Int = 1, usesFastPaths: Bool = true) {
      self.roundCount = roundCount
      self.threadCount = threadCount
      self.usesFastPaths = usesFastPaths
    }
  }

  /// Name under which the fused kernel on the workload of the first case takes turns with every case.
  public static let unit = "yardstick"

  let root: String
  let options: Options
  private let folder: YardstickFolder?
  let readFile: (String) throws -> [UInt8]
  let goesOn: @Sendable () -> Bool
  private let unitWorkload: YardstickWorkload?

  /// Creates a workbench.
  ///
  /// - Parameters:
  ///   - root: The repository, in which worlds lie.
  ///   - options: How cases are measured.
  ///   - folder: The yardsticks; without them only speeds are found.
  ///   - readFile: Returns the bytes at a path.
  ///   - goesOn: Asked now and then, from any thread; a measurement ends where it says no.
  /// - Throws: `BenchmarkError` when the unit's world is not there, or a library of `folder`.
  public init(
    root: String, options: Options, folder: YardstickFolder?,
    readFile: @escaping (String) throws -> [UInt8],
    goesOn: @escaping @Sendable () -> Bool
  ) throws(BenchmarkError) {
    self.root = root
    self.options = options
    self.folder = folder
    self.readFile = readFile
    self.goesOn = goesOn
    guard let folder else {
      unitWorkload = nil
      return
    }
    for benchmark in BenchmarkCase.all {
      for comparison in benchmark.comparisons {
        _ = try folder.function(of: comparison.yardstick)
      }
    }
    let benchmark = BenchmarkCase.all[0]
    unitWorkload = try YardstickWorkload(
      Self.plan(benchmark, root: root, roundCount: 1, readFile: readFile),
      caseName: benchmark.name)
  }

  /// Measures a case.
  ///
  /// - Returns: Its figures; `nil` when it was not to go on.
  /// - Throws: `BenchmarkError`; never returns figures of wrong results.
  public func measure(_ benchmark: BenchmarkCase) throws(BenchmarkError) -> CaseMeasurement? {
    let plan = try Self.plan(
      benchmark, root: root, roundCount: options.roundCount, readFile: readFile)
    let runners = try runners(benchmark, plan)
    let estimate: PlanEstimate
    let results: [RunResult]
    let updatesPerStep: Int
    let timer: RoundTimer
    do throws(PlanError) {
      estimate = try plan.estimate()
      updatesPerStep = estimate.agentUpdates / plan.stepCount
      timer = RoundTimer(
        updatesPerRound: updatesPerStep * benchmark.stepsPerRound,
        yardsticks: runners.map(\.runner), goesOn: goesOn)
      results = try plan.execute(
        ExecutionOptions(threadCount: 1, usesFastPaths: options.usesFastPaths) {
          timer.note($0)
        })
    } catch {
      if error == .cancelled { return nil }
      throw .failedRun(caseName: benchmark.name, reason: "\(error)")
    }
    if let failure = results.compactMap(\.failure).first {
      throw .failedRun(caseName: benchmark.name, reason: failure.description)
    }
    try Self.check(benchmark, results)
    let agentCount = updatesPerStep / plan.requests.count
    for (ratio, runner) in runners
    where benchmark.comparisons.contains(where: { $0.ratio == ratio }) {
      try Self.check(benchmark, results, agentCount: agentCount, against: runner)
    }
    guard !timer.secondsPerUpdate.isEmpty else {
      throw .failedRun(
        caseName: benchmark.name, reason: "the engine told its progress too seldom to be timed")
    }
    var measurement = CaseMeasurement(
      benchmark: benchmark, agentCount: agentCount, secondsPerUpdate: timer.secondsPerUpdate,
      yardsticks: [:],
      bytesPerAgent: Double(estimate.bytes - estimate.resultBytes)
        / Double(agentCount * plan.requests.count))
    for (ratio, runner) in runners {
      measurement.yardsticks[ratio] = Array(runner.secondsPerUpdate.dropFirst())
    }
    if options.threadCount > 1 {
      measurement.threadSpeedup = try threadSpeedup(benchmark)
      if measurement.threadSpeedup == nil { return nil }
    }
    return measurement
  }

  private func runners(
    _ benchmark: BenchmarkCase, _ plan: RunPlan
  ) throws(BenchmarkError) -> [(ratio: String, runner: YardstickRunner)] {
    guard let folder, let unitWorkload else { return [] }
    var result: [(ratio: String, runner: YardstickRunner)] = []
    if !benchmark.comparisons.isEmpty {
      let own = try YardstickWorkload(plan, caseName: benchmark.name)
      for comparison in benchmark.comparisons {
        let function = try folder.function(of: comparison.yardstick)
        result.append(
          (
            comparison.ratio,
            YardstickRunner(comparison.yardstick, function: function, workload: own)
          ))
      }
    }
    if !result.contains(where: { $0.ratio == Self.unit }) {
      let function = try folder.function(of: .fused)
      result.append(
        (Self.unit, YardstickRunner(.fused, function: function, workload: unitWorkload)))
    }
    return result
  }
}
