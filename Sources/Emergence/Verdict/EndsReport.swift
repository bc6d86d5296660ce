// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do runs end, and does the start or the realisation decide it?

/// Where the runs of a harm end.
public struct EndsReport: Hashable, Sendable {
  /// The answer.
  public var answer: EndsAnswer
  /// Peaks over replicates of the mean of both starts' ends; `nil` where that was not asked or there are too few.
  public var peaks: PeaksReport?
  /// Replicates that end in the upper peak from both starts; `nil` where there are no two peaks.
  public var upper: ShareReport?

  /// Creates a report.
  public init(answer: EndsAnswer, peaks: PeaksReport? = nil, upper: ShareReport? = nil) {
    self.answer = answer
    self.peaks = peaks
    self.upper = upper
  }
}

/// Whether the start or the realisation decides where runs end.
public enum EndsAnswer: String, Hashable, Sendable, CaseIterable {
  /// Neither: runs end alike from both starts, in one place.
  case same
  /// The start: same network, traits and draws end on different sides of the limit in surely more than 5 % of the
  /// realisations.
  case bistable
  /// The realisation or the traits: replicates end in two peaks, each surely held by more than 5 % of them, and each
  /// replicate in the same one from both starts.
  case quenched
  /// The runs do not tell: few end apart, the starts have not met, or two places are not surely two peaks.
  case undecided
  /// The world declares no `starts`.
  case notExamined
}

/// A share of replicates with its 95 % interval over realisations.
public struct ShareReport: Hashable, Sendable {
  /// Replicates that have the property.
  public var count: Int
  /// Replicates that have a value.
  public var replicateCount: Int
  /// Lower end of the interval; `nil` with one random realisation.
  public var low: Double?
  /// Upper end of the interval.
  public var high: Double?

  /// Creates a report.
  public init(count: Int, replicateCount: Int, low: Double?, high: Double?) {
    self.count = count
    self.replicateCount = replicateCount
    self.low = low
    self.high = high
  }

  /// Share of the replicates, in 0...1.
  public var share: Double { Double(count) / Double(replicateCount) }
}

/// Whether one value a replicate has two peaks.
public struct PeaksReport: Hashable, Sendable {
  /// Whether dip, BIC and a valley of the fitted density all speak for two peaks.
  public var areFound: Bool
  /// Hartigan's dip, in 0...1/4.
  public var dip: Double
  /// Its p value, at least 0.00005.
  public var pValue: Double
  /// BIC of one normal law less BIC of two; `nil` where all values are equal.
  public var gain: Double?
  /// Where the fitted density is least between its peaks, in units of the measure; `nil` where it has one.
  public var antimode: Double?
  /// The lower and the upper peak; empty unless they are found.
  public var peaks: [Peak]
  /// What one value belongs to.
  public var unit: Unit
  /// Values examined.
  public var valueCount: Int

  /// Creates a value from its parts.
  public init(
    areFound: Bool, dip: Double, pValue: Double, gain: Double?, antimode: Double?, peaks: [Peak],
    unit: Unit, valueCount: Int
  ) {
    self.areFound = areFound
    self.dip = dip
    self.pValue = pValue
    self.gain = gain
    self.antimode = antimode
    self.peaks = peaks
    self.unit = unit
    self.valueCount = valueCount
  }

  /// One peak.
  public struct Peak: Hashable, Sendable {
    /// Where the density is highest, in units of the measure.
    public var position: Double
    /// Share of the values that it holds, in 0...1.
    public var weight: Double

    /// Creates a peak.
    public init(position: Double, weight: Double) {
      self.position = position
      self.weight = weight
    }
  }

  /// What one value belongs to.
  public enum Unit: String, Hashable, Sendable {
    /// A replicate.
    case replicate
    /// A realisation, by the mean over its replicates, where these are more alike than others.
    case realisation
  }
}
