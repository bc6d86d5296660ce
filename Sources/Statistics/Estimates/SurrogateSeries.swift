// SPDX-License-Identifier: GPL-3.0-or-later
//
// What would a series look like that remembers as much, and nothing changes?
//
// Two nulls, since either alone is fooled: a first-order autoregression fitted to the series, which knows only one time
// scale; and the series with the phases of its spectrum drawn anew, which keeps every autocorrelation but also every
// accident of this one run. Draws are named: ordinals first the values of the autoregression, then the phases. Sources:
// Dakos et al., Proc. Natl. Acad. Sci. 105, 14308 (2008); Theiler et al., Physica D 58, 77 (1992).

import Glibc
import Randomness

/// Makes surrogates of one series.
struct SurrogateSeries {
  private let tables: FourierTables
  private let spectrum: [Double]
  private let memory: Double
  private let deviation: Double
  private let count: Int

  /// Takes the spectrum and the memory of a series.
  ///
  /// - Parameter residuals: At least two values about 0 that are not all 0; its length without large prime factors.
  /// - Throws: `StatisticsError.arithmetic`.
  init(of residuals: [Double]) throws(StatisticsError) {
    count = residuals.count
    tables = try FourierTables(length: count)
    spectrum = try tables.spectrum(of: residuals)
    var (squares, products) = (0.0, 0.0)
    for i in residuals.indices {
      squares += residuals[i] * residuals[i]
      if i > 0 { products += residuals[i] * residuals[i - 1] }
    }
    memory = max(-0.999, min(0.999, products / squares))
    deviation = (squares / Double(count)).squareRoot()
  }

  /// A stationary autoregression of the same lag-1 autocorrelation and variance.
  func autoregression(_ draws: NamedDraws) throws(StatisticsError) -> [Double] {
    let noise = deviation * (1 - memory * memory).squareRoot()
    var values: [Double] = []
    values.reserveCapacity(count)
    for normal in try draws.normals(count) {
      values.append(values.last.map { memory * $0 + noise * normal } ?? deviation * normal)
    }
    return values
  }

  /// A series of the same power spectrum and uniformly random phases.
  func phasesDrawnAnew(_ draws: NamedDraws) throws(StatisticsError) -> [Double] {
    var turned = spectrum
    var k = 1
    // Ordinals behind those of an autoregression.
    for turn in draws.uniforms((count - 1) / 2, from: UInt32((count + 3) / 4 * 4)) {
      let phase = 2 * Double.pi * turn
      let size = hypot(spectrum[k], spectrum[k + 1])
      turned[k] = size * cos(phase)
      turned[k + 1] = size * sin(phase)
      k += 2
    }
    return try tables.sequence(of: turned)
  }
}
