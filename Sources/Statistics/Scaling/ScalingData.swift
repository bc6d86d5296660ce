// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which data does finite-size scaling rest on? Per size a curve over the coupling of Binder cumulant, order parameter and
// susceptibility, each with its error.
//
// The size variable is the caller's: the number N of agents, or L = N^(1/d) on a lattice of dimension d. All exponents
// are those of the variable handed in: with N they are 1/nu-bar, beta/nu-bar and gamma/nu-bar, where nu-bar = d nu.

/// What was measured at one size and one coupling.
public struct ScalingPoint: Hashable, Sendable {
  /// Coupling K, or whatever parameter is driven through the transition.
  public var coupling: Double
  /// 1 - <m^4> / (3 <m^2>^2), at most 2/3; `nil` where it was not measured or is undefined.
  public var binderCumulant: MeasuredValue?
  /// <|m|>, in the units of the measure; `nil` where it was not measured.
  public var orderParameter: MeasuredValue?
  /// N Var(|m|) / T, >= 0; `nil` where it was not measured.
  public var susceptibility: MeasuredValue?
  /// Realisations that the standard errors were estimated from; `nil` where the errors are known.
  ///
  /// Estimated errors of one size are smoothed over the coupling before any fit: see `StandardErrors`.
  public var realisationCount: Int?

  /// Creates a point from its parts, as from an exact table.
  public init(
    coupling: Double, binderCumulant: MeasuredValue? = nil, orderParameter: MeasuredValue? = nil,
    susceptibility: MeasuredValue? = nil, realisationCount: Int? = nil
  ) {
    self.coupling = coupling
    self.binderCumulant = binderCumulant
    self.orderParameter = orderParameter
    self.susceptibility = susceptibility
    self.realisationCount = realisationCount
  }

  /// Creates a point from runs: jackknife over realisations, first-order bias removed.
  ///
  /// Errors need two realisations; below that every quantity is `nil`. The three quantities come from the same runs and
  /// are correlated: `CriticalPoint` tells K_c, 1/nu and U* from the cumulant alone.
  ///
  /// - Parameters:
  ///   - coupling: Coupling K.
  ///   - realisations: Moments of |m| over all recorded steps and replicates of each realisation (`SeriesMoments`); |m|
  ///     has the second and fourth moments of m. Where m is not symmetric about 0, hand in moments of |m - <m>| and say
  ///     so: the cumulant is then the central one.
  ///   - agentCount: Number N of agents that m is a mean over.
  ///   - temperature: T > 0 in equilibrium, 1 otherwise.
  /// - Throws: `StatisticsError.outOfRange`.
  public init(
    coupling: Double, realisations: [SeriesMoments], agentCount: Double, temperature: Double = 1
  ) throws(StatisticsError) {
    guard agentCount > 0 else { throw .outOfRange(argument: "agentCount", value: agentCount) }
    guard temperature > 0 else { throw .outOfRange(argument: "temperature", value: temperature) }
    self.init(
      coupling: coupling,
      binderCumulant: MeasuredValue(Fluctuations.binderCumulant(of: realisations)),
      orderParameter: MeasuredValue(JackknifeEstimate(over: realisations) { $0.mean }),
      susceptibility: MeasuredValue(
        Fluctuations.susceptibility(
          of: realisations, agentCount: agentCount, temperature: temperature)),
      realisationCount: realisations.count { $0.count > 0 })
  }
}

/// What was measured at one size.
public struct ScalingCurve: Hashable, Sendable {
  /// The size variable, above 0.
  public var size: Double
  /// Points by rising coupling.
  public private(set) var points: [ScalingPoint]

  /// Creates a curve.
  ///
  /// - Parameters:
  ///   - size: N, or L = N^(1/d): above 0.
  ///   - points: In any order; couplings all different.
  /// - Throws: `StatisticsError.outOfRange`, `.notFinite`.
  public init(size: Double, points: [ScalingPoint]) throws(StatisticsError) {
    guard size > 0, size.isFinite else { throw .outOfRange(argument: "size", value: size) }
    for point in points {
      guard point.coupling.isFinite else { throw .notFinite }
      try point.binderCumulant?.check()
      try point.orderParameter?.check()
      try point.susceptibility?.check()
    }
    self.size = size
    self.points = points.sorted { $0.coupling < $1.coupling }
    for (a, b) in zip(self.points, self.points.dropFirst()) where a.coupling == b.coupling {
      throw .outOfRange(argument: "coupling", value: a.coupling)
    }
  }

  /// Returns where a quantity was measured, and its values, by rising coupling.
  ///
  /// - Parameter quantity: One of the three.
  /// - Returns: As many couplings as values.
  func values(of quantity: ScalingQuantity) -> CouplingSeries {
    var series = CouplingSeries(couplings: [], values: [])
    for point in points {
      guard let value = point[quantity] else { continue }
      series.couplings.append(point.coupling)
      series.values.append(value)
    }
    let counts = points.filter { $0[quantity] != nil }.compactMap(\.realisationCount)
    if let least = counts.min(), counts.count == series.values.count {
      StandardErrors.smooth(&series, realisationCount: least)
    }
    return series
  }
}

/// A quantity of a scaling analysis.
public enum ScalingQuantity: String, CaseIterable, Hashable, Sendable {
  /// U4, a function of (K - K_c) L^(1/nu) alone.
  case binderCumulant
  /// <|m|> = L^(-beta/nu) f((K - K_c) L^(1/nu)).
  case orderParameter
  /// chi = L^(gamma/nu) f((K - K_c) L^(1/nu)).
  case susceptibility
}

/// One quantity of one size over the coupling, by rising coupling.
struct CouplingSeries {
  var couplings: [Double]
  var values: [MeasuredValue]
}

extension ScalingPoint {
  /// The value of a quantity; `nil` where it was not measured.
  public subscript(quantity: ScalingQuantity) -> MeasuredValue? {
    switch quantity {
    case .binderCumulant: binderCumulant
    case .orderParameter: orderParameter
    case .susceptibility: susceptibility
    }
  }
}

/// Curves of several sizes.
public struct ScalingData: Hashable, Sendable {
  /// Curves by rising size.
  public private(set) var curves: [ScalingCurve]

  /// Creates data from curves.
  ///
  /// - Parameter curves: In any order; at least two, sizes all different.
  /// - Throws: `StatisticsError.tooFewValues`, `.outOfRange`.
  public init(_ curves: [ScalingCurve]) throws(StatisticsError) {
    guard curves.count >= 2 else { throw .tooFewValues(needed: 2, found: curves.count) }
    self.curves = curves.sorted { $0.size < $1.size }
    for (a, b) in zip(self.curves, self.curves.dropFirst()) where a.size == b.size {
      throw .outOfRange(argument: "size", value: a.size)
    }
  }
}
