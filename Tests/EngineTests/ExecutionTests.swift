// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a run do what the world says? Small worlds whose every step is known.

import Glibc
import Randomness
import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Execution")
struct ExecutionTests {
  @Test("rule 90 from one cell has 2^popcount(t) cells at time t")
  func rule90() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Rule 90"
      agents cell[257] { state on = index == 128 }
      network beside: cell -> cell = ring(degree: 2)
      step cell { on = count(beside.on) == 1 }
      measure lit = count(cell.on)
      """
    ).together
    for lanes in [1, 5, 64] {
      let results = try run(world, steps: 64, replicates: lanes)
      for result in results {
        #expect(result.failure == nil)
        for (index, value) in result.series[0].enumerated() {
          #expect(value == Double(1 << (index + 1).nonzeroBitCount), "t = \(index + 1)")
        }
      }
    }
  }

  @Test("the ministry equals a naive program that shares nothing but the named words")
  func ministry() throws {
    let world = try CheckedWorld.compiled(Self.ministry).together
    let results = try run(world, steps: 40, replicates: 3, seed: 7)
    for replicate in 0..<3 {
      let expected = NaiveMinistry(world, replicate: replicate, seed: 7).series(steps: 40)
      #expect(results[replicate].series[0] == expected, "replicate \(replicate)")
    }
  }

  static let ministry = """
    world "Small ministry"
    parameter conscience = 2 in 0...6
    coupling conformity = 2 in 0...4
    agents clerk[60] {
      trait stubborn ~ bernoulli(0.5)
      state obeys ~ bernoulli(0.3)
      state numbness = 0.0
    }
    network desks: clerk -> clerk = ring(degree: 4)
    step clerk {
      let around = mean(desks.obeys)
      let push = conscience * stubborn * (1 - numbness)
      obeys ~ bernoulli(logistic((conformity * around - push) / 0.5))
      numbness = numbness + 0.1 * (around - numbness)
    }
    measure obeying = count(clerk.obeys)
    """
}

/// The small ministry, agent by agent, with the library's exponential; ties of a draw with its chance do not occur.
struct NaiveMinistry {
  let stubborn: NamedDraws
  let first: NamedDraws
  let step: NamedDraws

  init(_ world: World, replicate: Int, seed: UInt32) {
    let key = DrawKey(seed: seed, networkIndex: 0, replicateIndex: replicate)
    let sites = world.groups[0].members.map { member in
      if case .draw(let draw) = member.initial { return draw.site.word }
      return 0
    }
    stubborn = NamedDraws(key: key, domain: .initial, site: sites[0])
    first = NamedDraws(key: key, domain: .initial, site: sites[1])
    var site: UInt32 = 0
    for statement in world.blocks[0].statements {
      if case .assignDraw(_, let draw) = statement.kind { site = draw.site.word }
    }
    step = NamedDraws(key: key, domain: .dynamics, site: site)
  }

  func series(steps: Int) -> [Double] {
    let n = 60
    let isStubborn = stubborn.all(n).map { Double($0) * 0x1p-32 < 0.5 }
    var obeys = first.all(n).map { Double($0) * 0x1p-32 < 0.3 }
    var numbness = [Double](repeating: 0, count: n)
    var series: [Double] = []
    for t in 0..<steps {
      var place = step
      place.step = UInt32(t)
      let words = place.all(n)
      let old = obeys
      for i in 0..<n {
        let around = [1, 2, n - 1, n - 2].reduce(0.0) { $0 + (old[(i + $1) % n] ? 0.25 : 0) }
        let x = (2 * around - (isStubborn[i] ? 2 : 0) * (1 - numbness[i])) / 0.5
        obeys[i] = Double(words[i]) * 0x1p-32 < 1 / (1 + exp(-x))
        numbness[i] += 0.1 * (around - numbness[i])
      }
      series.append(Double(obeys.count { $0 }))
    }
    return series
  }
}

extension NamedDraws {
  fileprivate func all(_ count: Int) -> [UInt32] {
    (0..<UInt32(count)).map { word(ordinal: $0) }
  }
}
