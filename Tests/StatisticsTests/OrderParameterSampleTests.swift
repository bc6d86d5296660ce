// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import TestSupport
import Testing

@Suite("Settled values of an order parameter")
struct OrderParameterSampleTests {
  /// Runs that begin far away and forget with factor 0.8 a step: tau = 4.5.
  static func runs(count: Int, steps: Int, start: Double, seed: UInt64) -> [[Double]] {
    var random = SplitMix(seed)
    return (0..<count).map { _ in
      var value = start
      return (0..<steps).map { _ in
        value = 0.8 * value + Double.random(in: -1...1, using: &random)
        return value
      }
    }
  }

  @Test("folds what is symmetric, and keeps the sign beside it")
  func folding() throws {
    let runs = [[-1.0, -3, -1, -3], [2, 2, 2, 2]]
    let folded = try OrderParameterSample(of: runs, isFolded: true, warmUp: 0)
    #expect(folded.moments.map(\.mean) == [2, 2])
    #expect(folded.signedMeans == [-2, 2])
    let plain = try OrderParameterSample(of: runs, isFolded: false, warmUp: 0)
    #expect(plain.moments.map(\.mean) == [-2, 2] && plain.centralMoments.map(\.mean) == [-2, 2])
    #expect(plain.drifts == [0, 0])
    #expect(
      OrderParameterSample.means(ofQuarter: 3, of: runs, isFolded: true) == [3, 2])
  }

  @Test("cuts the beginning off, once for all runs, or where it is told to")
  func warmUp() throws {
    let runs = Self.runs(count: 20, steps: 1_000, start: 200, seed: 1)
    let found = try OrderParameterSample(of: runs, isFolded: false, warmUp: nil)
    #expect((15...60).contains(found.warmUpStepCount) && !found.reachesHalf)
    #expect(found.moments.allSatisfy { $0.count == 1_000 - found.warmUpStepCount })
    let given = try OrderParameterSample(of: runs, isFolded: false, warmUp: 300)
    #expect(given.warmUpStepCount == 300)
    // Within 4.9 standard errors: one false alarm in 10^6.
    let time = try #require(given.autocorrelationTime)
    #expect(abs(time.value - 4.5) < 4.9 * time.standardError && time.standardError < 0.6)
  }

  @Test("keeps values two autocorrelation times apart, and no more than it says")
  func samples() throws {
    let runs = Self.runs(count: 4, steps: 2_000, start: 0, seed: 2)
    let sample = try OrderParameterSample(of: runs, isFolded: false, warmUp: 0)
    #expect(sample.samples.allSatisfy { $0.count == OrderParameterSample.mostSamples })
    let short = try OrderParameterSample(
      of: runs.map { Array($0.prefix(100)) }, isFolded: false, warmUp: 0)
    let time = try #require(short.autocorrelationTime)
    #expect(short.samples.allSatisfy { $0.count <= Int(100 / (2 * time.value)) + 1 })
    #expect(short.samples.allSatisfy { $0.count >= 3 })
  }

  @Test("takes runs of one value, of none, and a warm-up as long as the run")
  func edges() throws {
    let single = try OrderParameterSample(of: [[-0.5], [0.25]], isFolded: true, warmUp: 10)
    #expect(single.moments.map(\.mean) == [0.5, 0.25] && single.autocorrelationTime == nil)
    #expect(single.samples == [[0.5], [0.25]] && single.drifts == [nil, nil])
    let empty = try OrderParameterSample(of: [[], [1, 2]], isFolded: false, warmUp: 5)
    #expect(empty.moments[0].count == 0 && empty.signedMeans[0] == nil)
    #expect(empty.moments[1].count == 1)
    #expect(throws: StatisticsError.notFinite) {
      try OrderParameterSample(of: [[.nan, 1]], isFolded: false, warmUp: nil)
    }
  }
}
