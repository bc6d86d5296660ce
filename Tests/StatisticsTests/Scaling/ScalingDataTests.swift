// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Data of a scaling analysis")
struct ScalingDataTests {
  @Test("hold per point what the fluctuations of its realisations are")
  func moments() throws {
    var normals = SyntheticNormals(seed: 44, set: 0)
    let realisations = (0..<12).map { _ in
      SeriesMoments(of: (0..<50).map { _ in abs(normals.normal()) })
    }
    let point = try ScalingPoint(
      coupling: 1.5, realisations: realisations, agentCount: 100, temperature: 2)
    let binder = try #require(Fluctuations.binderCumulant(of: realisations))
    #expect(point.binderCumulant?.value == binder.biasCorrected)
    #expect(point.binderCumulant?.standardError == binder.standardError)
    let variance = try #require(Fluctuations.variance(of: realisations))
    let biasCorrected = try #require(variance.biasCorrected)
    #expect(agree(point.susceptibility?.value, 50 * biasCorrected, relative: 1e-12))
    let mean = try RealisationMean(of: realisations.map { [$0.mean] })
    #expect(agree(point.orderParameter?.value, mean.mean, relative: 1e-12))
    #expect(
      agree(point.orderParameter?.standardError, try #require(mean.standardError), relative: 1e-9))
    let single = try ScalingPoint(
      coupling: 1, realisations: [realisations[0]], agentCount: 100)
    #expect(ScalingQuantity.allCases.allSatisfy { single[$0] == nil })
  }

  @Test("are sorted, and refused where sizes or couplings repeat")
  func order() throws {
    func curve(_ size: Double, _ couplings: [Double]) throws -> ScalingCurve {
      try ScalingCurve(
        size: size,
        points: couplings.map { ScalingPoint(coupling: $0, orderParameter: MeasuredValue($0)) })
    }
    let data = try ScalingData([curve(20, [2, 1]), curve(10, [3, 1, 2])])
    #expect(data.curves.map(\.size) == [10, 20])
    #expect(data.curves[0].points.map(\.coupling) == [1, 2, 3])
    #expect(throws: StatisticsError.outOfRange(argument: "coupling", value: 1)) {
      try curve(10, [1, 2, 1])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "size", value: 10)) {
      try ScalingData([curve(10, [1]), curve(10, [2])])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "size", value: 0)) { try curve(0, [1]) }
    #expect(throws: StatisticsError.notFinite) { try curve(10, [.nan]) }
    #expect(throws: StatisticsError.tooFewValues(needed: 2, found: 1)) {
      try ScalingData([curve(10, [1])])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "standardError", value: -1)) {
      try ScalingCurve(
        size: 1,
        points: [
          ScalingPoint(coupling: 1, susceptibility: MeasuredValue(1, standardError: -1))
        ])
    }
  }
}
