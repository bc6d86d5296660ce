// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which verdict follows from which facts? The table of the world language, and what an open fact leaves open.
//
// A fact is true, false or open. The verdict is that of the table if every way to settle the open facts gives the same;
// else it is undecided. So a straddling interval leaves it undecided only where it matters.

/// The facts on which the verdict on one harm turns; `nil` is open.
struct VerdictFacts: Hashable {
  /// Harm alone is within its limit.
  var aloneWithin: Bool?
  /// Harm unlinked is within its limit.
  var unlinkedWithin: Bool?
  /// Harm together is within its limit.
  var togetherWithin: Bool?
  /// Every group is aligned.
  var aligned: Bool?
  /// Whether unlinked is alone, so that what settles one settles the other.
  var unlinkedIsAlone: Bool

  /// The order in which facts are asked for, and in which they are settled.
  enum Fact: CaseIterable {
    case alone
    case together
    case aligned
    case unlinked
  }

  subscript(fact: Fact) -> Bool? {
    get {
      switch fact {
      case .alone: aloneWithin
      case .together: togetherWithin
      case .aligned: aligned
      case .unlinked: unlinkedIsAlone ? aloneWithin : unlinkedWithin
      }
    }
    set {
      switch fact {
      case .alone: aloneWithin = newValue
      case .together: togetherWithin = newValue
      case .aligned: aligned = newValue
      case .unlinked: unlinkedWithin = newValue
      }
    }
  }

  /// Facts that are open.
  var open: [Fact] {
    Fact.allCases.filter { self[$0] == nil && !($0 == .unlinked && unlinkedIsAlone) }
  }

  /// Verdicts that settling the open facts can give.
  var candidates: Set<Verdict> {
    guard let fact = open.first else { return [settled] }
    return [true, false].reduce(into: []) { verdicts, truth in
      var facts = self
      facts[fact] = truth
      verdicts.formUnion(facts.candidates)
    }
  }

  /// The verdict: the only candidate, or undecided.
  var verdict: Verdict {
    let candidates = candidates
    return candidates.count == 1 ? candidates.first ?? .undecided : .undecided
  }

  /// Whether settling an open fact one way or the other can change what verdicts remain.
  func turnsOn(_ fact: Fact) -> Bool {
    guard open.contains(fact) else { return false }
    var (yes, no) = (self, self)
    yes[fact] = true
    no[fact] = false
    return yes.isSettledDifferently(from: no)
  }

  /// Whether two sets of facts that differ in one lead to different verdicts for some way to settle the others.
  private func isSettledDifferently(from other: VerdictFacts) -> Bool {
    guard let fact = open.first else { return settled != other.settled }
    return [true, false].contains { truth in
      var (a, b) = (self, other)
      a[fact] = truth
      b[fact] = truth
      return a.isSettledDifferently(from: b)
    }
  }

  /// The verdict of the table where no fact is open.
  private var settled: Verdict {
    switch (self[.alone] == true, self[.together] == true) {
    case (true, true): .safe
    case (false, false): .misaligned
    case (false, true): .restrained
    case (true, false):
      if self[.aligned] != true {
        .seeded
      } else if self[.unlinked] == true {
        .emergent
      } else {
        .reframed
      }
    }
  }
}
