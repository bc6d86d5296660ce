// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do rare forms and empty groups run, and to the same bits in any lanes?

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Edge cases")
struct EdgeCaseTests {
  static let world = """
    world "Odds and ends"
    parameter people: count = 5 in 0...50
    parameter period: count = 2 in 1...5
    environment weather {
      state wet ~ bernoulli(0.5)
    }
    agents boss {
      trait strict = 0.25
      state order = true
      state heard: precise = 0
    }
    agents clerk[people] {
      trait skill ~ beta(mean: 0.4, sd: 0.1)
      trait knows = degree(desks) > 2
      state load ~ poisson(mean: 2)
      state done ~ binomial(trials: 3, probability: 0.5)
      state exact: precise = index / 3
      state mood: { calm, cross, glad } = calm
      state busy = false
      state pull = 0.0
    }
    network desks: clerk -> clerk = erdos_renyi(degree: max(0, min(3, people - 1)))
    network everyone: clerk -> clerk = complete()
    network reports: boss -> clerk = complete()
    network above: clerk -> boss = assigned(each: 1)
    network hub: boss -> clerk = reverse(above)
    step weather { wet ~ bernoulli(if wet then 0.8 else 0.3) }
    step boss {
      let share = mean(reports.busy else 0)
      order = share < 0.6 or not weather.wet
      heard = heard + sum(hub.exact) + count(clerk.mood == cross) + max(clerk.load else -1)
    }
    step clerk with probability 0.5 + 0.4 * skill {
      let friend ~ pick(desks)
      let likeness = mean(desks.skill * friend.skill where desks.mood == mood else 0.1)
      let rivals = count(everyone.skill > skill)
      let calmest = min(everyone.exact else exact)
      let nearest = max(desks.exact where desks.exact < exact else calmest)
      if above.order and not busy {
        busy ~ bernoulli(likeness + 0.1 * rivals)
        pull = nearest - calmest
      } else {
        busy = any(desks.busy) and not all(everyone.busy)
        mood ~ weights {
          calm: 1
          cross: 2 * boss.strict
          glad: skill
        }
      }
    }
    step clerk shuffled every period {
      let crowd = sum(everyone.load)
      let same = mean(everyone.exact where everyone.mood == mood else exact)
      let tired = any(everyone.busy) or all(clerk.busy)
      load = 0.5 * load + 0.01 * crowd
      exact = 0.9 * exact + 0.1 * same
      if tired { busy = count(clerk.busy) > 3 }
    }
    step boss sequential { heard = heard + 0.5 * mean(reports.load else 0) }
    measure happy = count(clerk.mood == glad) + boss.heard + time * period
    measure wettest = if weather.wet then 1 else 0
    measure spread = max(clerk.exact else 0) - min(clerk.exact else 0)
    measure ties = sum(count(everyone.mood == mood))
    measure near = sum(mean(desks.load where desks.busy == busy else 0))
    """

  @Test("rare forms run at every size, in any lanes", arguments: [0, 1, 2, 3, 5, 41])
  func sizes(_ people: Int) throws {
    let world = try CheckedWorld.compiled(Self.world).together
    let whole = plan(
      world, steps: 7, replicates: 9, networks: 2, seed: 6, setting: ["people": Double(people)])
    let first = try whole.execute(ExecutionOptions(threadCount: 1, laneLimit: 1))
    for result in first {
      #expect(result.failure == nil, "\(result.failure.map { "\($0)" } ?? "")")
      #expect(result.nonFiniteCounts.allSatisfy { $0 == 0 })
    }
    let expected = DeterminismTests.fingerprint(first)
    for lanes in [4, 64] {
      let options = ExecutionOptions(threadCount: 2, laneLimit: lanes)
      #expect(DeterminismTests.fingerprint(try whole.execute(options)) == expected, "\(lanes)")
    }
  }
}
