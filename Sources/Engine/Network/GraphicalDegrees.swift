// SPDX-License-Identifier: GPL-3.0-or-later
//
// Can a simple graph have these degrees?
//
// Source: Erdos and Gallai, Matematikai Lapok 11, 264 (1960): with degrees d descending, one exists if and only if their
// sum is even and for each k the k largest sum to at most k (k - 1) + the sum of min(d, k) over the others. Only k with
// d_k >= k can fail; the others then hold k for each agent of degree >= k beyond the first k, and their own degree for
// the rest.

/// The test of Erdos and Gallai.
enum GraphicalDegrees {
  /// Returns why no simple graph has these degrees, in words, or `nil` when one has.
  ///
  /// - Complexity: O(number of agents), by counting degrees.
  static func complaint(about degrees: [UInt32]) -> String? {
    let agents = degrees.count
    var sum = 0
    var countOfDegree = [Int](repeating: 0, count: agents + 1)
    for (agent, degree) in degrees.enumerated() {
      if Int(degree) >= agents {
        return "agent \(agent) wants \(degree) links, but there are only \(agents - 1) others"
      }
      sum += Int(degree)
      countOfDegree[Int(degree)] += 1
    }
    if sum % 2 != 0 {
      return "the degrees of \(agents) agents sum to \(sum), which is odd"
    }
    var largestSum = 0
    var k = 0
    var atLeastK = agents
    var sumBelowK = 0
    for degree in stride(from: agents - 1, through: 1, by: -1) {
      for _ in 0..<countOfDegree[degree] {
        if degree < k + 1 { return nil }
        atLeastK -= countOfDegree[k]
        sumBelowK += k * countOfDegree[k]
        k += 1
        largestSum += degree
        let allowed = k * (k - 1) + k * (atLeastK - k) + sumBelowK
        if largestSum > allowed {
          let whose = k == 1 ? "the best linked agent wants" : "the \(k) best linked agents want"
          return "\(whose) \(largestSum) links, more than the \(allowed) that \(agents) agents "
            + "with these degrees allow"
        }
      }
    }
    return nil
  }
}
