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

  /// Why the verdict is open, and what would decide it.
  func undecided(replication: Replication) throws -> UndecidedReport {
    let facts = facts
    let causes = VerdictFacts.Fact.allCases.filter(facts.turnsOn).flatMap(causes)
    let candidates = facts.candidates
    return UndecidedReport(
      causes: causes, candidates: Verdict.allCases.filter(candidates.contains),
      moreReplicateCount: try moreReplicates(facts, replication))
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
  private func moreReplicates(
    _ established: VerdictFacts, _ replication: Replication
  ) throws -> Int? {
    var facts = established
    let likely = likelyFacts
    var most = 0
    for fact in VerdictFacts.Fact.allCases where facts.turnsOn(fact) {
      guard let truth = likely[fact], let more = try moreReplicates(for: fact, replication) else {
        return nil
      }
      facts[fact] = truth
      most = max(most, more)
    }
    return most > 0 ? most : nil
  }

  private func moreReplicates(
    for fact: VerdictFacts.Fact, _ replication: Replication
  ) throws -> Int? {
    switch fact {
    case .alone: return try replication.moreReplicates(toSeparate: alone, from: limit)
    case .unlinked: return try replication.moreReplicates(toSeparate: unlinked, from: limit)
    case .together: return try replication.moreReplicates(toSeparate: together, from: limit)
    case .aligned:
      var most = 0
      for alignment in alignments where alignment.holds == nil {
        guard let more = try replication.moreReplicates(toDecide: alignment) else { return nil }
        most = max(most, more)
      }
      return most
    }
  }
}

/// How replicates are dealt, for asking how many more are needed.
struct Replication {
  /// Units of replication.
  var realisationCount: Int
  /// Replicates.
  var replicateCount: Int
  /// Units that draws can be named for.
  var mostRealisations: Int

  /// Replicates to add, at the present number a realisation, until an interval of the present spread about the present
  /// mean leaves the limit out; `nil` where none would.
  func moreReplicates(
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
    return try more(fewest(above: realisationCount, separates))
  }

  /// Replicates to add until the interval of the share of agents at the present share leaves the allowance out; `nil`
  /// where none would.
  func moreReplicates(toDecide alignment: AlignmentReport) throws -> Int? {
    guard let willHold = alignment.isLikelyToHold, alignment.examinedCount > 0 else { return nil }
    let perRealisation = Double(alignment.examinedCount) / Double(realisationCount)
    let counted = alignment.exceedingCount + (willHold ? alignment.uncertainCount : 0)
    let share = Double(counted) / Double(alignment.examinedCount)
    func decides(_ count: Int) throws -> Bool {
      let trials = perRealisation * Double(count)
      let interval = try ClopperPearson.interval(successes: share * trials, trials: trials)
      return willHold
        ? interval.high <= alignment.allowedFraction : interval.low > alignment.allowedFraction
    }
    return try more(fewest(above: realisationCount, decides))
  }

  private func more(_ realisations: Int?) -> Int? {
    realisations.map { needed in
      let replicates = Double(needed) * Double(replicateCount) / Double(realisationCount)
      return Int(replicates.rounded(.up)) - replicateCount
    }
  }

  /// The fewest units above `start` for which a condition holds that stays true once it is.
  private func fewest(above start: Int, _ condition: (Int) throws -> Bool) throws -> Int? {
    var (low, high) = (start, max(2, start + 1))
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
