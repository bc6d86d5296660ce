// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is kept of a run?

/// The name of a run within a store.
public struct RunKey: Hashable, Sendable {
  /// The cell that it belongs to.
  public let cell: CellDigest
  /// Realisation g, >= 0.
  public let networkIndex: Int
  /// Replicate r within the realisation, >= 0.
  public let replicateIndex: Int
  /// The step from which alignments are tallied, >= 0; nil for a run that records only its measures.
  public let firstStep: Int?

  /// Creates a key.
  public init(cell: CellDigest, networkIndex: Int, replicateIndex: Int, firstStep: Int? = nil) {
    precondition(
      networkIndex >= 0 && replicateIndex >= 0 && firstStep ?? 0 >= 0, "an index below zero")
    self.cell = cell
    self.networkIndex = networkIndex
    self.replicateIndex = replicateIndex
    self.firstStep = firstStep
  }
}

/// What a run that ended well found out.
public struct RunRecord: Sendable {
  /// Number of steps executed, >= 0.
  public var stepsRun: Int
  /// One row a measure, one value a step, all rows of one length; every NaN keeps its bits.
  public var series: [[Double]]
  /// For each measure, the number of steps at which its value was not finite, >= 0.
  public var nonFiniteCounts: [Int]
  /// For each alignment how many agents were examined, exceed and are uncertain, >= 0; empty where none was asked for.
  public var alignmentCounts: [[Int]]

  /// Creates a record.
  public init(
    stepsRun: Int, series: [[Double]], nonFiniteCounts: [Int], alignmentCounts: [[Int]] = []
  ) {
    self.stepsRun = stepsRun
    self.series = series
    self.nonFiniteCounts = nonFiniteCounts
    self.alignmentCounts = alignmentCounts
  }
}

extension RunRecord: Equatable {
  /// Whether two records are the same, NaN bit for bit.
  public static func == (a: Self, b: Self) -> Bool {
    a.stepsRun == b.stepsRun && a.nonFiniteCounts == b.nonFiniteCounts
      && a.alignmentCounts == b.alignmentCounts && a.series.count == b.series.count
      && zip(a.series, b.series).allSatisfy { left, right in
        left.count == right.count
          && zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern }
      }
  }
}

/// A run as it is stored.
public struct StoredRun: Equatable, Sendable {
  /// How a run ended.
  public enum Outcome: Equatable, Sendable {
    /// Well.
    case done(RunRecord)
    /// With a failure, told in words.
    case failed(reason: String)
  }

  /// Its name.
  public let key: RunKey
  /// The seed that it was run with.
  public let seed: UInt32
  /// What its numbers mean: the result version of the program that ran it.
  public let version: Int
  /// How it ended.
  public let outcome: Outcome

  /// Creates a run.
  public init(key: RunKey, seed: UInt32, version: Int, outcome: Outcome) {
    self.key = key
    self.seed = seed
    self.version = version
    self.outcome = outcome
  }
}
