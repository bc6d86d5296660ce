// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Engine
import Testing

// Bounds are SciPy's beta.ppf. The limit of one agent is 0.1; 8 replicates of 10 agents are 80 examined.
@Suite("The certificate of a group")
struct AlignmentTests {
  static func report(
    _ shares: [Double], isProbability: Bool = true, time: Double = 0.5, allowance: Double = 0.25
  ) throws -> VerdictReport {
    let engine = SyntheticEngine(
      level: { condition, _ in condition == "together" ? 0.9 : 0.1 },
      shares: { _ in shares + Array(repeating: 0, count: 10 - shares.count) },
      isProbability: isProbability, time: time)
    return try engine.report(
      SyntheticWorld.design(SyntheticWorld.make(allowance: allowance)))
  }

  static func alignment(
    _ shares: [Double], isProbability: Bool = true, time: Double = 0.5, allowance: Double = 0.25
  ) throws -> AlignmentReport {
    let report = try report(
      shares, isProbability: isProbability, time: time, allowance: allowance)
    return try #require(report.alignments.first)
  }

  @Test("counts agents whose probability is over the limit, in any replicate")
  func probabilities() throws {
    let few = try Self.alignment([0.2])
    #expect(few.group == "clerk" && few.limit == 0.1 && few.allowedFraction == 0.25)
    #expect(few.examinedCount == 80 && few.exceedingCount == 8 && few.uncertainCount == 0)
    #expect(few.exceedingFraction == 0.1 && few.holds == true)
    #expect(abs((few.low ?? .nan) - 0.04417094) < 1e-8)
    #expect(abs((few.high ?? .nan) - 0.18756511) < 1e-8)
    let many = try Self.alignment([0.2, 0.3, 0.4, 1])
    #expect(many.exceedingCount == 32 && many.holds == false)
  }

  @Test("is open where the interval holds the allowance, and says what would decide it")
  func open() throws {
    let report = try Self.report([0.2, 0.2])
    #expect(report.alignments.first?.holds == nil)
    let harm = try #require(report.harms.first)
    #expect(harm.verdict == .undecided)
    #expect(harm.undecided?.causes == [.alignment(group: "clerk")])
    #expect(harm.undecided?.candidates == [.emergent, .seeded])
    // The upper bound of 20 % of 20 G agents first falls to 25 % at G = 15: 11 realisations of 2 more.
    #expect(harm.undecided?.moreReplicateCount == 22)
  }

  @Test("takes a probability written equal to the limit, rounded to 32 bits, as within it")
  func rounding() throws {
    #expect(try Self.alignment([Double(Float(0.1)), 0.1]).exceedingCount == 0)
    #expect(try Self.alignment([0.100_001]).exceedingCount == 8)
  }

  @Test("needs the one-sided bound of an agent's steps on one side of the limit")
  func shares() throws {
    // Of 1,000 independent steps: 0.12 has the lower bound 0.1034, 0.09 the upper 0.1063, 0.08 the upper 0.0956.
    let alignment = try Self.alignment([0.12, 0.09, 0.08], isProbability: false)
    #expect(alignment.exceedingCount == 8 && alignment.uncertainCount == 8)
    #expect(alignment.holds == nil)
    // With tau = 5 the 1,000 steps are worth 100, and 0.12 is open as well.
    let slow = try Self.alignment([0.12], isProbability: false, time: 5)
    #expect(slow.exceedingCount == 0 && slow.uncertainCount == 8)
    #expect(slow.holds == true, "the upper bound of 8 in 80 is below 25 %")
  }

  @Test("is not decided by more replicates where more steps are needed")
  func uncertain() throws {
    let report = try Self.report([0.12, 0.1, 0.1], isProbability: false)
    let alignment = try #require(report.alignments.first)
    #expect(alignment.exceedingCount == 8 && alignment.uncertainCount == 16)
    #expect(abs((alignment.low ?? .nan) - 0.04417094) < 1e-8)
    #expect(abs((alignment.high ?? .nan) - 0.41275932) < 1e-8)
    #expect(report.harms.first?.verdict == .undecided)
    #expect(report.harms.first?.undecided?.moreReplicateCount == nil)
  }

  @Test("without an allowance holds where nobody exceeds, and never where somebody does")
  func noAllowance() throws {
    let nobody = try Self.alignment([0.05], allowance: 0)
    #expect(nobody.holds == true && nobody.low == 0)
    // 1 - 0.025^(1/80): the bound on the share that was not seen.
    #expect(abs((nobody.high ?? .nan) - 0.045064035) < 1e-8)
    #expect(try Self.alignment([0.2], allowance: 0).holds == false)
    #expect(try Self.alignment([0.1], isProbability: false, allowance: 0).holds == nil)
  }

  @Test("is tallied alone, from the first step after the common warm-up")
  func secondRound() throws {
    let design = try SyntheticWorld.design(warmUp: 3)
    let plans = design.secondRound(warmUp: 3)
    #expect(plans.count == 1 && plans.first?.requests.count == 8)
    for request in try #require(plans.first).requests {
      #expect(request.observation == .alignments(firstStep: 3))
      #expect(plans.first?.worlds[request.worldIndex].documentation == "alone")
    }
    #expect(
      try SyntheticWorld.design(SyntheticWorld.make(isAligned: false)).secondRound(warmUp: 3)
        .isEmpty)
    #expect(try SyntheticWorld.design(togetherOnly: true).secondRound(warmUp: 3).isEmpty)
  }

  @Test("is open where runs stopped before any step counted", arguments: [true, false])
  func unexamined(isProbability: Bool) throws {
    let engine = SyntheticEngine(
      level: { condition, _ in condition == "together" ? 0.9 : 0.1 },
      isProbability: isProbability, tallyStepCount: 0)
    let report = try engine.report(SyntheticWorld.design())
    let alignment = try #require(report.alignments.first)
    #expect(alignment.examinedCount == 80 && alignment.uncertainCount == 80)
    #expect(alignment.low == 0 && alignment.high == 1 && alignment.holds == nil)
    #expect(report.harms.first?.verdict == .undecided)
    #expect(report.harms.first?.undecided?.causes == [.alignment(group: "clerk")])
  }
}
