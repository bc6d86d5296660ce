// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Mixtures of two normal laws")
struct GaussianMixtureTests {
  // scikit-learn climbs from twenty starts until a step gains less than 10^-13 a value. Parameters are known to about the
  // square root of what the likelihood is.
  @Test("have the likelihoods, components and valleys that scikit-learn and SciPy find")
  func scikitLearn() throws {
    let table = try ReferenceTable("shape-values")
    for row in try ReferenceTable("mixtures").rows {
      let values = table.series(row[0])
      let expected = row.dropFirst().compactMap(Double.init)
      let one = try #require(try GaussianMixture(of: values, componentCount: 1))
      let two = try #require(try GaussianMixture(of: values, componentCount: 2))
      let scale = one.components[0].standardDeviation
      let offset = one.components[0].mean
      #expect(abs(one.logLikelihood - expected[0]) < 1e-6, "\(row[0])")
      #expect(abs(two.logLikelihood - expected[1]) < 1e-6, "\(row[0]) \(two.logLikelihood)")
      let (a, b) = (two.components[0], two.components[1])
      #expect(abs(a.weight - expected[2]) < 1e-4 && abs(b.weight - (1 - expected[2])) < 1e-4)
      #expect(abs(a.mean - expected[3]) < 1e-4 * scale, "\(row[0])")
      #expect(abs(b.mean - expected[4]) < 1e-4 * scale, "\(row[0])")
      #expect(abs(a.standardDeviation - expected[5]) < 1e-4 * scale, "\(row[0])")
      #expect(abs(b.standardDeviation - expected[6]) < 1e-4 * scale, "\(row[0])")
      #expect(agree(two.ashmanSeparation, expected[7], relative: 1e-4))
      let valley = try #require(two.antimode)
      #expect(abs(valley.position - expected[8]) < 2e-4 * scale, "\(row[0]) about \(offset)")
      #expect(abs(valley.lowerPeak - expected[9]) < 2e-4 * scale)
      #expect(abs(valley.upperPeak - expected[10]) < 2e-4 * scale)
      #expect(agree(valley.lowerBarrier, expected[11], relative: 1e-3))
      #expect(agree(valley.upperBarrier, expected[12], relative: 1e-3))
      #expect(agree(valley.depth, 1 - exp(-min(expected[11], expected[12])), relative: 1e-3))
    }
  }

  @Test("have -2 ln L + k ln n as their criterion, with 2 and 5 free parameters")
  func criterion() throws {
    let values = try ReferenceTable("shape-values").series("mixture4")
    for (count, parameters) in [(1, 2.0), (2, 5)] {
      let fit = try #require(try GaussianMixture(of: values, componentCount: count))
      let expected = -2 * fit.logLikelihood + parameters * log(200)
      #expect(agree(fit.bayesianInformationCriterion, expected, relative: 1e-14))
      let sum = values.reduce(0) { $0 + fit.logDensity(at: $1) }
      #expect(agree(sum, fit.logLikelihood, relative: 1e-9))
    }
  }

  @Test("have a floor under their widths, and none where all values are equal")
  func floor() throws {
    let atoms = [Double](repeating: 0, count: 30) + [Double](repeating: 1, count: 20)
    let fit = try #require(try GaussianMixture(of: atoms, componentCount: 2))
    let deviation = (0.6 * 0.4).squareRoot()
    for component in fit.components {
      #expect(agree(component.standardDeviation, 0.001 * deviation, relative: 1e-9))
    }
    #expect(agree(fit.components[0].weight, 0.6, relative: 1e-9))
    #expect(fit.antimode != nil && fit.logLikelihood.isFinite)
    let wide = try #require(
      try GaussianMixture(of: atoms, componentCount: 2, smallestDeviation: 0.1))
    #expect(agree(wide.components[1].standardDeviation, 0.1, relative: 1e-9))
    #expect(try GaussianMixture(of: [2, 2, 2, 2], componentCount: 2) == nil)
  }

  @Test("know no unit: the fit of scaled and shifted values is the scaled and shifted fit")
  func invariance() throws {
    let values = try ReferenceTable("shape-values").series("unequal")
    let fit = try #require(try GaussianMixture(of: values, componentCount: 2))
    for factor in [1e-200, 1e-6, 1e200] {
      let other = try #require(
        try GaussianMixture(of: values.map { factor * $0 }, componentCount: 2))
      #expect(agree(other.components[0].weight, fit.components[0].weight, relative: 1e-6))
      #expect(agree(other.components[1].mean, factor * fit.components[1].mean, relative: 1e-6))
      #expect(agree(other.antimode?.depth, fit.antimode?.depth ?? .nan, relative: 1e-6))
    }
  }

  @Test(
    "of equal widths and weights have a valley exactly when they are more than two widths apart")
  func equalWidths() throws {
    for separation in [1.9, 1.999, 1.999999, 2.000001, 2.001, 2.1, 6, 50, 1e4] {
      let a = GaussianMixture.Component(weight: 0.5, mean: 0, standardDeviation: 1)
      let b = GaussianMixture.Component(weight: 0.5, mean: separation, standardDeviation: 1)
      let valley = Antimode(between: a, and: b)
      #expect((valley != nil) == (separation > 2), "\(separation)")
      guard let valley else { continue }
      #expect(agree(valley.position, separation / 2, relative: 1e-9))
      // cosh of the half distance against its Gaussian: barrier d^2/8 - ln 2 far apart.
      if separation >= 50 {
        let far = separation * separation / 8 - log(2)
        #expect(agree(valley.lowerBarrier, far, relative: 1e-6))
      }
    }
  }

  @Test("of any widths and weights have the valley that a fine grid shows")
  func grid() {
    var random = SplitMix(7)
    func number(_ low: Double, _ high: Double) -> Double {
      Double.random(in: low...high, using: &random)
    }
    for _ in 0..<200 {
      let weight = number(0.02, 0.98)
      let a = GaussianMixture.Component(
        weight: weight, mean: 0, standardDeviation: exp(number(-2, 1)))
      let b = GaussianMixture.Component(
        weight: 1 - weight, mean: number(0.5, 6), standardDeviation: exp(number(-2, 1)))
      let density = (0...4_000).map { i in
        let x = b.mean * Double(i) / 4_000
        return [a, b].reduce(0) { sum, law in
          let z = (x - law.mean) / law.standardDeviation
          return sum + law.weight / law.standardDeviation * exp(-z * z / 2)
        }
      }
      let valleys = (1..<4_000).filter {
        density[$0] < density[$0 - 1] && density[$0] <= density[$0 + 1]
      }
      let valley = Antimode(between: a, and: b)
      // A valley too shallow for the grid is the only reason to differ.
      if valley?.depth ?? 1 > 1e-5 { #expect((valley == nil) == valleys.isEmpty, "\(a) \(b)") }
      if let valley, let seen = valleys.first, valley.depth > 1e-3 {
        #expect(abs(valley.position - b.mean * Double(seen) / 4_000) <= b.mean / 2_000)
        #expect(valley.lowerPeak < valley.position && valley.position < valley.upperPeak)
      }
    }
  }

  // McLachlan's bootstrap. Null: p values of normal values are at most 10 % with probability 10 % (19 resamples, two
  // ranks). 4.9 standard errors: 60 sets, at most 18 below.
  @Test("beat one law in the bootstrap where there are two, and hold its level where there is one")
  func bootstrap() throws {
    let sets = SlowTests.areWanted ? 600 : 60
    var rejected = 0
    for set in 0..<sets {
      var draws = SyntheticNormals(seed: 81, set: set)
      let values = (0..<50).map { _ in draws.normal() }
      let test = try #require(
        try MixtureBootstrap(of: values, resampleCount: 19, seed: UInt32(set), site: 40))
      if test.pValue <= 0.1 { rejected += 1 }
    }
    let reach = 4.9 * (0.1 * 0.9 * Double(sets)).squareRoot()
    #expect(abs(Double(rejected) - 0.1 * Double(sets)) < reach, "\(rejected)")
    let apart = try ReferenceTable("shape-values").series("mixture4")
    let test = try #require(try MixtureBootstrap(of: apart, resampleCount: 99, seed: 1, site: 40))
    #expect(test.pValue == 0.01 && test.likelihoodRatio > 70)
    #expect(try MixtureBootstrap(of: apart, resampleCount: 99, seed: 1, site: 40) == test)
    #expect(try MixtureBootstrap(of: [1, 1, 1, 1], resampleCount: 9, seed: 1, site: 40) == nil)
  }

  @Test("refuse what cannot be fitted")
  func refusals() {
    #expect(throws: StatisticsError.outOfRange(argument: "componentCount", value: 3)) {
      try GaussianMixture(of: [1, 2, 3, 4], componentCount: 3)
    }
    #expect(throws: StatisticsError.tooFewValues(needed: 4, found: 3)) {
      try GaussianMixture(of: [1, 2, 3], componentCount: 2)
    }
    #expect(throws: StatisticsError.notFinite) {
      try GaussianMixture(of: [1, 2, 3, .infinity], componentCount: 1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "smallestDeviation", value: -1)) {
      try GaussianMixture(of: [1, 2, 3, 4], componentCount: 1, smallestDeviation: -1)
    }
  }
}
