// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Blocking")
struct BlockingTests {
  @Test(
    "agrees with pyblock, and its rule with SciPy",
    arguments: ["quick", "slow", "settling", "unsettled", "alternating"])
  func pyblock(name: String) throws {
    let blocking = try Blocking(of: try ReferenceTable("series").series(name))
    let rows = try ReferenceTable("blocking").rows.filter { $0[0] == name }
    #expect(blocking.levels.count == rows.count)
    for (level, row) in zip(blocking.levels, rows.map { $0.compactMap(Double.init) }) {
      #expect(level.blockLength == 1 << Int(row[0]) && level.blockCount == Int(row[1]))
      #expect(agree(level.standardError, row[2], relative: 1e-11))
      #expect(agree(level.errorOfError, row[3], relative: 1e-11))
      #expect(agree(level.independenceStatistic, row[4], relative: 1e-8))
      #expect(blocking.plateau == Int(row[5]))
    }
  }

  @Test("has the error factor of S5 at every level")
  func errorFactor() throws {
    let blocking = try Blocking(of: try ReferenceTable("series").series("slow"))
    for level in blocking.levels {
      // Of the squared error: sqrt(2 / (n' - 1)).
      let relative = 2 * level.errorOfError / level.standardError
      #expect(agree(relative, (2 / Double(level.blockCount - 1)).squareRoot(), relative: 1e-12))
    }
  }

  // Null: independent values of 1,024 steps are left alone in 99.565(45) % of series (20,000 in NumPy). Exact binomial
  // test at 1e-6 of 1,000 series: refused from 982 down, so that 97 % is caught with probability 0.99. The mutant looks
  // up the quantile of k + 1 degrees, as many programs do, and leaves 46 % alone.
  @Test("leaves independent values alone; the quantile of the wrong degrees does not")
  func whiteNoise() throws {
    var (kept, keptByMutant) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 51, set: set)
      let blocking = try Blocking(of: (0..<1_024).map { _ in normals.normal() })
      if blocking.plateau == 0 { kept += 1 }
      // 99 % of chi-squared with one degree.
      if blocking.levels[0].independenceStatistic <= 6.6349 { keptByMutant += 1 }
    }
    #expect(binomialTail(atMost: kept, of: 1_000, probability: 0.99565) > 1e-6, "\(kept)")
    #expect(binomialTail(atMost: keptByMutant, of: 1_000, probability: 0.99565) < 1e-6)
  }

  // Null: AR(1), phi = 0.5, n = 1,024: the mean has error sqrt(((1 + phi) / (1 - phi) - ...) / n) = 0.054091, and
  // blocking, which stops a little early, reports 0.046881(64) on average (4,000 series in NumPy; spread 0.0040). The mean
  // of 400 series is within 4.9 sqrt(0.0040^2 / 400 + 0.000064^2) = 0.0011; 5 % more or less are caught. The naive
  // error, the mutant, is 0.0312.
  @Test("reports most of the error of a mean whose values remember each other; pooling does not")
  func autoregressive() throws {
    var (sum, naive) = (0.0, 0.0)
    for set in 0..<400 {
      var normals = SyntheticNormals(seed: 52, set: set)
      let start = normals.normal()
      let blocking = try Blocking(
        of: normals.autoregressive(count: 1_024, memory: 0.5, start: start))
      sum += try #require(blocking.best).standardError
      naive += blocking.levels[0].standardError
    }
    #expect(abs(sum / 400 - 0.046881) < 0.0011, "\(sum / 400)")
    #expect(abs(naive / 400 - 0.0312) < 0.001)
  }

  @Test("finds a constant certain, no plateau in three values, and refuses one value and NaN")
  func edges() throws {
    let constant = try Blocking(of: Array(repeating: 0.1, count: 100))
    #expect(constant.mean == 0.1 && constant.plateau == 0 && constant.best?.standardError == 0)
    let short = try Blocking(of: [1, 2, 4])
    #expect(short.plateau == nil && short.best == nil && short.levels.count == 1)
    let ramp = try Blocking(of: (0..<16).map(Double.init))
    #expect(ramp.plateau != 0)
    #expect(throws: StatisticsError.tooFewValues(needed: 2, found: 1)) { try Blocking(of: [1]) }
    #expect(throws: StatisticsError.notFinite) { try Blocking(of: [1, .nan]) }
    #expect(throws: StatisticsError.notFinite) { try Blocking(of: [1e300, -1e300, 1e300]) }
  }
}
