// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which finite-size data have a continuous transition with a known answer? The Curie-Weiss set of R28, by exact
// enumeration (`Reference/make_scaling_reference.py`): K_c = 1, 1/nu-bar = 1/2, beta/nu-bar = 1/4, gamma/nu-bar = 1/2,
// U* = 0.270520.

import Foundation
import Statistics

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
}
