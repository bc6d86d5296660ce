// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do ramps of worlds with known answers find their spinodals, areas and Maxwell points, and stay silent where there is
// nothing to find? R3, R9, S16, R29.

import Emergence
import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

@Suite("Hysteresis of worlds")
struct HysteresisWorldTests {
  private func range(_ low: Double, _ high: Double, count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// Drags the share of adversaries, under partial updates, for mean-field fixed points are those of any scheme.
  private func adversaries(
    conformity: Double, bias: Double, values: [Double], holds: [Int], agents: Int,
    replicates: Int = 8
  ) throws -> [MeasureHysteresis] {
    let cell = try Adversaries.cell(
      ["population": Double(agents), "conformity": conformity, "bias": bias],
      scheme: "with probability 0.8"
    ) { ($0.replicates, $0.networks, $0.warmup) = (replicates, nil, nil) }
    return try RampDesign(
      cell, parameter: Adversaries.share(in: cell), values: values, holds: holds,
      measures: [MeasureID(0), MeasureID(1)]
    ).run(executing: RunPlan.execute).measures
  }

  /// z_c: (beta, h, z_c) of R3.
  private static let tipping = [
    (1.5, 0.1, 0.133791), (2, 0.1, 0.189814), (2, 0.2, 0.220892), (3, 0.5, 0.339752),
  ]

  @Test("R3: adversaries tip the good branch at z_c, and it does not come back with them gone")
  func tippingShares() throws {
    for (conformity, bias, exact) in Self.tipping {
      let found = try adversaries(
        conformity: conformity, bias: bias, values: range(exact - 0.05, exact + 0.03, count: 17),
        holds: [15, 60], agents: 2_000)
      for measure in found {
        #expect(
          measure.answer == .hysteresis,
          "\(measure.name) at \(conformity), \(bias): \(measure.doubts)")
        #expect(measure.downSpinodal == nil)
        let spinodal = try #require(measure.upSpinodal)
        let mean = try #require(spinodal.position.mean)
        #expect(abs(mean - exact) < 0.01, "\(mean) for \(exact)")
        #expect(try #require(spinodal.position.low) < exact + 0.005)
      }
    }
  }

  @Test(
    "R3 at 20,000 agents: tipping shares within 0.01, within their intervals",
    .enabled(if: SlowTests.areWanted))
  func tippingSharesOfMany() throws {
    for (conformity, bias, exact) in Self.tipping {
      let found = try adversaries(
        conformity: conformity, bias: bias,
        values: range(exact - 0.08, exact + 0.04, count: 25), holds: [20, 80, 320],
        agents: 20_000, replicates: 4)
      let spinodal = try #require(found[0].upSpinodal)
      let mean = try #require(spinodal.position.mean)
      #expect(abs(mean - exact) < 0.01, "\(mean) for \(exact)")
      #expect(found[0].answer == .hysteresis)
    }
  }

  @Test("R3: above the bias h* harm goes with the adversaries: no loop is left")
  func reversible() throws {
    // h*(2) = 0.532840.
    let found = try adversaries(
      conformity: 2, bias: 0.9, values: range(0.1, 0.7, count: 13), holds: [10, 40], agents: 2_000)
    for measure in found { #expect(measure.answer == .none, "\(measure.doubts)") }
  }

  /// Everyone feels the mean of all others and a field, both times K.
  private func magnet(_ conformity: Double, spins: Int) throws -> Cell {
    try Cell.compiled(
      """
      world "Magnet in a field"
      parameter spins: count = \(spins) in 2...1_000_000
      parameter field = 0 in -2...2
      coupling conformity = \(conformity) in 0...4
      agents spin[spins] { state up ~ bernoulli(0.5) }
      network others: spin -> spin = complete()
      step spin with probability 0.8 {
        up ~ bernoulli(logistic(2 * conformity * (2 * mean(others.up) - 1 + field)))
      }
      measure magnetisation = mean(2 * spin.up - 1)
      """
    ) { ($0.replicates, $0.networks) = (8, nil) }
  }

  private func loop(
    _ conformity: Double, spins: Int, values: [Double], holds: [Int]
  ) throws -> MeasureHysteresis {
    try RampDesign(
      magnet(conformity, spins: spins), parameter: ParameterID(1), values: values, holds: holds,
      measures: [MeasureID(0)]
    ).run(executing: RunPlan.execute).measures[0]
  }

  @Test("S16: the loop of a magnet of mean fields has two spinodals and its area, K = 2")
  func magnetLoop() throws {
    let found = try loop(2, spins: 2_000, values: range(-0.36, 0.36, count: 49), holds: [10, 40])
    #expect(found.answer == .hysteresis, "\(found.doubts)")
    let up = try #require(found.upSpinodal?.position.mean)
    let down = try #require(found.downSpinodal?.position.mean)
    #expect(abs(up - 0.266420) < 0.02 && abs(down + 0.266420) < 0.02, "\(up), \(down)")
    let area = try #require(found.restArea?.mean)
    #expect(abs(area / 0.999575 - 1) < 0.08, "\(area)")
    // Above its temperature the magnet only lags.
    let none = try loop(0.8, spins: 2_000, values: range(-0.6, 0.6, count: 13), holds: [10, 40])
    #expect(none.answer == .none, "\(none.doubts)")
  }

  @Test(
    "S16: adiabatic areas of K = 1.5, 2 and 3 within a few percent",
    .enabled(if: SlowTests.areWanted))
  func magnetAreas() throws {
    for (conformity, field, exact) in [
      (1.5, 0.138364, 0.463743), (2, 0.266420, 0.999575), (3, 0.434425, 1.707336),
    ] {
      let found = try loop(
        conformity, spins: 4_000, values: range(-1.6 * field, 1.6 * field, count: 65),
        holds: [30, 120, 480])
      #expect(found.answer == .hysteresis)
      let area = try #require(found.restArea?.mean)
      #expect(abs(area / exact - 1) < 0.04, "\(area) for \(exact)")
      let spinodal = try #require(found.upSpinodal)
      let up = try #require(spinodal.position.mean)
      // Noise leaves a branch a little early, and no ramp tells more than its values do.
      #expect(abs(up - field) < 0.01 + spinodal.resolution, "\(up) for \(field)")
    }
  }

  /// The q-voter's order under a ramp of independence, for q = 6 by products, which are faster than powers; partial
  /// updates keep its mean-field fixed points.
  private func voters(
    _ values: [Double], holds: [Int], voters: Int, replicates: Int = 8
  ) throws -> MeasureHysteresis {
    let file = SourceFolder(of: #filePath).appending("../../Worlds/Reference/q-voter.world")
    let text = String(decoding: try file.contents(), as: UTF8.self)
      .replacing("step voter sequential", with: "step voter with probability 0.5")
      .replacing(
        "let follow = if yes then 1 - (1 - share) ^ asked else share ^ asked",
        with: """
          let said = if yes then 1 - share else share
            let two = said * said
            let unanimous = two * two * two
            let follow = if yes then 1 - unanimous else unanimous
          """)
    let cell = try Cell.compiled(text, ["voters": Double(voters)]) {
      ($0.replicates, $0.networks) = (replicates, nil)
    }
    let names = cell.world.together.parameters.map(\.name)
    let independence = try #require(names.firstIndex(of: "independence"))
    let order = try #require(cell.world.together.measures.firstIndex { $0.name == "order" })
    return try RampDesign(
      cell, parameter: ParameterID(independence), values: values, holds: holds,
      measures: [MeasureID(order)]
    ).run(executing: RunPlan.execute).measures[0]
  }

  @Test("R9: six voters asked have two spinodals")
  func voterSpinodals() throws {
    let found = try voters(
      range(0.115, 0.17, count: 23), holds: [50, 200, 800], voters: 4_000)
    #expect(found.answer == .hysteresis, "\(found.doubts) \(found.loops.map(\.area))")
    let up = try #require(found.upSpinodal?.position.mean)
    let down = try #require(found.downSpinodal?.position.mean)
    #expect(abs(up - 0.150616) < 0.007 && abs(down - 0.135135) < 0.007, "\(up), \(down)")
  }

  @Test("R9 at 20,000 voters: spinodals of q = 6", .enabled(if: SlowTests.areWanted))
  func voterSpinodalsOfMany() throws {
    let found = try voters(
      range(0.128, 0.158, count: 31), holds: [50, 200, 800], voters: 20_000, replicates: 4)
    #expect(found.answer == .hysteresis, "\(found.doubts)")
    let up = try #require(found.upSpinodal?.position.mean)
    let down = try #require(found.downSpinodal?.position.mean)
    #expect(abs(up - 0.150616) < 0.002 && abs(down - 0.135135) < 0.003, "\(up), \(down)")
  }
}
