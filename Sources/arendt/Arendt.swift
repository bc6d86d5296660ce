// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which subcommands are there, and how does the program end? The entry point of the command line.

import ArgumentParser
import Foundation

@main
struct Arendt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arendt",
    abstract: "Tells whether harm emerges among coupled agents that none of them would do alone.",
    discussion: """
      A world file says what agents are, what couples them and what counts as harm. 'arendt run' runs it \
      together, unlinked and alone on the same draws and prints the verdict.

      Exit status: 0 done; 1 a world is wrong; 2 a run failed or memory was refused; 64 usage; 130 interrupted.
      """,
    version: Version.program,
    subcommands: [
      Run.self, Sweep.self, Status.self, Merge.self, Diagram.self, Explain.self, Check.self,
      Format.self, Describe.self, Bench.self, Cluster.self,
    ])

  static func main() {
    do {
      try KernelChoice.level(ProcessInfo.processInfo.environment["ARENDT_ISA"])?.use()
      var command = try parseAsRoot(
        SnapshotInterval.joinWords(of: Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let failure as CommandFailure {
      if let message = failure.message { Terminal.say("arendt: \(message)") }
      Foundation.exit(failure.status.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
