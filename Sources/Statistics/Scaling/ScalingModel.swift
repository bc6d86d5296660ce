// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which law with corrections do data near criticality obey, and what are its parameters?
//
//   y(K, L) = L^kappa [ sum_{i<=n} a_i x^i + L^-w sum_{j<=m} b_j x^j + L^-2w sum_{k<=l} c_k x^k ],  x = (K - K_c) L^(1/nu)
//
// kappa is 0 for the Binder cumulant, -beta/nu for the order parameter, gamma/nu for the susceptibility. Given K_c, 1/nu,
// w and kappa the law is linear, so its coefficients are eliminated at every step (variable projection: Golub & Pereyra,
// SIAM J. Numer. Anal. 10, 413 (1973)) and only those four are left to Levenberg and Marquardt: no first values are
// needed for up to a dozen coefficients, and no valley between them and the exponents is walked. Source of the law:
// Ferrenberg & Landau, Phys. Rev. B 44, 5081 (1991); Pelissetto & Vicari, Phys. Rep. 368, 549 (2002), section 1.5.
//
// Where corrections are small nothing in the data fixes w, and chi^2 has a gully towards w = 0, in which U* and b_0
// cancel. So 1/w, in which that gully is straight, has a normal prior about 1.6 of width 1 (w = 0.62; one width: 0.38...1.7,
// two: 0.28 and up), wide enough for the known classes in N and in L; and each term c_k L^-2w at the smallest size and the edge of the window a normal prior about 0 of 5 % of the
// typical value, since a square of corrections that is larger means that the sizes are too small for any expansion. Source of constrained fits: Lepage et al., Nucl. Phys. B Proc. Suppl. 106, 12 (2002).

import Glibc

/// Numbers of coefficients of the three series; -1 for a series that is left out.
struct ScalingOrder: Hashable {
  /// Degree n of the scaling function.
  var leading: Int
  /// Degree m of the first correction.
  var correction: Int
  /// Degree l of its square.
  var second: Int

  var coefficientCount: Int { leading + correction + second + 3 }
}

/// What is known of parameters before a fit: normal, with covariance.
struct ScalingPrior: Hashable {
  /// K_c, ln(1/nu), 1/w.
  ///
  /// 1/w, since what binds it is straight in that and bent in ln w: a normal prior of ln w gives too much to w next to 0.
  var means: [Double]
  var covariance: [[Double]]
}

/// The parameters of a scaling law found by one fit.
struct ScalingSolution {
  /// K_c, ln(1/nu), ln w and, where it was fitted, kappa.
  var parameters: [Double]
  /// Covariance of the parameters, widened by chi^2 per degree above 1; last row and column those of a_0.
  var covariance: [[Double]]
  /// a_0, the scaling function at x = 0, for sizes in the unit of the caller.
  var criticalValue: Double
  var chiSquared: Double
  /// Values and terms of priors, less parameters.
  var degreesOfFreedom: Int
  /// How many parameters, coefficients among them, the data fix and not their priors.
  var effectiveParameterCount: Double

  /// K_c, ln(1/nu) and 1/w with their covariance.
  var withInverseCorrection: (values: [Double], covariance: [[Double]]) {
    let inverse = exp(-parameters[2])
    let factors = [1, 1, -inverse]
    return (
      [parameters[0], parameters[1], inverse],
      (0..<3).map { i in (0..<3).map { j in factors[i] * factors[j] * covariance[i][j] } }
    )
  }
}

/// A scaling law of given order on given data.
struct ScalingModel {
  var sample: ScalingSample
  var order: ScalingOrder
  /// Whether kappa is fitted; else it is 0.
  var fitsKappa: Bool
  var prior: ScalingPrior?
  /// w where it is known.
  var knownCorrection: Double?

  /// Centre and width of the prior of 1/w.
  static let correctionPrior = (mean: 1.6, width: 1.0)

  /// w at which a fit that finds w otherwise is held.
  var heldCorrection: Double?
  /// Root mean square of the values, the unit of the prior of second corrections.
  var typicalValue: Double

  /// How closely ln w is held where it is.
  static let holdingWidth = 1e-3

  /// Width of that prior at the smallest size used.
  static let secondOrderShare = 0.05

  /// Number of parameters, the eliminated ones counted.
  var parameterCount: Int {
    order.coefficientCount + 2 + (fitsKappa ? 1 : 0)
      + (knownCorrection == nil && order.correction >= 0 ? 1 : 0)
  }

  /// Number of terms of chi^2 that are of priors: what they ask for is a datum as each value is.
  private var priorTermCount: Int { order.second + 1 + (prior == nil ? 1 : 3) }

  /// Fits the law, starting from K_c, 1/nu and kappa.
  func fit(
    criticalCoupling: Double, inverseNu: Double, kappa: Double, correction: Double
  ) throws(StatisticsError) -> ScalingSolution {
    let spread = (sample.couplings.max() ?? 0) - (sample.couplings.min() ?? 0)
    let unit = spread > 0 ? spread : 1
    let distances = sample.distances(criticalCoupling: criticalCoupling, inverseNu: inverseNu)
    let reach = max(distances.max() ?? 1, .leastNormalMagnitude)
    let whitening = try prior.map { (prior) throws(StatisticsError) in
      try GSL.whitened(
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]], by: prior.covariance)
    }
    let first =
      [criticalCoupling, log(inverseNu), log(correction)] + (fitsKappa ? [kappa] : [])
    // All start from 1: a step of finite differences is a share of its parameter, and one next to 0 would have none.
    func natural(_ u: [Double]) -> [Double] {
      first.indices.map { first[$0] + ($0 == 0 ? unit : 1) * (u[$0] - 1) }
    }
    func residuals(_ u: [Double]) -> [Double]? {
      let p = natural(u)
      guard let projection = project(p, reach) else { return nil }
      var all = projection.residuals + priorResiduals(p, whitening)
      if let heldCorrection { all.append((p[2] - log(heldCorrection)) / Self.holdingWidth) }
      return all
    }
    let residualCount = sample.count + priorTermCount + (heldCorrection == nil ? 0 : 1)
    let fit = try GSL.nonlinearFit(
      start: first.map { _ in 1 }, residualCount: residualCount, residuals: residuals)
    let p = natural(fit.parameters)
    guard let best = project(p, reach) else { throw .notFinite }
    let effective =
      Double(order.coefficientCount + p.count) - best.priorLeverage
      - priorLeverage(at: fit.parameters, covariance: fit.covariance, residuals)
    // Scale back to K_c, then the covariance of a_0: its own plus what the parameters hand on.
    var covariance = fit.covariance
    for i in covariance.indices {
      covariance[0][i] *= unit
      covariance[i][0] *= unit
    }
    let value = best.leading * unitFactor(p)
    let slopes = try p.indices.map { (i) throws(StatisticsError) in
      try slope(ofCriticalValueAt: p, along: i, error: covariance[i][i].squareRoot(), reach)
    }
    let handed = p.indices.map { i in zip(slopes, covariance[i]).reduce(0) { $0 + $1.0 * $1.1 } }
    let own = best.leadingVariance * unitFactor(p) * unitFactor(p)
    for i in p.indices { covariance[i].append(handed[i]) }
    covariance.append(handed + [own + zip(slopes, handed).reduce(0) { $0 + $1.0 * $1.1 }])
    let freedom = max(
      1, sample.count + priorTermCount - order.coefficientCount - p.count)
    let widening = max(1, fit.chiSquared / Double(freedom))
    for i in covariance.indices {
      for j in covariance.indices { covariance[i][j] *= widening }
    }
    return ScalingSolution(
      parameters: p, covariance: covariance, criticalValue: value, chiSquared: fit.chiSquared,
      degreesOfFreedom: freedom, effectiveParameterCount: effective)
  }

  /// How many of the parameters, and through them of the coefficients, their priors fix, by central differences over a tenth of
  /// each error; 0 where the law ends so near.
  private func priorLeverage(
    at u: [Double], covariance: [[Double]], _ residuals: ([Double]) -> [Double]?
  ) -> Double {
    let slopes = u.indices.map { i in
      let step = 0.1 * covariance[i][i].squareRoot()
      var (low, high) = (u, u)
      low[i] -= step
      high[i] += step
      guard let before = residuals(low), let after = residuals(high) else { return [Double]() }
      return zip(before, after).dropFirst(sample.count).map { ($1 - $0) / (2 * step) }
    }
    guard let rows = slopes.map(\.count).min() else { return 0 }
    return (0..<rows).reduce(0) { sum, row in
      u.indices.reduce(sum) { sum, i in
        u.indices.reduce(sum) { $0 + slopes[i][row] * covariance[i][$1] * slopes[$1][row] }
      }
    }
  }

  /// Takes a_0 from sizes in units of their geometric mean to sizes in the unit of the caller.
  private func unitFactor(_ p: [Double]) -> Double {
    fitsKappa ? exp(-p[3] * sample.logScale) : 1
  }

  /// d a_0 / d parameter, by a central difference over a tenth of its error.
  private func slope(
    ofCriticalValueAt p: [Double], along i: Int, error: Double, _ reach: Double
  ) throws(StatisticsError) -> Double {
    let step = 0.1 * error
    func value(_ sign: Double) throws(StatisticsError) -> Double {
      var q = p
      q[i] += sign * step
      guard let leading = project(q, reach)?.leading else { throw .notFinite }
      return leading * unitFactor(q)
    }
    return (try value(1) - value(-1)) / (2 * step)
  }

  private func priorResiduals(_ p: [Double], _ whitening: [[Double]]?) -> [Double] {
    guard let prior, let whitening else {
      guard knownCorrection == nil else { return [p[2] - log(knownCorrection ?? 1)] }
      return [(exp(-p[2]) - Self.correctionPrior.mean) / Self.correctionPrior.width]
    }
    let deviations = zip([p[0], p[1], exp(-p[2])], prior.means).map { $0 - $1 }
    return (0..<3).map { row in
      (0..<3).reduce(0) { $0 + whitening[$1][row] * deviations[$1] }
    }
  }
}
