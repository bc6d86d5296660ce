// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Means over realisations")
struct RealisationMeanTests {
  @Test("use Student factors that agree with SciPy")
  func studentFactors() throws {
    for row in try ReferenceTable("student").numbers {
      let factor = try ConfidenceInterval.studentFactor(
        degreesOfFreedom: Int(row[0]), confidence: row[1])
      #expect(agree(factor, row[2], relative: 1e-9), "\(row)")
    }
  }

  @Test("agree with SciPy for equal and for unequal realisations")
  func scipy() throws {
    let values = try ReferenceTable("realisations").groups(column: 1)
    let answers = try ReferenceTable("realisations-answers")
    for (name, data) in [("mean", values), ("evenMean", values.map { Array($0.prefix(4)) })] {
      let expected = answers.answer(name)
      let estimate = try RealisationMean(of: data)
      #expect(agree(estimate.mean, expected[0], relative: 1e-12))
      #expect(agree(estimate.standardError, expected[1], relative: 1e-12))
      #expect(agree(estimate.interval?.low, expected[2], relative: 1e-11))
      #expect(agree(estimate.interval?.high, expected[3], relative: 1e-11))
    }
  }

  @Test("have no interval with one realisation, and one of no width when all are equal")
  func degenerate() throws {
    let one = try RealisationMean(of: [[0.25, 0.75]])
    #expect(one.mean == 0.5 && one.standardError == nil && one.interval == nil)
    let equal = try RealisationMean(of: [[0.1, 0.1, 0.1], [0.1, 0.1], [], [0.1]])
    #expect(equal.mean == 0.1 && equal.standardError == 0 && equal.realisationCount == 3)
    #expect(equal.interval == ConfidenceInterval(low: 0.1, high: 0.1))
  }

  @Test("refuse no values, NaN and infinity")
  func refusals() {
    #expect(throws: StatisticsError.tooFewValues(needed: 1, found: 0)) {
      try RealisationMean(of: [[], []])
    }
    #expect(throws: StatisticsError.notFinite) { try RealisationMean(of: [[1], [.nan]]) }
    #expect(throws: StatisticsError.notFinite) { try RealisationMean(of: [[1], [.infinity]]) }
    #expect(throws: StatisticsError.outOfRange(argument: "confidence", value: 0)) {
      try RealisationMean(of: [[1], [2]], confidence: 0)
    }
  }

  // Null: the mean of 20 realisations of 50 replicates, both spreads 1, has error sqrt(1/20 + 1/1000) = 0.2258. The
  // mean of 200 estimated errors lies within 5 % of c4(19) times that (5 standard errors of 1.2 %; false-alarm rate
  // 6e-7). Pooling, the mutant, is 5 times too small.
  @Test(
    "are as uncertain as their realisations, where pooled replicates would claim five times less")
  func pooledErrorsAreADefect() throws {
    var (honest, pooled) = (0.0, 0.0)
    let sets = 200
    for set in 0..<sets {
      var normals = SyntheticNormals(seed: 61, set: set)
      let data = normals.nested(realisations: 20, replicates: 50)
      honest += try RealisationMean(of: data).standardError ?? .nan
      pooled += try RealisationMean(of: data.joined().map { [$0] }).standardError ?? .nan
    }
    let expected = 0.2258 * 0.98693
    #expect(abs(honest / Double(sets) - expected) < 0.06 * expected)
    #expect(pooled / Double(sets) < 0.05)
  }

  // Null: coverage 95 %. Between 90 % and 98 % of 1,000 sets: P < 1e-6 on either side. The mutant that pools covers
  // about 70 %.
  @Test("cover the truth as often as promised; pooled intervals do not")
  func coverage() throws {
    var (covered, pooledCovered) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 62, set: set)
      let data = normals.nested(realisations: 8, replicates: 5)
      if try RealisationMean(of: data).interval?.contains(0) == true { covered += 1 }
      let pooled = try RealisationMean(of: data.joined().map { [$0] })
      if pooled.interval?.contains(0) == true { pooledCovered += 1 }
    }
    #expect((900...980).contains(covered), "\(covered)")
    #expect(pooledCovered < 900, "\(pooledCovered)")
  }

  // Null as in S6: the bootstrap error of G = 20, R = 50 is 0.218 on average; 20 sets of relative spread 16 % / sqrt(20).
  @Test("agree with the hierarchical bootstrap, whose draws are named")
  func bootstrap() throws {
    var errors = 0.0
    let sets = 20
    for set in 0..<sets {
      var normals = SyntheticNormals(seed: 63, set: set)
      let data = normals.nested(realisations: 20, replicates: 50)
      let bootstrap = try HierarchicalBootstrap(
        of: data, resampleCount: 100, seed: 1, site: 9, statistic: mean)
      errors += bootstrap.standardError
      #expect(try bootstrap.percentileInterval().low < bootstrap.percentileInterval().high)
    }
    #expect(abs(errors / Double(sets) - 0.218) < 0.04)
  }

  @Test(
    "bootstrapped twice give the same values, and no percentile interval below ten realisations")
  func bootstrapDetails() throws {
    var normals = SyntheticNormals(seed: 64, set: 0)
    let data = normals.nested(realisations: 9, replicates: 3)
    func resample(seed: UInt32) throws -> HierarchicalBootstrap {
      try HierarchicalBootstrap(of: data, resampleCount: 20, seed: seed, site: 9, statistic: mean)
    }
    #expect(try resample(seed: 1) == resample(seed: 1))
    #expect(try resample(seed: 1).values != resample(seed: 2).values)
    #expect(throws: StatisticsError.tooFewRealisations(needed: 10, found: 9)) {
      try resample(seed: 1).percentileInterval()
    }
    #expect(throws: StatisticsError.tooFewRealisations(needed: 2, found: 1)) {
      try HierarchicalBootstrap(
        of: [[1, 2], []], resampleCount: 20, seed: 1, site: 9, statistic: mean)
    }
  }

  private func mean(_ data: [[Double]]) -> Double {
    data.joined().reduce(0, +) / Double(data.reduce(0) { $0 + $1.count })
  }
}
