// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Extrapolation to infinite size")
struct SizeExtrapolationTests {
  static let sizes = [8.0, 16, 32, 64, 128]

  @Test("finds the limit and the exponent of exact values, which 1/L for granted does not")
  func exact() throws {
    let values = Self.sizes.map { MeasuredValue(0.25 + 0.7 * pow($0, -0.6)) }
    let fitted = try SizeExtrapolation(of: values, sizes: Self.sizes)
    #expect(abs(fitted.limit.value - 0.25) < 0.003)
    #expect(abs(fitted.exponent.value - 0.6) < 0.01)
    #expect(fitted.limit.interval.contains(0.25))
    let assumed = try SizeExtrapolation(of: values, sizes: Self.sizes, exponent: .known(1))
    #expect(abs(assumed.limit.value - 0.25) > 0.02)
  }

  // Null: the limit of 400 sets with amplitude 0.4, exponent 0.8...1.6 and errors 0.004. 95 % intervals by profile cover
  // between 90 % and 99 % (5 binomial errors: 89.6 %, 1e-6). The mutant, 1/L for granted, covers fewer.
  @Test("covers the limit as often as promised")
  func coverage() throws {
    var (covered, assumed) = (0, 0)
    for set in 0..<400 {
      var normals = SyntheticNormals(seed: 43, set: set)
      let exponent = 0.8 + 0.8 * Double(set) / 400
      let values = Self.sizes.map {
        MeasuredValue(
          1 + 0.4 * pow($0 / 8, -exponent) + 0.004 * normals.normal(), standardError: 0.004)
      }
      let fit = try SizeExtrapolation(of: values, sizes: Self.sizes)
      if fit.limit.interval.contains(1) { covered += 1 }
      let known = try SizeExtrapolation(of: values, sizes: Self.sizes, exponent: .known(1))
      if known.limit.interval.contains(1) { assumed += 1 }
    }
    #expect((360...396).contains(covered), "\(covered)")
    #expect(assumed < 360, "\(assumed)")
  }

  @Test("counts correlated errors")
  func correlated() throws {
    // Two values that share their error say together no more than one.
    let values = [1.0, 1.0, 0.5].map { MeasuredValue($0, standardError: 1) }
    func limit(_ covariance: Double) throws -> FittedValue {
      let matrix = [[1, covariance, 0], [covariance, 1, 0], [0, 0, 1]]
      return try SizeExtrapolation(
        of: values, sizes: [1, 1.000_001, 1e12], covariances: matrix, exponent: .known(1)
      ).limit
    }
    // The limit rests on the last value alone; a common shift of the first two moves the amplitude only.
    #expect(abs(try limit(0.99).value - 0.5) < 1e-9)
    #expect(abs(try limit(0).standardError - 1) < 1e-6)
    #expect(throws: StatisticsError.self) { try limit(1.01) }
  }

  @Test("refuses what cannot be extrapolated")
  func refusals() {
    let values = [1.0, 2, 3].map { MeasuredValue($0) }
    #expect(throws: StatisticsError.tooFewValues(needed: 4, found: 3)) {
      try SizeExtrapolation(of: values, sizes: [1, 2, 3])
    }
    #expect(throws: StatisticsError.shapesDiffer) {
      try SizeExtrapolation(of: values, sizes: [1, 2])
    }
    #expect(throws: StatisticsError.outOfRange(argument: "size", value: 0)) {
      try SizeExtrapolation(of: values, sizes: [1, 2, 0], exponent: .known(1))
    }
    #expect(throws: StatisticsError.notFinite) {
      try SizeExtrapolation(
        of: [.init(.nan), .init(1), .init(2)], sizes: [1, 2, 3], exponent: .known(1))
    }
  }
}
