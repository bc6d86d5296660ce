// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cell is nearest to each place of a panel?
//
// The raster's columns and rows are the different coordinates of the cells, each reaching half way to the next, so that
// every cell lies in the middle of a pixel and is seen, however close cells are where the boundary was refined. Distances
// are measured in axis units: an axis is 1 long. Of two cells equally far the one further left wins, then the lower one,
// whatever the order in which cells come.
//
// Invariant: pixel (i, j), at `owners[j * columnCount + i]`, has column i from the left and row j from below.

/// The panel as pixels, each with the index of the nearest cell.
struct CellRaster {
  /// Places of the edges of the columns on their axis, from 0 to 1; one more than columns.
  let columnEdges: [Double]
  /// Places of the edges of the rows on their axis, from 0 to 1; one more than rows.
  let rowEdges: [Double]
  /// By pixel the position of its cell in the list that the raster was made of.
  let owners: [Int]

  var columnCount: Int { columnEdges.count - 1 }
  var rowCount: Int { rowEdges.count - 1 }

  /// A part of a panel in which all pixels are alike.
  struct Rectangle<Key: Equatable> {
    var key: Key
    var columns: Range<Int>
    var rows: Range<Int>
  }

  /// Creates a raster.
  ///
  /// - Parameter places: Places of the cells on both axes, each in 0...1; at least one.
  init(places: [(x: Double, y: Double)]) {
    precondition(!places.isEmpty, "a raster has a cell")
    let columns = Set(places.map(\.x)).sorted()
    let rows = Set(places.map(\.y)).sorted()
    columnEdges = Self.edges(of: columns)
    rowEdges = Self.edges(of: rows)
    let numbers = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    var members = [[Int]](repeating: [], count: columns.count)
    for index in places.indices { members[numbers[places[index].x] ?? 0].append(index) }
    // By column and row, which of the column's own cells is nearest up or down.
    let nearest = members.map { members in
      Self.nearest(in: members.sorted { places[$0].y < places[$1].y }, places, rows)
    }
    var owners = [Int](repeating: 0, count: columns.count * rows.count)
    for j in rows.indices {
      for i in columns.indices {
        owners[j * columns.count + i] = Self.owner(
          column: i, row: rows[j], columns, nearest.map { $0[j] }, places)
      }
    }
    self.owners = owners
  }

  /// Creates a raster of like pixels, each its own owner.
  ///
  /// - Parameters:
  ///   - columnCount: Pixels across, >= 1.
  ///   - rowCount: Pixels up, >= 1.
  init(columnCount: Int, rowCount: Int) {
    columnEdges = (0...columnCount).map { Double($0) / Double(columnCount) }
    rowEdges = (0...rowCount).map { Double($0) / Double(rowCount) }
    owners = Array(0..<columnCount * rowCount)
  }

  /// The cell nearest to a pixel, searched column by column until no other can be nearer.
  private static func owner(
    column: Int, row: Double, _ columns: [Double], _ nearest: [Int],
    _ places: [(x: Double, y: Double)]
  ) -> Int {
    var best = nearest[column]
    var least = abs(places[best].y - row)
    least *= least
    func examine(_ other: Int) -> Bool {
      let across = columns[other] - columns[column]
      guard across * across <= least else { return false }
      let up = places[nearest[other]].y - row
      let square = across * across + up * up
      if square < least || square == least && other < column {
        (best, least) = (nearest[other], square)
      }
      return true
    }
    var (left, right) = (column - 1, column + 1)
    while left >= 0, examine(left) { left -= 1 }
    while right < columns.count, examine(right) { right += 1 }
    return best
  }

  /// For each row which of the cells of one column is nearest.
  private static func nearest(
    in members: [Int], _ places: [(x: Double, y: Double)], _ rows: [Double]
  ) -> [Int] {
    var place = 0
    return rows.map { row in
      while place + 1 < members.count,
        abs(places[members[place + 1]].y - row) < abs(places[members[place]].y - row)
      {
        place += 1
      }
      return members[place]
    }
  }

  private static func edges(of values: [Double]) -> [Double] {
    [0] + zip(values, values.dropFirst()).map { ($0 + $1) / 2 } + [1]
  }

  /// Returns the cell of a place.
  func owner(x: Double, y: Double) -> Int {
    owners[Self.slot(of: y, in: rowEdges) * columnCount + Self.slot(of: x, in: columnEdges)]
  }

  private static func slot(of value: Double, in edges: [Double]) -> Int {
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// Returns the panel as few rectangles of like pixels.
  ///
  /// - Parameter key: What makes pixels alike, by cell; pixels without one are left out.
  /// - Returns: Rectangles that do not overlap.
  func rectangles<Key: Equatable>(by key: (Int) -> Key?) -> [Rectangle<Key>] {
    var done: [Rectangle<Key>] = []
    var open: [Rectangle<Key>] = []
    for j in 0..<rowCount {
      var runs: [Rectangle<Key>] = []
      for i in 0..<columnCount {
        guard let key = key(owners[j * columnCount + i]) else { continue }
        if let last = runs.last, last.key == key, last.columns.upperBound == i {
          runs[runs.count - 1].columns = last.columns.lowerBound..<i + 1
        } else {
          runs.append(Rectangle(key: key, columns: i..<i + 1, rows: j..<j + 1))
        }
      }
      for index in runs.indices {
        let below = open.firstIndex {
          $0.key == runs[index].key && $0.columns == runs[index].columns
        }
        if let below { runs[index].rows = open.remove(at: below).rows.lowerBound..<j + 1 }
      }
      done += open
      open = runs
    }
    return done + open
  }

  /// Returns the edges between pixels that are not alike, joined where they go on.
  ///
  /// - Parameter key: What makes pixels alike, by cell.
  /// - Returns: Lines of two places each.
  func borders<Key: Equatable>(by key: (Int) -> Key) -> [[(x: Double, y: Double)]] {
    var lines: [[(x: Double, y: Double)]] = []
    for j in 0..<rowCount {
      for i in 1..<max(1, columnCount)
      where key(owners[j * columnCount + i]) != key(owners[j * columnCount + i - 1]) {
        lines.append([(columnEdges[i], rowEdges[j]), (columnEdges[i], rowEdges[j + 1])])
      }
    }
    for i in 0..<columnCount {
      for j in 1..<max(1, rowCount)
      where key(owners[j * columnCount + i]) != key(owners[(j - 1) * columnCount + i]) {
        lines.append([(columnEdges[i], rowEdges[j]), (columnEdges[i + 1], rowEdges[j])])
      }
    }
    return lines
  }
}
