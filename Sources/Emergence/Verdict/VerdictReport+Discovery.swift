// SPDX-License-Identifier: GPL-3.0-or-later
//
// How surprising is it that the couplings move a harm across its limit, if they do not? One p value a cell, for whoever
// controls false discoveries over many cells.

import Statistics

extension VerdictReport {
  /// Returns the p value of the hypothesis that a harm is on one side of its limit alone and together.
  ///
  /// The larger of two Student tests, of alone and of together against the limit (an intersection-union test: Berger,
  /// Technometrics 24, 295 (1982)); 1 where the estimates are on one side. At most 0.05 exactly where both intervals leave
  /// the limit out, on opposite sides.
  ///
  /// - Parameter harm: A harm of this report.
  /// - Returns: In 0...1; `nil` where alone did not run or one realisation tells no spread.
  /// - Throws: `StatisticsError`.
  public func discoveryPValue(of harm: HarmReport) throws -> Double? {
    guard let alone = harm.alone, let a = alone.mean, let t = harm.together.mean else {
      return nil
    }
    guard (a > harm.limit) != (t > harm.limit) else { return 1 }
    guard realisationUnit != .deterministic else { return 0 }
    guard realisationCount >= 2, let first = try pValue(alone, harm.limit),
      let second = try pValue(harm.together, harm.limit)
    else { return nil }
    return max(first, second)
  }

  private func pValue(_ interval: IntervalReport, _ limit: Double) throws -> Double? {
    guard let mean = interval.mean, let error = interval.standardError else { return nil }
    return try RealisationMean.pValue(
      ofMean: limit, estimate: mean, standardError: error, realisationCount: realisationCount)
  }
}

/// Which cells of a diagram stand when false discoveries are controlled over all of them.
public enum Discoveries {
  /// Returns by cell whether a verdict that the couplings move the harm across its limit stands.
  ///
  /// - Parameters:
  ///   - reports: One report a cell; `nil` where it failed.
  ///   - harm: Name of the harm.
  ///   - correction: How the family is controlled.
  ///   - level: What it is controlled at.
  /// - Returns: `nil` where the verdict says nothing of the kind; all tested cells make the family.
  /// - Throws: `StatisticsError`.
  public static func standing(
    _ reports: [VerdictReport?], harm: String, by correction: MultipleTesting.Correction,
    atLevel level: Double = 0.05
  ) throws -> [Bool?] {
    let pValues = try reports.map { report in
      try report.flatMap { report in
        try report.harms.first { $0.name == harm }.flatMap(report.discoveryPValue)
      }
    }
    let tested = pValues.indices.filter { pValues[$0] != nil }
    let adjusted = try MultipleTesting(of: tested.compactMap { pValues[$0] }, by: correction)
    var standing: [Bool?] = Array(repeating: nil, count: reports.count)
    for (index, isRejected) in zip(tested, adjusted.rejections(atLevel: level)) {
      switch reports[index]?.harms.first(where: { $0.name == harm })?.verdict {
      case .emergent, .reframed, .seeded, .restrained: standing[index] = isRejected
      case .safe, .misaligned, .undecided, nil: break
      }
    }
    return standing
  }
}
