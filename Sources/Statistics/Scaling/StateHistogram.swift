// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often was a system in which state, realisation by realisation?

/// Counts of states in equal bins, one row a realisation.
public struct StateHistogram: Hashable, Sendable {
  /// Lower end of the first bin, in the unit of the states.
  public let low: Double
  /// Width of a bin > 0, in the unit of the states.
  public let binWidth: Double
  /// Per realisation one count >= 0 a bin.
  public let counts: [[Double]]

  /// Number of bins.
  public var binCount: Int { counts[0].count }
  /// Counts of all realisations together.
  public var total: [Double] { Self.sum(counts) }

  /// Creates a histogram from counts, which may be probabilities.
  ///
  /// - Parameters:
  ///   - counts: Per realisation one count >= 0 a bin, the same bins in all; at least one realisation and one bin.
  ///   - low: Lower end of the first bin.
  ///   - binWidth: Above 0.
  /// - Throws: `StatisticsError.tooFewValues`, `.shapesDiffer`, `.outOfRange`, `.notFinite`.
  public init(counts: [[Double]], low: Double, binWidth: Double) throws(StatisticsError) {
    guard let first = counts.first, !first.isEmpty else {
      throw .tooFewValues(needed: 1, found: 0)
    }
    guard counts.allSatisfy({ $0.count == first.count }) else { throw .shapesDiffer }
    for count in counts.joined() where !(count >= 0 && count.isFinite) {
      throw .outOfRange(argument: "counts", value: count)
    }
    guard binWidth > 0, binWidth.isFinite else {
      throw .outOfRange(argument: "binWidth", value: binWidth)
    }
    guard low.isFinite else { throw .notFinite }
    self.counts = counts
    self.low = low
    self.binWidth = binWidth
  }

  /// Creates a histogram of states.
  ///
  /// - Parameters:
  ///   - realisations: Per realisation its states; all are counted, those outside in the first or last bin.
  ///   - low: Lower end of the first bin.
  ///   - high: Upper end of the last bin, above `low`.
  ///   - binCount: >= 1. Where states lie on a lattice, as many as it has points, or every k-th of them.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`, `.notFinite`.
  public init(
    of realisations: [[Double]], from low: Double, to high: Double, binCount: Int
  ) throws(StatisticsError) {
    guard low.isFinite, high.isFinite else { throw .notFinite }
    guard high > low else { throw .outOfRange(argument: "high", value: high) }
    guard binCount >= 1 else { throw .outOfRange(argument: "binCount", value: Double(binCount)) }
    guard realisations.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    let width = (high - low) / Double(binCount)
    let counts = realisations.map { states in
      var row = [Double](repeating: 0, count: binCount)
      for state in states {
        let place = max(0, min(Double(binCount - 1), (state - low) / width))
        row[Int(place)] += 1
      }
      return row
    }
    try self.init(counts: counts, low: low, binWidth: width)
  }

  /// Middle of a bin.
  func middle(of bin: Int) -> Double { low + (Double(bin) + 0.5) * binWidth }

  /// Returns per realisation the share of its counts above a state.
  ///
  /// - Parameter state: In the unit of the states; the bin that holds it is divided in proportion.
  /// - Returns: One share in 0...1 a realisation that has counts.
  public func upperWeights(above state: Double) -> [Double] {
    let place = (state - low) / binWidth
    return counts.compactMap { row in
      let all = row.reduce(0, +)
      guard all > 0 else { return nil }
      var above = 0.0
      for (bin, count) in row.enumerated() {
        above += count * max(0, min(1, Double(bin + 1) - place))
      }
      return above / all
    }
  }

  /// Bin by bin sum of rows.
  static func sum(_ rows: [[Double]]) -> [Double] {
    rows.dropFirst().reduce(rows[0]) { zip($0, $1).map(+) }
  }
}
