// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which finite-size data have a continuous transition with a known answer? The Curie-Weiss set of R28, by exact
// enumeration (`Reference/make_scaling_reference.py`): K_c = 1, 1/nu-bar = 1/2, beta/nu-bar = 1/4, gamma/nu-bar = 1/2,
// U* = 0.270520.

import Foundation
import Statistics
import TestSupport

/// The set of R28, with noise on request.
enum CurieWeissSet {
  /// U* = 1 - Gamma(1/4)^4 / (24 pi^2).
  static let binderLimit = 0.270520

  /// The exact set, or one with noise.
  ///
  /// With noise the cumulant and <|m|> have errors of that much and the susceptibility of that share of
  /// itself: 2.5 to 40 would otherwise be known to 0.01 %.
  /// `curie-weiss-critical` holds the cells next to K_c up to N = 16384.
  static func data(
    noise: Double = 0, set: Int = 0, table: String = "fss-curie-weiss-exact"
  ) throws -> ScalingData {
    var normals = SyntheticNormals(seed: 28, set: set)
    func measured(_ value: Double, _ error: Double) -> MeasuredValue {
      MeasuredValue(error > 0 ? value + error * normals.normal() : value, standardError: error)
    }
    let rows = try ReferenceTable(table).numbers
    let sizes = Set(rows.map { $0[0] }).sorted()
    return try ScalingData(
      sizes.map { size in
        try ScalingCurve(
          size: size,
          points: rows.filter { $0[0] == size }.map { row in
            ScalingPoint(
              coupling: row[1], binderCumulant: measured(row[5], noise),
              orderParameter: measured(row[2], noise),
              susceptibility: measured(row[6], noise * row[6]))
          })
      })
  }

  /// What runs would give: |m| drawn from its exact law, moments of each realisation, errors by jackknife.
  ///
  /// Cumulant, order parameter and susceptibility of a point come from the same draws and are correlated, as in every study.
  static func sampled(set: Int, realisations: Int = 16, draws: Int = 300) throws -> ScalingData {
    var generator = SplitMix(UInt64(28_000 + set))
    return try ScalingData(
      [64, 128, 256, 512, 1024].map { (size: Int) in
        try ScalingCurve(
          size: Double(size),
          points: (-7...7).map { step in
            let coupling = 1 + 0.006 * Double(step)
            let law = cumulativeLaw(size, coupling)
            let moments = (0..<realisations).map { _ in
              SeriesMoments(
                of: (0..<draws).map { _ in
                  let u = Double(generator.next() >> 11) * 0x1p-53
                  var (low, high) = (0, law.count - 1)
                  while low < high {
                    let middle = (low + high) / 2
                    if law[middle] > u { high = middle } else { low = middle + 1 }
                  }
                  return 2 * Double(low) / Double(size)
                })
            }
            return try ScalingPoint(
              coupling: coupling, realisations: moments, agentCount: Double(size))
          })
      })
  }

  /// Distribution function of |M| of an even number of spins, in steps of 2.
  private static func cumulativeLaw(_ size: Int, _ coupling: Double) -> [Double] {
    let n = Double(size)
    var logs = (0...size / 2).map { half in
      let up = n / 2 + Double(half)
      let magnetisation = 2 * Double(half)
      return -lgamma(up + 1) - lgamma(n - up + 1)
        + coupling * magnetisation * magnetisation / (2 * (n - 1)) + (half == 0 ? 0 : log(2))
    }
    let largest = logs.max() ?? 0
    logs = logs.map { exp($0 - largest) }
    let total = logs.reduce(0, +)
    var sum = 0.0
    return logs.map {
      sum += $0 / total
      return sum
    }
  }
}
