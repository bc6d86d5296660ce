// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was found about one case?

/// The figures of a case.
public struct CaseMeasurement: Sendable {
  /// The case.
  public var benchmark: BenchmarkCase
  /// Agents of a run.
  public var agentCount: Int
  /// Seconds of processor time an agent update of the engine, round by round.
  public var secondsPerUpdate: [Double]
  /// The same of each kernel that took turns with it, under the name of its ratio.
  public var yardsticks: [String: [Double]]
  /// Bytes an agent of a run, as the engine's estimate has them: state, networks and what making them takes.
  public var bytesPerAgent: Double
  /// Agent updates a second of wall time on as many threads as asked, over that on one; `nil` on one.
  public var threadSpeedup: Double?

  /// Creates a measurement of at least one round.
  public init(
    benchmark: BenchmarkCase, agentCount: Int, secondsPerUpdate: [Double],
    yardsticks: [String: [Double]], bytesPerAgent: Double, threadSpeedup: Double? = nil
  ) {
    precondition(!secondsPerUpdate.isEmpty)
    self.benchmark = benchmark
    self.agentCount = agentCount
    self.secondsPerUpdate = secondsPerUpdate
    self.yardsticks = yardsticks
    self.bytesPerAgent = bytesPerAgent
    self.threadSpeedup = threadSpeedup
  }

  /// Agent updates a second of processor time, in the round that counts.
  public var updatesPerSecond: Double { 1 / bestSeconds }
  /// Seconds an update in the quickest round, or the median one of a case whose rounds differ.
  public var bestSeconds: Double {
    benchmark.hasPhases ? medianSeconds : secondsPerUpdate.min()!
  }
  /// Seconds an update in the median round.
  public var medianSeconds: Double { secondsPerUpdate.sorted()[secondsPerUpdate.count / 2] }

  /// Speed of the engine over that of a yardstick in its quickest round; `nil` where it took no turns.
  public func speed(over ratio: String) -> Double? {
    guard let quickest = yardsticks[ratio]?.min() else { return nil }
    return quickest / bestSeconds
  }
}
