// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does the start or the realisation decide where runs end?
//
// Bistable is what `apart` says: the same draws end on different sides of the limit. Where that is not shown, replicates
// that agree across starts may still end in two places: quenched differences, made by networks and traits. These need two
// peaks, surely more than 5 % of the replicates in each, and no replicate that changes its peak with the start.

import Engine
import Statistics
import WorldModel

extension VerdictEvidence {
  /// A share of replicates or realisations that is surely above this counts.
  static let surelyHeldShare = 0.05

  /// Where the runs of a harm end.
  ///
  /// - Parameters:
  ///   - index: Index of the harm in the measures.
  ///   - limit: Its limit.
  ///   - apart: Realisations that hold a replicate which ends apart; `nil` without `starts`.
  /// - Returns: The answer with what it rests on.
  /// - Throws: `StatisticsError`.
  func endsReport(_ index: Int, limit: Double, apart: ApartReport?) throws -> EndsReport {
    guard let apart else { return EndsReport(answer: .notExamined) }
    if apart.low > Self.surelyHeldShare { return EndsReport(answer: .bistable) }
    let low = lateMeans(of: index, .lowStart)
    let high = lateMeans(of: index, .highStart)
    let ends = zip(low, high).map { low, high in low.flatMap { low in high.map { (low, $0) } } }
    let middles = ends.map { $0.map { ($0.0 + $0.1) / 2 } }
    let peaks = try cell.peaks(of: middles, resolution: cell.resolution(of: world.measures[index]))
    var report = EndsReport(answer: .undecided, peaks: peaks)
    let haveMet = try apart.count == 0 && !startsDisagree(index)
    guard haveMet, ends.contains(where: { $0 != nil }) else { return report }
    guard let peaks, peaks.areFound, let border = peaks.antimode else {
      // Replicates on both sides of the limit without two peaks: too few to tell one broad peak from two.
      let sides = Set(middles.compactMap { $0.map { $0 <= limit } })
      report.answer = sides.count == 2 ? .undecided : .same
      return report
    }
    let upper = try share(middles.map { $0.map { $0 > border } })
    report.upper = upper
    let changesPeak = ends.contains { $0.map { ($0.0 > border) != ($0.1 > border) } ?? false }
    if !changesPeak, let low = upper?.low, let high = upper?.high,
      low > Self.surelyHeldShare, high < 1 - Self.surelyHeldShare
    {
      report.answer = .quenched
    }
    return report
  }

  /// By replicate the mean over the last half of the run from one start.
  private func lateMeans(of index: Int, _ arm: VerdictArm) -> [Double?] {
    runs(arm).map { reading(of: index).lateMean(in: $0) }
  }

  /// The mean difference between the ends from the two starts, high minus low, where it is sure and matters.
  ///
  /// It does where its 99.9 % interval leaves out 0 and it is above the standard error of the measure: runs on the same
  /// draws show differences that are far too small to matter.
  func startDifference(_ index: Int) throws -> (mean: Double, isShown: Bool)? {
    guard
      let interval = try paired(
        lateMeans(of: index, .highStart), lateMeans(of: index, .lowStart), of: index,
        confidence: 0.999)?
        .interval,
      let mean = interval.mean
    else { return nil }
    let isSure = (interval.low ?? 0) > 0 || (interval.high ?? 0) < 0
    let error = try cell.interval(means(of: index, .together)).standardError ?? 0
    return (mean, isSure && abs(mean) > error)
  }

  private func startsDisagree(_ index: Int) throws -> Bool {
    try startDifference(index)?.isShown ?? false
  }
}
