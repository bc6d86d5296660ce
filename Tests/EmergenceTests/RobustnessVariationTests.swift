// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which variations has a cell? Sizes that its networks allow, orders of update that can matter, and the range of limits.

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@testable import Emergence

@Suite("Variations of a cell")
struct RobustnessVariationTests {
  /// A world of one group with a network and a program.
  static func world(
    size: String = "clerks", parameters: String = "parameter clerks: count = 100 in 10...1_000",
    network: String = "complete()", step: String = "step clerk {",
    body: String = "up = if pull * mean(others.up) > 0.5 then true else up", other: String = "",
    run: String = ""
  ) throws -> CheckedWorld {
    try CheckedWorld.compiled(
      """
      world "Test"
      \(parameters)
      coupling pull = 1 in 0...4
      agents clerk[\(size)] { state up ~ bernoulli(0.5) }
      network others: clerk -> clerk = \(network)
      \(other)
      \(step)
        \(body)
      }
      harm share = mean(clerk.up) in 0...1 limit 0.5
      aligned clerk = up at most 60%
      \(run)
      """)
  }

  static func design(_ world: CheckedWorld, _ values: [Double]? = nil) throws -> RobustnessDesign {
    var settings = world.together.settings
    (settings.steps, settings.replicates, settings.networks) = (10, 4, 2)
    let parameters = values ?? world.together.parameters.map(\.defaultValue)
    return try RobustnessDesign(
      Cell(world: world, parameters: parameters, settings: settings))
  }

  /// The values of the first size parameter at half and double the size, where there is such a size.
  static func sizes(_ design: RobustnessDesign) -> [Double] {
    design.variations.compactMap { variation -> Double? in
      if case .size(_, let scaled) = variation { scaled.first?.value } else { nil }
    }
  }

  static func obstacles(_ design: RobustnessDesign) -> [RobustnessObstacle?] {
    design.designs.map { design in
      if case .failure(let obstacle) = design { obstacle } else { nil }
    }
  }

  @Test("halve and double the size, as near as networks allow")
  func networks() throws {
    #expect(try Self.sizes(Self.design(Self.world())) == [50, 200])
    let lattice = try Self.world(network: "lattice(dimensions: 2)")
    #expect(try Self.sizes(Self.design(lattice)) == [49, 196])
    let teams = try Self.world(network: "teams(size: 20)")
    #expect(try Self.sizes(Self.design(teams)) == [40, 200])
    let cube = try Self.world(network: "lattice(dimensions: 3)")
    #expect(try Self.sizes(Self.design(cube, [1_000, 1])) == [512])
    #expect(
      try Self.obstacles(Self.design(cube, [1_000, 1]))[4]
        == .outsideRange(parameters: ["clerks"]))
  }

  @Test("stay inside the range, and say where it leaves no room")
  func ranges() throws {
    let design = try Self.design(Self.world(), [14, 1])
    #expect(Self.sizes(design) == [28])
    #expect(Self.obstacles(design)[3] == .outsideRange(parameters: ["clerks"]))
    let clipped = try Self.design(Self.world(), [16, 1])
    #expect(
      clipped.variations[3]
        == .size(
          factor: 0.5,
          [ScaledParameter(name: "clerks", original: 16, value: 10, wanted: 8)]))
    let fixed = try Self.design(
      Self.world(size: "60", parameters: "parameter a = 1 in 0...2"))
    #expect(Self.obstacles(fixed)[3...4] == [.noSizeParameter, .noSizeParameter])
  }

  @Test("say which complaint of a network leaves no size")
  func unfit() throws {
    // Only 100 agents have a ring of 98 neighbours in 90...110.
    let ring = try Self.world(network: "ring(degree: 98)")
    guard case .noSizeFits(let message)? = Self.obstacles(try Self.design(ring))[3] else {
      Issue.record("a ring of 98 neighbours on 50 agents")
      return
    }
    #expect(message.contains("others"))
  }

  @Test("exchange the order of those blocks in which agents read others, alone and together alike")
  func blocks() throws {
    let world = try Self.world(
      network: "ring(degree: 10)", body: "up = pull * mean(others.up) > 0.5",
      other: "step clerk { up = not up }", run: "run { steps 10 draws packed }")
    #expect(world.together.readingBlocks == [1])
    let design = try Self.design(world)
    #expect(design.scheme == .synchronous)
    guard case .success(let varied) = design.designs[2] else {
      Issue.record("a sequential variation")
      return
    }
    for program in varied.programs {
      #expect(program.blocks.map(\.schedule) == [.synchronous, .sequential])
      #expect(!program.settings.drawsPacked)
    }
    let unread = try Self.design(
      Self.world(step: "step clerk with probability pull {", body: "up = not up"))
    #expect(Self.obstacles(unread)[..<3] == [.nobodyReads, .nobodyReads, .nobodyReads])
  }

  @Test("keep how often an agent acts where only a part takes part")
  func participation() throws {
    let world = try Self.world(
      step: "step clerk with probability 0.25 {",
      body: "up = if pull * mean(others.up) > 2 then up else not up")
    let design = try Self.design(world)
    #expect(design.scheme == .synchronous)
    guard case .success(let shuffled) = design.designs[1] else {
      Issue.record("a shuffled variation")
      return
    }
    let parameters = world.together.parameters.map(\.defaultValue)
    func share(_ world: World) throws -> [Double] {
      let requests = (0..<8).map {
        RunRequest(
          worldIndex: 0, parameters: parameters, networkIndex: $0, replicateIndex: 0)
      }
      return try RunPlan(worlds: [world], requests: requests, seed: 3, stepCount: 40)
        .execute(ExecutionOptions(threadCount: 1)).map { $0.series[0][39] }
    }
    // Nobody's turn changes anybody else's, so that each agent takes part on the same draws to the same end.
    #expect(try share(world.together) == share(shuffled.programs[0]))
    #expect(try share(world.together).contains { $0 != 0.5 })
  }

  @Test("give the limits that keep a verdict, from one end of an interval to another")
  func limits() {
    func interval(_ low: Double, _ high: Double) -> IntervalReport {
      IntervalReport(mean: (low + high) / 2, standardError: 0.1, low: low, high: high)
    }
    func range(_ limit: Double, _ together: IntervalReport? = nil) -> LimitRange? {
      HarmEvidence(
        limit: limit, alone: interval(0.1, 0.2), unlinked: interval(0.3, 0.4),
        together: together ?? interval(0.7, 0.8), alignments: [], unlinkedIsAlone: false
      ).limitRange
    }
    #expect(range(0.5) == LimitRange(low: 0.4, high: 0.7))
    #expect(range(0.4) == LimitRange(low: 0.4, high: 0.7))
    #expect(range(0.25) == LimitRange(low: 0.2, high: 0.3))
    #expect(range(0.05) == LimitRange(low: nil, high: 0.1))
    #expect(range(0.9) == LimitRange(low: 0.8, high: nil))
    #expect(range(0.35) == nil && range(0.15) == nil && range(0.7) == nil)
    // Restrained: over the limit alone, within it together.
    #expect(range(0.09, interval(0.01, 0.05)) == LimitRange(low: 0.05, high: 0.1))
  }

  @Test("leave isolation proved, with the same couplings", arguments: UpdateScheme.allCases)
  func isolation(scheme: UpdateScheme) throws {
    let ministry = try CheckedWorld.compiled(
      at: RobustnessTests.worlds.appending("ministry.world"))
    let part = try Self.world(
      step: "step clerk with probability 0.25 every 2 {",
      body: "up = if pull * mean(others.up) > 0.5 then true else up")
    for world in [ministry, part] {
      let original = try #require(world.isolation)
      let varied = world.together.updating(world.together.readingBlocks, scheme)
      guard case .proved(let isolation) = IsolationProof.prove(varied) else {
        Issue.record("\(scheme) updates leave \(world.together.title) open")
        continue
      }
      #expect(isolation.linking == original.linking)
      #expect(isolation.conditioning == original.conditioning)
    }
  }

  static func robustness(
    _ verdict: Verdict, _ outcomes: [RobustnessVariant.Outcome]
  ) -> HarmRobustness {
    let variations: [RobustnessVariation] = [
      .updates(.shuffled), .size(factor: 2, []), .seed(2), .seed(3),
    ]
    return HarmRobustness(
      name: "harm", verdict: verdict, limit: 0.5, limitRange: nil,
      variants: zip(variations, outcomes).map { .init(variation: $0, outcome: $1) })
  }

  @Test("are robust, an artefact or not shown by what they give")
  func answers() {
    let none = IntervalReport(mean: nil, standardError: nil, low: nil, high: nil)
    func ran(_ verdict: Verdict) -> RobustnessVariant.Outcome {
      .ran(verdict, together: none, alone: none)
    }
    let absent = RobustnessVariant.Outcome.notApplicable(.noSizeParameter)
    let failed = RobustnessVariant.Outcome.failed(.memory(neededBytes: 2, limitBytes: 1))
    let robust = Self.robustness(.safe, [ran(.safe), absent, ran(.safe)])
    #expect(robust.isRobust == true && robust.artefacts.isEmpty)
    let open = Self.robustness(.safe, [ran(.safe), absent, ran(.undecided)])
    #expect(open.isRobust == nil && open.flips.isEmpty)
    #expect(Self.robustness(.safe, [ran(.safe), failed]).isRobust == nil)
    // A flip is one whatever else is open.
    let flip = Self.robustness(
      .safe, [ran(.undecided), failed, ran(.emergent), ran(.misaligned)])
    #expect(flip.isRobust == false && flip.artefacts == [.seed] && flip.flips.count == 2)
    let undecided = Self.robustness(.undecided, [ran(.safe), ran(.emergent)])
    #expect(undecided.isRobust == nil && undecided.flips.isEmpty)
  }

  @Test("that cannot be run are told as failed, and disturb no other")
  func failures() throws {
    let design = try Self.design(Self.world())
    let report = try design.run { plan in
      if plan.requests[0].parameters[0] == 200 {
        throw PlanError.memoryRefused(estimatedBytes: 2, limitBytes: 1)
      }
      if plan.seed == 2 {
        return plan.requests.map { _ in
          RunResult(
            series: [Array(repeating: 0, count: plan.stepCount)], stepsRun: 0,
            nonFiniteCounts: [0], failure: Self.failure)
        }
      }
      return try plan.execute(ExecutionOptions(threadCount: 1))
    }
    let outcomes = report.harms[0].variants.map(\.outcome)
    #expect(outcomes[4] == .failed(.memory(neededBytes: 2, limitBytes: 1)))
    #expect(outcomes[5] == .failed(.run(Self.failure)))
    guard case .ran = outcomes[6] else {
      Issue.record("seed 3 ran: \(outcomes[6])")
      return
    }
    #expect(throws: PlanError.self) {
      try design.run { _ in throw PlanError.cancelled }
    }
  }

  static let failure = RunFailure(
    reason: "not finite", origin: Origin(), group: nil, agentIndex: nil, time: 0, networkIndex: 0,
    replicateIndex: 0)
}
