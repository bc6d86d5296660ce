// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a sequence rise?
//
// Kendall's tau of the values against their order: pairs that rise less pairs that fall, by counting exchanges of a merge
// sort. Its tables assume independent values; sequences from overlapping windows need surrogates. Sources: Kendall,
// Biometrika 30, 81 (1938), with ties as in Biometrika 33, 239 (1945), tau-b; Knight, J. Am. Stat. Assoc. 61, 436 (1966).

/// Kendall's rank correlation with time.
public enum KendallTrend {
  /// Returns tau-b of a sequence against its order.
  ///
  /// - Parameter values: In the order of time, without NaN.
  /// - Returns: In -1...1: 1 where every value is above all before it; 0 where fewer than two values differ.
  /// - Complexity: O(n log n).
  public static func tau(of values: [Double]) -> Double {
    let n = values.count
    guard n >= 2 else { return 0 }
    let pairs = Double(n) * Double(n - 1) / 2
    var sorted = values
    var spare = values
    let falling = exchanges(&sorted, &spare)
    var tied = 0.0
    var run = 1
    for i in 1...n {
      if i < n, sorted[i] == sorted[i - 1] {
        run += 1
      } else {
        tied += Double(run) * Double(run - 1) / 2
        run = 1
      }
    }
    guard tied < pairs else { return 0 }
    return (pairs - tied - 2 * falling) / (pairs * (pairs - tied)).squareRoot()
  }

  /// Sorts values and returns the number of pairs that were out of order.
  private static func exchanges(_ values: inout [Double], _ spare: inout [Double]) -> Double {
    var count = 0.0
    var width = 1
    while width < values.count {
      var start = 0
      while start < values.count {
        let middle = min(start + width, values.count)
        let end = min(start + 2 * width, values.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          if left < middle, right == end || values[left] <= values[right] {
            spare[place] = values[left]
            left += 1
          } else {
            spare[place] = values[right]
            right += 1
            count += Double(middle - left)
          }
        }
        start = end
      }
      swap(&values, &spare)
      width *= 2
    }
    return count
  }
}
