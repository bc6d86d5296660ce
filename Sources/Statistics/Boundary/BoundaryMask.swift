// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does the boundary of one field matter? Where another field does not decide against it: a part of the plane that is
// defined by two fields, one over and the other under one half, ends at the boundary of each only inside the other's half.
//
// Two fields, not one of the joint outcome: each turns once across a boundary of its own, which few evaluations place,
// while a joint field has to rise and fall again within a part that may be narrower than any length-scale it can have.

/// The side of another field on which a boundary matters.
public struct BoundaryMask: Sendable {
  /// The other field.
  public var field: BoundaryField
  /// Whether the boundary matters where the other field is over one half; else where it is under.
  public var isOver: Bool

  /// Creates a mask.
  public init(_ field: BoundaryField, isOver: Bool) {
    self.field = field
    self.isOver = isOver
  }

  /// Whether the other field is on its side, or not decided at 95 %.
  func isOpen(at positions: [[Double]]) -> [Bool] {
    let sign = isOver ? 1.0 : -1
    let (mean, variance, _) = field.posterior.prediction(at: positions.flatMap(\.self))
    return zip(mean, variance).map {
      sign * $0 > -LatentEstimate.reach * $1.squareRoot()
    }
  }
}

extension BoundaryBand {
  /// The band of the part in which this is more probable than not and another is not.
  ///
  /// Of both scores the one that decides is the lesser: z = min(z of this, -z of the other).
  ///
  /// - Parameter other: A band on the same raster, from the same realisations.
  /// - Returns: A band with both sides where the part has an edge on the raster.
  public func excluding(_ other: BoundaryBand) -> BoundaryBand {
    precondition(other.axes == axes, "both bands have one raster")
    guard other.sides != .underOnly else { return self }
    var result = self
    result.scores = zip(score(sides, scores), score(other.sides, other.scores)).map {
      min($0, -$1)
    }
    let isInside = result.scores.contains { $0 > 0 }
    let isOutside = result.scores.contains { $0 <= 0 }
    result.sides = isInside ? (isOutside ? .both : .overOnly) : .underOnly
    return result
  }

  /// Scores of a field; decided everywhere where all its cells are on one side.
  private func score(_ sides: BoundaryField.Sides, _ scores: [Double]) -> [Double] {
    let far = 4 * LatentEstimate.reach
    switch sides {
    case .both: return scores
    case .overOnly: return scores.map { _ in far }
    case .underOnly: return scores.map { _ in -far }
    }
  }
}
