// SPDX-License-Identifier: GPL-3.0-or-later
//
// How far is a sweep? `arendt status`.

import ArgumentParser
import Store
import WorldModel

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells how far a sweep is and why cells failed.",
    discussion: """
      A sweep may be running into the store meanwhile. Cells are those of the study that was swept last; runs are all \
      that the store holds. Of a sweep on a cluster the queue, the tasks and their shards are told too.
      """)

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
    let cluster = try (try? ClusterFolder.absolute(store: store)).flatMap {
      try ClusterProgress(ofStore: $0)
    }
    guard cluster?.mergingJob == nil else {
      return try tell(nil, cluster, hasMore: true)
    }
    try StoreError.explained {
      let store = try RunStore.open(at: store, for: .reading)
      defer { try? store.close() }
      let progress = try Progress(
        identity: store.identity, summary: store.summary(),
        failed: store.failedPoints(limit: failures),
        runningOnCluster: cluster?.runningCellCount ?? 0)
      // Cells that are all done do not tell that nothing is missing: a next round of them may not be planned yet.
      let isOfJobs =
        try cluster?.asksTheSame(
          as: StoredStudy(of: store), worldText: store.identity.worldText) ?? false
      try tell(progress, cluster, hasMore: progress.toDoCount > 0 || isOfJobs)
    }
  }

  private func tell(_ progress: Progress?, _ cluster: ClusterProgress?, hasMore: Bool) throws {
    switch format {
    case .text:
      let own = progress?.text ?? "store    job \(cluster?.mergingJob ?? 0) is merging into it\n"
      try Terminal.write(own + (cluster?.text(failures: failures, hasMore: hasMore) ?? ""))
    case .json:
      var members = progress?.members ?? []
      if let cluster { members.append(("cluster", cluster.json(hasMore: hasMore))) }
      try Terminal.write(JSONValue.object(members).text() + "\n")
    }
  }
}

/// How far a sweep is, in words.
private struct Progress {
  let identity: StoreIdentity
  let summary: StoreSummary
  /// The first of the points that failed.
  let failed: [StudyPoint]
  /// Points of tasks that run on a cluster.
  let runningOnCluster: Int

  /// Points that a process is at work on: what one had taken up that is gone is to be done.
  private var runningCount: Int {
    min(
      (summary.isBeingWritten ? summary.runningPointCount : 0) + runningOnCluster,
      summary.plannedPointCount + summary.runningPointCount)
  }
  var toDoCount: Int {
    summary.plannedPointCount + summary.runningPointCount - runningCount
  }
  private var refinedCount: Int { summary.pointCount - summary.gridPointCount }

  var text: String {
    var lines = [
      identity.worldTitle,
      "cells    \(counted(summary.pointCount, "cell")): \(summary.donePointCount) done, "
        + "\(runningCount) running, \(summary.failedPointCount) failed, \(toDoCount) to do",
    ]
    if summary.roundCount > 0 {
      lines.append(
        "refined  \(counted(summary.roundCount, "round")), "
          + "\(counted(refinedCount, "cell")) between the \(summary.gridPointCount) of the grid")
    }
    lines += [
      "runs     \(summary.doneRunCount) done, \(summary.failedRunCount) failed",
      "store    \(CommandCell.bytes(summary.byteCount))",
    ]
    for point in failed {
      guard case .failed(let reason) = point.state else { continue }
      lines.append("failed   \(values(point)): \(reason)")
    }
    if summary.failedPointCount > failed.count {
      lines.append("         and \(summary.failedPointCount - failed.count) more")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func values(_ point: StudyPoint) -> String {
    zip(identity.parameterNames, point.parameters).map {
      "\($0) = \(ParameterSettings.text($1))"
    }.joined(separator: ", ")
  }

  var members: [(key: String, value: JSONValue)] {
    [
      ("world", .text(identity.worldTitle)), ("version", .text(identity.programVersion)),
      ("cells", .whole(summary.pointCount)), ("done", .whole(summary.donePointCount)),
      ("running", .whole(runningCount)), ("failed", .whole(summary.failedPointCount)),
      ("toDo", .whole(toDoCount)), ("rounds", .whole(summary.roundCount)),
      ("refinedCells", .whole(refinedCount)), ("runs", .whole(summary.doneRunCount)),
      ("failedRuns", .whole(summary.failedRunCount)), ("bytes", .whole(summary.byteCount)),
      ("failures", .array(failed.map(failure))),
    ]
  }

  private func failure(_ point: StudyPoint) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      (
        "parameters",
        .object(zip(identity.parameterNames, point.parameters).map { ($0, .number($1)) })
      )
    ]
    if case .failed(let reason) = point.state { members.append(("reason", .text(reason))) }
    return .object(members)
  }
}
