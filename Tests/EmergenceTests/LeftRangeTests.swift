// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Testing

@Suite("A declared range that a run leaves")
struct LeftRangeTests {
  static let world = """
    world "Unbounded"
    parameter n: count = 20 in 1...1000
    coupling c = 1 in 0...1
    agents a[n] { state x = 0.0 }
    network everyone: a -> a = complete()
    step a {
      let e ~ normal(mean: 0, sd: 1)
      x = 0.5 * x + e + c * 0.3 * mean(everyone.x else 0)
    }
    measure r = mean(a.x) in -0.1...0.1
    measure wide = mean(a.x) in -100...100
    harm bad = mean(a.x ^ 2) in 0...1 limit 1.5
    aligned a = abs(x) > 1 at most 60%
    run { steps 100  warmup 20  replicates 16 }
    """

  @Test("cuts no interval, and is warned of once a measure, with the value furthest outside")
  func left() throws {
    let report = try VerdictDesign(Cell.compiled(Self.world)).run(executing: RunPlan.execute).report
    let (r, wide) = (report.measures[0], report.measures[1])
    #expect(r.mean.low == wide.mean.low && r.mean.high == wide.mean.high)
    #expect(r.final.low == wide.final.low && r.final.high == wide.final.high)
    #expect((r.mean.low ?? 0) < -0.1)
    var found: [String: Double] = [:]
    for case .leavesRange(let measure, let range, let value) in report.warnings {
      #expect(found.updateValue(value, forKey: measure) == nil)
      #expect(!range.contains(value))
    }
    #expect(Set(found.keys) == ["r", "bad"])
    #expect(found["bad"] ?? 0 > 1.5)
  }
}
