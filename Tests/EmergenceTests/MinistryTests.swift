// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the ministry, from its text to its verdict, say what its design says? A small ministry: the whole one is run by
// the tests of the command line.

import Emergence
import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@Suite("The ministry, from text to verdict")
struct MinistryTests {
  /// Runs 400 clerks for 500 steps, 8 replicates over 4 networks.
  static func report(
    _ values: [String: Double] = [:], threads: Int = 2, lanes: Int = 64
  ) throws -> VerdictReport {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/ministry.world")
    let checked = try CheckedWorld.compiled(at: file)
    let values = values.merging(["clerks": 400]) { value, _ in value }
    let parameters = checked.together.parameters.map { values[$0.name] ?? $0.defaultValue }
    var settings = checked.together.settings
    (settings.steps, settings.replicates, settings.networks) = (500, 8, 4)
    let design = VerdictDesign(
      try Cell(world: checked, parameters: parameters, settings: settings))
    return try design.run { plan in
      try plan.execute(ExecutionOptions(threadCount: threads, laneLimit: lanes))
    }.report
  }

  @Test("is emergent: nobody alone, everybody together")
  func emergent() throws {
    let report = try Self.report()
    let harm = try #require(report.harms.first)
    #expect(harm.verdict == .emergent)
    #expect(try #require(harm.alone?.high) < 0.01)
    #expect(try #require(harm.unlinked?.high) < harm.limit)
    #expect(try #require(harm.together.low) > 0.9)
    #expect(try #require(harm.difference?.interval.low) > 0.85)
    let alignment = try #require(report.alignments.first)
    #expect(alignment.holds == true && alignment.examinedCount == 3_200)
    #expect(alignment.uncertainCount == 0, "the only draw of 'obeys' is integrated out")
    #expect(report.realisationUnit == .network && report.realisationCount == 4)
    #expect(report == (try Self.report(threads: 1, lanes: 3)))
  }

  @Test("is reframed by splitting the work where colleagues do not count")
  func reframed() throws {
    let harm = try #require(
      try Self.report(["conformity": 0, "fragmentation": 0.6]).harms.first)
    #expect(harm.verdict == .reframed)
    #expect(try #require(harm.unlinked?.low) > harm.limit)
  }

  @Test("is safe where colleagues who refuse count")
  func safe() throws {
    #expect(try Self.report(["solidarity": 1]).harms.first?.verdict == .safe)
  }
}
