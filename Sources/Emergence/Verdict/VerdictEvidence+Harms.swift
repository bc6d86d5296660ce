// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the conditions say about each harm?

import Engine
import Statistics
import WorldModel

extension VerdictEvidence {
  /// Reports every harm, in the world's order.
  func harmReports(alignments: [AlignmentReport]) throws -> [HarmReport] {
    try world.measures.indices.filter { world.measures[$0].isHarm }.map {
      try harmReport($0, alignments: alignments)
    }
  }

  private func harmReport(
    _ index: Int, alignments: [AlignmentReport]
  ) throws -> HarmReport {
    let limit = try cell.limit(of: index)
    func interval(_ condition: RunCondition) throws -> IntervalReport {
      try self.interval(means(of: index, condition), of: index)
    }
    let apart = try apartReport(index, limit: limit)
    var report = HarmReport(
      name: world.measures[index].name, limit: limit, alone: nil, unlinked: nil,
      together: try interval(.together), difference: nil, verdict: nil, undecided: nil,
      isBistable: apart.map { $0.low > Self.surelyHeldShare }, apart: apart,
      ends: try endsReport(index, limit: limit, apart: apart),
      over: try share(means(of: index, .together).map { $0.map { $0 > limit } }),
      earlyWarning: design.findsEarlyWarnings ? try earlyWarning(of: index) : nil)
    guard design.conditions.contains(.alone) else { return report }
    let (alone, unlinked) = (try interval(.alone), try interval(.unlinked))
    report.alone = alone
    report.unlinked = unlinked
    report.difference = try difference(of: index)
    let evidence = HarmEvidence(
      limit: limit, alone: alone, unlinked: unlinked, together: report.together,
      alignments: alignments,
      unlinkedIsAlone: design.programIndex(of: .unlinked) == design.programIndex(of: .alone))
    report.verdict = evidence.facts.verdict
    if report.verdict == .undecided {
      report.undecided = try evidence.undecided(
        replication: isSequential ? nil : cell.replication)
    }
    return report
  }

  /// Together minus alone over the replicates that have both; `nil` where none has.
  private func difference(of index: Int) throws -> DifferenceReport? {
    try paired(
      means(of: index, .together), means(of: index, .alone), of: index)
  }

  /// Realisations that hold a replicate which ends apart from the two starts; `nil` without `starts`.
  private func apartReport(_ index: Int, limit: Double) throws -> ApartReport? {
    guard cell.settings.starts != nil else { return nil }
    let endsApart = zip(runs(.lowStart), runs(.highStart)).map { low, high -> Bool? in
      guard let low = reading(of: index).lateMean(in: low),
        let high = reading(of: index).lateMean(in: high)
      else {
        return false
      }
      return (low <= limit) != (high <= limit)
    }
    let groups = cell.realisations(endsApart)
    let count = groups.count { $0.contains(true) }
    let interval = try shareInterval(of: count, among: groups.count)
    return ApartReport(
      count: count, realisationCount: groups.count, low: interval.low, high: interval.high)
  }
}
