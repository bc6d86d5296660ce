// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a scaling study say of a continuous transition as a whole?
//
// K_c, 1/nu, U* and w come from the cumulant alone, whose scaling needs no further exponent; beta/nu and gamma/nu from order
// parameter and susceptibility with K_c, 1/nu and w known within the covariance of that fit. The exponents are thus not
// counted as independent evidence about K_c, which would be wrong for quantities measured in the same runs.

/// Critical coupling, exponents and universal cumulant of a continuous transition.
public struct CriticalPoint: Hashable, Sendable {
  /// The fit of the cumulant: K_c, 1/nu, U* and w, with window and sizes.
  public var binderCumulant: ScalingFit
  /// The fit of <|m|>, whose exponent is -beta/nu; `nil` where it was not measured.
  public var orderParameter: ScalingFit?
  /// The fit of chi, whose exponent is gamma/nu; `nil` where it was not measured.
  public var susceptibility: ScalingFit?

  /// Fits the cumulant, then what else was measured.
  ///
  /// For a `scale` clause: hand in one curve a size with the points of its line of the sweep, each from the `SeriesMoments` of
  /// its realisations. Ask `BinderCrossings`, `CollapseFit`, `SlopeScaling`, `CurvePeak` and `PeakGrowth` of the same data
  /// whether the transition is continuous at all: this fit takes it for granted.
  ///
  /// - Parameters:
  ///   - data: Three sizes or more; see `ScalingFit`.
  ///   - correction: w; fitted unless it is known.
  ///   - confidence: Of the intervals, inside 0...1.
  /// - Throws: As `ScalingFit`.
  public init(
    of data: ScalingData, correction: SizeExtrapolation.Exponent = .fitted,
    confidence: Double = 0.95
  ) throws(StatisticsError) {
    let binder = try ScalingFit(
      of: .binderCumulant, in: data, correction: correction, confidence: confidence)
    binderCumulant = binder
    func fit(_ quantity: ScalingQuantity) throws(StatisticsError) -> ScalingFit? {
      guard data.curves.contains(where: { !$0.values(of: quantity).values.isEmpty }) else {
        return nil
      }
      return try ScalingFit(
        of: quantity, in: data, given: binder, correction: correction, confidence: confidence)
    }
    orderParameter = try fit(.orderParameter)
    susceptibility = try fit(.susceptibility)
  }

  /// K_c.
  public var criticalCoupling: FittedValue { binderCumulant.criticalCoupling }
  /// 1/nu of the size variable.
  public var inverseNu: FittedValue { binderCumulant.inverseNu }
  /// beta/nu of the size variable; `nil` where <|m|> was not measured.
  public var betaOverNu: FittedValue? {
    orderParameter?.exponent.map {
      FittedValue(
        value: -$0.value, standardError: $0.standardError,
        interval: ConfidenceInterval(low: -$0.interval.high, high: -$0.interval.low))
    }
  }
  /// gamma/nu of the size variable; `nil` where chi was not measured.
  public var gammaOverNu: FittedValue? { susceptibility?.exponent }
  /// U*, the cumulant at K_c without end.
  public var criticalCumulant: FittedValue { binderCumulant.criticalValue }
}
