// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@testable import Emergence

@Suite("Discoveries over a diagram")
struct DiscoveryTests {
  private static func report(alone: Double, together: Double, verdict: Verdict) throws
    -> VerdictReport
  {
    var report = try SyntheticEngine(level: { _, _ in 0.1 }).report(SyntheticWorld.design())
    func interval(_ mean: Double) -> IntervalReport {
      IntervalReport(mean: mean, standardError: 0.1, low: mean - 0.3, high: mean + 0.3)
    }
    report.harms[0].limit = 0.5
    report.harms[0].alone = interval(alone)
    report.harms[0].together = interval(together)
    report.harms[0].verdict = verdict
    report.realisationUnit = .network
    report.realisationCount = 4
    return report
  }

  @Test("take the larger p value of alone and together against the limit, on opposite sides only")
  func pValues() throws {
    // t = 3 and 4 with 3 degrees: 2 P(T > 3) = 0.0576689 and 2 P(T > 4) = 0.0280085 (SciPy 1.17.1).
    let crossing = try Self.report(alone: 0.2, together: 0.9, verdict: .emergent)
    let p = try #require(try crossing.discoveryPValue(of: crossing.harms[0]))
    #expect(abs(p - 0.05766889) < 1e-7)
    let farther = try Self.report(alone: 0.1, together: 0.9, verdict: .emergent)
    #expect(
      abs((try farther.discoveryPValue(of: farther.harms[0]) ?? .nan) - 0.02800846) < 1e-7)
    let safe = try Self.report(alone: 0.1, together: 0.2, verdict: .safe)
    #expect(try safe.discoveryPValue(of: safe.harms[0]) == 1)
    var lonely = crossing
    lonely.realisationCount = 1
    #expect(try lonely.discoveryPValue(of: lonely.harms[0]) == nil)
  }

  @Test("stand less often the more cells are asked, and are told of verdicts that cross the limit")
  func family() throws {
    let strong = try Self.report(alone: 0.1, together: 0.9, verdict: .emergent)
    let safe = try Self.report(alone: 0.1, together: 0.2, verdict: .safe)
    let name = strong.harms[0].name
    #expect(try Discoveries.standing([strong], harm: name, by: .benjaminiHochberg) == [true])
    #expect(
      try Discoveries.standing(
        [strong, safe, nil], harm: name, by: .benjaminiHochberg) == [false, nil, nil])
  }
}
