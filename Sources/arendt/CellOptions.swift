// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which cell does the command line name? The options that 'run' and 'explain' share.

import ArgumentParser

/// A world file with values of its parameters and settings of its runs.
struct CellOptions: ParsableArguments {
  @Argument(help: "A world file.", completion: .file(extensions: ["world"]))
  var world: String

  @OptionGroup var runs: RunOptions

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
