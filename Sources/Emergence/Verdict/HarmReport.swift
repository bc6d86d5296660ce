// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the three conditions say about one harm?

/// What the three conditions say about one harm.
public struct HarmReport: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// How much of it is tolerable.
  public var limit: Double
  /// The harm with every coupling off; `nil` when it did not run.
  public var alone: IntervalReport?
  /// The harm with only the linking couplings off; `nil` when it did not run.
  ///
  /// It equals `alone` where no coupling only sets conditions.
  public var unlinked: IntervalReport?
  /// The harm with every coupling at its value.
  public var together: IntervalReport
  /// Together minus alone, replicate by replicate on the same draws; `nil` when alone did not run.
  public var difference: DifferenceReport?
  /// The verdict; `nil` when the other conditions did not run.
  public var verdict: Verdict?
  /// Why `verdict` is `undecided`; `nil` when it is not.
  public var undecided: UndecidedReport?
  /// Whether runs on the same network, traits and draws end apart from the two starts; `nil` without `starts`.
  public var isBistable: Bool?
  /// Realisations that hold a replicate that ends apart; `nil` without `starts`.
  public var apart: ApartReport?
  /// Where runs end, and whether the start or the realisation decides it.
  public var ends: EndsReport
  /// Replicates whose harm together is over the limit; `nil` where none has a value.
  public var over: ShareReport?
  /// Slowing down along the runs together; `nil` where it was not asked for (`VerdictDesign.findsEarlyWarnings`) or the
  /// harm has no series.
  public var earlyWarning: EarlyWarningReport?

  /// Creates a value from its parts.
  public init(
    name: String, limit: Double, alone: IntervalReport?, unlinked: IntervalReport?,
    together: IntervalReport, difference: DifferenceReport?, verdict: Verdict?,
    undecided: UndecidedReport?, isBistable: Bool?, apart: ApartReport?, ends: EndsReport,
    over: ShareReport?, earlyWarning: EarlyWarningReport? = nil
  ) {
    self.name = name
    self.limit = limit
    self.alone = alone
    self.unlinked = unlinked
    self.together = together
    self.difference = difference
    self.verdict = verdict
    self.undecided = undecided
    self.isBistable = isBistable
    self.apart = apart
    self.ends = ends
    self.over = over
    self.earlyWarning = earlyWarning
  }
}

/// A paired difference.
public struct DifferenceReport: Hashable, Sendable {
  /// Mean difference with its interval.
  public var interval: IntervalReport
  /// Variance of the paired difference over the variance of an unpaired one, between realisations: below 1 where shared
  /// draws help; `nil` where neither side varies.
  public var varianceRatio: Double?
  /// Correlation of the two sides between realisations; `nil` where one side does not vary.
  public var correlation: Double?

  /// Creates a value from its parts.
  public init(interval: IntervalReport, varianceRatio: Double?, correlation: Double?) {
    self.interval = interval
    self.varianceRatio = varianceRatio
    self.correlation = correlation
  }
}

/// How many realisations hold a replicate that ends on different sides of the limit from the two starts.
public struct ApartReport: Hashable, Sendable {
  /// Realisations that hold one.
  public var count: Int
  /// Realisations examined.
  public var realisationCount: Int
  /// Lower end of the 95 % Clopper-Pearson interval of their share.
  public var low: Double
  /// Upper end of the 95 % Clopper-Pearson interval of their share.
  public var high: Double

  /// Creates a value from its parts.
  public init(count: Int, realisationCount: Int, low: Double, high: Double) {
    self.count = count
    self.realisationCount = realisationCount
    self.low = low
    self.high = high
  }
}

/// The verdict on one harm.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// Within the limit alone and together.
  case safe
  /// Everyone aligned and within the limit alone and unlinked, over it together: the banality of evil.
  case emergent
  /// Everyone aligned and within the limit alone, over it unlinked and together: conditions, not company.
  case reframed
  /// Within the limit alone, over it together, and some group is not aligned: a misaligned few carry it.
  case seeded
  /// Over the limit alone and together.
  case misaligned
  /// Over the limit alone, within it together: the coupling protects.
  case restrained
  /// An interval straddles a limit where it matters.
  case undecided
}

/// Why a verdict is undecided and what would decide it.
public struct UndecidedReport: Hashable, Sendable {
  /// The facts that are open and on which the verdict turns.
  public var causes: [Cause]
  /// The verdicts that the open facts still allow, in the order of `Verdict.allCases`.
  public var candidates: [Verdict]
  /// Replicates to add, at the present number a realisation, so that intervals of the present spread would decide;
  /// `nil` where no number of replicates would (an estimate equals its limit, one realisation tells no spread, an
  /// agent's share of steps is too uncertain), or more than the engine can name.
  public var moreReplicateCount: Int?
  /// Networks over which all replicates, those to add included, are then to be dealt; `nil` where `moreReplicateCount`
  /// is, or networks are not what is replicated.
  public var neededNetworkCount: Int?

  /// Creates a value from its parts.
  public init(
    causes: [Cause], candidates: [Verdict], moreReplicateCount: Int?, neededNetworkCount: Int?
  ) {
    self.causes = causes
    self.candidates = candidates
    self.moreReplicateCount = moreReplicateCount
    self.neededNetworkCount = neededNetworkCount
  }

  /// A fact of the verdict table.
  public enum Cause: Hashable, Sendable {
    /// The interval of the harm alone holds its limit.
    case alone
    /// The interval of the harm unlinked holds its limit.
    case unlinked
    /// The interval of the harm together holds its limit.
    case together
    /// It is open whether this group is aligned.
    case alignment(group: String)
  }
}
