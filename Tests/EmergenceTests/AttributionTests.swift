// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are harms divided among couplings as they must be? Worlds of which the division is known, sums, errors and refusals.

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("Attribution to couplings")
struct AttributionTests {
  static func harm(_ cell: Cell) throws -> HarmAttribution {
    let report = try AttributionDesign(cell).run(executing: RunPlan.execute)
    return try #require(report.harms.first)
  }

  static func isExactly(_ value: Double, _ report: ContrastReport?) -> Bool {
    let interval = report?.interval
    return interval?.mean == value && interval?.low == value && interval?.high == value
  }

  struct Known: Sendable {
    var world: String
    var values: [Double]
    var interaction: Double
  }

  @Test(
    "of an AND is 1/2 each with interaction 1, of an OR 1/2 each with interaction -1, of a sum its summands with none",
    arguments: [
      Known(world: "both-couplings", values: [0.5, 0.5], interaction: 1),
      Known(world: "either-coupling", values: [0.5, 0.5], interaction: -1),
      Known(world: "summed-couplings", values: [0.25, 0.5], interaction: 0),
    ])
  func known(_ known: Known) throws {
    let harm = try Self.harm(.reference(known.world))
    #expect(Self.isExactly(known.values.reduce(0, +), harm.total))
    #expect(harm.couplings.map(\.name) == ["rumour", "fear"])
    for (coupling, value) in zip(harm.couplings, known.values) {
      #expect(Self.isExactly(value, coupling.value), "\(coupling)")
      #expect(!coupling.isOff)
    }
    #expect(harm.interactions.map { [$0.first, $0.second] } == [["rumour", "fear"]])
    #expect(Self.isExactly(known.interaction, harm.interactions.first?.value))
    #expect(harm.leftOutReplicateCount == 0)
  }

  @Test("gives exactly 0 to a coupling at its off value, which is no player")
  func off() throws {
    let cell = try Cell.reference("summed-couplings", ["rumour": 0])
    #expect(try AttributionDesign(cell).players.count == 1)
    let harm = try Self.harm(cell)
    #expect(harm.couplings.map(\.isOff) == [true, false])
    #expect(Self.isExactly(0, harm.couplings[0].value))
    #expect(Self.isExactly(0.5, harm.couplings[1].value) && Self.isExactly(0.5, harm.total))
    #expect(harm.interactions.isEmpty)
    let none = try Self.harm(.reference("summed-couplings", ["rumour": 0, "fear": 0]))
    #expect(none.couplings.map(\.isOff) == [true, true])
    #expect(Self.isExactly(0, none.total))
  }

  @Test(
    "of the ministry sums to the total to 1e-12, with an interval and a variance ratio for every value"
  )
  func ministry() throws {
    let cell = try Cell.ministry(["solidarity": 0.1])
    let design = try AttributionDesign(cell)
    #expect(design.players.count == 4 && design.plan.requests.count == 16 * 16)
    #expect(design.plan.worlds.count == 1, "networks are shared by all ablations")
    let report = try design.run(executing: RunPlan.execute)
    let harm = try #require(report.harms.first)
    let total = try #require(harm.total?.interval.mean)
    let sum = harm.couplings.reduce(0) { $0 + ($1.value.interval.mean ?? .nan) }
    #expect(abs(sum - total) <= 1e-12)
    #expect(report.realisationCount == 8 && harm.interactions.count == 6)
    for value in harm.couplings.map(\.value) + harm.interactions.map(\.value) {
      #expect(try #require(value.varianceRatio) >= 0)
      let interval = value.interval
      #expect(try #require(interval.low) <= #require(interval.high))
    }
    // Together minus alone, by the design of the verdict.
    let verdict = try VerdictDesign(
      Cell(
        world: cell.world, parameters: cell.parameters,
        settings: {
          var settings = cell.settings
          settings.warmup = report.warmUpStepCount
          settings.starts = nil
          return settings
        }())
    ).run(executing: RunPlan.execute).report
    let difference = try #require(verdict.harms.first?.difference?.interval)
    #expect(abs(try #require(difference.mean) - total) < 1e-12)
    #expect(abs(try #require(difference.low) - #require(harm.total?.interval.low)) < 1e-12)
    // Conformity and the splitting of work need each other: neither alone makes most clerks obey.
    let pair = try #require(
      harm.interactions.first { $0.first == "conformity" && $0.second == "fragmentation" })
    #expect(try #require(pair.value.interval.low) > 0.3)
  }

  @Test("discards the same steps everywhere, the most that any ablation needs")
  func warmUp() throws {
    let cell = try Cell.ministry { $0.warmup = 20 }
    let report = try AttributionDesign(cell).run(executing: RunPlan.execute)
    #expect(report.warmUpStepCount == 20 && report.unsettledHarms.isEmpty)
  }

  @Test("does not depend on threads and lanes, and estimates what it runs")
  func determinism() throws {
    let design = try AttributionDesign(.ministry { $0.steps = 60 })
    let one = try design.run {
      try $0.execute(ExecutionOptions(threadCount: 1, laneLimit: 3))
    }
    #expect(try design.run(executing: RunPlan.execute) == one)
    let estimate = try design.estimate()
    #expect(estimate.runCount == 8 * 16 && estimate.agentUpdates == 8 * 16 * 400 * 60)
    #expect(estimate.bytes > 8 * 8 * 16 * 60)
  }

  @Test("refuses worlds without harm, unknown harms and more than ten couplings that are on")
  func refusals() throws {
    #expect(throws: DesignError.noHarm) { try AttributionDesign(.reference("curie-weiss")) }
    #expect(throws: DesignError.noHarm) {
      try AttributionDesign(.reference("both-couplings"), harms: ["inaction"])
    }
    let names = (0..<11).map { "c\($0)" }
    let world = """
      world "Many"
      \(names.map { "coupling \($0) = 1 in 0...1" }.joined(separator: "\n"))
      agents clerk[3] { state acts = false }
      network office: clerk -> clerk = complete()
      step clerk { acts = (\(names.joined(separator: " + "))) * any(office.acts) > 0 }
      harm action = mean(clerk.acts) limit 5%
      aligned clerk = acts at most 5%
      run { steps 5  warmup 0  replicates 2 }
      """
    #expect(throws: DesignError.tooMany(what: "couplings that are on", most: 10, found: 11)) {
      try AttributionDesign(.compiled(world))
    }
    let ten = try Cell.compiled(world, ["c3": 0])
    #expect(try AttributionDesign(ten).players.count == 10)
    #expect(try Self.harm(ten).couplings.allSatisfy { Self.isExactly(0, $0.value) })
  }

  @Test("names the first run that failed")
  func failure() throws {
    let cell = try Cell.compiled(
      """
      world "Failing"
      coupling risk = 1 in 0...1
      agents clerk[3] { state load = 0.0 }
      network office: clerk -> clerk = complete()
      step clerk { load = 1 / (1 - risk * (1 + max(office.load))) }
      harm action = mean(clerk.load) limit 5
      aligned clerk = load > 5 at most 5%
      run { steps 5  warmup 0  replicates 2 }
      """)
    let error = try #require(throws: DesignError.self) {
      try AttributionDesign(cell).run(executing: RunPlan.execute)
    }
    guard case .runFailed(let description, 2) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(description.contains("'load' is not finite"))
  }
}
