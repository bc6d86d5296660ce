// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the 95 % intervals of `statistics.md`, "How good is good", cover? Means, proportions, cumulants, variances and
// paired differences of two-level data, each with a mutant that the same test refuses. What is refused of 2,000 sets, and
// which true coverage that catches, stands in `Coverage`. Shapley values and confidence sequences are tested beside
// their other tests.

import Foundation
import Statistics
import Testing

@Suite("Coverage of intervals over realisations")
struct CoverageTests {
  /// Two-level laws: values of a realisation about its level, both of mean 0.
  enum Law: String, CaseIterable {
    case normal, skewed

    func draw(_ normals: inout SyntheticNormals) -> Double {
      // Exponential less its mean: skewness 2.
      self == .normal ? normals.normal() : -log(normals.uniform()) - 1
    }
  }

  private func nested(
    _ law: Law, _ normals: inout SyntheticNormals, realisations: Int, replicates: Int
  ) -> [[Double]] {
    (0..<realisations).map { _ in
      let level = law.draw(&normals)
      return (0..<replicates).map { _ in level + law.draw(&normals) }
    }
  }

  // The mutant pools: its intervals cover 57 % to 77 %.
  @Test(
    "of means of normal and of skewed data covers; pooling replicates does not",
    arguments: [(Law.normal, 4, 5), (.normal, 16, 10), (.skewed, 16, 10), (.skewed, 40, 4)])
  func means(law: Law, realisations: Int, replicates: Int) throws {
    var (honest, pooled) = (Coverage(), Coverage())
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 111, set: set)
      let data = nested(law, &normals, realisations: realisations, replicates: replicates)
      honest.add(try #require(try RealisationMean(of: data).interval).contains(0))
      let flat = data.joined().map { [$0] }
      pooled.add(try #require(try RealisationMean(of: flat).interval).contains(0))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(pooled.isTooLow, "\(pooled)")
  }

  // At G = 4 the mutant that takes 1.96 for Student's 3.18 covers 85.5 %: of 4,000 sets it is refused from 3,506 down.
  @Test("of means of four realisations covers; the normal quantile does not")
  func normalQuantile() throws {
    var (honest, mutant) = (Coverage(), Coverage())
    for set in 0..<4_000 {
      var normals = SyntheticNormals(seed: 112, set: set)
      let data = nested(.normal, &normals, realisations: 4, replicates: 2)
      let mean = try RealisationMean(of: data)
      honest.add(try #require(mean.interval).contains(0))
      mutant.add(abs(mean.mean) <= 1.959964 * (try #require(mean.standardError)))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(mutant.isTooLow, "\(mutant)")
  }

  // Replicates share their realisation's probability, uniform in 0...1 (0.2...0.4): proportions of a cell are means over
  // realisations. The mutant is Clopper and Pearson's interval of all replicates.
  @Test(
    "of proportions whose replicates share realisations covers; counting replicates does not",
    arguments: [(0.0, 1.0), (0.2, 0.6)])
  func clusteredProportions(low: Double, high: Double) throws {
    var (honest, pooled) = (Coverage(), Coverage())
    let truth = (low + high) / 2
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 113, set: set)
      let data = (0..<12).map { _ in
        let probability = low + (high - low) * normals.uniform()
        return (0..<25).map { _ in normals.uniform() < probability ? 1.0 : 0 }
      }
      honest.add(try #require(try RealisationMean(of: data).interval).contains(truth))
      let interval = try ClopperPearson.interval(
        successes: data.joined().reduce(0, +), trials: 300)
      pooled.add(interval.contains(truth))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(pooled.isTooLow, "\(pooled)")
  }

  // Conservative: at least 95 %. The mutant is Wald's p -+ 1.96 sqrt(p (1 - p) / n).
  @Test(
    "of proportions of realisations covers at least as promised; Wald's interval does not",
    arguments: [(20, 0.1), (20, 0.5), (100, 0.03)])
  func proportions(realisations: Int, truth: Double) throws {
    var (honest, mutant) = (Coverage(), Coverage())
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 114, set: set)
      let n = Double(realisations)
      let events = Double((0..<realisations).count { _ in normals.uniform() < truth })
      honest.add(
        try ClopperPearson.interval(successes: events, trials: n).contains(truth))
      let p = events / n
      mutant.add(abs(p - truth) <= 1.959964 * (p * (1 - p) / n).squareRoot())
    }
    #expect(!honest.isBelowPromise, "\(honest)")
    if truth < 0.5 { #expect(mutant.isBelowPromise, "\(mutant)") }
  }

  // Steps m = +-0.8 + level / 5 + noise / 5: <m^2> = 0.72, <m^4> = 0.64^2 + 6 0.64 0.08 + 3 0.08^2, U4 = 0.524691... The
  // sign is that of the realisation, as in an ordered phase. The mutant leaves out replicates instead of realisations.
  @Test("of jackknifed cumulants and variances covers; leaving out replicates does not")
  func jackknife() throws {
    let fourth = 0.64 * 0.64 + 6 * 0.64 * 0.08 + 3 * 0.08 * 0.08
    let truths = [1 - fourth / (3 * 0.72 * 0.72), 0.72]
    var honest = [Coverage(), Coverage()]
    var pooled = honest
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 115, set: set)
      let data = (0..<24).map { _ in
        let sign = normals.uniform() < 0.5 ? -0.8 : 0.8
        let level = sign + 0.2 * normals.normal()
        return (0..<6).map { _ in level + 0.2 * normals.normal() }
      }
      func count(_ units: [SeriesMoments], _ coverage: inout [Coverage]) throws {
        let estimates = [
          Fluctuations.binderCumulant(of: units), Fluctuations.variance(of: units),
        ]
        for (i, estimate) in estimates.enumerated() {
          let interval = try ConfidenceInterval.student(
            about: try #require(estimate?.biasCorrected),
            standardError: try #require(estimate?.standardError), degreesOfFreedom: units.count - 1)
          coverage[i].add(interval.contains(truths[i]))
        }
      }
      try count(data.map(SeriesMoments.init), &honest)
      try count(data.joined().map { SeriesMoments(of: [$0]) }, &pooled)
    }
    for coverage in honest { #expect(!coverage.isTooLow && !coverage.isTooHigh, "\(honest)") }
    for coverage in pooled { #expect(coverage.isTooLow, "\(pooled)") }
  }

  // The second arm is the first on the same draws, moved by 0.3 and by an effect that differs between realisations. The
  // mutant pools the differences.
  @Test(
    "of paired differences covers for normal and for skewed data; pooling does not",
    arguments: Law.allCases)
  func pairedDifferences(law: Law) throws {
    var (honest, pooled) = (Coverage(), Coverage())
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 116, set: set)
      let second = nested(law, &normals, realisations: 16, replicates: 6)
      let first = second.map { values in
        let effect = 0.3 + 0.5 * law.draw(&normals)
        return values.map { $0 + effect + 0.5 * law.draw(&normals) }
      }
      let paired = try PairedDifference(of: first, minus: second)
      honest.add(try #require(paired.difference.interval).contains(0.3))
      let flat = try PairedDifference(
        of: first.joined().map { [$0] }, minus: second.joined().map { [$0] })
      pooled.add(try #require(flat.difference.interval).contains(0.3))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(pooled.isTooLow, "\(pooled)")
  }

  // S6: G = 20, R = 50, both spreads 1: the mean has error sqrt(1/20 + 1/1000) = 0.2258. The squared hierarchical error
  // is on average ((G - 1) / G (1 + 1/R) + (R - 1) / R^2) / G = 0.04943, its root about 0.218 (the mean of a root); each
  // set varies by sqrt(2/19 + 2/99) = 35 % of it, so that the mean of 100 sets is within 4.9 times 3.5 % = 17 %. The
  // mutant that pools claims 0.044 and covers 30 %.
  @Test("of means covers in S6, with its bootstrap errors; pooled errors do not")
  func pooledErrorsOfS6() throws {
    var (honest, pooled) = (Coverage(), Coverage())
    var (squares, errors, pooledErrors) = (0.0, 0.0, 0.0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 117, set: set)
      let data = normals.nested(realisations: 20, replicates: 50)
      honest.add(try #require(try RealisationMean(of: data).interval).contains(0))
      let flat = try RealisationMean(of: data.joined().map { [$0] })
      pooled.add(try #require(flat.interval).contains(0))
      pooledErrors += try #require(flat.standardError)
      guard set < 100 else { continue }
      let bootstrap = try HierarchicalBootstrap(
        of: data, resampleCount: 100, seed: 1, site: 11, statistic: mean)
      squares += bootstrap.standardError * bootstrap.standardError
      errors += bootstrap.standardError
    }
    let (square, error) = (squares / 100, errors / 100)
    #expect(abs(square - 0.04943) < 0.17 * 0.04943, "\(square)")
    #expect(abs(error - 0.218) < 0.018, "\(error)")
    let pooledError = pooledErrors / 1_000
    #expect(abs(pooledError - 0.044) <= 0.0005, "\(pooledError)")
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(pooled.isTooLow, "\(pooled)")
  }

  // The mutant resamples replicates without regard to realisations.
  @Test("of means by percentiles of the hierarchical bootstrap covers; a flat bootstrap does not")
  func percentiles() throws {
    var (honest, flat) = (Coverage(), Coverage())
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 118, set: set)
      let data = normals.nested(realisations: 20, replicates: 4)
      func covers(_ data: [[Double]]) throws -> Bool {
        try HierarchicalBootstrap(
          of: data, resampleCount: 200, seed: 1, site: 11, statistic: mean
        ).percentileInterval().contains(0)
      }
      honest.add(try covers(data))
      flat.add(try covers(data.joined().map { [$0] }))
    }
    #expect(!honest.isTooLow && !honest.isTooHigh, "\(honest)")
    #expect(flat.isTooLow, "\(flat)")
  }

  private func mean(_ data: [[Double]]) -> Double {
    var (sum, count) = (0.0, 0)
    for values in data {
      for value in values { sum += value }
      count += values.count
    }
    return sum / Double(count)
  }
}
