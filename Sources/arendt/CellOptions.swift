// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cell does the command line name? The options that 'run' and 'explain' share.

import ArgumentParser

/// A world file with values of its parameters and settings of its runs.
struct CellOptions: ParsableArguments {
  @Argument(help: "A world file.", completion: .file(extensions: ["world"]))
  var world: String

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

  @Option(help: "Number of threads; as many as processors unless given.")
  var threads: Int?

  @Option(help: "How the answer is written to standard output: text or json.")
  var format: Form = .text

  @Flag(help: "No progress, no warnings of the compiler.")
  var quiet = false

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
  }
}
