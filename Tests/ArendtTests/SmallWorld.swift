// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which worlds do the tests of the command line run? Small ones, so that a debug build needs no patience.

import Foundation
import Testing

/// Worlds of a few agents and steps.
enum SmallWorld {
  /// A ministry of forty clerks with everything that a result can hold.
  static let ministry = """
    /// Forty clerks.
    world "Small Ministry"

    /// Number of clerks.
    parameter clerks: count = 40 in 10...1_000
    parameter conscience "v" = 2.0 in 0...6
    parameter noise "T" = 0.25 in 0.01...2
    parameter obeying_first = 0 in 0...1
    coupling conformity "J" = 2.0 in 0...4
    coupling fragmentation "f" = 0.25 in 0...1

    agents clerk[clerks] {
      trait aversion ~ gamma(mean: conscience, sd: 0.2)
      state obeys ~ bernoulli(obeying_first)
    }

    network desks: clerk -> clerk = small_world(degree: 4, rewiring: 0.1)

    step clerk {
      let around = mean(desks.obeys)
      let pull = 0.6 + conformity * around
      obeys ~ bernoulli(logistic((pull - aversion * (1 - fragmentation)) / noise))
    }

    /// Share of clerks who carry out the order.
    harm complicity = mean(clerk.obeys) limit 5%
    measure stalwarts = count(not clerk.obeys)
    estimate odds = complicity / (1 - complicity)
    aligned clerk = obeys at most 5% for all but 1%

    run { steps 60  warmup 20  replicates 12  networks 6  starts obeying_first in [0, 1] }

    """

  /// A world that becomes NaN at a known place.
  static let failing = """
    world "Failing"
    agents one[3] { state x = 1.0 }
    step one { x = sqrt(x - 0.75) }
    measure level = mean(one.x)
    run { steps 10  warmup 0  replicates 2  networks 1 }

    """

  /// Runs a command on the small ministry in a folder of its own.
  static func withMinistry(
    _ command: String, _ arguments: [String], body: (Program.Outcome, String) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      try ministry.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      try body(try Program.run([command, "small.world"] + arguments, in: folder), folder)
    }
  }

  /// A JSON object that the program wrote.
  static func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
