// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be asked of a store alone? Its plan, where its exports go, and the parts of an explanation.

import Engine
import Figures
import Foundation
import Scenarios
import Store
import WorldModel

/// The plan of a store.
struct StoredPlan {
  /// The plan.
  let plan: SweepPlan
  private let stored: StoredStudy
  private let identity: StoreIdentity

  /// Reads the study of a store and plans it.
  init(of store: RunStore) throws {
    stored = try StoredStudy(of: store)
    identity = store.identity
    let checked = try stored.compiled(worldText: identity.worldText)
    plan = try CommandCell.explained(store.path) {
      try SweepPlan(checked, version: Version.ofResults)
    }
    let differences = identity.differences(from: plan.identity(worldText: identity.worldText))
    guard differences.isEmpty else {
      throw StoreError.mismatch(path: store.path, differences: differences)
    }
  }

  /// Path that exported files begin with, beside the study; `nil` where it exports nothing.
  var exportBase: String? {
    plan.study.exportName.map { name in
      let folder = stored.path.parentPath
      return folder.isEmpty ? name : folder + "/" + name
    }
  }

  /// What a diagram says of its origin.
  var provenance: DiagramProvenance {
    let settings = plan.study.settings
    return DiagramProvenance(
      world: plan.world.title,
      worldDigest: plan.world.digest, version: Version.program,
      resultVersion: Version.results, seed: settings.seed, stepCount: settings.steps,
      replicateCount: settings.replicates, networkCount: plan.design.cell.networkCount)
  }

  /// Makes the parts of an explanation that the study asks for at its own values, through the store.
  ///
  /// - Parameters:
  ///   - store: The store, open for writing.
  ///   - isQuiet: Whether there is no progress to show.
  ///   - threads: Number of threads; as many as processors for `nil`.
  /// - Returns: What makes them.
  /// - Throws: `CommandFailure` where a part does not fit the world.
  func explanation(
    in store: RunStore, isQuiet: Bool, threads: Int?
  ) throws(CommandFailure) -> ExplanationRunner {
    try ExplanationRunner(
      plan: plan, store: store, path: stored.path, isQuiet: isQuiet, threads: threads)
  }
}

extension ExplanationRunner {
  /// Makes the parts that a study asks for at its own values, through a store.
  init(
    plan: SweepPlan, store: RunStore, path: String, isQuiet: Bool, threads: Int?
  ) throws(CommandFailure) {
    try self.init(
      CommandCell(path: path, cell: plan.design.cell, isQuiet: isQuiet, threads: threads),
      asked: ExplanationRequest(plan.study, of: plan.world),
      engine: { plan, options in
        try StoredExecution(store: store, version: Version.ofResults, options: options)
          .results(of: plan)
      })
  }
}
