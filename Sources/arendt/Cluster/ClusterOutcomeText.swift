// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is it told what was submitted?

import Scenarios
import WorldModel

/// What a command did to a sweep on a cluster, in words.
struct ClusterOutcomeText {
  var outcome: ClusterSweep.Outcome
  /// Path of the store.
  var store: String

  var text: String {
    switch outcome {
    case .waits(let entries):
      "nothing was submitted: \(counted(entries.count, "job")) of this sweep wait or run already; "
        + "'arendt status \(store)' tells more"
    case .submitted(let array, let tasks, let cells, let job, let mergeJob):
      "submitted array \(array): \(counted(tasks, "task")) with \(counted(cells, "cell")) as job \(job), "
        + "and job \(mergeJob), which merges them into \(store) and goes on; 'arendt status \(store)' tells how far it is"
    case .follows(let job, let mergeJob):
      "submitted job \(mergeJob), which merges into \(store) and goes on"
        + (job.map { " when job \($0) has ended" } ?? "")
    case .complete(let failedCells):
      "complete" + (failedCells > 0 ? ", but \(counted(failedCells, "cell")) failed" : "")
        + "; store: \(store)"
    }
  }

  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("store", .text(store))]
    switch outcome {
    case .waits(let entries):
      members += [("complete", .boolean(false)), ("waiting", .whole(entries.count))]
    case .submitted(let array, let tasks, let cells, let job, let mergeJob):
      members += [
        ("complete", .boolean(false)), ("array", .whole(array)), ("tasks", .whole(tasks)),
        ("cells", .whole(cells)), ("job", .whole(job)), ("mergeJob", .whole(mergeJob)),
      ]
    case .follows(let job, let mergeJob):
      members += [("complete", .boolean(false))]
      if let job { members.append(("job", .whole(job))) }
      members.append(("mergeJob", .whole(mergeJob)))
    case .complete(let failedCells):
      members += [("complete", .boolean(true)), ("failed", .whole(failedCells))]
    }
    return .object(members)
  }
}
