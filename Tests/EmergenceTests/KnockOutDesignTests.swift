// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which knock-outs does a design hold, what does it refuse with which reason, and does it run what it says?

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

@Suite("Designs of knock-outs")
struct KnockOutDesignTests {
  @Test("hold the group, sets and as many at random, all links and the links into sets")
  func ministry() throws {
    let design = try KnockOutDesign(.ministry())
    let sets = [KnockOutChoice.mostRead, .random].flatMap { choice in
      [1, 4, 40].map { KnockOut.agents(group: "clerk", count: $0, choice: choice) }
    }
    let links = [KnockOutChoice.mostRead, .random].flatMap { choice in
      [4, 40].map { KnockOut.links(network: "desks", into: $0, choice: choice) }
    }
    #expect(design.knockOuts == [.group("clerk")] + sets + [.network("desks")] + links)
    #expect(design.notExamined.isEmpty && design.evenlyRead.isEmpty)
    #expect(design.planCount == 13)
    for index in 0..<design.planCount {
      let plan = try design.plan(index)
      let isOneWorld =
        index == 0
        || [.group("clerk"), .network("desks")].contains(design.knockOuts[index - 1])
      #expect(plan.worlds.count == (isOneWorld ? 1 : 8), "one a realisation where sets differ")
      #expect(plan.requests.map(\.networkIndex) == (0..<16).map { $0 % 8 })
      #expect(plan.requests.map(\.worldIndex) == (0..<16).map { isOneWorld ? 0 : $0 % 8 })
    }
    let estimate = try design.estimate()
    #expect(estimate.runCount == 13 * 16 && estimate.agentUpdates == 13 * 16 * 300 * 400)
  }

  @Test("do not depend on threads and lanes")
  func determinism() throws {
    let design = try KnockOutDesign(.ministry { $0.steps = 40 })
    let one = try design.run { try $0.execute(ExecutionOptions(threadCount: 1, laneLimit: 3)) }
    #expect(try design.run(executing: RunPlan.execute) == one)
  }

  static let refusals = """
    world "Refusals"
    coupling company = 1 in 0...1
    parameter others = 1 in 0...1
    agents chief[4] { state calm ~ bernoulli(0.5) }
    agents clerk[40] {
      state acts = false
      state load = 0.0
    }
    network boss: clerk -> chief = assigned(each: 1)
    network desks: clerk -> clerk = ring(degree: 2)
    network seen: clerk -> clerk = ring(degree: 4)
    network rare: clerk -> clerk = erdos_renyi(degree: 3)
    network idle: clerk -> clerk = ring(degree: 2)
    step clerk {
      let share = company * count(desks.acts) / degree(desks)
      load = share
      acts ~ bernoulli(0.01 + 0.1 * share + 0.1 * company * boss.calm + 0.1 * company * any(seen.acts))
    }
    harm action = mean(clerk.acts) limit 5%
    harm echo = mean(clerk.acts * mean(seen.acts)) limit 5%
    measure unread = mean(clerk.acts * mean(rare.acts else 0))
    measure unread_too = mean(clerk.acts * mean(idle.acts))
    aligned clerk = acts at most 5%
    aligned chief = false at most 5%
    run { steps 20  warmup 0  replicates 6  networks 3 }
    """

  @Test("say why something is not examined")
  func obstacles() throws {
    let cell = try Cell.compiled(Self.refusals)
    let design = try KnockOutDesign(cell)
    func obstacle(_ knockOut: KnockOut) -> KnockOutObstacle? {
      design.notExamined.first { $0.knockOut == knockOut }?.obstacle
    }
    #expect(obstacle(.group("chief")) == .actsAlone)
    #expect(obstacle(.network("boss")) == .readByName)
    #expect(obstacle(.network("seen")) == .observed(measure: "echo"))
    #expect(obstacle(.network("rare")) == .notRead && obstacle(.network("idle")) == .notRead)
    #expect(design.notExamined.count == 5)
    #expect(try KnockOutDesign(cell, harms: ["action"]).knockOuts.contains(.network("seen")))
    let report = try design.run(executing: RunPlan.execute)
    let failed = try #require(report.notExamined.first { $0.knockOut == .network("desks") })
    guard case .runFailed(let description, 6) = failed.obstacle else {
      Issue.record("\(failed.obstacle)")
      return
    }
    #expect(description.contains("'load' is not finite"))
    for harm in report.harms {
      #expect(
        !(harm.enabling + harm.preventing + harm.idle).contains {
          $0.knockOut == .network("desks")
        })
    }
    #expect(report.harms.map(\.name) == ["action", "echo"])
    // Links of 'rare' differ in number, but no step reads through them.
    #expect(report.evenlyRead.contains("clerk") && report.evenlyRead.contains("desks"))
    #expect(throws: DesignError.noHarm) { try KnockOutDesign(.reference("curie-weiss")) }
  }

  @Test("give sets drawn at random the realisations of the networks, also where links are fixed")
  func randomSets() throws {
    let cell = try Cell.compiled(KnockOutTests.office) {
      ($0.steps, $0.replicates, $0.networks) = (20, 12, 1)
    }
    #expect(cell.realisationUnit == .replicate)
    let harm = try #require(KnockOutTests.report(cell).harms.first)
    for effect in harm.enabling + harm.preventing + harm.idle {
      let isRandom =
        switch effect.knockOut {
        case .agents(_, _, .random), .links(_, _, .random): true
        default: false
        }
      #expect((effect.pValue == nil) == isRandom, "\(effect.knockOut)")
      #expect((effect.effect?.interval.low == nil) == isRandom)
    }
  }

  @Test("run worlds with packed draws one by one, and refuse networks above the limit")
  func packedDraws() throws {
    let text = """
      world "Packed"
      coupling company = 1 in 0...1
      agents clerk[50] { state acts ~ bernoulli(0.1) }
      network desks: clerk -> clerk = regular(degree: 4)
      step clerk { acts ~ bernoulli(0.02 + 0.5 * company * mean(desks.acts)) }
      harm action = mean(clerk.acts) limit 4%
      aligned clerk = acts at most 5%
      run { steps 20  warmup 0  replicates 64  networks 2  draws packed }
      """
    let cell = try Cell.compiled(text)
    let design = try KnockOutDesign(cell)
    #expect(try design.plan(0).worlds[0].settings.drawsPacked == false)
    let harm = try #require(design.run(executing: RunPlan.execute).harms.first)
    #expect(harm.enabling.prefix(2).contains { $0.knockOut == .group("clerk") })
    #expect(design.evenlyRead == ["clerk", "desks"])
    #expect(throws: PlanError.self) { try KnockOutDesign(cell, memoryLimitBytes: 100) }
  }
}
