// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Fits of finite-size scaling")
struct ScalingFitTests {
  /// How often the intervals of many sets cover their truths, and how wide they are.
  struct Coverage: CustomStringConvertible {
    var covered: [String: Int] = [:]
    /// Distance of each truth from the middle of its interval, in half-widths.
    var distances: [String: [Double]] = [:]
    var widths: [String: [Double]] = [:]
    var setCount = 0

    mutating func add(_ name: String, _ fitted: FittedValue?, truth: Double) {
      guard let fitted else { return }
      let middle = (fitted.interval.low + fitted.interval.high) / 2
      distances[name, default: []].append(abs(truth - middle) / fitted.halfWidth)
      covered[name, default: 0] += fitted.interval.contains(truth) ? 1 : 0
      widths[name, default: []].append(fitted.halfWidth)
    }

    mutating func add(_ other: Coverage) {
      covered.merge(other.covered, uniquingKeysWith: +)
      distances.merge(other.distances, uniquingKeysWith: +)
      widths.merge(other.widths, uniquingKeysWith: +)
      setCount += other.setCount
    }

    /// How many intervals would cover if all were so many times as wide.
    func count(_ name: String, widened factor: Double) -> Int {
      (distances[name] ?? []).count { $0 <= factor }
    }

    func share(_ name: String) -> Double { Double(covered[name] ?? 0) / Double(setCount) }

    var description: String {
      covered.keys.sorted().map { "\($0) \(covered[$0] ?? 0) of \(setCount)" }
        .joined(separator: ", ")
    }

    /// Least count that intervals of a coverage fall below with a probability of at most 1e-6.
    static func leastCount(sets: Int, coverage: Double) -> Int {
      var (term, sum, count) = (pow(1 - coverage, Double(sets)), 0.0, 0)
      while sum + term <= 1e-6 {
        sum += term
        term *= Double(sets - count) / Double(count + 1) * coverage / (1 - coverage)
        count += 1
      }
      return count
    }

    func medianWidth(_ name: String) -> Double {
      let sorted = (widths[name] ?? []).sorted()
      return sorted.isEmpty ? .infinity : sorted[sorted.count / 2]
    }
  }

  static func curieWeiss(_ sets: Range<Int>) throws -> Coverage {
    var coverage = Coverage()
    for set in sets {
      let point = try CriticalPoint(of: CurieWeissSet.data(noise: 0.002, set: set))
      coverage.add("K_c", point.criticalCoupling, truth: 1)
      coverage.add("1/nu", point.inverseNu, truth: 0.5)
      coverage.add("beta/nu", point.betaOverNu, truth: 0.25)
      coverage.add("gamma/nu", point.gammaOverNu, truth: 0.5)
      coverage.add("U*", point.criticalCumulant, truth: CurieWeissSet.binderLimit)
      coverage.setCount += 1
    }
    return coverage
  }

  @Test("find K_c within 0.001 and exponents within 2 % of the exact set")
  func exact() throws {
    let point = try CriticalPoint(of: CurieWeissSet.data())
    #expect(abs(point.criticalCoupling.value - 1) < 0.001)
    #expect(agree(point.inverseNu.value, 0.5, relative: 0.02))
    #expect(agree(point.betaOverNu?.value, 0.25, relative: 0.02))
    #expect(agree(point.gammaOverNu?.value, 0.5, relative: 0.02))
    #expect(agree(point.criticalCumulant.value, CurieWeissSet.binderLimit, relative: 0.02))
    #expect(point.criticalCoupling.halfWidth < 0.001)
  }

  // Null: as below for truths drawn at random, here of 25 sets. The mutant is the collapse, which has no corrections.
  @Test("cover the truth of noisy sets, where a collapse without corrections does not")
  func noisy() throws {
    var (coverage, collapsed) = (Coverage(), 0)
    for set in 1000..<1025 {
      let data = try CurieWeissSet.data(noise: 0.002, set: set)
      let fit = try ScalingFit(of: .binderCumulant, in: data)
      coverage.add("K_c", fit.criticalCoupling, truth: 1)
      coverage.add("1/nu", fit.inverseNu, truth: 0.5)
      coverage.add("U*", fit.criticalValue, truth: CurieWeissSet.binderLimit)
      coverage.setCount += 1
      guard set % 8 == 0 else { continue }
      let collapse = try CollapseFit(of: .binderCumulant, in: data)
      if abs(collapse.criticalCoupling.value - 1) < coverage.medianWidth("K_c") { collapsed += 1 }
    }
    let least = Coverage.leastCount(sets: 25, coverage: 0.9)
    for name in ["K_c", "1/nu", "U*"] {
      #expect(coverage.covered[name] ?? 0 >= least, "\(coverage)")
    }
    #expect(coverage.medianWidth("K_c") <= 0.001)
    #expect(coverage.medianWidth("1/nu") <= 0.025)
    #expect(collapsed == 0)
  }

  // R28 asks for 90 % of 200 sets and for these median half-widths. The sets, 1000 to 1199, are none that the fits were tuned
  // on (0 to 199 and 10000 to 10199). They cover K_c, 1/nu, beta/nu, gamma/nu and U* in 98.5, 93.5, 94.5, 91.5 and 98.5 %
  // (standard error 2 %), the tuning sets in 97, 95, 94, 96.5 and 97 %. Mutant: parameters with a prior counted whole, 89 %.
  @Test(
    "cover the truth of 200 noisy sets with half-widths of 0.001 and 5 %",
    .enabled(if: SlowTests.areWanted))
  func manyNoisy() throws {
    let coverage = try Self.curieWeiss(1000..<1200)
    for name in ["K_c", "1/nu", "beta/nu", "gamma/nu", "U*"] {
      #expect(coverage.share(name) >= 0.9, "\(name): \(coverage)")
    }
    #expect(coverage.medianWidth("K_c") <= 0.001)
    for (name, truth) in [("1/nu", 0.5), ("beta/nu", 0.25), ("gamma/nu", 0.5)] {
      #expect(coverage.medianWidth(name) <= 0.05 * truth, "\(name)")
    }
  }

  static let syntheticNames = [
    "K_c", "1/nu", "beta/nu", "K_c of both", "1/nu of both", "beta/nu of both",
  ]

  /// Coverage of sets with random truths, by the order parameter alone and by cumulant and order parameter.
  static func synthetic(_ sets: some Sequence<Int>) throws -> Coverage {
    var coverage = Coverage()
    for set in sets {
      var truth = SyntheticScalingSet(set: set)
      let data = try truth.data()
      let alone = try ScalingFit(of: .orderParameter, in: data)
      coverage.add("K_c", alone.criticalCoupling, truth: truth.criticalCoupling)
      coverage.add("1/nu", alone.inverseNu, truth: truth.inverseNu)
      coverage.add("beta/nu", alone.exponent, truth: -truth.betaOverNu)
      let both = try CriticalPoint(of: data)
      coverage.add("K_c of both", both.criticalCoupling, truth: truth.criticalCoupling)
      coverage.add("1/nu of both", both.inverseNu, truth: truth.inverseNu)
      coverage.add("beta/nu of both", both.betaOverNu, truth: truth.betaOverNu)
      coverage.setCount += 1
    }
    return coverage
  }

  // Null: each interval covers its truth with a probability of at least 90 %; the count of 20 sets then falls below the least
  // one, by the binomial distribution, with a probability of 1e-6. Caught half of the time: a coverage of 47 %. The mutant is
  // intervals an eighth as wide, which cover 19 % where these cover 95 %.
  @Test("cover truths drawn at random")
  func synthetic() throws {
    let coverage = try Self.synthetic(1000..<1020)
    let least = Coverage.leastCount(sets: 20, coverage: 0.9)
    for name in Self.syntheticNames {
      #expect(coverage.covered[name] ?? 0 >= least, "\(coverage)")
      #expect(coverage.count(name, widened: 0.125) < least, "\(name)")
    }
  }

  // The requirement is on the share itself: 90 % to 98 % of 1000 sets, drawn from seeds (2000 to 2999) that no rule or constant
  // of the fits was chosen on; those were tuned on 0 to 199 and 10000 to 10499. The standard error of a share is
  // 0.4 to 0.7 %. Measured: K_c 94.9 %, 1/nu 94.1 %, beta/nu 95.9 %, and of both 97.7 %, 95.3 % and 98.0 %: the last is at the
  // upper end, as it was on the tuning sets. The mutants are intervals half as wide and twice as wide, none of which passes.
  @Test(
    "cover 1000 truths drawn at random as often as promised", .enabled(if: SlowTests.areWanted))
  func manySynthetic() async throws {
    let coverage = try await withThrowingTaskGroup(of: Coverage.self) { group in
      for first in 0..<4 {
        group.addTask { try Self.synthetic(stride(from: 2000 + first, to: 3000, by: 4)) }
      }
      return try await group.reduce(into: Coverage()) { $0.add($1) }
    }
    #expect(coverage.setCount == 1000)
    for name in Self.syntheticNames {
      #expect((900...980).contains(coverage.covered[name] ?? 0), "\(name): \(coverage)")
      #expect(coverage.count(name, widened: 0.5) < 900, "\(name)")
      #expect(coverage.count(name, widened: 2) > 980, "\(name)")
    }
  }

  static func sampled(sets: Int) throws -> Coverage {
    var coverage = Coverage()
    for set in 0..<sets {
      let point = try CriticalPoint(of: CurieWeissSet.sampled(set: set))
      coverage.add("K_c", point.criticalCoupling, truth: 1)
      coverage.add("1/nu", point.inverseNu, truth: 0.5)
      coverage.add("beta/nu", point.betaOverNu, truth: 0.25)
      coverage.add("gamma/nu", point.gammaOverNu, truth: 0.5)
      coverage.add("U*", point.criticalCumulant, truth: CurieWeissSet.binderLimit)
      coverage.setCount += 1
    }
    return coverage
  }

  // Null: as above, for moments of 16 realisations whose three quantities are correlated.
  @Test("cover the truth of moments of realisations", .enabled(if: SlowTests.areWanted))
  func moments() throws {
    let coverage = try Self.sampled(sets: 100)
    for name in ["K_c", "1/nu", "beta/nu", "gamma/nu", "U*"] {
      #expect(coverage.share(name) >= 0.9, "\(name)")
    }
  }

  @Test("tell window, sizes and orders, and take w where it is known")
  func evidence() throws {
    let data = try CurieWeissSet.data(noise: 0.002, set: 1)
    let fit = try ScalingFit(of: .binderCumulant, in: data)
    #expect(fit.droppedSizes + fit.sizes == data.curves.map(\.size))
    #expect(fit.reach > 0.5 && fit.reach < 2 && fit.fitCount > 10)
    #expect(fit.chiSquared < 1.4 * Double(fit.degreesOfFreedom))
    #expect(fit.pointCount > fit.degreesOfFreedom)
    #expect(fit.correctionExponent.interval.contains(0.5))
    let known = try ScalingFit(of: .binderCumulant, in: data, correction: .known(0.5))
    #expect(known.correctionExponent.halfWidth == 0)
    #expect(known.criticalCoupling.halfWidth < fit.criticalCoupling.halfWidth)
    #expect(known.criticalCoupling.interval.contains(1))
    let again = try ScalingFit(of: .binderCumulant, in: data)
    #expect(again == fit)
  }

  @Test("do not depend on the units of size and coupling")
  func units() throws {
    let data = try CurieWeissSet.data(noise: 0.002, set: 2)
    let moved = try ScalingData(
      data.curves.map { curve in
        try ScalingCurve(
          size: curve.size.squareRoot(),
          points: curve.points.map {
            var point = $0
            point.coupling = 300 + 50 * point.coupling
            return point
          })
      })
    let (a, b) = (try CriticalPoint(of: data), try CriticalPoint(of: moved))
    // Only the prior of w, in the size variable handed in, tells them apart.
    #expect(abs(a.criticalCoupling.value - (b.criticalCoupling.value - 300) / 50) < 2e-4)
    #expect(abs(2 * a.inverseNu.value - b.inverseNu.value) < 0.02)
    #expect(
      abs(2 * (try #require(a.betaOverNu).value) - (try #require(b.betaOverNu).value)) < 0.02)
  }

  @Test("refuse two sizes and too few couplings")
  func refusals() throws {
    let data = try CurieWeissSet.data()
    #expect(throws: StatisticsError.tooFewValues(needed: 3, found: 2)) {
      try ScalingFit(of: .binderCumulant, in: ScalingData(Array(data.curves.prefix(2))))
    }
    let sparse = try ScalingData(
      data.curves.prefix(3).map {
        try ScalingCurve(size: $0.size, points: Array($0.points.prefix(2)))
      })
    #expect(throws: StatisticsError.self) { try ScalingFit(of: .binderCumulant, in: sparse) }
    #expect(throws: StatisticsError.outOfRange(argument: "correction", value: 0)) {
      try ScalingFit(of: .binderCumulant, in: data, correction: .known(0))
    }
  }
}
