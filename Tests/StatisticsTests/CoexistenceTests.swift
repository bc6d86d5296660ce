// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

/// Two peaks of a state x, in bins of 0.05 from -3 to 3.
struct CoexistingPeaks {
  var weight = 0.5
  var widths = (0.35, 0.35)
  static let (low, binWidth, binCount) = (-3.0, 0.05, 120)

  func density(at x: Double) -> Double {
    func normal(_ mean: Double, _ width: Double) -> Double {
      exp(-(x - mean) * (x - mean) / (2 * width * width)) / (width * (2 * Double.pi).squareRoot())
    }
    return (1 - weight) * normal(-1, widths.0) + weight * normal(1, widths.1)
  }

  /// Expected counts of `count` states.
  func expected(_ count: Double) -> [Double] {
    (0..<Self.binCount).map {
      count * Self.binWidth * density(at: Self.low + (Double($0) + 0.5) * Self.binWidth)
    }
  }

  /// Counts with the noise of independent states, for counts of ten and more close to Poisson's.
  func counts(_ count: Double, _ draws: inout SyntheticNormals) -> [Double] {
    expected(count).map { max(0, ($0 + $0.squareRoot() * draws.normal()).rounded()) }
  }

  static func histogram(_ rows: [[Double]]) throws -> StateHistogram {
    try StateHistogram(counts: rows, low: low, binWidth: binWidth)
  }
}

@Suite("Barriers between coexisting states")
struct PeakBarrierTests {
  /// R2: weights of the N + 1 values of M for exp(K M^2 / (2 (N - 1))), scaled to a number of states.
  private static func curieWeiss(_ n: Int, coupling: Double, states: Double) -> [Double] {
    let weights = (0...n).map { up -> Double in
      let m = Double(2 * up - n)
      let ways = lgamma(Double(n) + 1) - lgamma(Double(up) + 1) - lgamma(Double(n - up) + 1)
      return ways + coupling * m * m / (2 * Double(n - 1))
    }
    let top = weights.max() ?? 0
    let sum = weights.reduce(0) { $0 + exp($1 - top) }
    return weights.map { states * exp($0 - top) / sum }
  }

  @Test("are those of the exact Curie-Weiss law, and grow as its size")
  func curieWeiss() throws {
    var barriers: [Double] = []
    for n in [100, 200, 400] {
      let law = Self.curieWeiss(n, coupling: 1.25, states: 1e9)
      let histogram = try StateHistogram(
        counts: [law], low: -1 - 1 / Double(n), binWidth: 2 / Double(n))
      let found = try #require(try PeakBarrier(of: histogram))
      let exact = log(law.max() ?? 0) - log(law[n / 2])
      #expect(agree(found.barrier.value, exact, relative: 1e-4), "\(n)")
      #expect(abs(found.valley) < 1e-12 && abs(found.lowerPeak + found.upperPeak) < 1e-12)
      #expect(abs(found.upperWeight.mean - 0.5) < 1e-12 && found.interval == nil)
      #expect(!found.isLowerBound)
      barriers.append(found.barrier.value)
    }
    // N times a free energy, plus what tends to a constant.
    #expect(abs((barriers[2] - barriers[1]) / (barriers[1] - barriers[0]) - 2) < 0.02)
    let disordered = Self.curieWeiss(200, coupling: 0.9, states: 1e9)
    let histogram = try StateHistogram(counts: [disordered], low: -1.005, binWidth: 0.01)
    #expect(try PeakBarrier(of: histogram) == nil)
  }

  @Test("are taken at equal heights, whatever field favours one peak")
  func tilt() throws {
    let even = CoexistingPeaks().expected(1e7)
    let tilted = even.enumerated().map { bin, count in
      count * exp(0.4 * (Double(bin) - 59.5) * 0.05)
    }
    let plain = try #require(try PeakBarrier(of: CoexistingPeaks.histogram([even])))
    let other = try #require(try PeakBarrier(of: CoexistingPeaks.histogram([tilted])))
    #expect(abs(other.barrier.value - plain.barrier.value) < 0.05)
    #expect(other.upperWeight.mean > 0.65)
    // Mutant: the less high peak alone.
    let heights = (log(tilted[40]), log(tilted[59]))
    #expect(plain.barrier.value - (heights.0 - heights.1) > 0.3)
  }

  // Null: coverage 95 % for ten realisations that favour the peaks differently, 2,000 states each: between 88 % and 99.5 %
  // of 300 sets (P < 1e-6 on either side).
  @Test("have intervals over realisations that cover the truth")
  func coverage() throws {
    var covered = 0
    let law = CoexistingPeaks()
    let exact = log(law.density(at: 1)) - log(law.density(at: 0))
    for set in 0..<300 {
      var draws = SyntheticNormals(seed: 100, set: set)
      let rows = (0..<10).map { _ in
        var own = law
        own.weight = 0.5 + 0.2 * (draws.uniform() - 0.5)
        return own.counts(2_000, &draws)
      }
      let found = try #require(try PeakBarrier(of: CoexistingPeaks.histogram(rows)))
      if found.interval?.contains(exact) == true { covered += 1 }
    }
    #expect(covered >= 264 && covered <= 298, "\(covered)")
  }

  // Null: one peak. At most 5 % of 1,000 histograms of 2,000 independent normal states have two; exact binomial at 1e-6.
  @Test("are not seen in histograms with one peak")
  func onePeak() throws {
    var found = 0
    for set in 0..<1_000 {
      var draws = SyntheticNormals(seed: 101, set: set)
      let one = CoexistingPeaks(weight: 0, widths: (0.4, 0.4))
      if try PeakBarrier(of: CoexistingPeaks.histogram([one.counts(2_000, &draws)])) != nil {
        found += 1
      }
    }
    #expect(found <= 87, "\(found)")
  }

  @Test("are bounds where no state was ever seen between the peaks")
  func bound() throws {
    var row = [Double](repeating: 0, count: 120)
    for bin in 10..<20 { row[bin] = 300 }
    for bin in 90..<100 { row[bin] = 300 }
    let found = try #require(try PeakBarrier(of: CoexistingPeaks.histogram([row, row])))
    #expect(found.isLowerBound)
    #expect(agree(found.barrier.value, log(600 / (3.0 / 70)), relative: 1e-9))
    #expect(found.upperWeight.mean == 0.5)
  }

  @Test("come from histograms of all states, in bins that make sense")
  func histograms() throws {
    let histogram = try StateHistogram(
      of: [[-5, 0.1, 0.9], [0.5, 7]], from: 0, to: 1, binCount: 4)
    #expect(histogram.counts == [[2, 0, 0, 1], [0, 0, 1, 1]])
    #expect(histogram.upperWeights(above: 0.625) == [1.0 / 3, 0.75])
    #expect(throws: StatisticsError.outOfRange(argument: "high", value: 0)) {
      try StateHistogram(of: [[1]], from: 0, to: 0, binCount: 4)
    }
    #expect(throws: StatisticsError.shapesDiffer) {
      try StateHistogram(counts: [[1, 2], [1]], low: 0, binWidth: 1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "counts", value: -1)) {
      try StateHistogram(counts: [[-1]], low: 0, binWidth: 1)
    }
    #expect(throws: StatisticsError.tooFewValues(needed: 1, found: 0)) {
      try StateHistogram(counts: [], low: 0, binWidth: 1)
    }
  }

  @Test("go with an energy cumulant that dips by (e1/e2 - e2/e1)^2 / 12 where two energies coexist")
  func energyCumulant() throws {
    for (a, b) in [(1, 2), (3, 4)] {
      // Least at weights in the ratio of the squares of the other's energy.
      let values =
        Array(repeating: Double(a), count: b * b) + Array(repeating: Double(b), count: a * a)
      let ratio = Double(a) / Double(b)
      let dip = 2.0 / 3 - (ratio - 1 / ratio) * (ratio - 1 / ratio) / 12
      let moments = [SeriesMoments(of: values), SeriesMoments(of: values)]
      #expect(agree(Fluctuations.energyCumulant(of: moments)?.value, dip, relative: 1e-13))
    }
    let one = [SeriesMoments(of: [-1.5, -1.5])]
    #expect(agree(Fluctuations.energyCumulant(of: one)?.value, 2.0 / 3, relative: 1e-15))
  }
}

@Suite("The point of equal weights")
struct MaxwellPointTests {
  // R28, first order: weights 1 / (1 + q exp(-Delta N t)) cross 1/2 at t = ln q / (Delta N).
  @Test("is exact for weights whose logit is a straight line, in any order of the couplings")
  func borgsKotecky() throws {
    for n in [50.0, 100, 400] {
      let couplings = [0.2, -0.1, 0.05, 0, 0.1]
      let weights = couplings.map { [1 / (1 + 10 * exp(-0.5 * n * $0))] }
      let point = try #require(try MaxwellPoint(couplings: couplings, upperWeights: weights))
      #expect(abs(point.coupling.value - log(10) / (0.5 * n)) < 1e-9)
      #expect(agree(point.slope, 0.5 * n, relative: 1e-6))
      #expect(point.bracket.contains(point.coupling.value) && point.interval == nil)
      let falling = try #require(
        try MaxwellPoint(couplings: couplings, upperWeights: weights.map { [1 - $0[0]] }))
      #expect(abs(falling.coupling.value - point.coupling.value) < 1e-9)
      #expect(agree(falling.slope, -0.5 * n, relative: 1e-6))
    }
  }

  // Two peaks of widths 0.2 and 0.5 weigh the same at 0; they are equally high where the odds are 2.5, at 0.0458. Mutant:
  // the coupling of equal heights.
  @Test("is not where peaks of different widths are equally high")
  func notEqualHeights() throws {
    let couplings = (-5...5).map { 0.02 * Double($0) }
    var (weights, heights): ([[Double]], [Double]) = ([], [])
    for coupling in couplings {
      let law = CoexistingPeaks(weight: 1 / (1 + exp(-20 * coupling)), widths: (0.2, 0.5))
      let row = law.expected(1e6)
      let histogram = try CoexistingPeaks.histogram([row])
      weights.append(histogram.upperWeights(above: -0.4))
      heights.append(log(row[80] / row[40]))
    }
    let point = try #require(try MaxwellPoint(couplings: couplings, upperWeights: weights))
    #expect(abs(point.coupling.value) < 0.001, "\(point.coupling.value)")
    let above = heights.firstIndex { $0 > 0 } ?? 0
    #expect(couplings[above] > 0.04)
  }

  // Null: coverage 95 % for eight networks, each with a point of its own about 1 and 40 states a coupling: between 90 %
  // and 98 % of 1,000 sets. The mutant takes all states for independent of their network.
  @Test("has an interval over realisations that covers the truth; pooled states do not")
  func coverage() throws {
    let couplings = [0.9, 0.95, 1, 1.05, 1.1]
    var (covered, pooled) = (0, 0)
    for set in 0..<1_000 {
      var draws = SyntheticNormals(seed: 102, set: set)
      let own = (0..<8).map { _ in 1 + 0.03 * draws.normal() }
      let weights = couplings.map { coupling in
        own.map { middle -> Double in
          let p = 1 / (1 + exp(-40 * (coupling - middle)))
          let noise = (p * (1 - p) / 40).squareRoot() * draws.normal()
          return max(0, min(1, p + noise))
        }
      }
      let point = try #require(try MaxwellPoint(couplings: couplings, upperWeights: weights))
      if point.interval?.contains(1) == true { covered += 1 }
      // Pooled: the binomial error of 8 x 40 states at weight 1/2, divided by the slope of the weight.
      let error = (0.25 / 320).squareRoot() / (point.slope / 4)
      if abs(point.coupling.value - 1) < 1.96 * error { pooled += 1 }
    }
    #expect((900...980).contains(covered), "\(covered)")
    #expect(pooled < 900, "\(pooled)")
  }

  @Test("is found through noise, certain weights and ties, and is nothing without a crossing")
  func edges() throws {
    func point(_ means: [Double]) throws -> Double? {
      let couplings = means.indices.map(Double.init)
      return try MaxwellPoint(couplings: couplings, upperWeights: means.map { [$0, $0] })?
        .coupling.value
    }
    #expect(try point([0, 1]) == 0.5)
    #expect(try point([0.1, 0.6, 0.4, 0.9]).map { abs($0 - 1.5) < 1e-12 } == true)
    #expect(try point([0.1, 0.5, 0.5, 0.9]) == 1.5)
    #expect(try point([0.6, 0.7, 0.9]) == nil)
    #expect(try point([0.5, 0.5]) == nil)
    #expect(throws: StatisticsError.tooFewValues(needed: 2, found: 1)) {
      try MaxwellPoint(couplings: [1, 1], upperWeights: [[0], [1]])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "upperWeights", value: 1.5)) {
      try MaxwellPoint(couplings: [1, 2], upperWeights: [[0], [1.5]])
    }
    #expect(throws: StatisticsError.shapesDiffer) {
      try MaxwellPoint(couplings: [1, 2], upperWeights: [[0], [1, 1]])
    }
  }
}
