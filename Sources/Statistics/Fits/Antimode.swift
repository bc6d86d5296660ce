// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the density of two normal laws have a valley between its peaks, where, and how deep?
//
// All peaks lie between both means. With u = (x - mu_1) / (mu_2 - mu_1) the slope of the density has the sign of -g(u),
// g = ln(w_1 phi_1 (x - mu_1) / sigma_1^2) - ln(w_2 phi_2 (mu_2 - x) / sigma_2^2), which rises from minus to plus
// infinity and falls in between exactly where q(u) = u (1 - u) (A u + B (1 - u)) > 1, A = (mu_2 - mu_1)^2 / sigma_1^2 and
// B the same of sigma_2. q has one maximum in 0...1, so g has one root (one peak) or three (peak, valley, peak), each
// bracketed: no grid can miss a narrow valley. Source of the conditions: Robertson & Fryer, Scand. Actuarial J. 1969, 137.

import Glibc

/// The valley between two peaks of a density.
public struct Antimode: Hashable, Sendable {
  /// Where the density is least between the peaks, in the unit of the values.
  public var position: Double
  /// Where the lower peak is highest.
  public var lowerPeak: Double
  /// Where the upper peak is highest.
  public var upperPeak: Double
  /// ln(P_peak / P_antimode) > 0 from the lower peak.
  public var lowerBarrier: Double
  /// ln(P_peak / P_antimode) > 0 from the upper peak.
  public var upperBarrier: Double

  /// The smaller barrier: that of the less high peak.
  public var barrier: Double { min(lowerBarrier, upperBarrier) }
  /// 1 - P_antimode / P_peak of the less high peak, in 0...1.
  public var depth: Double { -GSL.expm1(-barrier) }
}

extension Antimode {
  /// Finds the valley between two normal laws; `nil` where their weighted sum has one peak.
  ///
  /// - Parameters:
  ///   - a: One law, of weight and standard deviation above 0.
  ///   - b: The law of larger mean, likewise.
  /// - Complexity: O(1).
  public init?(between a: GaussianMixture.Component, and b: GaussianMixture.Component) {
    let distance = b.mean - a.mean
    guard distance > 0, a.weight > 0, b.weight > 0 else { return nil }
    let ratioA = distance / a.standardDeviation
    let ratioB = distance / b.standardDeviation
    let (squareA, squareB) = (ratioA * ratioA, ratioB * ratioB)
    let shift = log(a.weight / b.weight) + 3 * log(b.standardDeviation / a.standardDeviation)
    func fall(_ u: Double) -> Double { u * (1 - u) * (squareA * u + squareB * (1 - u)) - 1 }
    func slope(_ u: Double) -> Double {
      shift + squareB * (1 - u) * (1 - u) / 2 - squareA * u * u / 2 + log(u) - log1p(-u)
    }
    // The derivative of q, B + 2 (A - 2 B) u + 3 (B - A) u^2, falls from B > 0 to -A < 0.
    let top = Self.root(from: 0, to: 1) { u in
      -(squareB + 2 * (squareA - 2 * squareB) * u + 3 * (squareB - squareA) * u * u)
    }
    guard fall(top) > 0 else { return nil }
    let first = Self.root(from: 0, to: top, of: fall)
    let last = Self.root(from: top, to: 1) { -fall($0) }
    guard slope(first) > 0, slope(last) < 0 else { return nil }
    lowerPeak = a.mean + distance * Self.root(from: 0, to: first, of: slope)
    position = a.mean + distance * Self.root(from: first, to: last) { -slope($0) }
    upperPeak = a.mean + distance * Self.root(from: last, to: 1, of: slope)
    let pair = [a, b]
    let bottom = GaussianMixture.logDensity(of: pair, at: position)
    lowerBarrier = GaussianMixture.logDensity(of: pair, at: lowerPeak) - bottom
    upperBarrier = GaussianMixture.logDensity(of: pair, at: upperPeak) - bottom
    guard lowerBarrier > 0, upperBarrier > 0 else { return nil }
  }

  /// Where a function that is negative at `low` and positive at `high` changes its sign, to the last bit.
  private static func root(
    from low: Double, to high: Double, of function: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
  }
}

extension GaussianMixture {
  /// The valley between the peaks; `nil` where the density has one peak.
  public var antimode: Antimode? {
    guard components.count == 2 else { return nil }
    return Antimode(between: components[0], and: components[1])
  }
}
