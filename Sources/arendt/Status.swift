// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a sweep? `arendt status`.

import ArgumentParser
import Store
import WorldModel

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells how far a sweep is and why cells failed.",
    discussion: "A sweep may be running into the store meanwhile.")

  @Argument(help: "A store of a sweep.", completion: .file(extensions: ["store"]))
  var store: String

  @Option(help: "How the answer is written to standard output: text or json.")
  var format: CellOptions.Form = .text

  @Option(help: ArgumentHelp("Failed cells that are told at most.", valueName: "count"))
  var failures = 20

  func validate() throws {
    if failures < 0 { throw ValidationError("--failures must be at least 0.") }
  }

  func run() throws {
    try StoreError.explained {
      let store = try RunStore.open(at: store, for: .reading)
      defer { try? store.close() }
      let summary = try store.summary()
      let failed =
        summary.failedPointCount == 0
        ? [] : Array(try store.points().filter(\.hasFailed).prefix(failures))
      switch format {
      case .text: try Terminal.write(text(store.identity, summary, failed))
      case .json: try Terminal.write(json(store.identity, summary, failed).text() + "\n")
      }
    }
  }

  private func text(
    _ identity: StoreIdentity, _ summary: StoreSummary, _ failed: [StudyPoint]
  ) -> String {
    let toDo = summary.plannedPointCount + summary.runningPointCount
    var lines = [
      identity.worldTitle,
      "cells    \(counted(summary.pointCount, "cell")): \(summary.donePointCount) done, "
        + "\(summary.failedPointCount) failed, \(toDo) to do",
      "rounds   \(summary.roundCount)",
      "runs     \(summary.doneRunCount) done, \(summary.failedRunCount) failed",
      "store    \(CommandCell.bytes(summary.byteCount))",
    ]
    for point in failed {
      guard case .failed(let reason) = point.state else { continue }
      lines.append("failed   \(values(point, identity)): \(reason)")
    }
    if summary.failedPointCount > failed.count {
      lines.append("         and \(summary.failedPointCount - failed.count) more")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func values(_ point: StudyPoint, _ identity: StoreIdentity) -> String {
    zip(identity.parameterNames, point.parameters).map {
      "\($0) = \(ParameterSettings.text($1))"
    }.joined(separator: ", ")
  }

  private func json(
    _ identity: StoreIdentity, _ summary: StoreSummary, _ failed: [StudyPoint]
  ) -> JSONValue {
    .object([
      ("world", .text(identity.worldTitle)), ("version", .text(identity.programVersion)),
      ("cells", .whole(summary.pointCount)), ("done", .whole(summary.donePointCount)),
      ("failed", .whole(summary.failedPointCount)),
      ("toDo", .whole(summary.plannedPointCount + summary.runningPointCount)),
      ("rounds", .whole(summary.roundCount)), ("runs", .whole(summary.doneRunCount)),
      ("failedRuns", .whole(summary.failedRunCount)), ("bytes", .whole(summary.byteCount)),
      (
        "failures",
        .array(
          failed.map { point in
            var members: [(key: String, value: JSONValue)] = []
            members.append(
              (
                "parameters",
                .object(zip(identity.parameterNames, point.parameters).map { ($0, .number($1)) })
              ))
            if case .failed(let reason) = point.state { members.append(("reason", .text(reason))) }
            return .object(members)
          })
      ),
    ])
  }
}

extension StudyPoint {
  fileprivate var hasFailed: Bool {
    if case .failed = state { true } else { false }
  }
}
