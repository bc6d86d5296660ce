// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Crossings of Binder cumulants and scaling at one coupling")
struct BinderCrossingsTests {
  /// Crossings of R28.
  static let couplings = [1.032898, 1.016540, 1.008337, 1.004201, 1.002114, 1.001063]
  static let cumulants = [0.379, 0.347, 0.325, 0.309, 0.298, 0.290]

  @Test("of the exact set are those of R28 to the digits, and end at K_c")
  func exact() throws {
    let found = try BinderCrossings(of: CurieWeissSet.data())
    #expect(found.crossings.count == 6 && found.missing.isEmpty)
    for (crossing, (coupling, cumulant)) in zip(
      found.crossings, zip(Self.couplings, Self.cumulants))
    {
      #expect(abs(crossing.coupling.value - coupling) < 0.6e-6, "\(crossing)")
      #expect(abs(crossing.cumulant.value - cumulant) < 0.6e-3, "\(crossing)")
    }
    let limit = try #require(found.coupling)
    #expect(abs(limit.limit.value - 1) < 2e-4)
    #expect(abs(limit.exponent.value - 1) < 0.03)
    #expect(abs(try #require(found.cumulant).limit.value - CurieWeissSet.binderLimit) < 0.01)
    // The last crossing with its own error misses K_c.
    #expect(abs(found.crossings[5].coupling.value - 1) > 0.001)
  }

  @Test("give effective exponents that are those of R28 to the digits")
  func effectiveExponents() throws {
    let data = try CurieWeissSet.data(table: "curie-weiss-critical")
    // From (N, 4 N) for N = 256, 1024 and 4096.
    let order = try CriticalScaling(of: .orderParameter, in: data, at: 1)
    for (found, expected) in zip(order.effectiveExponents(), [0.2575, 0.2539, 0.2520]) {
      #expect(abs(-found.value - expected) < 0.6e-4, "\(found)")
    }
    let slopes = try CriticalScaling(of: .binderCumulant, slope: true, in: data, at: 1)
    for (found, expected) in zip(slopes.effectiveExponents(), [0.494, 0.496, 0.498]) {
      #expect(abs(found.value - expected) < 0.6e-3, "\(found)")
    }
    #expect(
      slopes.effectiveExponents().count == 3 && slopes.effectiveExponents(stride: 3).count == 1)
    #expect(slopes.effectiveExponents(stride: 4).isEmpty)
    #expect(abs(slopes.exponent.value - 0.5) < 0.01)
  }

  // Null: the limit 1 of the crossings of 100 noisy sets (errors 0.002); 95 % intervals by profile cover at least 88 of them
  // (P = 2e-3 at 95 %; they are conservative). The mutant, the last crossing with its error, covers fewer.
  @Test("have limits that cover K_c, which the last crossing does not")
  func coverage() throws {
    var (limits, last, count) = (0, 0, 0)
    for set in 0..<100 {
      let found = try BinderCrossings(of: CurieWeissSet.data(noise: 0.002, set: set))
      guard let limit = found.coupling, let crossing = found.crossings.last else { continue }
      count += 1
      if limit.limit.interval.contains(1) { limits += 1 }
      if abs(crossing.coupling.value - 1) < 1.96 * crossing.coupling.standardError { last += 1 }
    }
    #expect(count == 100)
    #expect(limits >= 88, "\(limits)")
    #expect(last < 60, "\(last)")
  }

  @Test("are told as missing where cumulants do not cross")
  func missing() throws {
    let curves = try [10.0, 20, 40].map { size in
      try ScalingCurve(
        size: size,
        points: (0..<9).map {
          ScalingPoint(
            coupling: Double($0),
            binderCumulant: MeasuredValue(
              0.3 - 0.01 * size + 0.001 * Double($0), standardError: 1e-3))
        })
    }
    let found = try BinderCrossings(of: ScalingData(curves))
    #expect(found.crossings.isEmpty && found.missing == [10, 20] && found.coupling == nil)
  }
}
