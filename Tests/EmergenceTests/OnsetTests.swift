// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Emergence

@Suite("The onset of a harm")
struct OnsetTests {
  /// An outcome of six replicates over three networks, over the limit from these steps on but for flipped ones.
  private static func outcome(_ onsets: [Int?], flipped: Set<Int> = []) throws -> VerdictOutcome {
    let design = try SyntheticWorld.design(replicates: 6, networks: 3, limit: 0.5)
    var outcome = try design.run(executing: SyntheticEngine(level: { _, _ in 0.1 }).execute)
    for index in outcome.runs.indices where outcome.runs[index].condition == .together {
      let onset = onsets[outcome.runs[index].replicate]
      outcome.runs[index].result.series[0] = (1...10).map { step in
        step == 1 ? .nan : (step >= onset ?? 99) != flipped.contains(step) ? 0.9 : 0.5
      }
    }
    return outcome
  }

  @Test("is the step that goes over the limit, in the mean with its interval over realisations")
  func mean() throws {
    let outcome = try Self.outcome([2, 3, 4, 4, 5, 6])
    let onset = try #require(try outcome.onset(of: 0, in: SyntheticWorld.make().together))
    #expect(onset.count == 6 && onset.replicateCount == 6)
    // Networks have means 3, 4 and 5: error 1 / sqrt(3), and t = 4.3026527 with 2 degrees (SciPy 1.17.1).
    let reach = 4.3026527 / 3.0.squareRoot()
    #expect(onset.steps.mean == 4)
    #expect(abs((onset.steps.low ?? .nan) - (4 - reach)) < 1e-6)
    #expect(abs((onset.steps.high ?? .nan) - (4 + reach)) < 1e-6)
  }

  @Test("is told as a number of replicates where not all get there")
  func some() throws {
    let outcome = try Self.outcome([2, nil, 4, 4, 5, 6])
    let onset = try #require(try outcome.onset(of: 0, in: SyntheticWorld.make().together))
    #expect(onset.count == 5 && onset.steps.mean == nil && onset.steps.low == nil)
    let never = try Self.outcome(Array(repeating: nil, count: 6))
    #expect(try never.onset(of: 0, in: SyntheticWorld.make().together)?.count == 0)
  }

  @Test("minds neither a flicker over the limit before it nor a dip after it")
  func flips() throws {
    let world = SyntheticWorld.make().together
    let outcome = try Self.outcome(Array(repeating: 6, count: 6), flipped: [3, 8])
    #expect(try outcome.onset(of: 0, in: world)?.steps.mean == 6)
    // Two steps of ten over the limit are no onset.
    let flicker = try Self.outcome(Array(repeating: nil, count: 6), flipped: [3, 7])
    #expect(try flicker.onset(of: 0, in: world)?.count == 0)
  }

  @Test("is not told of a harm without a course")
  func withoutCourse() throws {
    let world = SyntheticWorld.make(timing: .atEnd).together
    #expect(try Self.outcome([2, 3, 4, 4, 5, 6]).onset(of: 0, in: world) == nil)
  }
}
