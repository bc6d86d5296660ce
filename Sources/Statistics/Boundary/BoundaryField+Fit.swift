// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which length-scales and amplitude suit the counts?
//
// Those of the greatest marginal likelihood times prior, over the logarithms of all of them, within bounds. The bounds matter
// where the data are a step, every cell unanimous: such data are the more probable the larger the amplitude and, once
// cells of both sides stand close together, the shorter the length-scales, and then a field knows nothing between its
// cells. With an amplitude up to 6 and scales from 0.3 of the axis up, p still climbs from 0.02 to 0.98 within a twentieth
// of the axis where the counts say so, and the boundary of a step is found with the fewest evaluations (R3: 125 to 133 for a
// band of 0.01 over amplitudes 5 to 8, scales from 0.3 and 0.4; more than 161 with scales from 0.2). The priors, normal in the
// logarithm, only matter where the data say nothing: an axis without effect, cells without a boundary. A grid of starts
// keeps the simplex out of the minor maximum in which everything is noise.

import Glibc

extension BoundaryField {
  /// Median and width of the logarithms of the length-scales, 0.5 and a factor 2.2.
  static let lengthPrior = (centre: log(0.5), width: 0.8)
  /// Bounds of the length-scales, in units of the axis.
  static let lengthBounds = 0.3...10
  /// Median and width of the logarithm of the amplitude, 3 and a factor 2.
  static let amplitudePrior = (centre: log(3.0), width: 0.7)
  /// Bounds of the amplitude.
  static let amplitudeBounds = 0.3...6
  /// Cells that the covariance is fitted to at most.
  static let fitLimit = 120

  /// Covariance of the greatest posterior density.
  static func fittedKernel(
    _ cells: [BoundaryCell], _ counts: [LatentCount]
  ) throws(StatisticsError) -> BoundaryKernel {
    let used = BoundarySubset.indices(of: cells, limit: fitLimit)
    let points = used.flatMap { cells[$0].position }
    let counts = used.map { counts[$0] }
    let dimension = cells[0].position.count
    var start: [Double]?
    func cost(_ logarithms: [Double]) -> Double {
      let kernel = kernel(logarithms)
      guard amplitudeBounds.contains(kernel.amplitude),
        kernel.lengthScales.allSatisfy({ lengthBounds.contains($0) })
      else { return .infinity }
      guard
        let posterior = try? LatentPosterior(
          kernel: kernel, points: points, covariance: kernel.covariances(points, points),
          counts: counts, start: start)
      else { return .infinity }
      start = posterior.gradient
      return -posterior.logEvidence + penalty(logarithms)
    }
    var first = (logarithms: [Double](), cost: Double.infinity)
    for length in [0.35, 0.7, 1.5] {
      for amplitude in [1.0, 2.5, 5] {
        let tried = [Double](repeating: log(length), count: dimension) + [log(amplitude)]
        let value = cost(tried)
        if value < first.cost { first = (tried, value) }
      }
    }
    guard first.cost.isFinite else {
      throw .arithmetic(routine: "log evidence", code: 0, reason: "no finite value")
    }
    let best = try GSL.minimum(
      start: first.logarithms, steps: [Double](repeating: 0.4, count: dimension + 1),
      tolerance: 0.02, of: cost)
    return kernel(best.point)
  }

  private static func kernel(_ logarithms: [Double]) -> BoundaryKernel {
    BoundaryKernel(
      amplitude: exp(logarithms[logarithms.count - 1]),
      lengthScales: logarithms.dropLast().map { exp($0) })
  }

  private static func penalty(_ logarithms: [Double]) -> Double {
    func square(_ x: Double) -> Double { x * x / 2 }
    return logarithms.dropLast().reduce(
      square((logarithms[logarithms.count - 1] - amplitudePrior.centre) / amplitudePrior.width)
    ) { $0 + square(($1 - lengthPrior.centre) / lengthPrior.width) }
  }
}
