// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are terms that cancel added without losing their digits?
//
// The rounding error of every addition is caught and added at the end. Source: Neumaier, Z. Angew. Math. Mech. 54, 39
// (1974), algorithm IV.

/// A sum whose error does not grow with the number of its terms.
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  /// Sum of all terms so far.
  var value: Double { sum + lost }

  /// Adds a term.
  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
