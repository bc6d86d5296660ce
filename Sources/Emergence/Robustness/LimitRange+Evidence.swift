// SPDX-License-Identifier: GPL-3.0-or-later
//
// For which limits would the same intervals give the same verdict?
//
// A fact compares an end of an interval with the limit: `high <= limit` is within, `low > limit` is over. The verdict is
// therefore constant from each end on up to the next; it is asked for once a piece, from the limit outwards.

extension HarmEvidence {
  /// The limits about the present one that give the present verdict; `nil` where it is undecided.
  var limitRange: LimitRange? {
    let verdict = facts.verdict
    guard verdict != .undecided else { return nil }
    let ends = Set(
      [alone, unlinked, together].flatMap { [$0.low, $0.high].compactMap { $0 } }
    ).sorted()
    func isSame(at limit: Double) -> Bool {
      var evidence = self
      evidence.limit = limit
      return evidence.facts.verdict == verdict
    }
    // Pieces are [end, next end); the first reaches down without end.
    let here = ends.lastIndex { $0 <= limit }
    var low = here
    while let piece = low {
      guard isSame(at: piece > 0 ? ends[piece - 1] : -.infinity) else { break }
      low = piece > 0 ? piece - 1 : nil
    }
    var next = (here ?? -1) + 1
    while next < ends.count, isSame(at: ends[next]) { next += 1 }
    return LimitRange(low: low.map { ends[$0] }, high: next < ends.count ? ends[next] : nil)
  }
}
