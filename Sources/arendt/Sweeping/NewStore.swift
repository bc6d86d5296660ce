// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of a store that a refused command has made? It is removed: a store without a run would only lock other
// studies out of its name.

import Foundation
import Store

/// A store that may be new.
enum NewStore {
  /// Does some work that may make a store, and takes an empty one back where the work is refused.
  ///
  /// What is interrupted goes on with its store.
  ///
  /// - Parameters:
  ///   - path: The store, which nobody else makes meanwhile.
  ///   - work: The work; the store is closed at its end.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws.
  static func unlessRefused<Value>(_ path: String, _ work: () throws -> Value) throws -> Value {
    let isNew = access(path, F_OK) != 0
    do {
      return try work()
    } catch {
      if isNew, (error as? CommandFailure)?.status != .interrupted { removeEmpty(path) }
      throw error
    }
  }

  private static func removeEmpty(_ path: String) {
    guard let store = try? RunStore.open(at: path, for: .writing) else { return }
    var leftovers: [String] = []
    if let summary = try? store.summary(), summary.runCount == 0, summary.failedRunCount == 0 {
      unlink(store.path)
      // SQLite leaves what is beside a file that is gone.
      leftovers = ["-wal", "-shm"].map { store.path + $0 }
    }
    try? store.close()
    for path in leftovers { unlink(path) }
  }
}
