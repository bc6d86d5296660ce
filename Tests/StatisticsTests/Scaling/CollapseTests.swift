// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Collapse of finite-size data")
struct CollapseTests {
  @Test("has the quality that NumPy finds by plain loops")
  func numpy() throws {
    let rows = try ReferenceTable("fss-curie-weiss-exact").numbers
    func data(column: Int) throws -> ScalingData {
      var points: [Double: [ScalingPoint]] = [:]
      for (i, row) in rows.enumerated() {
        let value = MeasuredValue(row[column] + 0.002 * sin(Double(i)), standardError: 0.002)
        points[row[0], default: []].append(
          column == 5
            ? ScalingPoint(coupling: row[1], binderCumulant: value)
            : ScalingPoint(coupling: row[1], orderParameter: value))
      }
      return try ScalingData(points.map { try ScalingCurve(size: $0.key, points: $0.value) })
    }
    let (cumulants, orders) = (try data(column: 5), try data(column: 2))
    let answers = try ReferenceTable("collapse-answers").numbers
    #expect(answers.count == 27)
    for row in answers {
      let quality = try CollapseQuality(
        of: row[0] == 5 ? .binderCumulant : .orderParameter,
        in: row[0] == 5 ? cumulants : orders, criticalCoupling: row[1], inverseNu: row[2],
        exponent: row[3])
      #expect(agree(quality.value, row[4], relative: 1e-9), "\(row)")
      #expect(quality.termCount == Int(row[5]), "\(row)")
    }
  }

  @Test("drops the sizes that spoil it, says which, and has S + 1 intervals that hold the truth")
  func fit() throws {
    let data = try CurieWeissSet.data(noise: 0.002, set: 3)
    let fit = try CollapseFit(of: .binderCumulant, in: data)
    #expect(fit.quality.value < 2)
    #expect(!fit.droppedSizes.isEmpty && fit.sizes.count >= 3)
    #expect(fit.droppedSizes + fit.sizes == data.curves.map(\.size))
    #expect(abs(fit.criticalCoupling.value - 1) < 0.005)
    #expect(abs(fit.inverseNu.value - 0.5) < 0.05)
    #expect(fit.exponent == nil)
    // The minimum is one, and S is 1 higher at the ends.
    func quality(_ coupling: Double, _ inverseNu: Double) throws -> Double {
      let used = try ScalingData(data.curves.filter { fit.sizes.contains($0.size) })
      return try CollapseQuality(
        of: .binderCumulant, in: used, criticalCoupling: coupling, inverseNu: inverseNu
      ).value
    }
    let best = try quality(fit.criticalCoupling.value, fit.inverseNu.value)
    #expect(agree(best, fit.quality.value, relative: 1e-12))
    for (dk, dn) in [(1e-4, 0.0), (-1e-4, 0), (0, 2e-3), (0, -2e-3)] {
      #expect(try quality(fit.criticalCoupling.value + dk, fit.inverseNu.value + dn) > best)
    }
    for end in [fit.criticalCoupling.interval.low, fit.criticalCoupling.interval.high] {
      let grid = try (0...400).map { try quality(end, 0.4 + 0.0005 * Double($0)) }
      #expect(abs(try #require(grid.min()) - best - 1) < 0.05)
    }
  }

  @Test("finds the exponent of the order parameter with it")
  func orderParameter() throws {
    var set = SyntheticScalingSet(set: 5)
    set.amplitude = 0
    let fit = try CollapseFit(of: .orderParameter, in: set.data())
    #expect(fit.droppedSizes.isEmpty && fit.quality.value < 1.6)
    #expect(fit.criticalCoupling.interval.contains(set.criticalCoupling))
    #expect(fit.inverseNu.interval.contains(set.inverseNu))
    #expect(try #require(fit.exponent).interval.contains(-set.betaOverNu))
    #expect(abs(try #require(fit.exponent).value + set.betaOverNu) < 0.03)
  }

  @Test("refuses what cannot be judged")
  func refusals() throws {
    let data = try CurieWeissSet.data()
    #expect(throws: StatisticsError.notFinite) {
      try CollapseQuality(
        of: .binderCumulant, in: data, criticalCoupling: .nan, inverseNu: 0.5)
    }
    #expect(throws: StatisticsError.tooFewValues(needed: 1, found: 0)) {
      try CollapseQuality(
        of: .binderCumulant, in: data, criticalCoupling: 0, inverseNu: 40)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "greatestQuality", value: 0)) {
      try CollapseFit(of: .binderCumulant, in: data, greatestQuality: 0)
    }
  }
}
