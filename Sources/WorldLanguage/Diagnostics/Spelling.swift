// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which known name was probably meant by an unknown one?
//
// The distance is that of optimal string alignment (Damerau-Levenshtein without edits of edited text): insertions,
// deletions, replacements and swaps of neighbours each cost 1. Source: Damerau, Commun. ACM 7, 171 (1964); the
// recurrence as in Boytsov, ACM J. Exp. Algorithmics 16, 1 (2011), section 2.

/// Suggestions for misspelt names.
public enum Spelling {
  /// Longest name that is compared, in bytes; longer ones have no suggestion.
  static let longestName = 64

  /// Returns the candidate nearest to a name, or `nil` when none is near.
  ///
  /// Near is a distance of at most a third of the name's length, and of 1 for names of up to five letters. A candidate
  /// that differs only in case is nearest of all. Among equally near candidates the first wins.
  ///
  /// - Parameters:
  ///   - name: What was written.
  ///   - candidates: What could have been meant, best first.
  /// - Returns: One of the candidates.
  /// - Complexity: O(n m) for each candidate of m bytes and a name of n bytes, both at most 64.
  public static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let written = Array(name.utf8)
    guard !written.isEmpty, written.count <= longestName else { return nil }
    let lowered = name.lowercased()
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where candidate != name {
      if candidate.lowercased() == lowered { return candidate }
      let bytes = Array(candidate.utf8)
      guard bytes.count <= longestName else { continue }
      let allowed = max(1, min(written.count, bytes.count) / 3)
      guard abs(bytes.count - written.count) <= allowed else { continue }
      let distance = distance(written, bytes)
      // A name of one letter is as near to every other name of one letter: that says nothing.
      guard distance <= allowed, distance < max(written.count, bytes.count) else { continue }
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// Returns the number of edits that turn one byte string into another.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
