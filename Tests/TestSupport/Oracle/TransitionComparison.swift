// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do observed trajectories follow the exact transition probabilities? A chi-square test, row by row.
//
// Null hypothesis: the trajectories are independent draws from the oracle's Markov chain. Reference: the exact initial
// distribution, the exact row of each state that is left at least 50 times, and the exact distribution of the last
// state. Cells with an expectation below 10 are pooled, for which the chi-square tail is accurate enough at 1e-6; a
// transition of probability 0 rejects at once.

import WorldModel

/// What a comparison of trajectories with the oracle found.
public struct TransitionComparison: CustomStringConvertible {
  /// The smallest p-value of the three tests (beginning, transitions, end), times three (Bonferroni).
  public let pValue: Double
  /// A transition that was seen although its probability is 0.
  public let impossible: String?
  /// Statistics of the three tests, for messages.
  public let description: String

  /// Whether the null hypothesis stands at false-alarm rate 1e-6.
  public var stands: Bool { impossible == nil && pValue >= 1e-6 }

  /// Compares trajectories with the exact chain.
  ///
  /// - Parameters:
  ///   - trajectories: One a independent run, each with the states after 0, 1, 2, ... steps; equally long.
  ///   - oracle: The exact chain.
  public init(of trajectories: [[JointState]], with oracle: TransitionOracle) {
    var impossible: String?
    let stepCount = (trajectories.first?.count ?? 1) - 1
    let beginning = Self.test(
      trajectories.map { $0[0] }, oracle.initialDistribution(), "before step 0", &impossible)
    var transitions = (statistic: 0.0, degrees: 0)
    let isHomogeneous = oracle.world.blocks.allSatisfy { $0.every == nil }
    for times in isHomogeneous ? [Array(0..<stepCount)] : (0..<stepCount).map({ [$0] }) {
      var successors: [JointState: [JointState]] = [:]
      for trajectory in trajectories {
        for time in times { successors[trajectory[time], default: []].append(trajectory[time + 1]) }
      }
      for (from, next) in successors where next.count >= 50 {
        let row = oracle.step(from: from, time: times[0])
        let found = Self.test(next, row, "from \(from)", &impossible)
        transitions.statistic += found.statistic
        transitions.degrees += found.degrees
      }
    }
    let end = Self.test(
      trajectories.map { $0[stepCount] }, oracle.distribution(after: stepCount), "at the end",
      &impossible)
    let tests = [beginning, transitions, end]
    let tails = tests.map {
      $0.degrees == 0
        ? 1 : DistributionFunctions.chiSquareTail($0.statistic, degrees: $0.degrees)
    }
    pValue = min(1, 3 * (tails.min() ?? 1))
    self.impossible = impossible
    description =
      zip(["beginning", "transitions", "end"], zip(tests, tails)).map { name, found in
        "\(name): chi2 \(found.0.statistic) on \(found.0.degrees), p \(found.1)"
      }.joined(separator: "; ") + (impossible.map { "; impossible: \($0)" } ?? "")
  }

  private static func test(
    _ sample: [JointState], _ law: [JointState: Double], _ place: String,
    _ impossible: inout String?
  ) -> (statistic: Double, degrees: Int) {
    var counts: [JointState: Int] = [:]
    for state in sample { counts[state, default: 0] += 1 }
    for state in counts.keys where (law[state] ?? 0) == 0 {
      impossible = "\(place): \(state)"
    }
    var statistic = 0.0
    var cells = 0
    var pooled = (observed: 0.0, expected: 0.0)
    for (state, probability) in law {
      let expected = probability * Double(sample.count)
      let observed = Double(counts[state] ?? 0)
      if expected >= 10 {
        statistic += (observed - expected) * (observed - expected) / expected
        cells += 1
      } else {
        pooled.observed += observed
        pooled.expected += expected
      }
    }
    if pooled.expected >= 10 {
      let difference = pooled.observed - pooled.expected
      statistic += difference * difference / pooled.expected
      cells += 1
    }
    return (statistic, max(0, cells - 1))
  }
}
