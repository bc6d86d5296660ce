// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the layout of huge worlds show? Bits for truth values and columns computed block by block must give the bytes of
// the ordinary layout.

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Huge worlds")
struct HugeWorldTests {
  /// Truth values that neighbours count, of members and of what a pass makes of them, and all that is computed by block.
  static func world(_ agents: Int, _ network: String) -> String {
    """
    world "Huge"
    agents a[\(agents)] {
      trait field ~ uniform(low: -0.5, high: 0.5)
      trait marked ~ bernoulli(0.2)
      state up ~ bernoulli(0.5)
      state down ~ bernoulli(0.5)
      state precise_share: precise = 0.5
      state mood: { calm, cross } = calm
      state last = index / 7
    }
    agents reader[\(agents / 2 + 1)] { state sees = 0.0 }
    network beside: a -> a = \(network)
    network watches: reader -> a = assigned(each: 1)
    step a {
      up ~ bernoulli(logistic(0.9 * (2 * mean(beside.up else 0.3) - 1) + field))
      down = count(beside.down where beside.field > 0) > 0.5 * degree(beside)
      precise_share = mean(beside.up else 0.1) + mean(beside.marked else 0)
      mood = if any(beside.mood == cross) or all(beside.up) then calm else cross
      last = 0.5 * last + 0.001 * index + count(beside.marked)
    }
    step a with probability 0.4 { down ~ bernoulli(0.1 + 0.8 * mean(beside.down else 0.2)) }
    step reader { sees = (if watches.up then 1 else 0) + 0.1 * watches.last + sees / 2 }
    step a sequential every 3 { up ~ bernoulli(0.1 + 0.8 * mean(beside.up else 0.5)) }
    measure activity = mean(a.up)
    measure shares = sum(a.precise_share)
    measure moods = count(a.mood == cross)
    measure lasts = sum(a.last)
    measure sights = sum(reader.sees)
    measure local = mean(a.up * mean(beside.down else 0))
    measure twos = count(a.down) at end
    """
  }

  static let networks = [
    "erdos_renyi(degree: 6)", "erdos_renyi(degree: 60)",
    "scale_free(links: 3)", "star()",
  ]

  private func options(_ threads: Int, huge: Int, fast: Bool = true) -> ExecutionOptions {
    var options = ExecutionOptions(threadCount: threads, laneLimit: 1, usesFastPaths: fast)
    options.leastHugeAgents = huge
    options.leastSharedElements = 1
    return options
  }

  @Test(
    "bits and blocks give the bytes of columns", arguments: networks,
    [64, 65, 130, 517])
  func bytes(network: String, agents: Int) throws {
    let world = try CheckedWorld.compiled(Self.world(agents, network)).together
    let plan = plan(world, steps: 5, replicates: 2, seed: 6, observation: .snapshots(every: 2))
    let expected = SharedAgentsTests.text(try plan.execute(options(1, huge: .max)))
    for threads in [1, 2, 7] {
      for fast in [true, false] {
        let results = try plan.execute(options(threads, huge: 1, fast: fast))
        #expect(SharedAgentsTests.text(results) == expected, "\(threads) threads, fast: \(fast)")
      }
    }
  }

  @Test("a trace of a huge world reads what was computed block by block")
  func traces() throws {
    let world = try CheckedWorld.compiled(Self.world(150, Self.networks[0])).together
    let plan = plan(
      world, steps: 2, seed: 6, observation: .trace(GroupID(0), agentIndex: 77))
    let expected = SharedAgentsTests.text(try plan.execute(options(1, huge: .max)))
    #expect(SharedAgentsTests.text(try plan.execute(options(2, huge: 1))) == expected)
  }

  @Test("bits are kept for one lane of many agents alone, and said to be")
  func whichBits() throws {
    let world = try CheckedWorld.compiled(Self.world(100, Self.networks[0])).together
    let program = Program(world)
    func bits(lanes: Int, _ rules: HugeRules) -> Int {
      MemoryLayoutPlan(program: program, sizes: [100, 51], lanes: lanes, rules: rules).bitsOf.count
    }
    // up, marked and the two columns that passes make (down where field > 0 and mood == cross), down in the second
    // block, not up (for all), and down in the measures.
    #expect(bits(lanes: 1, HugeRules(leastAgents: 100)) >= 6)
    #expect(bits(lanes: 1, HugeRules(leastAgents: 101)) == 0)
    #expect(bits(lanes: 2, HugeRules(leastAgents: 1)) == 0)
    #expect(bits(lanes: 1, HugeRules(usesBitsets: false, leastAgents: 1)) == 0)
    #expect(
      ProgramListing(world).description.contains(
        "with one lane and many agents: bitset of a.up"))
  }

  @Test("a heat bath of many agents takes 7 bytes an agent beside its links")
  func memory() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Heat bath"
      agents a[1000000] {
        trait field ~ uniform(low: -0.5, high: 0.5)
        state up ~ bernoulli(0.5)
      }
      network beside: a -> a = small_world(degree: 10, rewiring: 0.1)
      step a { up ~ bernoulli(logistic(0.9 * (2 * mean(beside.up) - 1) + field)) }
      measure activity = mean(a.up)
      """
    ).together
    let layout = MemoryLayoutPlan(program: Program(world), sizes: [1_000_000], lanes: 1)
    #expect((6_100_000..<6_250_000).contains(layout.byteCount))
  }
}
