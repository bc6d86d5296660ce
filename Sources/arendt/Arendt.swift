// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which subcommands are there? The entry point of the command line.

import ArgumentParser

@main
struct Arendt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arendt",
    abstract: "Tells whether, where and why harm emerges that no agent would do alone.")
}
