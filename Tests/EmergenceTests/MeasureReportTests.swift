// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Testing
import WorldModel

@Suite("Measures of a run")
struct MeasureReportTests {
  static let quantile = 12.706_204_736_174_694

  static func measure(_ name: String, _ timing: Measure.Timing) -> Measure {
    Measure(name: name, value: SyntheticWorld.number(0), timing: timing)
  }
  static let always = Expression(.boolean(true), .boolean)

  static func isClose(_ value: Double?, _ expected: Double) -> Bool {
    abs((value ?? .nan) - expected) < 1e-9
  }

  /// Replicate i of 4 over 2 networks records i, then i + 1.
  static func counting(_ design: VerdictDesign) throws -> VerdictReport {
    try SyntheticEngine(series: { _, request, _ in
      let i = Double(request.replicateIndex * 2 + request.networkIndex)
      return [[i, i + 1]]
    }).report(design)
  }

  @Test("have the means, intervals and moments of a calculation by hand")
  func byHand() throws {
    let report = try Self.counting(SyntheticWorld.design(steps: 2, replicates: 4, networks: 2))
    #expect(report.realisationCount == 2 && report.realisationUnit == .network)
    let measure = try #require(report.measures.first)
    // Realisation means 1.5 and 2.5; Student's t with one degree.
    let reach = Self.quantile / 2
    #expect(measure.mean.mean == 2 && measure.mean.standardError == 0.5)
    #expect(Self.isClose(measure.mean.low, 2 - reach))
    #expect(Self.isClose(measure.mean.high, 2 + reach))
    #expect(measure.final.mean == 2.5)
    #expect(Self.isClose(measure.final.low, 2.5 - reach))
    #expect(Self.isClose(measure.final.high, 2.5 + reach))
    // 0 1 1 2 2 3 3 4: <x^2> = 5.5, <x^4> = 56.5; without either network the variance is 1.25.
    #expect(Self.isClose(measure.variance.value, 1.5))
    #expect(measure.variance.standardError == 0)
    #expect(Self.isClose(measure.susceptibility.value, 15))
    let cumulant = 1 - 56.5 / 90.75
    #expect(Self.isClose(measure.binderCumulant.value, cumulant))
    #expect(measure.missingCount == 0 && measure.censoredFraction == nil)
  }

  /// A generator, a schedule, whether agents draw, and the unit of replication that follows.
  struct UnitCase: Sendable {
    var generator: Generator
    var schedule: Schedule
    var isRandom: Bool
    var unit: RealisationUnit
  }
  static let two = SyntheticWorld.number(2)
  static let unitCases = [
    UnitCase(generator: .complete, schedule: .synchronous, isRandom: true, unit: .replicate),
    UnitCase(generator: .star, schedule: .synchronous, isRandom: false, unit: .deterministic),
    UnitCase(
      generator: .star, schedule: .partial(probability: two), isRandom: false, unit: .replicate),
    UnitCase(generator: .complete, schedule: .sequential, isRandom: false, unit: .network),
    UnitCase(generator: .complete, schedule: .shuffled, isRandom: true, unit: .network),
    UnitCase(
      generator: .erdosRenyi(degree: two), schedule: .synchronous, isRandom: false, unit: .network),
  ]

  @Test("count each replicate as a realisation where nothing that they share is random")
  func units() throws {
    for unitCase in Self.unitCases {
      let world = SyntheticWorld.make(
        generator: unitCase.generator, schedule: unitCase.schedule, isRandom: unitCase.isRandom)
      let design = try SyntheticWorld.design(world, steps: 2, replicates: 4, networks: 2)
      #expect(design.cell.realisationUnit == unitCase.unit, "\(unitCase)")
    }
    let lattice = SyntheticWorld.make(generator: .complete)
    let report = try Self.counting(
      SyntheticWorld.design(lattice, steps: 2, replicates: 4, networks: 2))
    #expect(report.realisationCount == 4)
    // Means 0.5, 1.5, 2.5, 3.5: standard error sqrt(5/12).
    #expect(Self.isClose(report.measures[0].mean.standardError, (5.0 / 12).squareRoot()))
  }

  @Test("of one random realisation have no intervals, and its verdict is undecided")
  func oneRealisation() throws {
    let report = try Self.counting(SyntheticWorld.design(steps: 2, replicates: 4, networks: 1))
    let measure = try #require(report.measures.first)
    #expect(measure.mean.mean != nil && measure.mean.standardError == nil)
    #expect(measure.mean.low == nil && measure.mean.high == nil && measure.final.low == nil)
    #expect(measure.variance.value != nil && measure.variance.standardError == nil)
    #expect(report.harms.first?.verdict == .undecided)
    #expect(report.harms.first?.undecided?.moreReplicateCount == nil)
    #expect(report.warnings.first == .oneRealisation(unit: .network))
  }

  @Test("of a world without randomness are exact from one run")
  func deterministic() throws {
    let world = SyntheticWorld.make(allowance: 0, generator: .star, isRandom: false)
    let report = try SyntheticEngine(level: { condition, _ in
      condition == "together" ? 0.75 : 0.25
    }).report(SyntheticWorld.design(world, replicates: 1, networks: 1))
    let measure = try #require(report.measures.first)
    #expect(measure.mean == IntervalReport(mean: 0.75, standardError: 0, low: 0.75, high: 0.75))
    #expect(report.harms.first?.verdict == .emergent)
    #expect(report.warnings.isEmpty)
  }

  @Test("that never vary have intervals of no width and no autocorrelation time")
  func constant() throws {
    let report = try SyntheticEngine(level: { _, _ in 0.1 }).report(SyntheticWorld.design())
    let measure = try #require(report.measures.first)
    #expect(measure.mean == IntervalReport(mean: 0.1, standardError: 0, low: 0.1, high: 0.1))
    #expect(measure.variance == JackknifeReport(value: 0, standardError: 0))
    #expect(measure.autocorrelationTime == nil && measure.effectiveSampleSize == nil)
    #expect(Self.isClose(measure.binderCumulant.value, 2.0 / 3))
    let zero = try SyntheticEngine().report(SyntheticWorld.design())
    #expect(zero.measures.first?.binderCumulant == JackknifeReport(value: nil, standardError: nil))
    let difference = try #require(zero.harms.first?.difference)
    #expect(difference.interval.low == 0 && difference.interval.high == 0)
    #expect(difference.varianceRatio == nil && difference.correlation == nil)
  }

  @Test("at the end, when a condition holds and at first are told apart")
  func timings() throws {
    let world = SyntheticWorld.make(measures: [
      Self.measure("late", .atEnd), Self.measure("sometimes", .when(Self.always)),
      Self.measure("moment", .first(Self.always)),
    ])
    let nan = Double.nan
    let report = try SyntheticEngine(series: { _, request, _ in
      let g = Double(request.networkIndex)
      return [
        [0, 0, 0, 0], [nan, nan, nan, 5 + g], g == 3 ? [nan, nan, nan, nan] : [9, 1, nan, 2],
        g == 0 ? [nan, 1, nan, nan] : [nan, nan, nan, nan],
      ]
    }).report(SyntheticWorld.design(world, steps: 4, warmUp: 1))
    let (late, sometimes, moment) = (report.measures[1], report.measures[2], report.measures[3])
    #expect(late.mean.mean == 6.5 && late.final.mean == 6.5)
    #expect(late.autocorrelationTime == nil)
    #expect(late.variance.value == 1.25)
    // The first value lies in the warm-up; the last network never records one.
    #expect(sometimes.mean.mean == 1.5 && sometimes.final.mean == 2)
    #expect(sometimes.missingCount == 0)
    // Seven of eight networks' replicates are censored at the 4 steps: 2 times 1 and 6 times 4.
    #expect(moment.mean.mean == 3.25 && moment.final.mean == nil)
    #expect(moment.missingCount == 6 && moment.censoredFraction == 0.75)
    #expect(report.warnings.contains(.censored(measure: "moment", replicateCount: 6)))
    #expect(
      report.warnings.contains(
        .neverRecorded(measure: "sometimes", condition: .together, replicateCount: 2)))
  }

  @Test("leave values that are not finite out, and count them")
  func nonFinite() throws {
    let report = try SyntheticEngine(
      series: { _, _, _ in [[1, .nan, 3, .infinity]] }, nonFiniteCount: 2
    ).report(SyntheticWorld.design(steps: 4))
    #expect(report.measures[0].mean.mean == 2 && report.measures[0].missingCount == 16)
    #expect(report.measures[0].final.mean == nil)
    #expect(
      report.warnings.contains(.nonFinite(measure: "harm", condition: .alone, valueCount: 16)))
    let never = try SyntheticEngine(series: { _, _, _ in [[.nan, .nan]] }).report(
      SyntheticWorld.design(steps: 2))
    #expect(never.measures[0].mean.mean == nil && never.measures[0].variance.value == nil)
    #expect(never.harms[0].difference == nil && never.harms[0].verdict == .undecided)
  }

  @Test("give estimates with jackknife intervals over realisations")
  func estimates() throws {
    // The square of the mean: 4; without either network 2.5^2 and 1.5^2, so the jackknife error is 2.
    let mean = Expression(.measure(MeasureID(0)), .number(.double))
    let square = Estimate(
      name: "square", value: Expression(.binary(.multiply, mean, mean), .number(.double)))
    let broken = Estimate(
      name: "broken",
      value: Expression(.binary(.divide, mean, SyntheticWorld.number(0)), .number(.double)))
    let world = SyntheticWorld.make(estimates: [square, broken])
    let report = try Self.counting(
      SyntheticWorld.design(world, steps: 2, replicates: 4, networks: 2))
    let value = report.estimates[0].value
    #expect(value.mean == 4 && value.standardError == 2)
    #expect(Self.isClose(value.low, 4 - 2 * Self.quantile))
    #expect(
      report.estimates[1].value
        == IntervalReport(mean: nil, standardError: nil, low: nil, high: nil))
    #expect(report.warnings.contains(.estimateNotFinite(estimate: "broken")))
  }
}
