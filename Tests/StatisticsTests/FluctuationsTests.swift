// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Fluctuations with jackknife errors")
struct FluctuationsTests {
  @Test("agree with NumPy")
  func numpy() throws {
    let moments = try ReferenceTable("realisations").groups(column: 1).map(SeriesMoments.init)
    let answers = try ReferenceTable("realisations-answers")
    for (name, estimate) in [
      ("variance", Fluctuations.variance(of: moments)),
      ("binderCumulant", Fluctuations.binderCumulant(of: moments)),
    ] {
      let expected = answers.answer(name)
      #expect(agree(estimate?.value, expected[0], relative: 1e-11))
      #expect(agree(estimate?.biasCorrected, expected[1], relative: 1e-10))
      #expect(agree(estimate?.standardError, expected[2], relative: 1e-10))
    }
  }

  @Test("give the Binder cumulant 2/3 for order, and 0 for a Gaussian")
  func binderLimits() throws {
    let ordered = [SeriesMoments(of: [0.8, -0.8]), SeriesMoments(of: [0.8, 0.8])]
    let estimate = try #require(Fluctuations.binderCumulant(of: ordered))
    #expect(abs(estimate.value - 2.0 / 3) < 1e-15 && estimate.standardError == 0)
    // Null: 0; the error of U4 of 2 10^4 independent Gaussians is sqrt(8/3 / n) = 0.0115 (4.9 of them: 1e-6).
    var normals = SyntheticNormals(seed: 11, set: 0)
    let gaussian = (0..<20).map { _ in SeriesMoments(of: (0..<1_000).map { _ in normals.normal() })
    }
    let disordered = try #require(Fluctuations.binderCumulant(of: gaussian))
    #expect(abs(disordered.value) < 4.9 * 0.0115)
    let error = try #require(disordered.standardError)
    #expect(error > 0.004 && error < 0.03)
  }

  @Test("give the exact cumulant and susceptibility of four independent agents")
  func fourAgents() throws {
    // Exact law of m for N = 4 agents without coupling: m = -1, -1/2, 0, 1/2, 1 with weights 1, 4, 6, 4, 1 of 16.
    let law = [(-1.0, 1), (-0.5, 4), (0, 6), (0.5, 4), (1, 1)]
    let values = law.flatMap { Array(repeating: $0.0, count: $0.1) }
    let moments = [SeriesMoments(of: values), SeriesMoments(of: values)]
    // <m^2> = 1/4 and <m^4> = (3 N - 2) / N^3 = 10/64, so U4 = 1 - (10/64) / (3/16) = 1/6; <|m|> = 3/8.
    #expect(agree(Fluctuations.binderCumulant(of: moments)?.value, 1.0 / 6, relative: 1e-14))
    #expect(agree(Fluctuations.variance(of: moments)?.value, 0.25, relative: 1e-14))
    let sizes = values.map(abs)
    let absolute = [SeriesMoments(of: sizes), SeriesMoments(of: sizes)]
    let susceptibility = Fluctuations.susceptibility(
      of: absolute, agentCount: 4, temperature: 2)
    #expect(agree(susceptibility?.value, 4 / 2 * (0.25 - 9.0 / 64), relative: 1e-14))
    #expect(susceptibility?.standardError == 0)
  }

  @Test("keep the digits of a small variance about a large mean, and none of a constant")
  func cancellation() throws {
    let moments = [SeriesMoments(of: [1e8, 1e8 + 1]), SeriesMoments(of: [1e8 + 1, 1e8])]
    #expect(Fluctuations.variance(of: moments)?.value == 0.25)
    let constant = (0..<5).map { _ in SeriesMoments(of: Array(repeating: 0.1, count: 7)) }
    let variance = try #require(Fluctuations.variance(of: constant))
    #expect(variance.value == 0 && variance.standardError == 0)
  }

  @Test("are undefined rather than NaN where nothing is defined")
  func undefined() throws {
    #expect(Fluctuations.variance(of: []) == nil)
    #expect(Fluctuations.variance(of: [SeriesMoments()]) == nil)
    #expect(Fluctuations.binderCumulant(of: [SeriesMoments(of: [0, 0])]) == nil)
    // Without its first realisation the second cumulant is 0/0: a value, but no error.
    let lopsided = [SeriesMoments(of: [1, 1]), SeriesMoments(of: [0, 0])]
    let estimate = try #require(Fluctuations.binderCumulant(of: lopsided))
    #expect(estimate.standardError == nil && estimate.biasCorrected == nil)
    let one = try #require(Fluctuations.variance(of: [SeriesMoments(of: [1, 2])]))
    #expect(one.value == 0.25 && one.standardError == nil)
  }

  @Test("have the standard error of the mean as the jackknife error of a mean")
  func jackknifeOfMean() throws {
    let values = [0.3, 1.7, -0.4, 2.2, 0.9]
    let sum = values.reduce(0, +)
    let estimate = JackknifeEstimate(value: sum / 5, leavingOut: values.map { (sum - $0) / 4 })
    let direct = try RealisationMean(of: values.map { [$0] })
    #expect(agree(estimate.standardError, try #require(direct.standardError), relative: 1e-13))
    #expect(agree(estimate.biasCorrected, direct.mean, relative: 1e-13))
  }

  // Null: coverage of the variance 1 by the t interval of the jackknife error, 30 realisations of 20 values: between
  // 90 % and 98 % of 1,000 sets. The mutant treats each value as a realisation of one law although levels differ.
  @Test("have errors that cover the true variance of nested data")
  func coverage() throws {
    var (covered, pooledCovered) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 12, set: set)
      let data = normals.nested(realisations: 30, replicates: 6)
      func covers(_ units: [SeriesMoments]) throws -> Bool {
        let estimate = try #require(Fluctuations.variance(of: units))
        return try ConfidenceInterval.student(
          about: try #require(estimate.biasCorrected),
          standardError: try #require(estimate.standardError), degreesOfFreedom: units.count - 1
        ).contains(2)
      }
      if try covers(data.map(SeriesMoments.init)) { covered += 1 }
      if set < 300, try covers(data.joined().map { SeriesMoments(of: [$0]) }) {
        pooledCovered += 1
      }
    }
    #expect((900...980).contains(covered), "\(covered)")
    #expect(pooledCovered < 270, "\(pooledCovered)")
  }
}
