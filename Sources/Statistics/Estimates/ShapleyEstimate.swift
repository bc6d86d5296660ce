// SPDX-License-Identifier: GPL-3.0-or-later
//
// How sure are Shapley values of outcomes that were simulated?
//
// All 2^k combinations run on the same draws, so every replicate has a whole table of outcomes and Shapley values of its
// own; they are averaged like any other value, with Student's interval over realisations. Because the values are linear
// in the outcomes, resampling them is resampling all combinations jointly: the bootstrap error beside the interval keeps
// the same seeds in all coalitions. It is about sqrt((G - 1) / G) of the other, and is there to be compared with it.

/// Shapley values and interactions with errors over realisations.
public struct ShapleyEstimate: Hashable, Sendable {
  /// A mean with two errors.
  public struct Term: Hashable, Sendable {
    /// The mean over replicates with Student's interval over realisations.
    public var mean: RealisationMean
    /// Standard error by the hierarchical bootstrap; `nil` with one realisation.
    public var bootstrapError: Double?
    /// Variance of the mean over that from combinations with draws of their own, sum a_s^2 Var(v_s) for the weights a_s of
    /// the combinations, >= 0: below 1 where shared draws help; `nil` with one realisation or where nothing varies.
    public var varianceRatio: Double?
  }

  /// Number k of causes, in 1...10.
  public var playerCount: Int
  /// The Shapley value of each cause, in units of the outcome.
  public var values: [Term]
  /// v(all) - v(none); the means of `values` sum to its mean.
  public var total: Term
  /// Interactions in the order of `ShapleyValues.pairs`.
  public var interactions: [Term]

  /// Divides simulated outcomes.
  ///
  /// - Parameters:
  ///   - coalitions: Outcomes indexed by combination, realisation and replicate: 2^k combinations, bit i of the index
  ///     saying whether cause i is in it; each with the same realisations and replicates on the same draws.
  ///   - confidence: Of the intervals, inside 0...1.
  ///   - resampleCount: Number of bootstrap resamples, >= 2.
  ///   - seed: Seed of the resampling.
  ///   - site: Place of its draws.
  /// - Throws: `StatisticsError.outOfRange`, `.shapesDiffer`, `.tooFewValues` without any, `.notFinite`.
  public init(
    of coalitions: [[[Double]]], confidence: Double = 0.95, resampleCount: Int = 200, seed: UInt32,
    site: UInt32
  ) throws(StatisticsError) {
    let k = try ShapleyValues.playerCount(ofCoalitions: coalitions.count)
    let shape = coalitions[0].map(\.count)
    guard coalitions.allSatisfy({ $0.map(\.count) == shape }) else { throw .shapesDiffer }
    var tables: [[ShapleyValues]] = []
    for (g, replicateCount) in shape.enumerated() {
      var row: [ShapleyValues] = []
      for r in 0..<replicateCount {
        row.append(try ShapleyValues(coalitionValues: coalitions.map { $0[g][r] }))
      }
      tables.append(row)
    }
    // Linear in the outcomes: the weights of combinations are what the value is of an outcome that only one of them has.
    var weights: [ShapleyValues] = []
    var variances: [Double] = []
    for (combination, values) in coalitions.enumerated() {
      var outcomes = [Double](repeating: 0, count: coalitions.count)
      outcomes[combination] = 1
      weights.append(try ShapleyValues(coalitionValues: outcomes))
      let groups = try WeightedGroups(values)
      variances.append(groups.means.count >= 2 ? groups.errorProduct(with: groups) : 0)
    }
    func term(_ part: (ShapleyValues) -> Double) throws(StatisticsError) -> Term {
      let data = tables.map { $0.map(part) }
      var term = Term(mean: try RealisationMean(of: data, confidence: confidence))
      guard term.mean.realisationCount >= 2 else { return term }
      term.bootstrapError = try HierarchicalBootstrap(
        of: data, resampleCount: resampleCount, seed: seed, site: site, statistic: Self.mean
      ).standardError
      let unpaired = zip(weights, variances).reduce(0) { $0 + part($1.0) * part($1.0) * $1.1 }
      let groups = try WeightedGroups(data)
      if unpaired > 0 { term.varianceRatio = groups.errorProduct(with: groups) / unpaired }
      return term
    }
    playerCount = k
    total = try term(\.total)
    values = []
    for i in 0..<k { values.append(try term { $0.values[i] }) }
    interactions = []
    for pair in 0..<k * (k - 1) / 2 { interactions.append(try term { $0.interactions[pair] }) }
  }

  /// Returns the interaction of two causes.
  ///
  /// - Parameters:
  ///   - i: A cause.
  ///   - j: Another cause.
  /// - Returns: I_ij = I_ji.
  public func interaction(_ i: Int, _ j: Int) -> Term {
    interactions[ShapleyValues.pairIndex(i, j, playerCount: playerCount)]
  }

  private static func mean(_ data: [[Double]]) -> Double {
    var sum = 0.0
    var count = 0
    for values in data {
      for value in values { sum += value }
      count += values.count
    }
    return sum / Double(count)
  }
}
