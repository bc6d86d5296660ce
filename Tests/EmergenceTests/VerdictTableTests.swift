// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Testing

@testable import Emergence

@Suite("The verdict table")
struct VerdictTableTests {
  /// One row: the facts, and the verdict that the world language gives.
  static let rows: [(alone: Bool, aligned: Bool, unlinked: Bool, together: Bool, Verdict)] = [
    (true, true, true, true, .safe), (true, true, false, true, .safe),
    (true, false, true, true, .safe), (true, false, false, true, .safe),
    (true, true, true, false, .emergent), (true, true, false, false, .reframed),
    (true, false, true, false, .seeded), (true, false, false, false, .seeded),
    (false, true, true, false, .misaligned), (false, true, false, false, .misaligned),
    (false, false, true, false, .misaligned), (false, false, false, false, .misaligned),
    (false, true, true, true, .restrained), (false, true, false, true, .restrained),
    (false, false, true, true, .restrained), (false, false, false, true, .restrained),
  ]

  @Test("gives each combination of settled facts its verdict, through runs", arguments: rows)
  func settled(
    row: (alone: Bool, aligned: Bool, unlinked: Bool, together: Bool, verdict: Verdict)
  ) throws {
    let within = ["alone": row.alone, "unlinked": row.unlinked, "together": row.together]
    let engine = SyntheticEngine(
      level: { condition, request in
        (within[condition] == true ? 0.2 : 0.8) + 0.01 * Double(request.networkIndex)
      },
      shares: { _ in Array(repeating: row.aligned ? 0.05 : 0.9, count: 10) })
    let report = try engine.report(SyntheticWorld.design())
    let harm = try #require(report.harms.first)
    #expect(harm.verdict == row.verdict)
    #expect(harm.undecided == nil)
    #expect(report.alignments.first?.holds == row.aligned)
  }

  @Test("is undecided exactly where an open fact matters")
  func open() {
    func facts(
      _ alone: Bool?, _ aligned: Bool?, _ unlinked: Bool?, _ together: Bool?,
      unlinkedIsAlone: Bool = false
    ) -> VerdictFacts {
      VerdictFacts(
        aloneWithin: alone, unlinkedWithin: unlinked, togetherWithin: together, aligned: aligned,
        unlinkedIsAlone: unlinkedIsAlone)
    }
    #expect(facts(true, nil, nil, true).verdict == .safe)
    #expect(facts(false, nil, nil, false).verdict == .misaligned)
    #expect(facts(false, nil, nil, true).verdict == .restrained)
    #expect(facts(true, false, nil, false).verdict == .seeded)
    #expect(facts(true, nil, true, false).verdict == .undecided)
    #expect(facts(true, nil, true, false).candidates == [.emergent, .seeded])
    #expect(facts(true, true, nil, false).candidates == [.emergent, .reframed])
    #expect(facts(nil, true, true, false).candidates == [.emergent, .misaligned])
    #expect(facts(true, true, true, nil).candidates == [.safe, .emergent])
    #expect(facts(nil, nil, nil, nil).candidates == Set(Verdict.allCases).subtracting([.undecided]))
    // Where unlinked is alone nothing can be reframed.
    #expect(facts(true, true, nil, false, unlinkedIsAlone: true).verdict == .emergent)
    #expect(
      facts(nil, true, nil, false, unlinkedIsAlone: true).candidates == [.emergent, .misaligned])
    #expect(facts(nil, true, true, true).turnsOn(.alone))
    #expect(!facts(nil, nil, nil, true).turnsOn(.aligned))
    #expect(facts(nil, nil, nil, false).turnsOn(.aligned))
    #expect(!facts(false, true, nil, nil).turnsOn(.unlinked))
  }

  @Test("names what straddles and how many replicates more would decide it")
  func straddling() throws {
    // Together: realisation means 0.40, 0.48, 0.56, 0.64 about 0.52, standard error 0.05164 and t(3) = 3.182.
    let engine = SyntheticEngine(level: { condition, request in
      condition == "together" ? 0.4 + 0.08 * Double(request.networkIndex) : 0.1
    })
    let harm = try #require(try engine.report(SyntheticWorld.design()).harms.first)
    #expect(harm.verdict == .undecided)
    let undecided = try #require(harm.undecided)
    #expect(undecided.causes == [.together])
    #expect(undecided.candidates == [.safe, .emergent])
    // t(0.975, G - 1) 0.10328 / sqrt(G) < 0.02 first at G = 105 (SciPy): 101 realisations of 2 replicates more.
    #expect(undecided.moreReplicateCount == 202)
    #expect(undecided.neededNetworkCount == 105)
  }

  @Test("says that no number of replicates decides an estimate on its limit")
  func onTheLimit() throws {
    let engine = SyntheticEngine(level: { condition, request in
      condition == "together" ? (request.networkIndex % 2 == 0 ? 0.25 : 0.75) : 0.1
    })
    let harm = try #require(try engine.report(SyntheticWorld.design()).harms.first)
    #expect(harm.verdict == .undecided)
    #expect(harm.undecided?.moreReplicateCount == nil)
  }

  @Test("counts an interval that ends on the limit as within")
  func endsOnLimit() throws {
    let engine = SyntheticEngine(level: { condition, _ in condition == "together" ? 0.5 : 0.1 })
    let harm = try #require(try engine.report(SyntheticWorld.design(limit: 0.5)).harms.first)
    #expect(harm.together.high == 0.5 && harm.verdict == .safe)
  }
}
