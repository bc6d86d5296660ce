// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cells of many are a field made of? Three quarters are those nearest to a cell on the other side of one half, for
// they place the boundary; one quarter is spread as far apart as possible over the others, for a field that knows nothing
// of a region doubts its side.

/// A choice of cells that place a boundary.
enum BoundarySubset {
  /// Chooses cells.
  ///
  /// - Parameters:
  ///   - cells: Of one number of coordinates.
  ///   - limit: Number of cells chosen at most, >= 2.
  /// - Returns: Ascending indices; all where there are no more than `limit`.
  /// - Complexity: O(`cells.count`^2) distances where cells are left out.
  static func indices(of cells: [BoundaryCell], limit: Int) -> [Int] {
    guard cells.count > limit else { return Array(cells.indices) }
    let distances = distancesToOtherSide(cells)
    let isDivided = distances.contains { $0.isFinite }
    let nearCount = isDivided ? limit * 3 / 4 : 0
    let order = cells.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    var chosen = Array(order.prefix(nearCount))
    var gaps = [Double](repeating: .infinity, count: cells.count)
    func close(_ index: Int) {
      for other in cells.indices {
        gaps[other] = min(gaps[other], distance(cells[other].position, cells[index].position))
      }
    }
    for index in chosen { close(index) }
    while chosen.count < limit {
      let next = cells.indices.max { (gaps[$0], $1) < (gaps[$1], $0) }!
      // Only duplicates of chosen positions are left: the nearest of those not chosen yet.
      let index = gaps[next] > 0 ? next : order.first { !chosen.contains($0) }!
      chosen.append(index)
      close(index)
    }
    return chosen.sorted()
  }

  /// Distance of each cell to the nearest on the other side; 0 where the share is one half, infinite without other side.
  private static func distancesToOtherSide(_ cells: [BoundaryCell]) -> [Double] {
    let shares = cells.map(\.share)
    return cells.indices.map { i in
      guard shares[i] != 0.5 else { return 0 }
      var nearest = Double.infinity
      for j in cells.indices where (shares[j] > 0.5) != (shares[i] > 0.5) {
        nearest = min(nearest, distance(cells[i].position, cells[j].position))
      }
      return nearest
    }
  }

  /// Euclidean distance.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for c in a.indices { sum += (a[c] - b[c]) * (a[c] - b[c]) }
    return sum.squareRoot()
  }
}
