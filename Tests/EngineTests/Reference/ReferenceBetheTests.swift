// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the magnet on random regular graphs give the values of the Bethe lattice?
//
// Null: the mean over independent graphs equals the value of the endless graph, within 0.004 for loops of a finite one;
// false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: the Bethe magnet")
struct ReferenceBetheTests {
  /// The mean spin and the mean product of neighbours on the endless tree with z neighbours.
  ///
  /// Source: Mezard and Montanari, Information, Physics, and Computation (2009), eq. 17.9: u = artanh(tanh(1 / T) tanh((z - 1) u)).
  private func bethe(_ neighbours: Int, _ temperature: Double) -> (mean: Double, product: Double) {
    let z = Double(neighbours)
    var u = 1.0
    for _ in 0..<20_000 { u = atanh(tanh(1 / temperature) * tanh((z - 1) * u)) }
    let cavity = cosh(2 * (z - 1) * u)
    let (like, unlike) = (exp(1 / temperature) * cavity, exp(-1 / temperature))
    return (tanh(z * u), (like - unlike) / (like + unlike))
  }

  @Test("R6: the cavity equation gives the published values")
  func table() {
    for (neighbours, temperature, mean, product) in [
      (3, 1.5, 0.860603, 0.833477), (4, 2, 0.928584, 0.883826), (4, 2.5, 0.735735, 0.657342),
      (4, 3.5, 0, tanh(1 / 3.5)),
    ] {
      let exact = bethe(neighbours, temperature)
      #expect(abs(exact.mean - mean) < 1e-6 && abs(exact.product - product) < 1e-6)
    }
  }

  /// Whether mean spin and product of neighbours are those of the Bethe lattice at a temperature.
  private func agrees(
    _ runs: ReferenceRuns, from first: Int, neighbours: Int, temperature: Double
  ) throws -> Bool {
    let exact = bethe(neighbours, temperature)
    let mean = try runs.mean("magnetisation", overStepsFrom: first)
    let product = try runs.mean("correlation", overStepsFrom: first)
    return mean.accepts(exact.mean, referenceError: 0.004)
      && product.accepts(exact.product, referenceError: 0.004)
  }

  @Test("R6: spins on a random regular graph have the order of the Bethe lattice")
  func regularGraph() throws {
    for (neighbours, temperature) in [(3, 1.5), (4, 3.5)] {
      let runs = try ReferenceWorld("bethe-magnet").run(
        ["spins": 1_000, "neighbours": Double(neighbours), "temperature": temperature],
        steps: 100, replicates: 32, networks: 8)
      #expect(
        try agrees(runs, from: 50, neighbours: neighbours, temperature: temperature),
        "\(neighbours)")
      // A factor of two in the temperature, the slip that every convention invites.
      #expect(
        try !agrees(runs, from: 50, neighbours: neighbours, temperature: temperature / 2))
    }
  }

  @Test(
    "R6 at 5,000 spins: order and correlation within 0.004", .enabled(if: SlowTests.areWanted))
  func regularGraphLarge() throws {
    for (neighbours, temperature) in [(3, 1.5), (4, 2), (4, 2.5), (4, 3.5)] {
      let runs = try ReferenceWorld("bethe-magnet").run(
        ["spins": 5_000, "neighbours": Double(neighbours), "temperature": temperature],
        steps: 300, replicates: 16, networks: 4)
      #expect(
        try agrees(runs, from: 100, neighbours: neighbours, temperature: temperature),
        "\(neighbours), \(temperature)")
    }
  }
}
