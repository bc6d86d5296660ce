// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the density of the active fall with time at one coupling: as which power, and bent which way?
//
// ln rho against ln t over geometric bins of time, so that every factor of time counts alike: slope -delta and curvature of
// the least-squares parabola. At the threshold of an absorbing state the curvature is 0, above it the density bends up to
// its plateau, below it down to extinction. Source: Hinrichsen, Adv. Phys. 49, 815 (2000), section 3.2; local slopes:
// Jensen, J. Phys. A 32, 5233 (1999).

import Glibc

/// Densities over time at one coupling, from realisations that began fully active.
public struct DensityDecay: Hashable, Sendable {
  /// Coupling, or whatever is driven through the threshold.
  public var coupling: Double
  /// Per realisation the mean density over its replicates after steps 1, 2, 3 ...; all of one length.
  public var realisations: [[Double]]

  /// Creates the densities of a coupling.
  ///
  /// - Parameters:
  ///   - coupling: Finite.
  ///   - realisations: At least two of at least 32 steps, densities in 0...1 or any unit >= 0.
  /// - Throws: `StatisticsError.tooFewRealisations`, `.tooFewValues`, `.shapesDiffer`, `.notFinite`, `.outOfRange` for a
  ///   density below 0.
  public init(coupling: Double, realisations: [[Double]]) throws(StatisticsError) {
    guard coupling.isFinite else { throw .notFinite }
    guard realisations.count >= 2 else {
      throw .tooFewRealisations(needed: 2, found: realisations.count)
    }
    let length = realisations[0].count
    guard length >= 32 else { throw .tooFewValues(needed: 32, found: length) }
    for series in realisations {
      guard series.count == length else { throw .shapesDiffer }
      for value in series {
        guard value.isFinite else { throw .notFinite }
        guard value >= 0 else { throw .outOfRange(argument: "density", value: value) }
      }
    }
    self.coupling = coupling
    self.realisations = realisations
  }

  /// Number of steps.
  public var stepCount: Int { realisations[0].count }

  /// Returns local slopes -d ln rho / d ln t between neighbouring bins of time, with errors over realisations.
  ///
  /// - Parameter firstStep: Steps before are left out, >= 1.
  /// - Returns: Geometric mean of the two times and slope, by rising time; bins from the first of density 0 on are left out.
  public func localSlopes(
    fromStep firstStep: Int = 1
  ) -> [(time: Double, slope: MeasuredValue)] {
    let bins = TimeBins(from: firstStep, to: stepCount)
    let whole = bins.logarithms(of: bins.sums(realisations))
    let parts = realisations.indices.map { left in
      bins.logarithms(of: bins.sums(realisations, leavingOut: left))
    }
    return (1..<max(1, whole.count)).compactMap { i in
      let span = bins.logTimes[i] - bins.logTimes[i - 1]
      let estimate = JackknifeEstimate(
        value: (whole[i - 1] - whole[i]) / span,
        leavingOut: parts.map { i < $0.count ? ($0[i - 1] - $0[i]) / span : nil })
      return estimate.standardError.map {
        (
          exp((bins.logTimes[i] + bins.logTimes[i - 1]) / 2),
          MeasuredValue(estimate.value, standardError: $0)
        )
      }
    }
  }
}

/// Bins of time that grow by the root of 2.
struct TimeBins {
  /// Positions in a series, one range a bin.
  var ranges: [Range<Int>] = []
  /// Mean ln t of each bin.
  var logTimes: [Double] = []

  /// Bins steps `first...last`; a last bin that would not be whole is left out.
  init(from first: Int, to last: Int) {
    var edge = Double(max(1, first))
    while true {
      let low = Int(edge.rounded(.up))
      repeat { edge *= 2.0.squareRoot() } while Int(edge.rounded(.up)) == low
      let high = Int(edge.rounded(.up))
      guard high <= last + 1 else { return }
      ranges.append(low - 1..<high - 1)
      logTimes.append((low..<high).reduce(0) { $0 + log(Double($1)) } / Double(high - low))
    }
  }

  /// Sums over realisations of the mean of each bin.
  func sums(_ realisations: [[Double]], leavingOut: Int? = nil) -> [Double] {
    var sums = [Double](repeating: 0, count: ranges.count)
    for (g, series) in realisations.enumerated() where g != leavingOut {
      for (i, range) in ranges.enumerated() {
        sums[i] += range.reduce(0) { $0 + series[$1] } / Double(range.count)
      }
    }
    return sums
  }

  /// Logarithms up to the first bin that is 0.
  func logarithms(of sums: [Double]) -> [Double] {
    sums.prefix { $0 > 0 }.map { log($0) }
  }

  /// Slope -delta at the middle of the bins and curvature of the parabola through logarithms; `nil` with fewer than five.
  func bend(of logarithms: [Double]) -> (slope: Double, curvature: Double)? {
    guard logarithms.count >= 5 else { return nil }
    let times = logTimes.prefix(logarithms.count)
    let n = Double(times.count)
    let middle = times.reduce(0, +) / n
    // Orthogonal polynomials 1, u and u^2 - b u - c on the times, so that both coefficients are plain quotients.
    let u = times.map { $0 - middle }
    let square = u.reduce(0) { $0 + $1 * $1 }
    let cube = u.reduce(0) { $0 + $1 * $1 * $1 }
    let second = u.map { $0 * $0 - cube / square * $0 - square / n }
    let slope = zip(u, logarithms).reduce(0) { $0 + $1.0 * $1.1 } / square
    let curvature =
      zip(second, logarithms).reduce(0) { $0 + $1.0 * $1.1 }
      / second.reduce(0) { $0 + $1 * $1 }
    return (slope, curvature)
  }
}
