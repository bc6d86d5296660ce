// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a harm recover more and more slowly in the course of its runs? Found only where it is asked, for it costs.

import Engine
import Statistics
import WorldModel

/// Trends of lag-1 autocorrelation and variance along the runs of a harm together, against surrogates.
public struct EarlyWarningReport: Hashable, Sendable {
  /// Whether both rise more than in either kind of surrogates, at 5 %.
  public var isRising: Bool
  /// Trend of the lag-1 autocorrelation.
  public var autocorrelation: Trend
  /// Trend of the variance.
  public var variance: Trend
  /// Runs that vary about their drift and so take part.
  public var runCount: Int

  /// Creates a value from its parts.
  public init(isRising: Bool, autocorrelation: Trend, variance: Trend, runCount: Int) {
    self.isRising = isRising
    self.autocorrelation = autocorrelation
    self.variance = variance
    self.runCount = runCount
  }

  /// A trend with time.
  public struct Trend: Hashable, Sendable {
    /// Mean over runs of Kendall's tau, in -1...1, with its interval over realisations.
    public var tau: IntervalReport
    /// The larger of the ranks among autoregressive surrogates and among those with phases drawn anew, in 0...1.
    public var pValue: Double

    /// Creates a trend.
    public init(tau: IntervalReport, pValue: Double) {
      self.tau = tau
      self.pValue = pValue
    }
  }
}

extension VerdictEvidence {
  /// Examines the runs together after warm-up; `nil` for a measure that is not recorded after every step, and where no
  /// run has 40 finite values that vary.
  ///
  /// - Parameter index: Index of the measure.
  /// - Returns: Trends with their ranks.
  /// - Throws: `StatisticsError`.
  func earlyWarning(of index: Int) throws -> EarlyWarningReport? {
    guard case .everyStep = world.measures[index].timing else { return nil }
    let series = runs(.together).map { run -> [Double]? in
      // What follows the step at which `stop when` froze a run is no fluctuation.
      let values = Array(run.series[index][..<run.stepsRun].dropFirst(warmUp.stepCount))
      return values.count >= Self.leastSteps && values.allSatisfy(\.isFinite) ? values : nil
    }
    let found = try EarlyWarning(
      of: cell.realisations(series), seed: cell.settings.seed,
      site: SiteID(path: "early warning/\(world.measures[index].name)").word)
    guard let found else { return nil }
    func trend(_ trend: EarlyWarning.Trend) -> EarlyWarningReport.Trend {
      .init(tau: IntervalReport(trend.tau, unit: cell.realisationUnit), pValue: trend.pValue)
    }
    return EarlyWarningReport(
      isRising: found.isRising, autocorrelation: trend(found.autocorrelation),
      variance: trend(found.variance), runCount: found.runCount)
  }

  /// Steps of the shortest run that has a trend.
  private static let leastSteps = 40
}
