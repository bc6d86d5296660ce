// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are `--snapshot`, `--snapshot-format` and `--trace` written on the command line?

import ArgumentParser

/// The value of `--snapshot every N`.
struct SnapshotInterval: ExpressibleByArgument {
  /// Number of steps between two snapshots, >= 1.
  var steps: Int

  init?(argument: String) {
    let words = argument.split(separator: " ")
    guard words.count == 2, words[0] == "every",
      let steps = Int(words[1].filter { $0 != "_" }), steps >= 1
    else { return nil }
    self.steps = steps
  }

  /// Joins the words `every` and `N` after `--snapshot` into the one value that the parser expects.
  static func joinWords(of arguments: [String]) -> [String] {
    var joined: [String] = []
    var index = 0
    while index < arguments.count {
      joined.append(arguments[index])
      if arguments[index] == "--snapshot", index + 2 < arguments.count,
        arguments[index + 1] == "every"
      {
        joined.append("every " + arguments[index + 2])
        index += 2
      }
      index += 1
    }
    return joined
  }
}

/// The value of `--snapshot-format`.
enum SnapshotFormat: String, ExpressibleByArgument, CaseIterable {
  /// A table, one row an agent and snapshot.
  case csv
  /// An array a member, as `xarray.open_dataset` reads it.
  case netcdf
}

/// The value of `--trace GROUP[i]`, or `--trace GROUP` for a lone agent.
struct AgentName: ExpressibleByArgument {
  /// Name of the group.
  var group: String
  /// Index of the agent, counted from 0.
  var index: Int

  init?(argument: String) {
    guard let bracket = argument.firstIndex(of: "[") else {
      guard !argument.isEmpty else { return nil }
      group = argument
      index = 0
      return
    }
    let inside = argument[argument.index(after: bracket)...]
    guard bracket > argument.startIndex, inside.hasSuffix("]"),
      let index = Int(inside.dropLast().filter { $0 != "_" }), index >= 0
    else { return nil }
    group = String(argument[..<bracket])
    self.index = index
  }
}
