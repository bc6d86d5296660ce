// SPDX-License-Identifier: GPL-3.0-or-later

import Engine
import Testing
import WorldModel

@testable import Emergence

@Suite("A verdict found step by step")
struct StepwiseVerdictTests {
  private static var engine: SyntheticEngine {
    SyntheticEngine(
      level: { condition, request in
        condition == "together" ? (request.replicateIndex == 0 ? 0.9 : 0.3) : 0.1
      }, shares: { _ in [0.05, 0.2] + Array(repeating: 0, count: 8) })
  }

  private static func answers(_ design: VerdictDesign) -> [RunRequest: RunResult] {
    let plan = design.firstRound
    return Dictionary(uniqueKeysWithValues: zip(plan.requests, engine.execute(plan)))
  }

  @Test("is the verdict of one go")
  func equality() throws {
    let design = try SyntheticWorld.design(hasStarts: true)
    let whole = try design.run(executing: Self.engine.execute)
    let answers = Self.answers(design)
    let warmUp = try design.warmUp(answers)
    #expect(warmUp == whole.report.warmUpStepCount)
    let tallies = design.secondRound(warmUp: warmUp).flatMap(Self.engine.execute)
    let counts = try design.alignmentCounts(tallies.map(\.alignmentTallies))
    #expect(counts == Array(repeating: [AlignmentCount(examined: 10, exceeding: 1)], count: 8))
    #expect(try design.outcome(answers, counts: counts).report == whole.report)
  }

  @Test("moves to other values without comparing programs, and is the design made there")
  func moving() throws {
    let design = try SyntheticWorld.design()
    let moved = try design.at([0.25, 1, 1, 0.5])
    #expect(moved.cell.parameters == [0.25, 1, 1, 0.5])
    let made = VerdictDesign(
      try Cell(
        world: design.cell.world, parameters: [0.25, 1, 1, 0.5], settings: design.cell.settings))
    #expect(moved.firstRound.requests == made.firstRound.requests)
  }

  @Test("tells which replicates are over the limit, together and alone")
  func harmful() throws {
    let design = try SyntheticWorld.design(replicates: 6, networks: 3)
    let answers = Self.answers(design)
    let index = design.cell.world.together.measures.firstIndex(where: \.isHarm)
    let harm = try #require(index)
    let harmful = try design.harmfulReplicates(of: harm, answers, warmUp: 1)
    // Replicates 0, 1 and 2 are the first of their networks.
    let limit = try design.cell.limit(of: harm)
    #expect((0.3..<0.9).contains(limit))
    #expect(harmful.together == [true, true, true, false, false, false])
    #expect(harmful.alone == Array(repeating: false, count: 6))
  }
}
