// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are agents visited as the schedule says? Naive programs that share the named words and nothing else.

import Randomness
import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Schedules")
struct ScheduleTests {
  @Test("a sequential voter model equals a naive one, visit by visit")
  func voter() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Voter"
      agents voter[9] { state yes ~ bernoulli(0.5) }
      network beside: voter -> voter = ring(degree: 2)
      step voter sequential {
        let model ~ pick(beside)
        yes = model.yes
      }
      measure ayes = count(voter.yes)
      """
    ).together
    let results = try run(world, steps: 6, replicates: 4, networks: 2, seed: 11)
    for index in 0..<4 {
      let naive = Naive(world, seed: 11, network: index % 2, replicate: index / 2)
      #expect(results[index].series[0] == naive.voter(steps: 6))
    }
  }

  @Test("a sequential block sees the group as earlier visits left it")
  func groupTotals() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Urn"
      agents ball[9] { state red ~ bernoulli(0.5) }
      step ball sequential { red ~ bernoulli(0.1 + 0.8 * mean(ball.red)) }
      measure reds = count(ball.red)
      """
    ).together
    let results = try run(world, steps: 6, replicates: 3, seed: 5)
    for index in 0..<3 {
      let naive = Naive(world, seed: 5, network: 0, replicate: index)
      #expect(results[index].series[0] == naive.urn(steps: 6))
    }
  }

  @Test("shuffled visits everyone once a step, sequential as many as there are agents")
  func visits() throws {
    for (schedule, least, most) in [("shuffled", 4.0, 4.0), ("sequential", 0.0, 40.0)] {
      let world = try CheckedWorld.compiled(
        """
        world "Visits"
        agents a[11] { state visits: precise = 0 }
        step a \(schedule) { visits = visits + 1 }
        measure smallest = min(a.visits)
        measure largest = max(a.visits)
        measure total = sum(a.visits)
        """
      ).together
      let result = try run(world, steps: 4)[0]
      #expect(result.series[2] == [11, 22, 33, 44])
      #expect(result.series[0][3] >= least && result.series[1][3] <= most)
      #expect(schedule == "shuffled" || result.series[0][3] < result.series[1][3])
    }
  }

  @Test(
    "a synchronous block reads the state at its start, its own included, and later blocks see it")
  func synchronous() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Shift"
      agents a[5] {
        state on = index == 0
        state was = false
      }
      network back: a -> a = pipeline()
      step a {
        on = any(back.on)
        was = on
      }
      step a every 2 { on = on or was }
      measure number = count(a.on)
      """
    ).together
    // After each first block `on` has moved by one and `was` holds where it was; the second adds that at times 0 and 2.
    //   time 0: 01000 -> 11000; time 1: 01100; time 2: 00110 -> 01110; time 3: 00111.
    let result = try run(world, steps: 4)[0]
    #expect(result.series[0] == [2, 2, 3, 3])
  }

  @Test("an agent takes part with the probability it states, and else keeps its state")
  func partial() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Sleepers"
      agents a[400] {
        state on = true
        state count_of = 0
      }
      step a with probability 0.25 {
        on = not on
        count_of = count_of + 1
      }
      measure woken = sum(a.count_of)
      """
    ).together
    let result = try run(world, steps: 50, seed: 2)[0]
    // Binomial(20,000, 1/4): standard deviation 61.2; 4.9 of them, a false alarm in a million.
    #expect(abs(result.series[0][49] - 5_000) < 4.9 * 61.3)
  }
}

/// Naive runs of the worlds above.
private struct Naive {
  let world: World
  let key: DrawKey
  let order: NamedDraws

  init(_ world: World, seed: UInt32, network: Int, replicate: Int) {
    self.world = world
    key = DrawKey(seed: seed, networkIndex: network, replicateIndex: replicate)
    order = NamedDraws(
      key: DrawKey(seed: seed, realisation: network), domain: .order,
      site: world.blocks[0].site.word)
  }

  private var start: [Bool] {
    guard case .draw(let draw) = world.groups[0].members[0].initial else { return [] }
    let draws = NamedDraws(key: key, domain: .initial, site: draw.site.word)
    return (0..<9).map { draws.word(ordinal: $0) < 1 << 31 }
  }

  private func visits(_ step: Int, _ body: (_ agent: Int, _ visit: UInt32) -> Void) {
    var order = order
    order.step = UInt32(step)
    for visit in 0..<UInt32(9) { body(order.index(below: 9, ordinal: visit), visit) }
  }

  func voter(steps: Int) -> [Double] {
    guard case .bindPick(_, _, let site) = world.blocks[0].statements[0].kind else { return [] }
    var state = start
    return (0..<steps).map { step in
      let picks = NamedDraws(key: key, domain: .dynamics, site: site.word, step: UInt32(step))
      visits(step) { agent, visit in
        let neighbours = [(agent + 8) % 9, (agent + 1) % 9].sorted()
        state[agent] = state[neighbours[picks.index(below: 2, ordinal: visit)]]
      }
      return Double(state.count { $0 })
    }
  }

  func urn(steps: Int) -> [Double] {
    guard case .assignDraw(_, let draw) = world.blocks[0].statements[0].kind else { return [] }
    var state = start
    return (0..<steps).map { step in
      let draws = NamedDraws(key: key, domain: .dynamics, site: draw.site.word, step: UInt32(step))
      visits(step) { agent, visit in
        let chance = 0.1 + 0.8 * Double(state.count { $0 }) / 9
        state[agent] = Double(draws.word(ordinal: visit)) * 0x1p-32 < chance
      }
      return Double(state.count { $0 })
    }
  }
}
