// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which studies do the tests of the command line sweep? Few points of the small ministry, in a folder of their own.

import Foundation
import Testing

/// A study of the small ministry as files, and the program on them.
enum SmallStudy {
  /// Six points of few runs.
  static let text = """
    study "Small Study" of "small.world"
    vary conformity over [0, 2, 4]
    vary conscience over [1, 2]
    replicates 4
    networks 2
    export "small"

    """

  /// A sweep of minutes, which cannot end before a test has looked at it; its waves take seconds.
  static let endless = [
    "sweep", "small.world", "--vary", "conscience=0...6/10000", "--steps", "4000", "--replicates",
    "4", "--networks", "2", "--store", "long.store",
  ]

  /// A world that fails where `depth` is above 0.5, at the first step.
  static let failing = """
    world "Failing in Part"
    parameter depth = 0 in 0...1
    agents one[3] { state x = 1.0 }
    step one { x = sqrt(x - 0.5 - depth) + 0.6 }
    harm level = mean(one.x) limit 5%
    aligned one = x > 5 at most 5%
    run { steps 10  warmup 0  replicates 2  networks 1 }

    """

  /// Calls `body` with a folder that holds the small world and the study.
  static func inFolder(
    study: String = text, world: String = SmallWorld.ministry, _ body: (String) throws -> Void
  ) throws {
    try Scratch.folder { folder in
      try world.write(toFile: folder + "/small.world", atomically: true, encoding: .utf8)
      try study.write(toFile: folder + "/small.study", atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  /// Runs the program, expects it to be done, and returns the JSON object that it wrote.
  static func object(_ arguments: [String], in folder: String) throws -> [String: Any] {
    let outcome = try Program.run(arguments + ["--format", "json"], in: folder)
    #expect(outcome.status == 0, "\(arguments): \(outcome.words)")
    return try SmallWorld.object(outcome.output)
  }

  /// Sweeps, and returns how many runs were made.
  static func runsMade(_ arguments: [String], in folder: String) throws -> Int {
    try #require(
      try object(["sweep", "--quiet"] + arguments, in: folder)["runs"] as? Int)
  }

  /// Exports a store as CSV.
  static func csv(_ store: String, in folder: String) throws -> String {
    let outcome = try Program.run(
      ["diagram", store, "--quiet", "--output", "of-test.csv"], in: folder)
    #expect(outcome.status == 0, "\(outcome.words)")
    return try String(contentsOfFile: folder + "/of-test.csv", encoding: .utf8)
  }
}
