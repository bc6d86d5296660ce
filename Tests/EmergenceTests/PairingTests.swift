// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do shared draws gain for two cells of the ministry that lie 1 % apart in conformity?
//
// Two points away from the boundary, which lies near conformity 1.3: 1.00 against 1.01, where few obey (5.0 % of 400
// clerks), and 2.00 against 2.02, where nearly all do (99.99 %). Measured, variance of the paired over that of the
// unpaired difference: 0.0016 and 0.035 between 32 realisations of the engine's runs; from the differences over seeds
// 0.00051 at the first point (60 seeds) and 0.117 at the second (100 seeds, where few rare refusals make the variance
// uncertain and the test below asks nothing). Pairing saves 2,000-fold at the first and 8- to 29-fold at the second.

import Emergence
import Engine
import Statistics
import TestSupport
import Testing
import WorldModel

@Suite("Pairing")
struct PairingTests {
  /// The complicity of single runs of 400 clerks, from step 100 to 500, one a request.
  static func complicity(
    conformity: Double, seed: UInt32, networks: Int = 1, replicates: Int = 1
  ) throws -> [Double] {
    let cell = try Cell.ministry(["conformity": conformity])
    let requests = (0..<replicates).map {
      RunRequest(
        worldIndex: 0, parameters: cell.parameters, networkIndex: $0 % networks,
        replicateIndex: $0 / networks)
    }
    let plan = RunPlan(
      worlds: [cell.world.together], requests: requests, seed: seed, stepCount: 500)
    return try RunPlan.execute(plan).map { $0.series[0][100...].reduce(0, +) / 400 }
  }

  static func variance(_ values: [Double]) -> Double {
    SeriesMoments(of: values).centredSquareSum / Double(values.count - 1)
  }

  @Test(
    "cuts the variance of the difference of the engine's runs threefold at least",
    arguments: [1.0, 2.0])
  func realisations(_ conformity: Double) throws {
    let (networks, replicates) = (32, 128)
    func groups(_ conformity: Double) throws -> [[Double]] {
      let values = try Self.complicity(
        conformity: conformity, seed: 11, networks: networks, replicates: replicates)
      return (0..<networks).map { g in
        stride(from: g, to: replicates, by: networks).map { values[$0] }
      }
    }
    let paired = try PairedDifference(of: groups(1.01 * conformity), minus: groups(conformity))
    #expect(try #require(paired.varianceRatio) < 1 / 3.0)
    #expect(try #require(paired.varianceRatio) < (conformity < 1.5 ? 0.005 : 0.1))
    #expect(try #require(paired.correlation) > 0.9)
    #expect(try #require(paired.difference.interval?.low) > 0, "more conformity, more harm")
  }

  // Independent of any formula for the error: the spread of the difference over seeds. Null: the unpaired variance is at
  // most three times the paired one; the ratio of two variances of 60 normal values then stays below 3 F = 11 (F(59, 59)
  // is 3.6 at 1e-6). Smallest gain that is surely caught: 39-fold. Mutant: pairs that share no seed, whose ratio is near 1.
  @Test("cuts the spread of the difference over seeds threefold at least")
  func seeds() throws {
    func spread(isPaired: Bool, firstSeed: UInt32) throws -> Double {
      Self.variance(
        try (firstSeed..<firstSeed + 60).map { seed in
          let other = isPaired ? seed : seed + 500
          return try Self.complicity(conformity: 1.01, seed: other)[0]
            - Self.complicity(conformity: 1, seed: seed)[0]
        })
    }
    let unpaired = try spread(isPaired: false, firstSeed: 1_000)
    let paired = try spread(isPaired: true, firstSeed: 2_000)
    #expect(unpaired > 11 * paired)
    let mutant = try spread(isPaired: false, firstSeed: 3_000)
    #expect(unpaired < 11 * mutant)
  }
}
