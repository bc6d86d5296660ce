// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Paired differences")
struct PairedDifferenceTests {
  @Test("agree with SciPy and NumPy")
  func numpy() throws {
    let table = try ReferenceTable("realisations")
    let answers = try ReferenceTable("realisations-answers")
    let (first, second) = (table.groups(column: 1), table.groups(column: 2))
    let paired = try PairedDifference(of: first, minus: second)
    let expected = answers.answer("difference")
    #expect(agree(paired.difference.mean, expected[0], relative: 1e-10))
    #expect(agree(paired.difference.standardError, expected[1], relative: 1e-10))
    #expect(agree(paired.difference.interval?.low, expected[2], relative: 1e-10))
    #expect(agree(paired.difference.interval?.high, expected[3], relative: 1e-10))
    let even = try PairedDifference(
      of: first.map { Array($0.prefix(4)) }, minus: second.map { Array($0.prefix(4)) })
    let pairing = answers.answer("pairing")
    #expect(agree(even.varianceRatio, pairing[0], relative: 1e-10))
    #expect(agree(even.correlation, pairing[1], relative: 1e-10))
  }

  @Test("of equal twins are exactly 0 with variance ratio 0 and correlation 1")
  func twins() throws {
    let data = [[0.1, 0.7], [0.3, 0.2], [0.9, 0.4]]
    let paired = try PairedDifference(of: data, minus: data)
    #expect(paired.difference.mean == 0)
    #expect(paired.difference.interval == ConfidenceInterval(low: 0, high: 0))
    #expect(paired.varianceRatio == 0)
    #expect(agree(paired.correlation, 1, relative: 1e-12))
  }

  @Test("of opposite twins have variance ratio 2, and of constants no ratio and no correlation")
  func extremes() throws {
    let data = [[0.1], [0.3], [0.9]]
    let opposite = try PairedDifference(of: data, minus: data.map { $0.map { -$0 } })
    #expect(agree(opposite.varianceRatio, 2, relative: 1e-12))
    #expect(agree(opposite.correlation, -1, relative: 1e-12))
    let constant = try PairedDifference(of: [[1], [1]], minus: [[0], [0]])
    #expect(constant.difference.interval == ConfidenceInterval(low: 1, high: 1))
    #expect(constant.varianceRatio == nil && constant.correlation == nil)
    let half = try PairedDifference(of: data, minus: [[0.5], [0.5], [0.5]])
    #expect(agree(half.varianceRatio, 1, relative: 1e-12) && half.correlation == nil)
    let one = try PairedDifference(of: [[1, 2]], minus: [[0, 0]])
    #expect(one.difference.mean == 1.5 && one.difference.interval == nil)
    #expect(one.varianceRatio == nil)
  }

  @Test("refuse sides of different shape")
  func shapes() {
    #expect(throws: StatisticsError.shapesDiffer) {
      try PairedDifference(of: [[1, 2], [3]], minus: [[1], [2, 3]])
    }
  }

  // Null: coverage 95 %, between 90 % and 98 % of 1,000 sets (P < 1e-6 on either side). The unpaired interval, which
  // forgets the covariance, covers nearly always: it is the mutant.
  @Test("cover the truth as often as promised; forgetting the pairing does not")
  func coverage() throws {
    var (covered, unpairedCovered) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 101, set: set)
      let second = normals.nested(realisations: 6, replicates: 2)
      let first = second.map { $0.map { $0 + 0.2 + 0.5 * normals.normal() } }
      let paired = try PairedDifference(of: first, minus: second)
      if paired.difference.interval?.contains(0.2) == true { covered += 1 }
      let (a, b) = (try RealisationMean(of: first), try RealisationMean(of: second))
      if let x = a.standardError, let y = b.standardError {
        let interval = try ConfidenceInterval.student(
          about: a.mean - b.mean, standardError: (x * x + y * y).squareRoot(), degreesOfFreedom: 5)
        if interval.contains(0.2) { unpairedCovered += 1 }
      }
    }
    #expect((900...980).contains(covered), "\(covered)")
    #expect(unpairedCovered > 980, "\(unpairedCovered)")
  }
}
