// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in the files of `--snapshot` and `--trace`? Agents, value by value.

import Engine
import Figures
import WorldModel

/// The tables of observed runs.
enum ObservationTables {
  /// One row an agent of a group and snapshot: its members, cases by name and booleans as 0 and 1.
  ///
  /// - Parameters:
  ///   - groupIndex: Index of the group in the world.
  ///   - runs: Snapshots of one run a condition.
  ///   - world: The world as written.
  /// - Returns: The table, a snapshot a chunk.
  static func snapshots(
    of groupIndex: Int, runs: [(condition: String, snapshots: [Snapshot])], world: World
  ) -> some Sequence<String> {
    let members = world.groups[groupIndex].members
    let header =
      (["condition", "step", "agent"] + members.map { CSVText.field($0.name) })
      .joined(separator: ",") + "\n"
    let rows = runs.lazy.flatMap { run in
      run.snapshots.lazy.map { snapshot in
        let columns = snapshot.columns[groupIndex]
        var chunk = ""
        for agent in 0..<(columns.first?.count ?? 0) {
          chunk += "\(run.condition),\(snapshot.step),\(agent)"
          for (member, column) in zip(members, columns) {
            chunk += "," + text(column[agent], of: member.type)
          }
          chunk += "\n"
        }
        return chunk
      }
    }
    return [AnySequence([header]), AnySequence(rows)].lazy.joined()
  }

  /// One row a value that the program of the agent computed.
  static func trace(_ entries: [TraceEntry]) -> some Sequence<String> {
    ["time,block,line,name,value\n"]
      + entries.map {
        "\($0.time),\($0.blockIndex),\($0.line),\(CSVText.field($0.name)),\(CSVText.field($0.value))\n"
      }
  }

  /// The same for a program that reads JSON.
  static func json(_ entries: [TraceEntry]) -> JSONValue {
    .array(
      entries.map {
        .object([
          ("time", .whole($0.time)), ("block", .whole($0.blockIndex)), ("line", .whole($0.line)),
          ("name", .text($0.name)), ("value", .text($0.value)),
        ])
      })
  }

  /// The same for a person: one line a value, a heading a step.
  static func text(_ entries: [TraceEntry], agent: String) -> String {
    let width = entries.map(\.name.count).max() ?? 0
    var lines: [String] = []
    var time: Int?
    for entry in entries {
      if entry.time != time {
        time = entry.time
        lines.append(entry.time < 0 ? "\(agent), initial values" : "\(agent), step \(entry.time)")
      }
      let filling = String(repeating: " ", count: width - entry.name.count)
      lines.append("  \(entry.name)\(filling) = \(entry.value)   (line \(entry.line))")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func text(_ value: Double, of type: ValueType) -> String {
    switch type {
    case .boolean: value == 0 ? "0" : "1"
    case .cases(let set): set.names[Int(value)]
    case .number(.double): CSVText.number(value)
    // A 32-bit state is shown with the digits that it has.
    case .number(.single), .number(.constant): Float(value).description
    }
  }
}
