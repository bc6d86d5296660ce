// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much does an order parameter fluctuate, and how is it distributed? Variance, susceptibility, Binder cumulant, each
// with a jackknife error over realisations.

/// Estimates of fluctuations over all values of all realisations.
public enum Fluctuations {
  /// Returns the variance <x^2> - <x>^2.
  ///
  /// - Parameter realisations: Moments of all values of each realisation.
  /// - Returns: The variance, >= 0; `nil` without a value.
  public static func variance(of realisations: [SeriesMoments]) -> JackknifeEstimate? {
    JackknifeEstimate(over: realisations, statistic: \.variance)
  }

  /// Returns the susceptibility N (<x^2> - <x>^2) / T.
  ///
  /// In equilibrium chi = (N / T) (<m^2> - <|m|>^2): give the moments of |m|. Out of equilibrium there is no temperature.
  ///
  /// - Parameters:
  ///   - realisations: Moments of all values of each realisation.
  ///   - agentCount: Number N of agents that the order parameter is a mean over.
  ///   - temperature: Temperature T > 0; 1 out of equilibrium.
  /// - Returns: The susceptibility, >= 0; `nil` without a value.
  public static func susceptibility(
    of realisations: [SeriesMoments], agentCount: Double, temperature: Double = 1
  ) -> JackknifeEstimate? {
    JackknifeEstimate(over: realisations) { moments in
      moments.variance.map { agentCount * $0 / temperature }
    }
  }

  /// Returns the Binder cumulant 1 - <x^4> / (3 <x^2>^2).
  ///
  /// - Parameter realisations: Moments of all values of each realisation.
  /// - Returns: The cumulant, at most 2/3; `nil` where every value is 0.
  public static func binderCumulant(of realisations: [SeriesMoments]) -> JackknifeEstimate? {
    JackknifeEstimate(over: realisations, statistic: \.binderCumulant)
  }

  /// Returns the energy cumulant V = 1 - <e^4> / (3 <e^2>^2).
  ///
  /// 2/3 where the energy has one value. Phases of energies e_1 and e_2 that coexist let it dip to
  /// 2/3 - (e_1 / e_2 - e_2 / e_1)^2 / 12 as the system grows; elsewhere the dip vanishes. The zero of the energy counts.
  ///
  /// - Parameter realisations: Moments of the energy per agent, over all values of each realisation.
  /// - Returns: The cumulant, at most 2/3; `nil` where every value is 0.
  ///
  /// Source: Challa, Landau & Binder, Phys. Rev. B 34, 1841 (1986), eq. 2.3.
  public static func energyCumulant(of realisations: [SeriesMoments]) -> JackknifeEstimate? {
    // The same combination of raw moments as Binder's, of another quantity.
    binderCumulant(of: realisations)
  }
}
