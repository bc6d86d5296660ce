// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do fused kernels give the bits of the instructions that they stand for, and are they used where they should be?

import Engine
import TestSupport
import Testing
import WorldLanguage
import WorldModel

@Suite("Fused steps")
struct FastPathTests {
  /// Steps that a kernel stands for, by name.
  static let fused: [String: String] = [
    "plain": "up ~ bernoulli(logistic(2 * (j * (2 * mean(beside.up) - 1) + 0.1)))",
    "temperature": "up ~ bernoulli(logistic((j * mean(beside.up) - 0.4) / heat))",
    "field": "up ~ bernoulli(logistic(field + j * (2 * mean(beside.up) - 1)))",
    "two fields": "up ~ bernoulli(logistic(-field + 3 * (mean(beside.up) * j - other / heat)))",
    "lean": "up ~ bernoulli(logistic(lean + field + j * (2 * mean(beside.up) - 1)))",
    "part": "up = up or mean(beside.up) >= part",
    "count": "up ~ bernoulli(logistic(j * count(beside.up) - 2))",
    "isolated": "up ~ bernoulli(logistic(j * mean(loose.up else 0) - 0.2))",
    "time": "up ~ bernoulli(logistic(j * mean(beside.up) - 0.01 * time))",
    "total": "up ~ bernoulli(logistic(j * mean(beside.up) - mean(spin.up)))",
    "cold": "up ~ bernoulli(logistic(16 * (2 * mean(beside.up) - 1)))",
    "contagion": "up = up or count(beside.up) >= 2",
    "share": "up = mean(beside.up) > j / 2",
    "own threshold": "up = up or mean(beside.up) >= level",
    "fall": "up = up and mean(loose.up else 0) < level",
    "zealots": "up = zealot or mean(beside.up) >= 0.5",
    "drawn zealots": "up = mean(beside.up) >= 0.5 and calm",
    "fraction": "up = up or count(loose.up) > 1.5",
    "conditional": "if mean(beside.up) <= 0.3 { up = true }",
  ]

  /// Steps that no kernel stands for.
  static let general: [String: String] = [
    "draw twice": "up ~ bernoulli(logistic(j * mean(beside.up)))\n  seen = mean(beside.up)",
    "curved": "let m = mean(beside.up)\n  up ~ bernoulli(logistic(j * m * m))",
    "chance": "up ~ bernoulli(mean(beside.up))",
    "alone": "up ~ bernoulli(logistic(j * field))",
  ]

  static func world(_ rule: String, schedule: String = "") -> String {
    """
    world "Spins"
    parameter j = 0.9 in 0...4
    parameter heat = 0.7 in 0.1...2
    agents spin[130] {
      trait field ~ normal(mean: 0, sd: 0.5)
      trait other ~ uniform(low: -1, high: 1)
      trait level ~ uniform(low: 0, high: 1)
      trait lean = mod(0.618 * index, 1) - 0.5
      trait part = 0.3 + mod(0.7 * index, 0.5)
      trait zealot = mod(index, 7) == 0
      trait calm ~ bernoulli(0.9)
      state up ~ bernoulli(0.4)
      state seen = 0.0
    }
    network beside: spin -> spin = small_world(degree: 6, rewiring: 0.2)
    network loose: spin -> spin = erdos_renyi(degree: 2)
    step spin \(schedule) {
      \(rule)
    }
    measure share = mean(spin.up)
    """
  }

  @Test("have the bits of the instructions", arguments: fused.keys.sorted())
  func bits(name: String) throws {
    for schedule in ["", "sequential", "shuffled"] {
      let world = try CheckedWorld.compiled(Self.world(Self.fused[name]!, schedule: schedule))
        .together
      // A total that each visit changes is no part of a form that is found once a step.
      let isFused = name != "total" || schedule.isEmpty
      let listing = ProgramListing(world).description
      #expect(listing.contains("one fused") == isFused, "\(name) \(schedule)")
      try OneHashTests.expectOneHash(
        OneHashTests.plan(world, steps: 5, replicates: 67, networks: 1), "\(name) \(schedule)",
        ways: [(1, 7), (2, 64)])
    }
  }

  @Test(
    "have the bits of the instructions where another column is read",
    arguments: ["", "sequential", "shuffled"])
  func otherColumns(schedule: String) throws {
    let source = """
      world "Others"
      agents a[70] {
        trait lean = mod(0.618 * index, 1) - 0.5
        state up ~ bernoulli(0.5)
        state was ~ bernoulli(0.2)
      }
      agents b[100] { state on ~ bernoulli(0.3) }
      network seen: a -> b = bipartite(degree: 3)
      network beside: a -> a = ring(degree: 4)
      step a \(schedule) { up ~ bernoulli(logistic(lean + 2 * mean(seen.on) - 1)) }
      step b { on ~ bernoulli(0.4) }
      step a \(schedule) { was ~ bernoulli(logistic(lean + count(beside.up) - 2)) }
      step a \(schedule) { up = up and mean(beside.was) < 0.7 }
      measure share = mean(a.up)
      """
    let world = try CheckedWorld.compiled(source).together
    #expect(ProgramListing(world).description.split(separator: "one fused").count == 4)
    try OneHashTests.expectOneHash(
      OneHashTests.plan(world, steps: 5, replicates: 67, networks: 1), schedule,
      ways: [(1, 7), (2, 64)])
  }

  @Test("have the bits of the instructions where lanes have other parameters")
  func lanes() throws {
    let world = try CheckedWorld.compiled(Self.world(Self.fused["temperature"]!)).together
    var plan = OneHashTests.plan(world, steps: 5, replicates: 64, networks: 1)
    for index in plan.requests.indices {
      plan.requests[index].parameters[0] = Double(index) / 16
      plan.requests[index].parameters[1] = 0.1 + Double(index % 7) / 4
    }
    try OneHashTests.expectOneHash(plan, "lanes")
  }

  @Test("leave hubs, and logits too large to look at, to the instructions")
  func beyond() throws {
    let source = """
      world "Hub"
      parameter j = 3 in 0...1000
      agents p[300] { state up ~ bernoulli(0.5) }
      network hub: p -> p = star()
      step p { up ~ bernoulli(logistic(j * (2 * mean(hub.up) - 1))) }
      measure share = mean(p.up)
      """
    let world = try CheckedWorld.compiled(source).together
    var plan = OneHashTests.plan(world, steps: 5, replicates: 32, networks: 1)
    try OneHashTests.expectOneHash(plan, "hub")
    for index in plan.requests.indices { plan.requests[index].parameters[0] = 500 }
    try OneHashTests.expectOneHash(plan, "large")
  }

  /// Values of `heat` and `j` for which single precision leads the program away from the affine form.
  static let extremes: [String: (heat: Double, j: Double)] = [
    "above the largest number on the way": (1e38, 1e38),
    "below the normal numbers on the way": (1.2e-44, 1.1e-44),
    "factors above the largest number": (1e-42, 0),
    "infinite at both ends": (1e39, 1e38),
  ]

  @Test("leave what overflows or underflows to the instructions", arguments: extremes.keys.sorted())
  func beyondSingle(name: String) throws {
    let source = """
      world "Extremes"
      parameter j = 1 in 0...1e300
      parameter heat = 1 in 1e-300...1e300
      agents p[300] {
        trait lean = 10 * (mod(index * 0.618, 1) - 0.5)
        trait tiny = 1e-43 * mod(index, 3)
        state up ~ bernoulli(0.5)
      }
      network beside: p -> p = ring(degree: 6)
      step p { up ~ bernoulli(logistic((j * lean + j * mean(beside.up) + tiny) / heat)) }
      measure share = mean(p.up)
      """
    let world = try CheckedWorld.compiled(source).together
    #expect(ProgramListing(world).description.contains("one fused"))
    var plan = OneHashTests.plan(world, steps: 5, replicates: 32, networks: 1)
    for index in plan.requests.indices {
      plan.requests[index].parameters[0] = Self.extremes[name]!.j
      plan.requests[index].parameters[1] = Self.extremes[name]!.heat
    }
    try OneHashTests.expectOneHash(plan, name, ways: [(1, 16), (2, 32)])
  }

  @Test("are not claimed where they do not hold", arguments: general.keys.sorted())
  func refusals(name: String) throws {
    let world = try CheckedWorld.compiled(Self.world(Self.general[name]!)).together
    #expect(!ProgramListing(world).description.contains("one fused"))
  }
}
