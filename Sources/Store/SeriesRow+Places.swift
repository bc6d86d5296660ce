// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do few values recur in a series?

extension SeriesRow {
  /// A series as places in a list.
  struct Places {
    /// The values, sorted as numbers are.
    let patterns: [UInt64]
    /// One place a value.
    let indices: [Int64]

    /// Lists the values; nil where the list would be as long as what it shortens.
    init?(_ values: [Double], atMost limit: Int) {
      // A list costs 64 bits a value, and a place one less than a bit pattern's 53 or so does.
      let most = min(limit, max(1, values.count * 2 / 3))
      var known: [UInt64: Int64] = [:]
      for value in values where known.updateValue(0, forKey: value.bitPattern) == nil {
        guard known.count <= most else { return nil }
      }
      let sorted = known.keys.sorted { SeriesRow.inOrder($0) < SeriesRow.inOrder($1) }
      for (place, pattern) in sorted.enumerated() { known[pattern] = Int64(place) }
      patterns = sorted
      indices = values.map { known[$0.bitPattern] ?? 0 }
    }
  }
}
