// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Multiple testing")
struct MultipleTestingTests {
  private let check = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]

  @Test("gives the check values of S12")
  func checkValues() throws {
    let discoveries = try MultipleTesting(of: check, by: .benjaminiHochberg)
    let expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216]
    for (a, b) in zip(discoveries.adjusted, expected) { #expect(abs(a - b) <= 5e-7, "\(a) \(b)") }
    #expect(discoveries.rejectedCount() == 2)
    #expect(discoveries.rejections() == [true, true] + Array(repeating: false, count: 8))
    let holm = try MultipleTesting(of: check, by: .holm)
    let stepDown = [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615]
    for (a, b) in zip(holm.adjusted, stepDown) { #expect(abs(a - b) <= 5e-7, "\(a) \(b)") }
    #expect(holm.rejectedCount() == 1)
  }

  @Test("agrees with statsmodels, ties and extremes included")
  func statsmodels() throws {
    let table = try ReferenceTable("multiple-testing").rows
    for family in ["single", "ties", "extremes", "uniform", "mixed"] {
      let rows = table.filter { $0[0] == family }.map { $0.compactMap(Double.init) }
      let pValues = rows.map { $0[0] }
      for (column, correction) in MultipleTesting.Correction.allCases.enumerated() {
        let ours = try MultipleTesting(of: pValues, by: correction)
        for (row, adjusted) in zip(rows, ours.adjusted) {
          #expect(agree(adjusted, row[column + 1], relative: 1e-13), "\(family) \(correction)")
        }
        let rejected = rows.count { $0[column + 1] <= 0.05 }
        #expect(ours.rejectedCount() == rejected, "\(family) \(correction)")
      }
    }
  }

  @Test("does not depend on the order of the tests")
  func order() throws {
    for correction in MultipleTesting.Correction.allCases {
      let forward = try MultipleTesting(of: check, by: correction).adjusted
      let backward = try MultipleTesting(of: check.reversed(), by: correction).adjusted
      #expect(forward == backward.reversed())
    }
  }

  @Test("leaves a single p value alone, gives none for none, and refuses what is no probability")
  func edges() throws {
    for correction in MultipleTesting.Correction.allCases {
      #expect(try MultipleTesting(of: [0.03], by: correction).adjusted == [0.03])
      #expect(try MultipleTesting(of: [], by: correction).adjusted.isEmpty)
      #expect(throws: StatisticsError.notFinite) {
        try MultipleTesting(of: [0.1, .nan], by: correction)
      }
      #expect(throws: StatisticsError.outOfRange(argument: "pValues", value: 1.5)) {
        try MultipleTesting(of: [0.1, 1.5], by: correction)
      }
    }
  }

  // Null: 40 uniform p values, none of whose hypotheses is false: some is rejected in at most 5 % of families. Exact
  // binomial test at 1e-6 of 2,000 families: refused from 150 (7.5 %) up, so that a rate of 9 % is caught with
  // probability 0.99. The mutant without a correction rejects in 87 %.
  @Test("rejects a true hypothesis in at most 5 % of families; p values as they come in most")
  func falseAlarms() throws {
    var alarms = [0, 0, 0]
    var unadjusted = 0
    for set in 0..<2_000 {
      var normals = SyntheticNormals(seed: 71, set: set)
      let pValues = (0..<40).map { _ in normals.uniform() }
      for (index, correction) in MultipleTesting.Correction.allCases.enumerated() {
        let family = try MultipleTesting(of: pValues, by: correction)
        if family.rejectedCount() > 0 { alarms[index] += 1 }
      }
      if pValues.contains(where: { $0 <= 0.05 }) { unadjusted += 1 }
    }
    for count in alarms {
      #expect(binomialTail(atLeast: count, of: 2_000, probability: 0.05) > 1e-6, "\(alarms)")
    }
    #expect(binomialTail(atLeast: unadjusted, of: 2_000, probability: 0.05) < 1e-6)
    // Not by rejecting nothing: Holm's true rate is 1 - (1 - 0.05/40)^40 = 4.88 %.
    #expect(binomialTail(atMost: alarms[2], of: 2_000, probability: 0.0488) > 1e-6)
  }
}
