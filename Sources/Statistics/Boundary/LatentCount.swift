// SPDX-License-Identifier: GPL-3.0-or-later
//
// How likely are counts given the latent value of their point?
//
// log p = y log Phi(f) + (n - y) log Phi(-f). With r(z) = phi(z) / Phi(z), the hazard of -z, the gradient is
// y r(f) - (n - y) r(-f) and the curvature W = y r(f) (f + r(f)) + (n - y) r(-f) (r(-f) - f), never negative; Rasmussen &
// Williams (2006), eq. 3.16. Far in the tail z + r(z) cancels, and stands for its expansion -1/z there.

import CGSL

/// Events among trials; both may be fractions, since replicates that share a realisation count for less than one each.
struct LatentCount: Hashable, Sendable {
  /// Events, >= 0.
  var over: Double
  /// Trials without the event, >= 0.
  var under: Double

  /// Logarithm of the likelihood.
  func logLikelihood(_ f: Double) -> Double {
    var value = 0.0
    if over > 0 { value += over * Self.logNormal(f) }
    if under > 0 { value += under * Self.logNormal(-f) }
    return value
  }

  /// log Phi(z).
  private static func logNormal(_ z: Double) -> Double {
    gsl_sf_log_erfc(-z * 0.5.squareRoot()) - M_LN2
  }
}

/// Gradient and negated second derivative of the log-likelihood of counts.
struct LatentSlopes {
  /// One a point.
  var gradient: [Double] = []
  /// One a point, > 0 where there are trials.
  var curvature: [Double] = []

  init(_ f: [Double], _ counts: [LatentCount]) {
    gradient.reserveCapacity(f.count)
    curvature.reserveCapacity(f.count)
    for (f, count) in zip(f, counts) {
      let (up, down) = (Self.ratio(f), Self.ratio(-f))
      gradient.append(count.over * up.ratio - count.under * down.ratio)
      curvature.append(
        count.over * up.ratio * up.excess + count.under * down.ratio * down.excess)
    }
  }

  /// r(z) = phi(z) / Phi(z), and z + r(z) > 0.
  private static func ratio(_ z: Double) -> (ratio: Double, excess: Double) {
    guard z < 38 else { return (0, z) }
    let r = gsl_sf_hazard(-z)
    return (r, z < -1e4 ? -1 / z : max(z + r, 0))
  }
}

extension LatentCount {
  /// The counts to be expected where the latent value is known.
  static func expected(at f: Double, trials: Double) -> LatentCount {
    let over = trials * GSL.normalUpperTail(-f)
    return LatentCount(over: over, under: trials - over)
  }
}
