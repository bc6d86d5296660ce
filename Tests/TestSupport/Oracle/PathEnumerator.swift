// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are all the things a random program can do, and how likely is each? By replaying it along every path.

/// Enumerates all paths of a program that asks for its random choices.
///
/// The program is run again and again; each run follows the choices of the run before up to the last one that has an
/// untried alternative. Nothing is sampled, so the probabilities are exact but for rounding.
public final class PathEnumerator {
  private struct Choice {
    var probabilities: [Double]
    var taken: Int
  }

  private var choices: [Choice] = []
  private var depth = 0

  /// Returns the exact distribution of what a program returns.
  ///
  /// - Parameter program: Must ask for the same choices whenever the same ones were answered before.
  /// - Returns: Each outcome with its probability.
  public static func distribution<Outcome: Hashable>(
    of program: (PathEnumerator) -> Outcome
  ) -> [Outcome: Double] {
    let paths = PathEnumerator()
    var result: [Outcome: Double] = [:]
    repeat {
      paths.depth = 0
      let outcome = program(paths)
      precondition(
        paths.depth == paths.choices.count, "the program is not a function of its choices")
      result[outcome, default: 0] += paths.choices.reduce(1) { $0 * $1.probabilities[$1.taken] }
    } while paths.advance()
    return result
  }

  /// Returns the index of one alternative; every alternative of positive probability is returned on some path.
  ///
  /// - Parameter probabilities: One a alternative, each in 0...1, with sum 1.
  /// - Returns: Index in `probabilities`.
  public func choose(_ probabilities: [Double]) -> Int {
    precondition(abs(probabilities.reduce(0, +) - 1) < 1e-9, "probabilities \(probabilities)")
    if depth == choices.count {
      guard let first = probabilities.firstIndex(where: { $0 > 0 }) else { preconditionFailure() }
      choices.append(Choice(probabilities: probabilities, taken: first))
    }
    depth += 1
    return choices[depth - 1].taken
  }

  /// Returns whether an event happens.
  public func happens(_ probability: Double) -> Bool {
    choose([probability, 1 - probability]) == 0
  }

  /// Returns one of `count` alternatives of equal probability.
  public func uniform(_ count: Int) -> Int {
    choose(Array(repeating: 1 / Double(count), count: count))
  }

  private func advance() -> Bool {
    while let last = choices.popLast() {
      let next = last.probabilities.indices.dropFirst(last.taken + 1)
        .first { last.probabilities[$0] > 0 }
      if let next {
        choices.append(Choice(probabilities: last.probabilities, taken: next))
        return true
      }
    }
    return false
  }
}
