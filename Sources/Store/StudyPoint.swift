// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which parameter vectors does a study ask about, and how far is each?

/// How far a point of a study is.
public enum PointState: Hashable, Sendable {
  /// Nothing has been done.
  case planned
  /// Some of its runs are stored or under way.
  case running
  /// It has its verdict.
  case done
  /// It can have none; the reason in words.
  case failed(reason: String)
}

/// One parameter vector of a study.
public struct StudyPoint: Hashable, Sendable {
  /// Its name.
  public let digest: CellDigest
  /// Values of the world's parameters, by `ParameterID`.
  public let parameters: [Double]
  /// The round that planned it: 0 for the points of the axes, then one more each time that refinement adds some.
  public let round: Int
  /// How far it is.
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

  /// Creates a mark.
  public init(digest: CellDigest, state: PointState) {
    self.digest = digest
    self.state = state
  }
}
