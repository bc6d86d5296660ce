// SPDX-License-Identifier: GPL-3.0-or-later
//
// With which values and settings are runs made? The options that every command shares which runs a world.

import ArgumentParser
import WorldModel

/// Values of parameters and settings of runs.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a parameter or coupling; repeatable.", valueName: "name=value"))
  var settings: [String] = []

  @Option(help: "Number of steps.")
  var steps: Int?

  @Option(help: ArgumentHelp("Steps to discard, or auto.", valueName: "steps"))
  var warmup: WarmUp?

  @Option(help: "Number of replicates, dealt over the networks in turn.")
  var replicates: Int?

  @Option(help: "Number of networks; lowered to that of replicates unless given.")
  var networks: Int?

  @Option(help: "Seed, in 0...4294967295.")
  var seed: UInt32?

  /// Whether anything is given.
  var isGiven: Bool {
    !settings.isEmpty || warmup != nil || seed != nil
      || [steps, replicates, networks].contains { $0 != nil }
  }

  /// Replaces in settings what is given here.
  func override(_ settings: inout RunSettings) {
    settings.override(
      steps: steps, warmup: warmup, replicates: replicates, networks: networks, seed: seed)
  }
}
