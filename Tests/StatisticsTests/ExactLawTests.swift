// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do cumulants and susceptibilities have the values that exact laws of the order parameter give them? The laws are put
// in as values repeated in proportion to their probability, 2^44 in all, so that nothing is drawn.

import Foundation
import Statistics
import Testing

@Suite("Fluctuations of exact laws")
struct ExactLawTests {
  @Test(
    "are those of the Curie-Weiss model in R2",
    arguments: [
      (100, 0.8, 0.170344, 0.044319, 0.101606), (100, 1.0, 0.297449, 0.121947, 0.321923),
      (100, 1.25, 0.680126, 0.482964, 0.624357), (1_000, 0.8, 0.056094, 0.004924, 0.015473),
      (1_000, 1.0, 0.163587, 0.037548, 0.286538), (1_000, 1.25, 0.708470, 0.503265, 0.663182),
    ])
  func curieWeiss(n: Int, k: Double, absolute: Double, square: Double, cumulant: Double) throws {
    let law = curieWeissLaw(n, k)
    let moments = repeated(law)
    #expect(abs(moments.mean) < 1e-9)
    #expect(abs(moments.squareSum / Double(moments.count) - square) <= 5e-7)
    let halves = [moments, moments]
    let binder = try #require(Fluctuations.binderCumulant(of: halves))
    #expect(abs(binder.value - cumulant) <= 5e-7 && binder.standardError == 0)
    let sizes = repeated(law.map { (abs($0.0), $0.1) })
    #expect(abs(sizes.mean - absolute) <= 5e-7)
    let chi = try #require(
      Fluctuations.susceptibility(of: [sizes, sizes], agentCount: Double(n), temperature: 1))
    // The rounding of the published moments, carried through N (<m^2> - <|m|>^2).
    let tolerance = Double(n) * (5e-7 + 2 * absolute * 5e-7)
    #expect(abs(chi.value - Double(n) * (square - absolute * absolute)) < tolerance)
  }

  @Test(
    "are the susceptibilities of the exact scaling set of R28",
    arguments: [
      (64, 0.9, 1.9503482183), (64, 1.0, 2.65258571752), (64, 1.1, 3.15260993041),
      (1_024, 0.9, 3.31742948837), (1_024, 1.0, 10.9169705316), (1_024, 1.1, 5.20013050402),
    ])
  func scalingSet(n: Int, k: Double, expected: Double) throws {
    let sizes = repeated(curieWeissLaw(n, k).map { (abs($0.0), $0.1) })
    let chi = try #require(Fluctuations.susceptibility(of: [sizes], agentCount: Double(n)))
    #expect(agree(chi.value, expected, relative: 1e-8))
    // In equilibrium the temperature divides.
    let cold = try #require(
      Fluctuations.susceptibility(of: [sizes], agentCount: Double(n), temperature: 0.5))
    #expect(agree(cold.value, 2 * expected, relative: 1e-8))
  }

  @Test(
    "are those of the Ising square of 4 x 4 in R4, all 65,536 states",
    arguments: [
      (2.0, 0.918943, 0.868922, 0.644811), (2.269185314213, 0.843860, 0.761359, 0.617199),
      (3.0, 0.601291, 0.450988, 0.480541),
    ])
  func isingSquare(temperature: Double, absolute: Double, square: Double, cumulant: Double) throws {
    let law = Self.isingStates.map { state in
      (
        Double(state.magnetisation) / 16,
        Double(state.count) * exp(-Double(state.energy) / temperature)
      )
    }
    let moments = repeated(law)
    #expect(abs(moments.squareSum / Double(moments.count) - square) <= 5e-7)
    let binder = try #require(Fluctuations.binderCumulant(of: [moments]))
    #expect(abs(binder.value - cumulant) <= 5e-7)
    #expect(abs(repeated(law.map { (abs($0.0), $0.1) }).mean - absolute) <= 5e-7)
  }

  /// Magnetisation, energy and number of the states of the 4 x 4 square with periodic ends.
  private static let isingStates: [(magnetisation: Int, energy: Int, count: Int)] = {
    var counts = [Int](repeating: 0, count: 17 * 65)
    for state in 0..<65_536 {
      // Each spin against its right and its lower neighbour: rows of four bits, turned by one, and rows turned by one.
      let right = (state << 1) & 0xEEEE | (state >> 3) & 0x1111
      let below = (state << 4) & 0xFFF0 | state >> 12
      let broken = (state ^ right).nonzeroBitCount + (state ^ below).nonzeroBitCount
      counts[state.nonzeroBitCount * 65 + broken] += 1
    }
    return counts.indices.filter { counts[$0] > 0 }.map {
      (2 * ($0 / 65) - 16, 2 * ($0 % 65) - 32, counts[$0])
    }
  }()

  /// Values m with weights proportional to C(N, (N + M) / 2) exp(K M^2 / (2 (N - 1))).
  private func curieWeissLaw(_ n: Int, _ k: Double) -> [(Double, Double)] {
    let exponents = (0...n).map { up -> Double in
      let m = Double(2 * up - n)
      let choices = lgamma(Double(n) + 1) - lgamma(Double(up) + 1) - lgamma(Double(n - up) + 1)
      return choices + k * m * m / (2 * Double(n - 1))
    }
    let largest = exponents.max() ?? 0
    return exponents.enumerated().map { up, exponent in
      (Double(2 * up - n) / Double(n), exp(exponent - largest))
    }
  }

  /// Moments of values repeated in proportion to their weights, doubling as one merges.
  private func repeated(_ law: [(Double, Double)]) -> SeriesMoments {
    let total = law.reduce(0) { $0 + $1.1 }
    var all = SeriesMoments()
    for (value, weight) in law {
      var count = Int((weight / total * 0x1p44).rounded())
      var power = SeriesMoments(of: [value])
      while count > 0 {
        if count & 1 == 1 { all = all.merged(with: power) }
        power = power.merged(with: power)
        count >>= 1
      }
    }
    return all
  }
}
