// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are p values the twins of intervals, random subsets uniform, and gains of pairing told for more than two arms?

import Statistics
import Testing

@Suite("Arms on the same draws")
struct PairedArmsTests {
  @Test("have p values that agree with SciPy and with their intervals")
  func pValues() throws {
    // Ten values of mean 2 s and standard error s, and so on: t and degrees as given; scipy.stats.t.sf, twice.
    let cases: [(t: Double, count: Int, p: Double)] = [
      (2, 10, 0.07655282377070101), (0.5, 4, 0.651447964848151), (6, 16, 2.432654551103854e-05),
      (40, 8, 1.5902179984850364e-09),
    ]
    for (t, count, p) in cases {
      let half = (0..<count).map { $0 % 2 == 0 ? -1.0 : 1 }
      let error = (Double(count) / Double(count - 1)).squareRoot() / Double(count).squareRoot()
      let mean = try RealisationMean(of: half.map { [$0 + t * error] })
      #expect(agree(try mean.pValue(ofMean: 0), p, relative: 1e-9))
      let interval = try #require(mean.interval)
      #expect(agree(try mean.pValue(ofMean: interval.low), 0.05, relative: 1e-9))
      #expect(try mean.pValue(ofMean: mean.mean) == 1)
    }
    let constant = try RealisationMean(of: [[1], [1], [1]])
    #expect(try constant.pValue(ofMean: 1) == 1 && constant.pValue(ofMean: 0) == 0)
    #expect(try RealisationMean(of: [[1, 2]]).pValue(ofMean: 0) == nil)
    #expect(throws: StatisticsError.notFinite) { try constant.pValue(ofMean: .nan) }
  }

  // Null: each of the 10 pairs of 5 has chance 1/10, in 4,000 realisations; chi-square with 9 degrees exceeds 44.8 with
  // chance 1e-6. Smallest deviation caught half the time: chances off by about 10 % each. Mutant: two draws with
  // replacement, the second put right by the next free one.
  @Test("are chosen uniformly among all subsets of a size")
  func subsets() {
    func statistic(_ choose: (Int) -> [Int]) -> Double {
      var counts: [[Int]: Int] = [:]
      for g in 0..<4_000 { counts[choose(g), default: 0] += 1 }
      return (0..<5).reduce(0.0) { sum, i in
        (i + 1..<5).reduce(sum) { sum, j in
          let excess = Double(counts[[i, j]] ?? 0) - 400
          return sum + excess * excess / 400
        }
      }
    }
    func subset(_ count: Int, of total: Int, _ g: Int, site: UInt32 = 1) -> [Int] {
      RandomSubset.indices(count: count, of: total, seed: 3, realisation: g, site: site)
    }
    #expect(statistic { subset(2, of: 5, $0) } < 44.8)
    let mutant = statistic { g in
      let (a, b) = (subset(1, of: 5, g)[0], subset(1, of: 5, g, site: 2)[0])
      return [a, a == b ? (b + 1) % 5 : b].sorted()
    }
    #expect(mutant > 44.8)
    #expect(subset(0, of: 5, 0).isEmpty && subset(5, of: 5, 0) == [0, 1, 2, 3, 4])
    #expect(subset(0, of: 0, 0).isEmpty)
    #expect(subset(3, of: 9, 7) == subset(3, of: 9, 7))
    #expect((0..<9).contains { subset(3, of: 9, $0) != subset(3, of: 9, $0, site: 2) })
  }

  @Test(
    "tell what pairing gained: for two arms as paired differences do, 0 for equal arms' differences"
  )
  func varianceRatio() throws {
    let first = [[0.1, 0.7], [0.3, 0.2], [0.9, 0.4], [0.5, 0.55]]
    let second = [[0.2, 0.9], [0.2, 0.1], [1.1, 0.5], [0.6, 0.5]]
    let paired = try PairedDifference(of: second, minus: first)
    let ratio = try #require(paired.varianceRatio)
    let two = try ShapleyEstimate(of: [first, second], seed: 1, site: 1)
    #expect(agree(two.values[0].varianceRatio, ratio, relative: 1e-12))
    #expect(agree(two.total.varianceRatio, ratio, relative: 1e-12))
    // v = (a, b, a, b): the first cause has (b - a), with variances (a + b) / 4 twice when unpaired.
    let four = try ShapleyEstimate(of: [first, second, first, second], seed: 1, site: 1)
    #expect(agree(four.values[0].varianceRatio, 2 * ratio, relative: 1e-12))
    #expect(agree(1 + (four.values[1].varianceRatio ?? .nan), 1, relative: 1e-12))
    #expect(agree(1 + (four.interactions[0].varianceRatio ?? .nan), 1, relative: 1e-12))
    let constant = try ShapleyEstimate(of: [[[1], [1]], [[2], [2]]], seed: 1, site: 1)
    #expect(constant.total.varianceRatio == nil)
    #expect(
      try ShapleyEstimate(of: [[[1, 2]], [[2, 5]]], seed: 1, site: 1).total.varianceRatio == nil)
  }
}
