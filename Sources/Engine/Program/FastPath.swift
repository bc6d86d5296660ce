// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which sections have a kernel of their own? Steps of one boolean that counts a boolean of its neighbours and then draws
// from a logit that is affine in what it reads, or compares with a threshold.
//
// A fast path never changes a bit: what it cannot decide it leaves to the instructions that it stands for.

/// A kernel that stands for all the instructions of a section.
enum FastPath: Sendable {
  case heatBath(HeatBath)
  case threshold(Threshold)

  /// The boolean that is counted over the links of each row, and where the result goes.
  struct Count: Sendable {
    var network: Int
    /// The whole column of those read.
    var column: Operand
    /// Rounded inverse of the degree, when the share is meant.
    var inverseDegree: Operand?
    /// What stands for the share where there is no link: 0, or nothing that this path knows.
    var hasZeroForNone: Bool
    var destination: Operand
  }

  /// `state ~ bernoulli(logistic(x))` where x is affine in the count and in traits.
  struct HeatBath: Sendable {
    var count: Count
    var site: UInt32
    /// How x is computed, as the program does it.
    var steps: [AffineStep]
    /// Traits of the row at single precision.
    var traits: [Operand]
    /// Whether all that x takes from the lanes is known before the first step.
    var isSettled: Bool
  }

  /// `state = (count or share) compared with a limit`, perhaps joined with a boolean of the row.
  struct Threshold: Sendable {
    var count: Count
    var comparison: Elementwise
    var limit: Operand
    /// The row's boolean that is joined to the result, and whether by `or`.
    var own: Operand?
    var keeps: Bool
    var isSettled: Bool
  }
}

/// One step of an affine computation on a stack; each but the first three takes its arguments from it.
enum AffineStep: Sendable {
  /// A value of the lane.
  case lane(Operand)
  /// The count or share.
  case count
  /// A trait, by its position in `FastPath.HeatBath.traits`.
  case trait(Int)
  case add, subtract, multiply, divide, negate
  /// To another precision.
  case round
}
