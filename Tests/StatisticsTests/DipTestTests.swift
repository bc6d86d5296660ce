// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

@Suite("The dip test")
struct DipTestTests {
  @Test("finds the dips and modal intervals of diptest to 1e-12, in any order of the values")
  func diptest() throws {
    let table = try ReferenceTable("shape-values")
    for row in try ReferenceTable("dips").rows {
      let values = table.series(row[0])
      let expected = row.dropFirst().compactMap(Double.init)
      let test = try DipTest(of: values)
      #expect(abs(test.dip - expected[0]) <= 1e-12, "\(row[0]): \(test.dip)")
      let interval = ConfidenceInterval(low: expected[1], high: expected[2])
      if !["one", "pair", "equal"].contains(row[0]) {
        #expect(test.modalInterval == interval, "\(row[0])")
      }
      #expect(try DipTest(of: values.reversed()) == test, "\(row[0])")
    }
  }

  @Test("knows no place, unit or direction")
  func invariance() throws {
    let values = try ReferenceTable("shape-values").series("mixture4")
    let test = try DipTest(of: values)
    for (factor, shift) in [(-1.0, 0.0), (1e-9, 3), (1e9, -4)] {
      let other = try DipTest(of: values.map { factor * $0 + shift })
      #expect(abs(other.dip - test.dip) < 1e-6 && abs(other.pValue - test.pValue) < 1e-3)
    }
  }

  // S7: quantiles of 20,000 draws to four digits. Their tails must agree to 4.9 standard errors of those draws
  // (false-alarm rate 1e-6) beside the rounding.
  @Test(
    "has the quantiles of S7",
    arguments: [
      (50, [0.0488, 0.0647, 0.0702, 0.0808]), (100, [0.0355, 0.0471, 0.0510, 0.0591]),
      (200, [0.0256, 0.0341, 0.0370, 0.0429]), (500, [0.0165, 0.0218, 0.0237, 0.0276]),
      (1_000, [0.0118, 0.0156, 0.0170, 0.0196]),
    ])
  func quantiles(valueCount: Int, dips: [Double]) throws {
    for (tail, dip) in zip([0.5, 0.1, 0.05, 0.01], dips) {
      let reach = 4.9 * (tail * (1 - tail) / 20_000).squareRoot()
      let high = try DipTest.pValue(of: dip - 0.00005, valueCount: valueCount)
      let low = try DipTest.pValue(of: dip + 0.00005, valueCount: valueCount)
      #expect(low - reach <= tail && tail <= high + reach, "\(tail): \(low)...\(high)")
    }
  }

  // Null: p values of uniform values are at most alpha with probability alpha, also between the numbers of values that
  // were simulated. 4.9 standard errors of the sets drawn. Catches at 5 % and 2,000 sets: a level of 7.4 %.
  @Test("holds its level between the numbers of values that were simulated", arguments: [11, 70])
  func level(valueCount: Int) throws {
    let sets = SlowTests.areWanted ? 20_000 : 2_000
    var pValues: [Double] = []
    for set in 0..<sets {
      var draws = SyntheticNormals(seed: 71, set: set)
      pValues.append(try DipTest(of: (0..<valueCount).map { _ in draws.uniform() }).pValue)
    }
    for level in [0.5, 0.1, 0.05, 0.01] {
      let share = Double(pValues.filter { $0 <= level }.count) / Double(sets)
      let reach = 4.9 * (level * (1 - level) / Double(sets)).squareRoot()
      #expect(abs(share - level) < reach, "\(level): \(share)")
    }
  }

  // Power at n = 200, 100 values of either normal law, level 5 %: 20,000 sets with diptest and NumPy gave 0.0024, 0.2458
  // and 0.9905; S7 says 0.3 %, 23 % and 99 %. 4.9 standard errors of the sets drawn.
  @Test(
    "has the power of S7", arguments: [(2.0, 0.0024), (3, 0.2458), (4, 0.9905)])
  func power(separation: Double, expected: Double) throws {
    let sets = SlowTests.areWanted ? 5_000 : 300
    var found = 0
    for set in 0..<sets {
      var draws = SyntheticNormals(seed: 72, set: set)
      let values = (0..<200).map { draws.normal() + ($0 < 100 ? 0 : separation) }
      if try DipTest(of: values).pValue <= 0.05 { found += 1 }
    }
    let share = Double(found) / Double(sets)
    let reach = 4.9 * (expected * (1 - expected) / Double(sets)).squareRoot()
    #expect(abs(share - expected) < max(reach, 5 / Double(sets)), "\(share)")
  }

  @Test("says nothing of fewer than four values, and refuses none and NaN")
  func few() throws {
    #expect(try DipTest(of: [0, 0, 1]).pValue == 1)
    #expect(try DipTest(of: [5]).dip == 0.5)
    #expect(try DipTest(of: [0.25, 0.25, 0.25, 0.25]).pValue == 1)
    #expect(throws: StatisticsError.tooFewValues(needed: 1, found: 0)) { try DipTest(of: []) }
    #expect(throws: StatisticsError.notFinite) { try DipTest(of: [0, .nan]) }
    #expect(throws: StatisticsError.notFinite) { try DipTest.pValue(of: .nan, valueCount: 9) }
    #expect(try DipTest.pValue(of: 0.25, valueCount: 1_000_000) == 0.00005)
  }
}
