// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which groups, agents and links does a harm need, and which hold it back? Plain values; wording belongs to whoever
// shows them.
//
// Invariant: no number here is NaN or infinite; a quantity that does not exist is `nil`.

/// What is taken out of a world.
public enum KnockOut: Hashable, Sendable {
  /// All agents of a group act as they do alone; the others still read them.
  case group(String)
  /// So many agents of a group act as they do alone; the others still read them.
  case agents(group: String, count: Int, choice: KnockOutChoice)
  /// One agent acts as it does alone; so many agents read it.
  case agent(group: String, index: Int, readerCount: Int)
  /// All links of a network are gone.
  case network(String)
  /// The links into so many agents of a network are gone, or as many links drawn at random.
  case links(network: String, into: Int, choice: KnockOutChoice)
}

/// Who or what is chosen.
public enum KnockOutChoice: String, Hashable, Sendable {
  /// Those whom most agents read in the realisation's own networks; of equals those with the lower index.
  case mostRead
  /// As many drawn at random in every realisation, to compare with.
  case random
}

/// The effects of knock-outs on the harms of a cell.
public struct KnockOutReport: Hashable, Sendable {
  /// Steps discarded at the beginning of every run, the same in all worlds.
  public var warmUpStepCount: Int
  /// Harms whose series had not settled by half the run in some world, in the order of `harms`.
  public var unsettledHarms: [String]
  /// Replicates of every world.
  public var replicateCount: Int
  /// Realisations over which replicates are dealt.
  public var networkCount: Int
  /// Harms in the world's order.
  public var harms: [HarmKnockOuts]
  /// What could not be knocked out, and why.
  public var notExamined: [UnexaminedKnockOut]
  /// Groups and networks in which everybody is read by equally many, so that nobody stands out and only random sets
  /// were chosen.
  public var evenlyRead: [String]

  /// Creates a value from its parts.
  public init(
    warmUpStepCount: Int, unsettledHarms: [String], replicateCount: Int, networkCount: Int,
    harms: [HarmKnockOuts], notExamined: [UnexaminedKnockOut], evenlyRead: [String]
  ) {
    self.warmUpStepCount = warmUpStepCount
    self.unsettledHarms = unsettledHarms
    self.replicateCount = replicateCount
    self.networkCount = networkCount
    self.harms = harms
    self.notExamined = notExamined
    self.evenlyRead = evenlyRead
  }
}

/// What harm owes to what was knocked out.
public struct HarmKnockOuts: Hashable, Sendable {
  /// Name of the harm.
  public var name: String
  /// The harm of the untouched world.
  public var untouched: IntervalReport
  /// What enables the harm, so that without it there is less; the largest effect first.
  public var enabling: [KnockOutEffect]
  /// What prevents harm, so that without it there is more; the largest effect first.
  public var preventing: [KnockOutEffect]
  /// What changes nothing at all, or has no value for want of recorded harm.
  public var idle: [KnockOutEffect]

  /// Creates a value from its parts.
  public init(
    name: String, untouched: IntervalReport, enabling: [KnockOutEffect],
    preventing: [KnockOutEffect], idle: [KnockOutEffect]
  ) {
    self.name = name
    self.untouched = untouched
    self.enabling = enabling
    self.preventing = preventing
    self.idle = idle
  }
}

/// What one knock-out does to one harm.
public struct KnockOutEffect: Hashable, Sendable {
  /// What was knocked out.
  public var knockOut: KnockOut
  /// The harm without it.
  public var without: IntervalReport
  /// Harm of the untouched world less harm without it, replicate by replicate on the same draws, with its 95 % interval:
  /// above 0 where it enables harm, below 0 where it prevents it; `nil` where no replicate recorded both.
  public var effect: DifferenceReport?
  /// Two-sided p value of Student's test that the effect is 0; `nil` with one realisation.
  public var pValue: Double?
  /// The same, adjusted by Holm's method for all effects of the report: at most 0.05 with chance 5 % for any of those
  /// that are 0.
  public var adjustedPValue: Double?

  /// Creates a value from its parts.
  public init(
    knockOut: KnockOut, without: IntervalReport, effect: DifferenceReport?, pValue: Double?,
    adjustedPValue: Double?
  ) {
    self.knockOut = knockOut
    self.without = without
    self.effect = effect
    self.pValue = pValue
    self.adjustedPValue = adjustedPValue
  }
}

/// What could not be knocked out.
public struct UnexaminedKnockOut: Hashable, Sendable {
  /// What it is.
  public var knockOut: KnockOut
  /// Why it could not be.
  public var obstacle: KnockOutObstacle

  /// Creates a value from its parts.
  public init(
    knockOut: KnockOut, obstacle: KnockOutObstacle
  ) {
    self.knockOut = knockOut
    self.obstacle = obstacle
  }
}

/// Why something cannot be knocked out.
public enum KnockOutObstacle: Error, Hashable, Sendable {
  /// The group acts together as it does alone: there is nothing to take away.
  case actsAlone
  /// A member or a block cannot be told apart for some agents without changing the draws of the others.
  case inseparable(name: String)
  /// No step reads through the network.
  case notRead
  /// Everyone reads everyone: no link is stored, and nobody is read by more than others.
  case neverStored
  /// The one neighbour is read by name: without it there is no value.
  case readByName
  /// A harm or `stop when` itself reads through the network, and would become another one.
  case observed(measure: String)
  /// An agent would be left with nobody to read where an aggregate has no `else`, and cannot simply act unlinked: the
  /// group reads others by these ways too, or, where there are none, reads by this one unlinked as well.
  case nobodyLeft(otherWays: [String])
  /// Runs without it failed; the first of them, and how many did.
  case runFailed(description: String, failedRunCount: Int)
}
