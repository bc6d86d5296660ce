// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the replicates of a cell end in two places, and how many in each?
//
// Tests of peaks want independent values. Replicates of one realisation are pooled with the others where they are no more
// alike (analysis of variance, 5 %), else each realisation gives one value, its mean. Shares of replicates have intervals
// that know how alike those of a realisation are.

import Statistics
import WorldModel

extension Cell {
  /// Values that a test of peaks looks at: the first, which are dealt over all realisations.
  ///
  /// More would only take time.
  private static let mostPeakValues = 4_096

  /// Tests one value a replicate for two peaks; `nil` with fewer than four values or without randomness.
  ///
  /// - Parameters:
  ///   - values: One value a replicate.
  ///   - resolution: Distance of the lattice points that values may lie on; 0 where there is no lattice.
  /// - Returns: What was found.
  /// - Throws: `StatisticsError`.
  func peaks(of values: [Double?], resolution: Double) throws -> PeaksReport? {
    guard realisationUnit != .deterministic else { return nil }
    let groups = realisations(values)
    let isClustered = try RealisationEffect(of: groups).map { $0.pValue <= 0.05 } ?? false
    let all = isClustered ? groups.compactMap(MeasureReading.mean) : values.compactMap { $0 }
    let examined = Array(all.prefix(Self.mostPeakValues))
    guard examined.count >= 4 else { return nil }
    let found = try TwoPeaks(of: examined, resolution: resolution)
    return PeaksReport(
      areFound: found.areFound, dip: found.dip.dip, pValue: found.dip.pValue,
      gain: found.bayesianInformationGain, antimode: found.antimode?.position,
      peaks: found.peaks.map { .init(position: $0.position, weight: $0.weight) },
      unit: isClustered ? .realisation : .replicate, valueCount: examined.count)
  }

  /// The share of replicates that have a property; `nil` where none says.
  func share(_ values: [Bool?]) throws -> ShareReport? {
    let groups = realisations(values)
    guard groups.contains(where: { !$0.isEmpty }) else { return nil }
    let share = try ClusteredShare(of: groups)
    let isExact = realisationUnit == .deterministic
    return ShareReport(
      count: share.count, replicateCount: share.replicateCount,
      low: isExact ? share.share : share.interval?.low,
      high: isExact ? share.share : share.interval?.high)
  }

  /// Distance of the lattice points that a measure can lie on: the length of its declared range, or 1, over the number of
  /// agents under its outermost aggregate; 0 without one.
  func resolution(of measure: Measure) -> Double {
    guard let agents = measure.value.agentCount(in: world.together, sizes: sizes), agents > 0 else {
      return 0
    }
    let length = measure.range.map { $0.upperBound - $0.lowerBound } ?? 1
    return length / Double(agents)
  }
}
