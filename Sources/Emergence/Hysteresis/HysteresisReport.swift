// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does a parameter that goes up and comes back leave behind? Plain values; wording belongs to whoever shows them.
//
// Invariant: no number here is NaN or infinite; a quantity that does not exist is `nil`. Responses and areas are in
// units of the measure and of the parameter, rates in holds a step: one over the steps of a hold.

/// The loops of all measures asked for.
public struct HysteresisReport: Hashable, Sendable {
  /// Name of the parameter that was dragged.
  public var parameter: String
  /// Its values, rising.
  public var values: [Double]
  /// Steps for which the first value is held before the ramp begins, at every rate.
  public var leadStepCount: Int
  /// Replicates of every rate.
  public var replicateCount: Int
  /// Realisations over which replicates were dealt.
  public var networkCount: Int
  /// Units of replication behind every interval.
  public var realisationCount: Int
  /// What one unit of replication is.
  public var realisationUnit: RealisationUnit
  /// Measures in the order in which they were asked for.
  public var measures: [MeasureHysteresis]
}

/// The loops of one measure.
public struct MeasureHysteresis: Hashable, Sendable {
  /// Name in the source.
  public var name: String
  /// Whether it remembers where the parameter came from.
  public var answer: HysteresisAnswer
  /// Why the answer is `undecided`; empty when it is not.
  public var doubts: [HysteresisDoubt]
  /// One loop a hold, the shortest hold first.
  public var loops: [HysteresisLoop]
  /// Area of the loop of a ramp at rest, A_0 of A_0 + c rate^(2/3); `nil` with one rate.
  public var restArea: IntervalReport?
  /// c of A_0 + c rate^(2/3); `nil` with one rate.
  public var rateCoefficient: IntervalReport?
  /// Whether that law holds over these rates; `nil` below three holds, where they count as one rate, or with one
  /// realisation.
  public var rateLawHolds: Bool?
  /// Where the branch of the way up ends; `nil` where it does not jump, or nothing is remembered.
  public var upSpinodal: SpinodalReport?
  /// Where the branch of the way down ends; `nil` where it does not jump, or nothing is remembered.
  public var downSpinodal: SpinodalReport?
  /// Where both branches weigh the same.
  public var maxwellPoint: MaxwellReport
}

/// Whether a measure depends on where a parameter came from.
public enum HysteresisAnswer: String, Hashable, Sendable, CaseIterable {
  /// A loop is left however slowly the parameter moves.
  case hysteresis
  /// No loop, or one that is gone when the parameter moves slowly enough: a lag.
  case none
  /// The runs do not tell.
  case undecided
}

/// What keeps an answer open, and what would settle it.
public enum HysteresisDoubt: Hashable, Sendable {
  /// There is one realisation, or none that recorded the measure throughout: more networks or replicates are needed.
  case tooFewRealisations
  /// There is a loop at the only rate, or at rates less than twice apart, which count as one, and a lag makes one too: a
  /// second rate is needed, such as that of this hold.
  case oneRate(suggestedHold: Int)
  /// The area at rest is too uncertain; with so many replicates more the present spread would do. `nil` where none would.
  case wideInterval(moreReplicateCount: Int?)
  /// The loop still shrinks at the slowest ramp: a hold such as this one is needed.
  case stillShrinking(suggestedHold: Int)
  /// The loop still grows at the slowest ramp, which is too fast to be followed: a hold such as this one is needed.
  case stillGrowing(suggestedHold: Int)
  /// Steps of the world read `time`, so that up and down differ for another reason; the world must stand still.
  case schedule
}

/// The way up and the way down at one rate.
public struct HysteresisLoop: Hashable, Sendable {
  /// Steps for which every value was held.
  public var hold: Int
  /// For each value the response on the way up, over the last half of its hold.
  public var up: [IntervalReport]
  /// For each value, in the same order, the response on the way down; the turning point is shared.
  public var down: [IntervalReport]
  /// Area of the loop, positive where the response lags, whether it rises or falls with the parameter.
  public var area: IntervalReport
  /// How far the response is from where it began when the first value is reached again; positive where it stays on the
  /// side to which the ramp drove it.
  public var gap: IntervalReport
  /// Where runs jump on the way up; `nil` where fewer than half do.
  public var upJump: IntervalReport?
  /// Where runs jump on the way down; `nil` where fewer than half do.
  public var downJump: IntervalReport?
}

/// The end of a branch.
public struct SpinodalReport: Hashable, Sendable {
  /// Value of the parameter, within the ramp; the interval is as much wider as values are apart.
  public var position: IntervalReport
  /// Whether it is extrapolated to a ramp at rest, as areas are, rather than that of the slowest ramp.
  public var isExtrapolated: Bool
  /// Half the distance between the values about it: no ramp tells more.
  public var resolution: Double
}

/// The point at which the two branches weigh the same.
public struct MaxwellReport: Hashable, Sendable {
  /// Value of the parameter; `nil` where the slowest ramp cannot weigh the branches.
  public var position: IntervalReport?
  /// Why there is none; `nil` where there is one.
  public var obstacle: MaxwellObstacle?
}

/// Why branches cannot be weighed.
public enum MaxwellObstacle: String, Hashable, Sendable, CaseIterable {
  /// Neither branch outweighs the other first here and then there: the response does not cross its middle.
  case noCrossing
  /// Runs switch too rarely to weigh the branches: what is seen is where runs came from.
  case tooFewSwitches
  /// The way up and the way down weigh the branches differently.
  case waysDiffer
  /// No two states are shown at the crossing: the response passes its middle smoothly.
  case oneState
}
