// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where is a transition that was found, how does it scale, and where do the cumulants of successive sizes cross?
//
// K_c and the exponents of a symmetric measure come from the global fit of its cumulants with corrections to scaling; of
// other measures, whose cumulants have no universal crossing, from the peaks of the susceptibility.

import Statistics

extension TransitionFindings {
  /// The curves of the sizes used, for fits over sizes; `nil` with fewer than three.
  private func scalingData() throws -> ScalingData? {
    guard curves.count >= 3 else { return nil }
    return try ScalingData(try curves.map { try $0.scalingCurve() })
  }

  /// Where the Binder cumulants of successive sizes used cross; empty where they are not of raw moments.
  func binderCrossings() throws -> [BinderCrossing] {
    guard kind == .absolute, let data = try scalingData() else { return [] }
    // Too few cumulants with an error are no crossing, not a failure of the study.
    return (try? BinderCrossings(of: data).crossings) ?? []
  }

  /// Location and exponents of a continuous transition.
  ///
  /// The interval of the location holds that of the global fit and that of the peaks: both rest on a law of corrections to
  /// scaling, but on different ones, and small systems may deceive either. Where the global fit cannot be made, all is
  /// from the peaks.
  func continuousCriticality() throws -> CriticalityReport? {
    if kind == .absolute, let data = try scalingData(), let point = try? CriticalPoint(of: data) {
      var location = point.criticalCoupling
      if let peaks = self.location?.limit.interval {
        location.interval = ConfidenceInterval(
          low: min(location.interval.low, peaks.low), high: max(location.interval.high, peaks.high))
      }
      return CriticalityReport(
        location: location, widthExponent: point.inverseNu,
        orderExponent: point.betaOverNu, susceptibilityExponent: point.gammaOverNu,
        collapseQuality: (try? CollapseFit(of: .binderCumulant, in: data))?.quality.value)
    }
    return peakCriticality
  }

  /// Location and growth of the peaks of the susceptibility; `nil` where they lie outside the values.
  var peakCriticality: CriticalityReport? {
    location.map {
      CriticalityReport(location: $0.limit, susceptibilityExponent: growth?.exponent)
    }
  }

  /// The values between which the curve of the largest size jumps: where the branch of the declared start ends.
  var jumpCriticality: CriticalityReport? {
    curves.last?.jump.map { jump in
      let width = jump.high - jump.low
      return CriticalityReport(
        location: FittedValue(
          value: (jump.low + jump.high) / 2, standardError: width / 12.0.squareRoot(),
          interval: ConfidenceInterval(low: jump.low, high: jump.high)))
    }
  }
}
