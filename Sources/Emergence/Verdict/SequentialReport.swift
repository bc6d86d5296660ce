// SPDX-License-Identifier: GPL-3.0-or-later
//
// How did a run that stops when it knows enough come to its end?

/// The looks of a run that went on until its intervals were narrow.
///
/// All intervals of such a report are anytime-valid: confidence sequences, which hold at all looks together. An interval
/// of fixed size would not hold after several looks; what has no confidence sequence has no interval.
public struct SequentialReport: Hashable, Sendable {
  /// Width that intervals were to fall below, in units of each harm or measure.
  public var width: Double
  /// Whether they did; else the most replicates were reached.
  public var isReached: Bool
  /// Looks taken, in order.
  public var looks: [Look]

  /// Creates a report.
  public init(width: Double, isReached: Bool, looks: [Look]) {
    self.width = width
    self.isReached = isReached
    self.looks = looks
  }

  /// One look.
  public struct Look: Hashable, Sendable {
    /// Replicates of every condition until then.
    public var replicateCount: Int
    /// Networks over which they were dealt.
    public var networkCount: Int
    /// The widest interval of those that had to fall below the width; `nil` where one does not exist.
    public var widest: Double?

    /// Creates a look.
    public init(replicateCount: Int, networkCount: Int, widest: Double? = nil) {
      self.replicateCount = replicateCount
      self.networkCount = networkCount
      self.widest = widest
    }
  }
}
