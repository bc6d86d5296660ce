// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do shards come from the folder of a sweep into its store? One transaction each, and each is emptied once the store
// has it.

import Foundation
import Scenarios
import Store

extension ClusterFolder {
  /// Merges the shards that wait to be merged.
  ///
  /// - Parameters:
  ///   - last: Number of the last array; tasks of earlier ones may have published after they were given up.
  ///   - store: The store, open for writing.
  /// - Returns: Number of shards, and the tasks of the last array whose shards were damaged, and were removed.
  /// - Throws: `StoreError`; `CommandFailure` with status 1 for shards of another study, which stay, and 130 between two
  ///   shards when interrupted.
  func mergeShards(
    upToArray last: Int, into store: RunStore
  ) throws -> (count: Int, damaged: [Int]) {
    var count = 0
    var damaged: [Int] = []
    for array in 1...last {
      removeDrafts(array: array)
      for task in unmerged(array: array) {
        try Interruption.check()
        if try merge(task, array: array, into: store) {
          count += 1
        } else if array == last {
          damaged.append(task)
        }
      }
    }
    return (count, damaged)
  }

  /// Merges one shard.
  ///
  /// - Returns: False where it was damaged, and was removed.
  private func merge(_ task: Int, array: Int, into store: RunStore) throws -> Bool {
    let shard = shardPath(task, array: array)
    do throws(StoreError) {
      try store.merge(shard)
    } catch .mismatch(let path, let differences) where Self.isSame(path, shard) {
      throw CommandFailure(
        .wrong,
        "shards in '\(folder(ofArray: array))' are of another study:\n"
          + differences.map { "  \($0)\n" }.joined()
          + "choose another --store, or remove '\(self.path)'")
    } catch {
      guard let path = error.blamed, Self.isSame(path, shard) else { throw error }
      Terminal.say("arendt: task \(task): \(error)")
      unlink(shard)
      return false
    }
    // The name stays, so that the task is not made again; what it held is not needed any more. Takes no room on a full disk.
    let merged = mergedPath(task, array: array)
    if rename(shard, merged) == 0 { truncate(merged, 0) }
    return true
  }

  /// Removes what tasks left that were killed while they published.
  private func removeDrafts(array: Int) {
    let shards = folder(ofArray: array) + "/shards"
    for name in Self.names(in: shards) where name.hasPrefix(".") { unlink("\(shards)/\(name)") }
  }

  /// Whether two paths lead to one file, by whatever links.
  private static func isSame(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_ino == two.st_ino
      && one.st_dev == two.st_dev
  }
}

extension StoreError {
  /// The file that is to blame for what it holds; `nil` where none is.
  fileprivate var blamed: String? {
    switch self {
    case .corrupt(let path, _), .foreign(let path, _), .newerFormat(let path, _),
      .olderFormat(let path):
      path
    default: nil
    }
  }
}
