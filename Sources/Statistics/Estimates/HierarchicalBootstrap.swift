// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure is any statistic of replicates that share realisations?
//
// Realisations are drawn with replacement, then replicates with replacement inside each one drawn. For statistics whose
// error has no formula; means use `RealisationMean`. Source: Davison & Hinkley, Bootstrap Methods and their Application
// (1997), section 3.8. Draws are named: resample b in the step word, and the ordinal counts first the realisations, then
// the replicates; nothing depends on the order of work.

import Randomness

/// Values of a statistic on resampled data.
public struct HierarchicalBootstrap: Hashable, Sendable {
  /// One value a resample, in the order of resamples.
  public var values: [Double]
  /// Number of realisations resampled.
  public var realisationCount: Int

  /// Evaluates a statistic on resampled data.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation one value a replicate; empty ones are left out.
  ///   - resampleCount: Number of resamples, >= 2.
  ///   - seed: Seed of the draws.
  ///   - site: Place of the draws; different statistics may share one, so that they are resampled jointly.
  ///   - statistic: Evaluated on resampled realisations; must be finite.
  /// - Throws: `StatisticsError.tooFewRealisations` below two, `.outOfRange`, `.notFinite`.
  public init(
    of realisations: [[Double]], resampleCount: Int, seed: UInt32, site: UInt32,
    statistic: ([[Double]]) -> Double
  ) throws(StatisticsError) {
    let units = realisations.filter { !$0.isEmpty }
    guard units.count >= 2 else { throw .tooFewRealisations(needed: 2, found: units.count) }
    guard resampleCount >= 2, resampleCount <= Int(UInt32.max) else {
      throw .outOfRange(argument: "resampleCount", value: Double(resampleCount))
    }
    realisationCount = units.count
    values = []
    values.reserveCapacity(resampleCount)
    for resample in 0..<resampleCount {
      let draws = NamedDraws(
        key: DrawKey(seed: seed, realisation: 0), domain: .resampling, site: site,
        step: UInt32(resample))
      let value = statistic(Self.resampled(units, draws))
      guard value.isFinite else { throw .notFinite }
      values.append(value)
    }
  }

  /// Standard deviation of the values: the standard error of the statistic.
  public var standardError: Double {
    let moments = SeriesMoments(of: values)
    return (moments.centredSquareSum / Double(values.count - 1)).squareRoot()
  }

  /// Returns the percentile interval.
  ///
  /// - Parameter confidence: Inside 0...1.
  /// - Returns: Quantiles of the values, interpolated.
  /// - Throws: `StatisticsError.tooFewRealisations` below ten realisations, where it covers too little (79 % at four).
  public func percentileInterval(
    confidence: Double = 0.95
  ) throws(StatisticsError) -> ConfidenceInterval {
    guard realisationCount >= 10 else {
      throw .tooFewRealisations(needed: 10, found: realisationCount)
    }
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange(argument: "confidence", value: confidence)
    }
    let sorted = values.sorted()
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      low: Self.quantile(tail, of: sorted), high: Self.quantile(1 - tail, of: sorted))
  }

  private static func resampled(_ units: [[Double]], _ draws: NamedDraws) -> [[Double]] {
    var ordinal = UInt32(units.count)
    return units.indices.map { position in
      let unit = units[draws.index(below: units.count, ordinal: UInt32(position))]
      return unit.indices.map { _ in
        defer { ordinal += 1 }
        return unit[draws.index(below: unit.count, ordinal: ordinal)]
      }
    }
  }

  /// Quantile by linear interpolation between order statistics.
  private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let position = probability * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 2)
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
