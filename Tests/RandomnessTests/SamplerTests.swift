// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does each sampler follow its law? 20,000 draws of 20 lanes against an independent distribution function, at a false-alarm rate of
// 1e-6 a test; and a law that is wrong by a little is refused.

import CKernels
import Glibc
import Randomness
import TestSupport
import Testing

@Suite struct SamplerTests {
  static let lanes = 20
  static let agents = 1_000
  static let falseAlarmRate = 1e-6

  private func sample<T: KernelFloat>(
    _: T.Type, _ distribution: ak_distribution, _ a: Double, _ b: Double, site: UInt32
  ) -> [Double] {
    let arena = Arena()
    defer { arena.free() }
    var context = ak_draw_context(
      seed: 2_026, streams: arena.column((0..<UInt32(Self.lanes)).map { $0 }), step: 1, site: site,
      domain: 1, first_ordinal: 0, first_attempt: 0)
    let dst = arena.space(Self.lanes * Self.agents, of: 0 as T)
    let status = ak_draw_number(
      &context, distribution, T.kernelType, dst,
      Shape.constant.operand(arena.column([T(a)]), lanes: Self.lanes),
      Shape.constant.operand(arena.column([T(b)]), lanes: Self.lanes), nil, UInt32(Self.agents),
      UInt32(Self.lanes))
    #expect(status.index == -1)
    return (0..<Self.lanes * Self.agents).map { Double(dst[$0]) }
  }

  private func check(
    _ distribution: ak_distribution, _ a: Double, _ b: Double,
    _ law: (Double) -> Double, mutant: (Double) -> Double
  ) {
    let site = distribution.rawValue
    let singles = sample(Float.self, distribution, a, b, site: site)
    let doubles = sample(Double.self, distribution, a, b, site: 100 + site)
    let name = "distribution \(distribution.rawValue) (\(a), \(b))"
    #expect(GoodnessOfFit.kolmogorov(singles, law) > Self.falseAlarmRate, "\(name) f32")
    #expect(GoodnessOfFit.kolmogorov(doubles, law) > Self.falseAlarmRate, "\(name) f64")
    #expect(GoodnessOfFit.kolmogorov(doubles, mutant) < Self.falseAlarmRate, "\(name) mutant")
  }

  @Test("uniform, normal, log-normal and exponential draws follow their laws")
  func closedForms() {
    check(
      AK_UNIFORM, -1, 3, { min(max(($0 + 1) / 4, 0), 1) },
      mutant: { min(max(($0 + 1) / 4.3, 0), 1) })
    let normal = { (x: Double, m: Double, s: Double) in DistributionFunctions.normal((x - m) / s) }
    check(AK_NORMAL, 1, 2, { normal($0, 1, 2) }, mutant: { normal($0, 1.2, 2) })
    let (v, m) = (log(1 + 0.25), log(2) - log(1 + 0.25) / 2)
    let lognormal = { (x: Double, m: Double) in x > 0 ? normal(log(x), m, v.squareRoot()) : 0 }
    check(AK_LOGNORMAL, 2, 1, { lognormal($0, m) }, mutant: { lognormal($0, log(2)) })
    check(AK_EXPONENTIAL, 3, 0, { -expm1(-$0 / 3) }, mutant: { -expm1(-$0 / 3.3) })
  }

  @Test("gamma draws follow their law for shapes from 0.05 to 10^4, by shape and by moments")
  func gamma() {
    for shape in [0.05, 0.4, 1, 2.5, 100, 1e4] {
      let law = { (x: Double) in DistributionFunctions.gamma(shape: shape, x / 3) }
      let wrong = shape * (1 + 0.15 / max(shape, 0.4).squareRoot())
      check(
        AK_GAMMA_SHAPE, shape, 3, law,
        mutant: { DistributionFunctions.gamma(shape: wrong, $0 / 3) })
    }
    check(
      AK_GAMMA_MOMENTS, 2, 0.5, { DistributionFunctions.gamma(shape: 16, $0 * 8) },
      mutant: { DistributionFunctions.gamma(shape: 16, $0 * 8.3) })
  }

  @Test("beta draws follow their law, both shapes below 1 included, by shape and by moments")
  func beta() {
    for (a, b) in [(0.1, 0.2), (0.5, 0.7), (1, 1), (2, 5), (300, 100)] {
      let wrong = a * (1 + 0.2 / max(a, 1).squareRoot())
      check(
        AK_BETA_SHAPE, a, b, { DistributionFunctions.beta(a, b, $0) },
        mutant: { DistributionFunctions.beta(wrong, b, $0) })
    }
    check(
      AK_BETA_MOMENTS, 0.3, 0.2, { DistributionFunctions.beta(1.275, 2.975, $0) },
      mutant: { DistributionFunctions.beta(1.5, 2.975, $0) })
  }

  private func checkWhole(
    _ distribution: ak_distribution, _ a: Double, _ b: Double, _ law: [Double], mutant: [Double]
  ) {
    let site = 40 + distribution.rawValue
    let singles = sample(Float.self, distribution, a, b, site: site)
    let doubles = sample(Double.self, distribution, a, b, site: 100 + site)
    let name = "distribution \(distribution.rawValue) (\(a), \(b))"
    #expect(doubles.allSatisfy { $0 == $0.rounded() })
    #expect(GoodnessOfFit.chiSquare(singles, law) > Self.falseAlarmRate, "\(name) f32")
    #expect(GoodnessOfFit.chiSquare(doubles, law) > Self.falseAlarmRate, "\(name) f64")
    #expect(GoodnessOfFit.chiSquare(doubles, mutant) < Self.falseAlarmRate, "\(name) mutant")
  }

  @Test("Poisson draws follow their law on both sides of the change of method")
  func poisson() {
    for mean in [0.3, 4, 9.99, 10, 30, 300] {
      checkWhole(
        AK_POISSON, mean, 0, DistributionFunctions.poisson(mean: mean),
        mutant: DistributionFunctions.poisson(mean: mean + 0.1 * mean.squareRoot()))
    }
    #expect(sample(Double.self, AK_POISSON, 0, 0, site: 1).allSatisfy { $0 == 0 })
  }

  @Test("binomial draws follow their law on both sides of the changes of method")
  func binomial() {
    for (n, p) in [(1, 0.3), (20, 0.3), (20, 0.9), (33, 0.3), (34, 0.3), (200, 0.5), (400, 0.93)] {
      let mean = Double(n) * p
      let wrong = (mean - 0.1 * (mean * (1 - p)).squareRoot()) / Double(n)
      checkWhole(
        AK_BINOMIAL, Double(n), Double(Float(p)),
        DistributionFunctions.binomial(trials: n, probability: Double(Float(p))),
        mutant: DistributionFunctions.binomial(trials: n, probability: wrong))
    }
    for (p, all) in [(0.0, 0.0), (1.0, 50.0)] {
      #expect(sample(Double.self, AK_BINOMIAL, 50, p, site: 1).allSatisfy { $0 == all })
    }
  }

  /// The exact laws differ from the normal by less than 10^-4 there.
  @Test("Poisson and binomial draws of large means stay on their laws")
  func largeMeans() {
    let counts = sample(Double.self, AK_POISSON, 1e12, 0, site: 60)
    let poisson = { (x: Double) in DistributionFunctions.normal((x + 0.5 - 1e12) / 1e6) }
    #expect(GoodnessOfFit.kolmogorov(counts, poisson) > Self.falseAlarmRate)
    let successes = sample(Double.self, AK_BINOMIAL, 1e12, 0.25, site: 61)
    let sd = (1e12 * 0.25 * 0.75).squareRoot()
    let binomial = { (x: Double) in DistributionFunctions.normal((x + 0.5 - 0.25e12) / sd) }
    #expect(GoodnessOfFit.kolmogorov(successes, binomial) > Self.falseAlarmRate)
    let mutant = { (x: Double) in DistributionFunctions.normal((x - 0.25e12) / sd - 0.1) }
    #expect(GoodnessOfFit.kolmogorov(successes, mutant) < Self.falseAlarmRate)
  }

  @Test("each normal draw is the quantile of its own 64 bits, far into the tails")
  func normalQuantiles() {
    let arena = Arena()
    defer { arena.free() }
    let one = Shape.constant.operand(arena.column([1.0]), lanes: 1)
    let zero = Shape.constant.operand(arena.column([0.0]), lanes: 1)
    // The last two names have 64 bits that begin with 32 zeros and 32 ones.
    let blocks: [(seed: UInt32, first: UInt32, count: Int)] = [
      (3, 0, 20_000), (2, 830_722_283, 1), (1, 831_809_501, 1),
    ]
    for (seed, first, count) in blocks {
      let key = DrawKey(seed: seed, networkIndex: 0, replicateIndex: 0)
      let draws = NamedDraws(key: key, domain: .dynamics, site: 0)
      var context = ak_draw_context(
        seed: seed, streams: arena.column([0]), step: 0, site: 0, domain: 1, first_ordinal: first,
        first_attempt: 0)
      var normal = [Double](repeating: 9, count: count)
      _ = ak_draw_number(
        &context, AK_NORMAL, AK_F64, &normal, zero, one, nil, UInt32(count), 1)
      for (i, z) in normal.enumerated() {
        let u = draws.word64(ordinal: first + UInt32(i))
        let q = (Double(u & (1 << 63 - 1)) + 0.5) * 0x1p-64
        #expect((u >> 63 == 1) == (z > 0))
        let tail = 0.5 * erfc(abs(z) / 2.0.squareRoot())
        #expect(abs(tail / q - 1) < 1e-13 * (1 + z * z), "z \(z)")
      }
    }
  }

  @Test("a uniform draw stays below its upper end, and the ends are where they were put")
  func uniformEnds() {
    for (low, high) in [(1, Float(1).nextUp), (-1, Float(-1).nextUp), (-0x1p-149, 0)] {
      let values = sample(Float.self, AK_UNIFORM, Double(low), Double(high), site: 70)
      #expect(values.allSatisfy { $0 == Double(low) })
    }
    let all = sample(Float.self, AK_UNIFORM, -3e38, 3e38, site: 71)
    #expect(all.allSatisfy { $0.isFinite && abs($0) <= 3e38 })
    #expect(all.contains { $0 > 2e38 } && all.contains { $0 < -2e38 })
    #expect(sample(Double.self, AK_UNIFORM, 5, 5, site: 72).allSatisfy { $0 == 5 })
    let unit = sample(Float.self, AK_UNIFORM, 0, 1, site: 73)
    #expect(unit.allSatisfy { $0 * 0x1p24 == ($0 * 0x1p24).rounded() && $0 >= 0 && $0 < 1 })
  }

  @Test("without spread every draw is the mean")
  func noSpread() {
    for (distribution, mean) in [
      (AK_NORMAL, 2.5), (AK_LOGNORMAL, 2.5), (AK_GAMMA_MOMENTS, 2.5), (AK_GAMMA_MOMENTS, 0),
      (AK_BETA_MOMENTS, 0.25), (AK_BETA_MOMENTS, 0), (AK_BETA_MOMENTS, 1), (AK_EXPONENTIAL, 0),
    ] {
      let values = sample(Double.self, distribution, mean, 0, site: 80)
      #expect(values.allSatisfy { $0 == mean }, "\(distribution.rawValue)")
    }
    #expect(sample(Double.self, AK_GAMMA_SHAPE, 2, 0, site: 81).allSatisfy { $0 == 0 })
  }
}
