// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do designs that run at one point (scale, ramp, release, attribution) go through the store? They are handed an
// engine that remembers: a run that is stored is not made again.

import Engine
import Store
import WorldModel

/// An engine that keeps what it makes in a store.
///
/// Only runs that record measures are kept; those that tally, trace or take snapshots are made anew.
public struct StoredExecution {
  private let store: RunStore
  private let version: ResultVersion
  private let options: ExecutionOptions

  /// Creates an engine.
  ///
  /// - Parameters:
  ///   - store: A store that is open for writing.
  ///   - version: By which program results are made.
  ///   - options: How plans are executed.
  public init(store: RunStore, version: ResultVersion, options: ExecutionOptions) {
    self.store = store
    self.version = version
    self.options = options
  }

  /// Answers a plan from the store, making what it lacks.
  ///
  /// - Parameter plan: Any plan; its programs may be others than the store's world.
  /// - Returns: One result a request, in order.
  /// - Throws: `StoreError`, `PlanError`.
  public func results(of plan: RunPlan) throws -> [RunResult] {
    let naming = RunNaming(
      worlds: plan.worlds, seed: plan.seed, stepCount: plan.stepCount, version: version)
    let requests = plan.requests.map(naming.canonical)
    let keys = naming.measuredKeys(of: requests)
    var results: [RunResult?] = Array(repeating: nil, count: requests.count)
    let known = try store.records(keys.compactMap(\.self))
    for (index, key) in keys.enumerated() {
      if let key, case .done(let record)? = known[key]?.outcome { results[index] = record.result }
    }
    let missing = requests.indices.filter { results[$0] == nil }
    guard !missing.isEmpty else { return results.compactMap(\.self) }
    var rest = plan
    rest.requests = missing.map { requests[$0] }
    let made = try rest.execute(options)
    var runs: [StoredRun] = []
    var cells: [CellDigest: StoredCell] = [:]
    for (index, result) in zip(missing, made) {
      results[index] = result
      guard let key = keys[index], result.failure == nil else { continue }
      runs.append(
        StoredRun(
          key: key, seed: plan.seed, version: version.results, outcome: .done(RunRecord(result))))
      cells[key.cell] = StoredCell(
        digest: key.cell, condition: "at one point", parameters: requests[index].parameters)
    }
    try store.save(runs, cells: cells.values.sorted { $0.digest < $1.digest })
    return results.compactMap(\.self)
  }
}

extension RunNaming {
  /// The keys of canonical requests for measures; `nil` for others.
  fileprivate func measuredKeys(of requests: [RunRequest]) -> [RunKey?] {
    requests.map { request in
      guard request.observation == .measures else { return nil }
      return key(of: request, in: cell(of: request))
    }
  }
}
