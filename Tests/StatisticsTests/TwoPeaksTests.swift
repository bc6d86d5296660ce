// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

/// Laws with one peak.
enum OnePeak: String, CaseIterable {
  case normal, uniform, exponential, lattice, coarse, nearlyTwo

  /// Values of one set.
  func values(_ count: Int, set: Int) -> [Double] {
    var draws = SyntheticNormals(seed: 90, set: set)
    return (0..<count).map { _ in
      switch self {
      case .normal: draws.normal()
      case .uniform: draws.uniform()
      case .exponential: -log(draws.uniform())
      // Shares of 20 and of 4 agents that agree with probability 1/2 and 0.3.
      case .lattice: Double((0..<20).count { _ in draws.uniform() < 0.5 }) / 20
      case .coarse: Double((0..<4).count { _ in draws.uniform() < 0.3 }) / 4
      // Two laws two widths apart: flat, and still one peak.
      case .nearlyTwo: draws.normal() + (draws.uniform() < 0.5 ? -1 : 1)
      }
    }
  }

  /// Distance of lattice points.
  var resolution: Double { self == .lattice ? 0.05 : self == .coarse ? 0.25 : 0 }
}

@Suite("Two peaks")
struct TwoPeaksTests {
  static let sets = SlowTests.areWanted ? 1_000 : 100

  /// Whether an exact binomial test rejects "false alarms at most 5 %" at 1e-4.
  static func isTooOften(_ alarms: Int) throws -> Bool {
    try ClopperPearson.lowerBound(
      successes: Double(alarms), trials: Double(sets), confidence: 1 - 1e-4) > 0.05
  }

  // Null: at most 5 % of sets with one peak are called two. Exact binomial test at 1e-4; the smallest rate caught half
  // the time is 15 % with 100 sets and 8 % with 1,000.
  @Test("are not seen in laws with one peak", arguments: OnePeak.allCases, [30, 120])
  func falseAlarms(law: OnePeak, valueCount: Int) throws {
    var alarms = 0
    for set in 0..<Self.sets {
      let values = law.values(valueCount, set: set)
      if try TwoPeaks(of: values, resolution: law.resolution).areFound { alarms += 1 }
    }
    #expect(!(try Self.isTooOften(alarms)), "\(alarms) of \(Self.sets)")
  }

  // Mutants: each criterion alone calls the exponential law (N6) two-peaked far too often, and a dip that takes a lattice
  // for what it looks like does so for shares of few agents.
  @Test("would be seen in a skewed law by BIC, by a fitted valley or by the coefficient alone")
  func mutants() throws {
    var (byCriterion, byValley, byCoefficient, unspread) = (0, 0, 0, 0)
    for set in 0..<Self.sets {
      let skewed = OnePeak.exponential.values(120, set: set)
      let answer = try TwoPeaks(of: skewed)
      if try #require(answer.bayesianInformationGain) > 10 { byCriterion += 1 }
      if answer.antimode != nil { byValley += 1 }
      if try #require(try DistributionShape(of: skewed)).bimodalityCoefficient > 5.0 / 9 {
        byCoefficient += 1
      }
      let lattice = OnePeak.lattice.values(120, set: set)
      if try TwoPeaks(of: lattice, resolution: 0).areFound { unspread += 1 }
    }
    for (name, alarms) in [
      ("BIC", byCriterion), ("valley", byValley), ("coefficient", byCoefficient),
      ("lattice", unspread),
    ] {
      #expect(try Self.isTooOften(alarms), "\(name): \(alarms) of \(Self.sets)")
    }
  }

  // Power: 200 values of two normal laws of width 1, five widths apart with weight 1/2 and eight with weight 1/5, where
  // diptest alone finds 1,000 sets of 1,000 (of weight 1/5 and five widths 12 %: the price of the dip's level). Exact
  // binomial test at 1e-6 of "at least 95 %": of 100 sets at most 18 may be missed.
  @Test(
    "are seen where there are two, with their places, weights and valley",
    arguments: [(0.5, 5.0), (0.2, 8)])
  func power(weight: Double, separation: Double) throws {
    var missed = 0
    for set in 0..<100 {
      var draws = SyntheticNormals(seed: 91, set: set)
      let values = (0..<200).map { i in
        draws.normal() + (Double(i) < 200 * weight ? 0 : separation)
      }
      let answer = try TwoPeaks(of: values)
      guard answer.areFound else {
        missed += 1
        continue
      }
      #expect(answer.peaks.count == 2)
      // Means of 40 and more values: 4.9 standard errors of 1 / sqrt(40), and as much for values taken for the other's.
      #expect(abs(answer.peaks[0].position) < 1.2)
      #expect(abs(answer.peaks[1].position - separation) < 1.2)
      #expect(abs(answer.peaks[0].weight - weight) < 0.12)
      let valley = try #require(answer.antimode)
      #expect(abs(valley.position - separation / 2) < 1.7)
      #expect(valley.depth > 0.3 && valley.barrier > 0.3)
    }
    #expect(missed <= 18, "\(missed)")
  }

  @Test("are seen in runs that end in two absorbing states, on the lattice of their shares")
  func absorbing() throws {
    let values = [Double](repeating: 0, count: 30) + [Double](repeating: 1, count: 20)
    let answer = try TwoPeaks(of: values, resolution: 0.01)
    #expect(answer.areFound)
    let peaks = answer.peaks
    #expect(abs(peaks[0].position) < 1e-6 && abs(peaks[1].position - 1) < 1e-6)
    #expect(abs(peaks[0].weight - 0.6) < 1e-9)
    #expect(try #require(answer.antimode).depth > 0.999_999)
  }

  @Test("are searched for with the same answer whether fits are made where the dip rules them out")
  func search() throws {
    var foundCount = 0
    for set in 0..<60 {
      var draws = SyntheticNormals(seed: 92, set: set)
      let values = (0..<100).map { i in
        (draws.normal() + (i % 2 == 0 ? 0 : 0.1 * Double(set))) * 4
      }
      let resolution = set % 3 == 0 ? 1.0 : 0
      let examined = resolution > 0 ? values.map { $0.rounded() } : values
      let all = try TwoPeaks(of: examined, resolution: resolution)
      let found = try TwoPeaks.found(in: examined, resolution: resolution)
      #expect(found == (all.areFound ? all : nil), "\(set)")
      if found != nil { foundCount += 1 }
    }
    #expect(10...50 ~= foundCount, "\(foundCount)")
    #expect(throws: StatisticsError.tooFewValues(needed: 4, found: 3)) {
      try TwoPeaks.found(in: [0, 1, 1])
    }
  }

  @Test("are not seen in equal values, and refuse too few")
  func degenerate() throws {
    let answer = try TwoPeaks(of: [0.5, 0.5, 0.5, 0.5, 0.5])
    #expect(!answer.areFound && answer.peaks.isEmpty && answer.bayesianInformationGain == nil)
    #expect(!(try TwoPeaks(of: [0.5, 0.5, 0.5, 0.5, 0.5], resolution: 0.1)).areFound)
    #expect(throws: StatisticsError.tooFewValues(needed: 4, found: 3)) {
      try TwoPeaks(of: [0, 1, 1])
    }
    #expect(throws: StatisticsError.notFinite) { try TwoPeaks(of: [0, 1, 1, .nan]) }
    #expect(throws: StatisticsError.outOfRange(argument: "resolution", value: -1)) {
      try TwoPeaks(of: [0, 1, 1, 2], resolution: -1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "significance", value: 0)) {
      try TwoPeaks(of: [0, 1, 1, 2], significance: 0)
    }
  }
}

@Suite("The shape of a distribution")
struct DistributionShapeTests {
  @Test("agrees with SciPy's corrected skewness and kurtosis")
  func scipy() throws {
    let table = try ReferenceTable("shape-values")
    for row in try ReferenceTable("shapes").rows {
      let expected = row.dropFirst().compactMap(Double.init)
      let shape = try #require(try DistributionShape(of: table.series(row[0])))
      // About 10^9 the values themselves hold no more digits.
      let tolerance = row[0] == "large" ? 1e-6 : 1e-10
      #expect(abs(shape.skewness - expected[0]) < tolerance, "\(row[0])")
      #expect(abs(shape.excessKurtosis - expected[1]) < tolerance * 10, "\(row[0])")
      #expect(agree(shape.bimodalityCoefficient, expected[2], relative: tolerance), "\(row[0])")
    }
  }

  // S8: mean coefficients of many sets, by NumPy to three digits. 4.9 standard errors of the mean beside the rounding;
  // sets of 2,000 values, for which the exponential law is not yet at its limit 5/9.
  @Test("has the bimodality coefficients of S8, which are no test: an exponential law has one peak")
  func coefficients() throws {
    func mean(_ law: (inout SyntheticNormals) -> Double) throws -> (Double, Double) {
      let values = try (0..<100).map { set in
        var draws = SyntheticNormals(seed: 93, set: set)
        let values = (0..<1_000).map { _ in law(&draws) }
        return try #require(try DistributionShape(of: values)).bimodalityCoefficient
      }
      let estimate = try RealisationMean(of: values.map { [$0] })
      return (estimate.mean, try #require(estimate.standardError))
    }
    for (expected, tolerance, law) in [
      (0.335, 0.003, { $0.normal() }), (0.556, 0.001, { $0.uniform() }),
      (0.583, 0.002, { $0.normal() + ($0.uniform() < 0.5 ? 0 : 4) }),
      (0.543, 0.012, { -log($0.uniform()) }),
    ] as [(Double, Double, (inout SyntheticNormals) -> Double)] {
      let (value, error) = try mean(law)
      #expect(abs(value - expected) < tolerance + 4.9 * error, "\(value) -+ \(error)")
    }
  }

  @Test("is nothing of equal values, and refuses fewer than four")
  func degenerate() throws {
    #expect(try DistributionShape(of: [1, 1, 1, 1]) == nil)
    #expect(throws: StatisticsError.tooFewValues(needed: 4, found: 3)) {
      try DistributionShape(of: [1, 2, 3])
    }
    #expect(throws: StatisticsError.notFinite) { try DistributionShape(of: [1, 2, 3, .nan]) }
  }
}
