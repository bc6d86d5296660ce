// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parameter vectors does a study ask about, and how far is each?

/// Which study the points of a store belong to.
public struct StudyOutline: Hashable, Sendable {
  /// What every study has another of that asks for other points.
  public let signature: CellDigest
  /// Number of points of its axes, >= 0; those that refinement adds are not among them.
  public let gridCount: Int

  /// Creates an outline.
  public init(signature: CellDigest, gridCount: Int) {
    precondition(gridCount >= 0, "a number of points")
    self.signature = signature
    self.gridCount = gridCount
  }
}

/// How far a point of a study is.
public enum PointState: Hashable, Sendable {
  /// Nothing has been done.
  case planned
  /// A process has taken it up; where none writes the store any more, it is to be done once more.
  case running
  /// It has its verdict.
  case done
  /// It can have none; the reason in words.
  case failed(reason: String)
}

/// One parameter vector of a study.
public struct StudyPoint: Hashable, Sendable {
  /// Its name, the same in every round that asks for it.
  public let digest: CellDigest
  /// Values of the world's parameters, by `ParameterID`.
  public let parameters: [Double]
  /// The last round that asked for it: 0 for the points of the axes, then one more each time that refinement asks.
  public let round: Int
  /// How far it is in that round.
  public var state: PointState

  /// Creates a point.
  public init(digest: CellDigest, parameters: [Double], round: Int, state: PointState = .planned) {
    self.digest = digest
    self.parameters = parameters
    self.round = round
    self.state = state
  }
}

/// A change of the state of a point.
public struct PointMark: Hashable, Sendable {
  /// The name of the point.
  public let digest: CellDigest
  /// How far it is now.
  public let state: PointState
  /// The round that this is told of: nothing changes for a point that a later one has asked for.
  public let round: Int

  /// Creates a mark.
  public init(digest: CellDigest, state: PointState, round: Int = .max) {
    self.digest = digest
    self.state = state
    self.round = round
  }
}
