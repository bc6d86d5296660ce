// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are the results those that were asked for? A speed counts only with the right answer.
//
// Two questions of different kind. The digest of the series is exact: one bit of one value alters it, and it is the same
// at every level, on every path and with any number of rounds. The mean state is compared with that of a kernel which
// shares no code and no draws with the engine: the digest could be that of a wrong rule, this cannot.

import Digest
import Engine

/// What the first steps of a case give.
public struct Answer: Hashable, Sendable {
  /// Steps that the digest covers.
  public var stepCount: Int
  /// First 16 hexadecimal digits of the SHA-256 of all series, value by value.
  public var digest: String

  /// Creates an answer.
  public init(stepCount: Int, digest: String) {
    self.stepCount = stepCount
    self.digest = digest
  }

  /// Finds the answer of results.
  ///
  /// - Parameters:
  ///   - results: One result a run; its series have at least `stepCount` values.
  ///   - stepCount: Steps that the digest covers.
  init(of results: [RunResult], stepCount: Int) {
    var bytes: [UInt8] = []
    for result in results {
      for series in result.series {
        for value in series.prefix(stepCount) {
          withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
      }
    }
    self.init(
      stepCount: stepCount, digest: String(SHA256.hexadecimal(of: bytes).prefix(16)))
  }

  /// Steps after which a mean state is compared: what is left of a start at 1/2 is below 0.2 * 0.48^16 = 2 10^-6.
  static let relaxationStepCount = 16

  /// Whether two means of the states of so many agents differ by no more than chance explains.
  ///
  /// Null hypothesis: both are stationary means of the same rule on one network with draws of their own. Each then has a
  /// standard error of at most 0.57 / sqrt(agentCount): 1/2 for independent agents, 1.14 times that where the rule's
  /// mean-field slope 2 J p (1 - p) / T is at most 0.48, which raises variances by 1 / (1 - slope^2). Six standard errors
  /// of the difference are passed once in 5 10^8 (false-alarm rate 2 10^-9). The smallest deviation that 16 runs of 10^4
  /// agents catch is 0.012; leaving out the field moves the mean by more than 0.1.
  static func agrees(_ mean: Double, with other: Double, agentCount: Int) -> Bool {
    abs(mean - other) <= 6 * 2.0.squareRoot() * 0.57 / Double(agentCount).squareRoot()
  }
}
