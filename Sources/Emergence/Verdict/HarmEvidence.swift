// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which facts do intervals establish, and how many replicates more would establish the open ones?

import Statistics

/// The intervals and certificates on which the verdict on one harm turns.
struct HarmEvidence {
  var limit: Double
  var alone: IntervalReport
  var unlinked: IntervalReport
  var together: IntervalReport
  var alignments: [AlignmentReport]
  var unlinkedIsAlone: Bool

  /// What is established.
  var facts: VerdictFacts {
    VerdictFacts(
      aloneWithin: isWithin(alone), unlinkedWithin: isWithin(unlinked),
      togetherWithin: isWithin(together), aligned: areAligned(alignments.map(\.holds)),
      unlinkedIsAlone: unlinkedIsAlone)
  }

  /// What the estimates alone would say; `nil` where one equals its limit or does not exist.
  private var likelyFacts: VerdictFacts {
    func likely(_ interval: IntervalReport) -> Bool? {
      interval.mean.flatMap { $0 == limit ? nil : $0 < limit }
    }
    return VerdictFacts(
      aloneWithin: likely(alone), unlinkedWithin: likely(unlinked),
      togetherWithin: likely(together), aligned: areAligned(alignments.map(\.isLikelyToHold)),
      unlinkedIsAlone: unlinkedIsAlone)
  }

  private func isWithin(_ interval: IntervalReport) -> Bool? {
    guard let low = interval.low, let high = interval.high else { return nil }
    return high <= limit ? true : low > limit ? false : nil
  }

  private func areAligned(_ holds: [Bool?]) -> Bool? {
    holds.contains(false) ? false : holds.contains(nil) ? nil : true
  }

  /// Why the verdict is open, and what would decide it; how many replicates more is told where it is said how they are
  /// dealt.
  func undecided(replication: Replication?) throws -> UndecidedReport {
    let facts = facts
    let causes = VerdictFacts.Fact.allCases.filter(facts.turnsOn).flatMap(causes)
    let candidates = facts.candidates
    guard let replication, let needed = try neededRealisations(facts, replication) else {
      return UndecidedReport(
        causes: causes, candidates: Verdict.allCases.filter(candidates.contains),
        moreReplicateCount: nil, neededNetworkCount: nil)
    }
    return UndecidedReport(
      causes: causes, candidates: Verdict.allCases.filter(candidates.contains),
      moreReplicateCount: replication.replicates(of: needed) - replication.replicateCount,
      neededNetworkCount: replication.unit == .network ? needed : nil)
  }

  /// What is open in a fact.
  private func causes(of fact: VerdictFacts.Fact) -> [UndecidedReport.Cause] {
    switch fact {
    case .alone: [.alone]
    case .unlinked: [.unlinked]
    case .together: [.together]
    case .aligned: alignments.filter { $0.holds == nil }.map { .alignment(group: $0.group) }
    }
  }

  /// Settles the facts as the estimates suggest, in the order of the table, until the verdict is one; the dearest counts.
  private func neededRealisations(
    _ established: VerdictFacts, _ replication: Replication
  ) throws -> Int? {
    var facts = established
    let likely = likelyFacts
    var most = 0
    for fact in VerdictFacts.Fact.allCases where facts.turnsOn(fact) {
      guard let truth = likely[fact], let needed = try neededRealisations(for: fact, replication)
      else {
        return nil
      }
      facts[fact] = truth
      most = max(most, needed)
    }
    return most > 0 ? most : nil
  }

  private func neededRealisations(
    for fact: VerdictFacts.Fact, _ replication: Replication
  ) throws -> Int? {
    switch fact {
    case .alone: return try replication.realisations(toSeparate: alone, from: limit)
    case .unlinked: return try replication.realisations(toSeparate: unlinked, from: limit)
    case .together: return try replication.realisations(toSeparate: together, from: limit)
    case .aligned:
      var most = 0
      for alignment in alignments where alignment.holds == nil {
        guard let needed = try replication.realisations(toDecide: alignment) else { return nil }
        most = max(most, needed)
      }
      return most
    }
  }
}

/// How replicates are dealt, for asking how many realisations are needed at the present number of replicates in each.
struct Replication {
  /// What one unit of replication is.
  var unit: RealisationUnit
  /// Units of replication.
  var realisationCount: Int
  /// Replicates.
  var replicateCount: Int
  /// Units that draws can be named for.
  var mostRealisations: Int

  /// Replicates of so many realisations.
  func replicates(of realisations: Int) -> Int {
    let count = Double(realisations) * Double(replicateCount) / Double(realisationCount)
    return Int(count.rounded(.up))
  }

  /// Realisations with which an interval of the present spread about the present mean leaves the limit out; `nil` where
  /// none would.
  func realisations(
    toSeparate interval: IntervalReport, from limit: Double
  ) throws -> Int? {
    guard let mean = interval.mean, let error = interval.standardError, mean != limit else {
      return nil
    }
    let spread = error * Double(realisationCount).squareRoot()
    func separates(_ count: Int) throws -> Bool {
      let factor = try ConfidenceInterval.studentFactor(degreesOfFreedom: count - 1)
      return factor * spread / Double(count).squareRoot() < abs(mean - limit)
    }
    return try fewest(separates)
  }

  /// Realisations with which the interval of the share of agents about the present share leaves the allowance out; `nil`
  /// where none would.
  func realisations(toDecide alignment: AlignmentReport) throws -> Int? {
    guard let willHold = alignment.isLikelyToHold, alignment.examinedCount > 0,
      alignment.high != nil
    else {
      return nil
    }
    let perRealisation = alignment.effectiveCount / Double(realisationCount)
    let counted = alignment.exceedingCount + (willHold ? alignment.uncertainCount : 0)
    let share = Double(counted) / Double(alignment.examinedCount)
    func decides(_ count: Int) throws -> Bool {
      let trials = perRealisation * Double(count)
      let interval = try ClopperPearson.interval(successes: share * trials, trials: trials)
      return willHold
        ? interval.high <= alignment.allowedFraction : interval.low > alignment.allowedFraction
    }
    return try fewest(decides)
  }

  /// The fewest realisations above the present number for which a condition holds that stays true once it is.
  private func fewest(_ condition: (Int) throws -> Bool) throws -> Int? {
    guard realisationCount < mostRealisations else { return nil }
    var (low, high) = (realisationCount, realisationCount + 1)
    while try !condition(high) {
      guard high < mostRealisations else { return nil }
      (low, high) = (high, min(mostRealisations, high * 2))
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try condition(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
