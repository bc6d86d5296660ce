// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where in a panel is the name of a region written? Inside its largest part, where the most room is left about it.

/// Words placed inside regions.
struct RegionLabels {
  /// One name and where its middle stands, as places on the axes.
  struct Label: Equatable {
    var text: String
    var x: Double
    var y: Double
    /// Size of the letters as a multiple of what was asked for.
    var scale: Double
  }

  /// Labels that fit, in the order in which they were asked for.
  private(set) var labels: [Label] = []
  /// Words of regions that are too small for a label.
  private(set) var unplaced: [String] = []

  /// Points at which a panel is looked at.
  private static let (columnCount, rowCount) = (120, 90)
  /// A region below this share of the panel is not labelled.
  private static let leastShare = 0.002

  /// Places labels.
  ///
  /// - Parameters:
  ///   - texts: The words, each at most once.
  ///   - region: Index of the words of a place, its coordinates in 0...1; `nil` where there is no region.
  ///   - extent: Width and height of words as shares of the panel, at scale 1.
  init(
    texts: [String], region: (Double, Double) -> Int?, extent: (String) -> (Double, Double)
  ) {
    let (n, m) = (Self.columnCount, Self.rowCount)
    var owner = [Int](repeating: -1, count: n * m)
    for j in 0..<m {
      for i in 0..<n {
        owner[j * n + i] =
          region((Double(i) + 0.5) / Double(n), (Double(j) + 0.5) / Double(m)) ?? -1
      }
    }
    let parts = Self.largestParts(owner, count: texts.count)
    for (index, part) in parts.enumerated() where !part.isEmpty {
      guard Double(part.count) >= Self.leastShare * Double(n * m) else {
        unplaced.append(texts[index])
        continue
      }
      if let label = Self.place(texts[index], in: part, extent(texts[index])) {
        labels.append(label)
      } else {
        unplaced.append(texts[index])
      }
    }
  }

  /// For each region the points of its largest connected part.
  private static func largestParts(_ owner: [Int], count: Int) -> [[Int]] {
    let n = columnCount
    var parts = [[Int]](repeating: [], count: count)
    var isSeen = [Bool](repeating: false, count: owner.count)
    for start in owner.indices where owner[start] >= 0 && !isSeen[start] {
      var part: [Int] = []
      var waiting = [start]
      isSeen[start] = true
      while let point = waiting.popLast() {
        part.append(point)
        var neighbours: [Int] = []
        if point % n > 0 { neighbours.append(point - 1) }
        if point % n < n - 1 { neighbours.append(point + 1) }
        if point >= n { neighbours.append(point - n) }
        if point < owner.count - n { neighbours.append(point + n) }
        for next in neighbours where owner[next] == owner[start] && !isSeen[next] {
          isSeen[next] = true
          waiting.append(next)
        }
      }
      if part.count > parts[owner[start]].count { parts[owner[start]] = part }
    }
    return parts
  }

  /// The place at which a box of the words' size has the most room about it inside a part.
  private static func place(
    _ text: String, in part: [Int], _ extent: (width: Double, height: Double)
  ) -> Label? {
    let (n, m) = (columnCount, rowCount)
    // sums[(j + 1) * (n + 1) + i + 1] counts points of the part below and left of a point.
    var sums = [Int](repeating: 0, count: (n + 1) * (m + 1))
    for point in part { sums[(point / n + 1) * (n + 1) + point % n + 1] = 1 }
    for j in 1...m {
      for i in 1...n {
        let at = j * (n + 1) + i
        sums[at] += sums[at - 1] + sums[at - n - 1] - sums[at - n - 2]
      }
    }
    func isInside(_ i: Int, _ j: Int, _ halfWidth: Int, _ halfHeight: Int) -> Bool {
      let (left, right) = (i - halfWidth, i + halfWidth + 1)
      let (low, high) = (j - halfHeight, j + halfHeight + 1)
      guard left >= 0, low >= 0, right <= n, high <= m else { return false }
      let count =
        sums[high * (n + 1) + right] - sums[low * (n + 1) + right] - sums[high * (n + 1) + left]
        + sums[low * (n + 1) + left]
      return count == (right - left) * (high - low)
    }
    for scale in [1, 0.85, 0.7] {
      let halfWidth = Int((extent.width * scale * Double(n) / 2).rounded(.up))
      let halfHeight = Int((extent.height * scale * Double(m) / 2).rounded(.up))
      // Room is counted in points added on all four sides; of equals the one nearest the middle of the part.
      let middle = (
        Double(part.reduce(0) { $0 + $1 % n }) / Double(part.count),
        Double(part.reduce(0) { $0 + $1 / n }) / Double(part.count)
      )
      var best: (room: Int, distance: Double, point: Int)?
      for point in part {
        let (i, j) = (point % n, point / n)
        var room = best?.room ?? 0
        guard isInside(i, j, halfWidth + room, halfHeight + room) else { continue }
        while isInside(i, j, halfWidth + room + 1, halfHeight + room + 1) { room += 1 }
        let (across, up) = (Double(i) - middle.0, Double(j) - middle.1)
        let distance = across * across + up * up
        if best.map({
          room > $0.room || distance < $0.distance || distance == $0.distance && point < $0.point
        })
          ?? true
        {
          best = (room, distance, point)
        }
      }
      if let best {
        return Label(
          text: text, x: (Double(best.point % n) + 0.5) / Double(n),
          y: (Double(best.point / n) + 0.5) / Double(m), scale: scale)
      }
    }
    return nil
  }
}
