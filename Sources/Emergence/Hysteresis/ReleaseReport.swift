// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stays when the cause of a harm is taken away? Plain values; wording belongs to whoever shows them.
//
// Invariant: no number here is NaN or infinite; a quantity that does not exist is `nil`.

/// What a release said of the harms of a world.
public struct ReleaseReport: Hashable, Sendable {
  /// Name of the parameter that was released.
  public var parameter: String
  /// Its value before.
  public var keptValue: Double
  /// Its value from the release on.
  public var releasedValue: Double
  /// The first step with it.
  public var step: Int
  /// The steps over which harms are judged: the last half of those after the release.
  public var judgedSteps: Range<Int>
  /// Replicates of every arm.
  public var replicateCount: Int
  /// Realisations over which replicates were dealt.
  public var networkCount: Int
  /// Units of replication behind every interval.
  public var realisationCount: Int
  /// What one unit of replication is.
  public var realisationUnit: RealisationUnit
  /// Harms in the world's order.
  public var harms: [HarmRelease]
}

/// What a release said of one harm.
public struct HarmRelease: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// How much of it is tolerable, at the value of the release.
  public var limit: Double
  /// Whether it stays.
  public var answer: ReleaseAnswer
  /// The facts that are open and on which the answer turns; empty unless `undecided`.
  public var doubts: [ReleaseDoubt]
  /// Replicates to add so that intervals of the present spread would settle the open facts; `nil` unless `undecided`, or
  /// where none would.
  public var moreReplicateCount: Int?
  /// Steps of a run that should tell whether a harm that still falls comes back; `nil` unless `stillFalling` is open.
  public var suggestedStepCount: Int?
  /// The harm where the cause stays.
  public var kept: IntervalReport
  /// The harm where the cause is removed.
  public var released: IntervalReport
  /// The harm where the cause never was.
  public var never: IntervalReport
  /// Removed less never: what the cause leaves behind; `nil` where no replicate recorded both.
  public var remains: DifferenceReport?
  /// Kept less removed: what the removal takes away; `nil` where no replicate recorded both.
  public var relief: DifferenceReport?
  /// How long the harm stays over its limit; `nil` where no run was over it at the release.
  public var lifetime: LifetimeReport?
}

/// Whether a harm outlasts its cause.
public enum ReleaseAnswer: String, Hashable, Sendable, CaseIterable {
  /// It stays over its limit, apart from the runs that never had the cause.
  case irreversible
  /// It comes back within its limit.
  case recovers
  /// It is within its limit while the cause is there, or over it without the cause: nothing can be released.
  case noHarmToRelease
  /// The runs do not tell.
  case undecided
}

/// A fact on which the answer about a release turns.
public enum ReleaseDoubt: String, Hashable, Sendable, CaseIterable {
  /// Whether the harm is over its limit while the cause is there.
  case kept
  /// Whether it is over its limit where the cause never was.
  case never
  /// Whether it is over its limit after the release.
  case released
  /// Whether what stays differs from the runs that never had the cause.
  case remains
  /// Whether what stays would stay in longer runs: it still falls, or runs came back within the limit.
  case stillFalling
}

/// How long a harm stays over its limit after the release of its cause.
public struct LifetimeReport: Hashable, Sendable {
  /// Runs over the limit in the last step before the release: those that were watched.
  public var watchedCount: Int
  /// Runs that came within the limit; the others were still over it at their last step.
  public var returnCount: Int
  /// Steps after the release for which a run was watched unless it came back.
  public var watchedSteps: Int
  /// Median in steps of the times after which runs came back; `nil` where none did.
  public var medianReturn: Double?
  /// Most likely mean lifetime in steps if runs return at a constant rate; `nil` where no run came back.
  public var mean: Double?
  /// Lower end of its exact 95 % interval over realisations; `nil` where it cannot be had.
  public var low: Double?
  /// Upper end of the interval.
  public var high: Double?
  /// The lifetime is longer than this with 95 % confidence if runs return at a constant rate: all that is known where no
  /// run came back.
  public var moreThan: Double
  /// p value of returns at a constant rate; `nil` below six returns.
  public var constantRatePValue: Double?
  /// Whether returns surely (5 %) do not come at a constant rate, so that mean, interval and bound mean nothing.
  public var isRateRefuted: Bool { constantRatePValue.map { $0 < 0.05 } ?? false }
}
