// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a verdict stand when what should not matter changes? The answer as plain values; wording belongs to whoever shows
// them.

import Engine

/// The verdicts of a cell under variations of what should not matter.
public struct RobustnessReport: Hashable, Sendable {
  /// How the blocks in which agents read others are updated in the world as written; `nil` where there is none.
  public var scheme: UpdateScheme?
  /// Harms in the world's order.
  public var harms: [HarmRobustness]

  /// Creates a report.
  public init(scheme: UpdateScheme?, harms: [HarmRobustness]) {
    self.scheme = scheme
    self.harms = harms
  }
}

/// How one harm's verdict stands variations.
public struct HarmRobustness: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// The verdict of the cell itself.
  public var verdict: Verdict
  /// How much of the harm is tolerable.
  public var limit: Double
  /// The limits for which the same intervals give the same verdict; `nil` where it is undecided.
  public var limitRange: LimitRange?
  /// One entry a variation, in the order of `RobustnessDesign.variations`.
  public var variants: [RobustnessVariant]

  /// Creates a value from its parts.
  public init(
    name: String, verdict: Verdict, limit: Double, limitRange: LimitRange?,
    variants: [RobustnessVariant]
  ) {
    self.name = name
    self.verdict = verdict
    self.limit = limit
    self.limitRange = limitRange
    self.variants = variants
  }

  /// Variants whose verdict is decided and another than the cell's; none where that is undecided.
  public var flips: [RobustnessVariant] {
    variants.filter { isFlip($0) }
  }

  /// Whether a variant's verdict is decided and another than the cell's, itself decided.
  public func isFlip(_ variant: RobustnessVariant) -> Bool {
    guard case .ran(let found, _, _) = variant.outcome else { return false }
    return verdict != .undecided && found != .undecided && found != verdict
  }

  /// What the verdict is an artefact of, each once, in the order of the variants; empty without a flip.
  public var artefacts: [RobustnessVariation.Kind] {
    var kinds: [RobustnessVariation.Kind] = []
    for flip in flips where !kinds.contains(flip.variation.kind) {
      kinds.append(flip.variation.kind)
    }
    return kinds
  }

  /// Whether every variation that there is gives the cell's verdict: `false` with a flip, `nil` (not shown) where the
  /// cell's verdict or a variant's is undecided, or a variant failed.
  public var isRobust: Bool? {
    if !flips.isEmpty { return false }
    if verdict == .undecided { return nil }
    for variant in variants {
      switch variant.outcome {
      case .ran(.undecided, _, _), .failed: return nil
      case .ran, .notApplicable: continue
      }
    }
    return true
  }
}

/// One variation and what it gave.
public struct RobustnessVariant: Hashable, Sendable {
  /// What was varied.
  public var variation: RobustnessVariation
  /// What it gave.
  public var outcome: Outcome

  /// Creates a value from its parts.
  public init(variation: RobustnessVariation, outcome: Outcome) {
    self.variation = variation
    self.outcome = outcome
  }

  /// What a variation gave.
  public enum Outcome: Hashable, Sendable {
    /// It ran: the verdict, and the harm together and alone with their intervals.
    case ran(Verdict, together: IntervalReport, alone: IntervalReport)
    /// There is no such variation of this cell; that speaks neither for nor against the verdict.
    case notApplicable(RobustnessObstacle)
    /// It could not be run, so that the verdict's standing is not shown.
    case failed(RobustnessFailure)
  }
}

/// One change that should not matter to a verdict.
public enum RobustnessVariation: Hashable, Sendable {
  /// All blocks in which agents read others are updated in this way.
  case updates(UpdateScheme)
  /// All sizes are multiplied with this; where they were, the parameters that moved, else none.
  case size(factor: Double, [ScaledParameter])
  /// Another seed.
  case seed(UInt32)

  /// What kind of thing is varied.
  public var kind: Kind {
    switch self {
    case .updates: .updates
    case .size: .size
    case .seed: .seed
    }
  }

  /// Kinds of variation; a verdict that one of them flips is an artefact of it: of the update scheme of the world as
  /// written (`RobustnessReport.scheme`), of the size, or of chance.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The order in which agents act.
    case updates
    /// The number of agents.
    case size
    /// The draws.
    case seed
  }
}

/// Why there is no such variation of a cell.
public enum RobustnessObstacle: Error, Hashable, Sendable {
  /// The world as written is updated in this way.
  case asWritten
  /// In no block does an agent of a group read another, so that the order cannot matter.
  case nobodyReads
  /// No `count` parameter alone is the size of a group.
  case noSizeParameter
  /// The ranges of these parameters do not hold a size so far from theirs.
  case outsideRange(parameters: [String])
  /// No size near the wanted one fits the world; the first complaint.
  case noSizeFits(message: String)
  /// Nothing in the world is random.
  case nothingRandom
}

/// Why a variation could not be run.
public enum RobustnessFailure: Hashable, Sendable {
  /// A run failed; the first that did.
  case run(RunFailure)
  /// More memory than there is would be needed.
  case memory(neededBytes: Int, limitBytes: Int)
  /// Sizes, generator arguments or a limit do not fit; a sentence.
  case unfit(message: String)
}

/// The limits for which the intervals of a harm give one verdict.
public struct LimitRange: Hashable, Sendable {
  /// The lowest limit, itself included; `nil` where there is none.
  public var low: Double?
  /// The limit from which on the verdict is another; `nil` where there is none.
  public var high: Double?

  /// Creates a range.
  public init(low: Double?, high: Double?) {
    self.low = low
    self.high = high
  }
}
