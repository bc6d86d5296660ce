// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is nothing called hysteresis where there is none? The worlds of R29 whose curves are steep, or move by themselves.
//
// Null: at most 5 % of ramps are called hysteresis. An exact binomial test rejects at 1e-4; of 1,000 ramps it lets at most
// 77 pass and catches a rate of 15 % for sure, of 40 at most 9, a rate of 50 % with probability 0.998.

import Emergence
import Engine
import TestSupport
import Testing
import WorldModel

/// A world without hysteresis, and how it is ramped.
struct NullRamp: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let parameter: String
  let values: [Double]
  var holds = [10, 40]
  /// Whether there are loops at a finite rate, lags or drifts, for a simpler detector to be fooled by.
  var hasLoops = true

  var testDescription: String { name }

  /// The ring of Ising with some response.
  private static func ring(_ response: String) -> String {
    """
    world "Ring"
    parameter temperature = 1 in 0.1...5
    agents spin[100] { state up ~ bernoulli(0.5) }
    network beside: spin -> spin = ring(degree: 2)
    step spin with probability 0.5 {
      up ~ bernoulli(logistic(2 * (2 * count(beside.up) - 2) / temperature))
    }
    measure response = \(response)
    """
  }

  static let all = [
    NullRamp(
      name: "N1: independent agents with thresholds of their own",
      text: """
        world "Independent"
        parameter level = 0 in 0...1
        agents a[200] {
          trait threshold ~ normal(mean: 0.5, sd: 0.15)
          state acts = false
        }
        step a { acts ~ bernoulli(logistic((level - threshold) / 0.03)) }
        measure share = mean(a.acts)
        """, parameter: "level", values: (0...8).map { Double($0) / 8 }, hasLoops: false),
    NullRamp(
      name: "N2: the ring of Ising, its order",
      text: ring("abs(mean(2 * spin.up - 1))"), parameter: "temperature",
      values: (0...8).map { 0.3 + 0.3375 * Double($0) },
      hasLoops: false),
    NullRamp(
      name: "N2: the ring of Ising, its walls",
      text: ring("mean(spin.up * (1 - 2 * mean(beside.up)) + mean(beside.up))"),
      parameter: "temperature", values: (0...8).map { 0.6 + 0.3 * Double($0) }),
    NullRamp(
      name: "N4: adversaries among agents of a bias above h*",
      text: """
        world "Biased"
        parameter adversaries = 0 in 0...1
        agents a[400] {
          trait place = (index + 0.5) / size(a)
          state good = true
        }
        network everyone: a -> a = complete()
        step a with probability 0.8 {
          let others = 2 * mean(everyone.good) - 1
          good ~ bernoulli(if place < adversaries then 0 else logistic(2 * (2 * others + 0.9)))
        }
        measure harmful = 1 - mean(a.good)
        """, parameter: "adversaries", values: (0...8).map { Double($0) / 10 }),
    NullRamp(
      name: "N8: a slow drift from a schedule",
      text: """
        world "Drifting"
        parameter level = 0 in 0...1
        agents a[200] { state acts = false }
        step a { acts ~ bernoulli(0.1 + 0.2 * level + 0.0005 * time) }
        measure share = mean(a.acts)
        """, parameter: "level", values: (0...8).map { Double($0) / 8 }),
    NullRamp(
      name: "N8: a slow drift of the agents themselves",
      text: """
        world "Wearing"
        parameter level = 0 in 0...1
        agents a[200] {
          state wear = 0.0
          state acts = false
        }
        step a { wear = wear + 0.006 * (1 - wear) }
        step a { acts ~ bernoulli(0.1 + 0.2 * level + 0.6 * wear) }
        measure share = mean(a.acts)
        """, parameter: "level", values: (0...8).map { Double($0) / 8 }),
  ]

  func report(seed: UInt32) throws -> MeasureHysteresis {
    let cell = try Cell.compiled(text) {
      ($0.replicates, $0.networks, $0.seed) = (8, nil, seed)
    }
    let index = try #require(
      cell.world.together.parameters.firstIndex { $0.name == parameter })
    return try RampDesign(
      cell, parameter: ParameterID(index), values: values, holds: holds, measures: [MeasureID(0)]
    ).run(executing: RunPlan.execute).measures[0]
  }
}

@Suite("Hysteresis: the null set")
struct HysteresisNullTests {
  private func examine(_ null: NullRamp, count: Int) throws {
    var alarms = FalseAlarms(alarmCount: 0, sweepCount: count)
    var loops = alarms
    for seed in 1...UInt32(count) {
      let found = try null.report(seed: seed)
      if found.answer == .hysteresis { alarms.alarmCount += 1 }
      if let low = found.loops[0].area.low, low > 0 { loops.alarmCount += 1 }
    }
    #expect(alarms.isWithinBudget, "\(alarms); loops at a finite rate: \(loops)")
    // Mutant: every loop at a finite rate is called hysteresis.
    if null.hasLoops { #expect(!loops.isWithinBudget, "\(loops)") }
  }

  @Test("40 ramps of each are silent", arguments: NullRamp.all)
  func silence(null: NullRamp) throws { try examine(null, count: 40) }

  @Test(
    "1,000 ramps of each are silent", .enabled(if: SlowTests.areWanted), arguments: NullRamp.all)
  func longSilence(null: NullRamp) throws { try examine(null, count: 1_000) }
}
