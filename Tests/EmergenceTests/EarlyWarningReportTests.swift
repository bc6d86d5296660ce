// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import TestSupport
import Testing

@Suite("Early warnings of a harm")
struct EarlyWarningReportTests {
  /// Runs whose fluctuations keep a share of themselves from step to step that may grow with time.
  static func report(
    memory: @escaping (Double) -> Double, asks: Bool = true
  ) throws -> HarmReport {
    let engine = SyntheticEngine(series: { condition, request, stepCount in
      var random = SplitMix(
        UInt64(1 + request.networkIndex + 100 * request.replicateIndex)
          &+ (condition == "together" ? 0 : 1 << 32))
      var x = 0.0
      return [
        (0..<stepCount).map { step in
          let kept = memory(Double(step) / Double(stepCount))
          x = kept * x + Double(random.next() >> 11) * 0x1p-53 - 0.5
          return x
        }
      ]
    })
    let cell = try SyntheticWorld.design(steps: 320, replicates: 8, networks: 4).cell
    let design = VerdictDesign(cell, findsEarlyWarnings: asks)
    return try #require(try engine.report(design).harms.first)
  }

  @Test("are found where memory grows towards 1, not where it stays, and only when asked for")
  func trends() throws {
    let rising = try #require(try Self.report(memory: { 0.97 * $0 }).earlyWarning)
    #expect(rising.isRising && rising.runCount == 8)
    #expect(try #require(rising.autocorrelation.tau.low) > 0.3)
    #expect(rising.variance.pValue <= 0.05)
    let still = try #require(try Self.report(memory: { _ in 0.5 }).earlyWarning)
    #expect(!still.isRising)
    #expect(try Self.report(memory: { 0.97 * $0 }, asks: false).earlyWarning == nil)
    #expect(try SyntheticEngine().report(SyntheticWorld.design()).harms[0].earlyWarning == nil)
  }

  @Test("are nothing where runs are short or do not vary")
  func nothing() throws {
    let short = VerdictDesign(try SyntheticWorld.design(steps: 30).cell, findsEarlyWarnings: true)
    #expect(try SyntheticEngine().report(short).harms[0].earlyWarning == nil)
    let flat = VerdictDesign(try SyntheticWorld.design(steps: 60).cell, findsEarlyWarnings: true)
    #expect(try SyntheticEngine().report(flat).harms[0].earlyWarning == nil)
  }
}
