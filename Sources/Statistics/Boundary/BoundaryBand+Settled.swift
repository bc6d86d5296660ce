// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is a place undecided that lies among cells which all agree? A field of few of many cells doubts its far ends, and any
// field doubts the frame; where all cells about a place were evaluated and agree without exception there is nothing to
// doubt that refinement would not have looked at (`BoundaryStraddle.explorationRadius`).

extension BoundaryBand {
  /// Greatest distance of the cells that settle a place, as a fraction of the axes.
  private static let reachOfCells = 0.125

  /// The same band with the places decided among cells that all agree.
  ///
  /// A place is decided where its 2^d nearest cells lie within an eighth of the axes, no two of their replicates disagree, and the field
  /// is on their side. Places at which cells or the field disagree keep their scores.
  ///
  /// - Parameter cells: All cells of the panel, those that the field left out included.
  /// - Returns: The band.
  /// - Complexity: O(raster points x cells).
  public func settled(by cells: [BoundaryCell]) -> BoundaryBand {
    let needed = 1 << axes.count
    guard cells.count >= needed, sides == .both else { return self }
    var result = self
    let positions = cells.map(\.position)
    // 1 or -1 where all replicates agree.
    let agreed = cells.map { cell in
      cell.replicateCount < 2 || cell.isAmbiguous ? 0.0 : cell.overCount > 0 ? 1 : -1
    }
    var place = [Double](repeating: 0, count: axes.count)
    var index = [Int](repeating: 0, count: axes.count)
    for score in scores.indices where abs(scores[score]) < 2 * LatentEstimate.reach {
      var rest = score
      for axis in axes.indices.reversed() {
        index[axis] = rest % axes[axis].count
        rest /= axes[axis].count
        place[axis] = axes[axis][index[axis]]
      }
      let side = scores[score] > 0 ? 1.0 : -1
      if Self.areOn(side, positions, agreed, nearest: needed, to: place) {
        result.scores[score] = side * 2 * LatentEstimate.reach
      }
    }
    return result
  }

  /// Whether the nearest cells of a place are near, and all agree on a side.
  private static func areOn(
    _ side: Double, _ positions: [[Double]], _ agreed: [Double], nearest count: Int,
    to place: [Double]
  ) -> Bool {
    var nearest: [(distance: Double, cell: Int)] = []
    for cell in positions.indices {
      let distance = BoundarySubset.distance(positions[cell], place)
      guard distance <= reachOfCells else { continue }
      if nearest.count == count, distance >= nearest[count - 1].distance { continue }
      let at = nearest.firstIndex { distance < $0.distance } ?? nearest.count
      nearest.insert((distance, cell), at: at)
      if nearest.count > count { nearest.removeLast() }
    }
    return nearest.count == count && nearest.allSatisfy { agreed[$0.cell] == side }
  }
}
