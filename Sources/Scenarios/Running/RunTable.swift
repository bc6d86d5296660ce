// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which runs of a wave are there, and which of them are in memory?

import Engine
import Store

/// The runs of a wave of points, as far as they are known.
struct RunTable {
  private var present: Set<RunKey> = []
  private var records: [RunKey: RunRecord] = [:]
  private var failures: [RunKey: String] = [:]

  /// Whether a run was made, well or not.
  func isPresent(_ key: RunKey) -> Bool { present.contains(key) }

  /// Why the first of some runs failed that did; `nil` where none is known to have failed.
  func firstFailure(of requests: [NamedRequest]) -> String? {
    if failures.isEmpty { return nil }
    return requests.lazy.compactMap { failures[$0.key] }.first
  }

  /// What a run found out; `nil` where it failed or is not in memory.
  func record(of key: RunKey) -> RunRecord? { records[key] }

  /// Adds runs that the store holds, without what they found out.
  ///
  /// - Parameters:
  ///   - keys: The runs.
  ///   - failures: Why those of them failed that did.
  mutating func add(present keys: Set<RunKey>, failures: [RunKey: String]) {
    present.formUnion(keys)
    self.failures.merge(failures) { known, _ in known }
  }

  /// Adds a run.
  mutating func add(_ run: StoredRun) {
    present.insert(run.key)
    switch run.outcome {
    case .done(let record): records[run.key] = record
    case .failed(let reason): failures[run.key] = reason
    }
  }

  /// The answers to the requests of a first round; `nil` unless all are in memory.
  func answers(to requests: [NamedRequest]) -> [RunRequest: RunResult]? {
    var answers: [RunRequest: RunResult] = [:]
    for request in requests where request.key.firstStep == nil {
      guard let record = records[request.key] else { return nil }
      answers[request.asked] = record.result
    }
    return answers
  }
}
