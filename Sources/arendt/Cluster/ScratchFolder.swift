// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where does a task work? In a folder on the disk of its machine that goes with it: it is removed by the task, or, where that
// was killed, by the next task of the sweep on that machine.

import Digest
import Foundation
import Store

/// A folder on the disk of this machine that is held by a lock in it.
struct ScratchFolder {
  /// Its path.
  let path: String
  private let lock: FileLock

  /// Makes one where the job or the user wants it (SLURM_TMPDIR, TMPDIR, else /tmp), and removes what killed tasks left there.
  ///
  /// - Parameter folder: The folder of the sweep.
  /// - Throws: `CommandFailure` with status 2 where there is no place.
  init(of folder: ClusterFolder) throws(CommandFailure) {
    let prefix = "arendt-task-\(SHA256.hexadecimal(of: folder.path.utf8).prefix(12))-"
    var reasons: [String] = []
    for place in Self.places() {
      Self.removeLeftovers(in: place, prefix)
      switch Self.make(in: place, prefix) {
      case .success(let made):
        (path, lock) = made
        return
      case .failure(let reason): reasons.append("in '\(place)': \(reason.words)")
      }
    }
    throw CommandFailure(
      .failed,
      "there is no place for the shard of this task \(reasons.joined(separator: ", "))")
  }

  /// Where the job or the user wants what is needed for a while, and where it is put else.
  static func places(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    [environment["SLURM_TMPDIR"], environment["TMPDIR"], "/tmp"].compactMap { $0 }
      .filter { !$0.isEmpty }
  }

  /// Removes it with all that it holds.
  func remove() {
    Self.remove(path)
    lock.release()
  }

  /// Why there is no folder to be had.
  private struct Reason: Error {
    var words: String
  }

  private static func make(
    in place: String, _ prefix: String
  ) -> Result<(path: String, lock: FileLock), Reason> {
    while true {
      var template = OutputFolder.template("\(place)/\(prefix)")
      guard let made = mkdtemp(&template) else {
        return .failure(Reason(words: InputFile.systemReason()))
      }
      let path = String(cString: made)
      do throws(FileLock.Refusal) {
        return .success((path, try lock(path)))
      } catch .impossible(let code) where code != ENOENT {
        remove(path)
        return .failure(Reason(words: InputFile.systemReason(code)))
      } catch {
        // Another task took it for a leftover before it was locked.
      }
    }
  }

  /// Removes the folders of this sweep that no living process holds.
  private static func removeLeftovers(in place: String, _ prefix: String) {
    for name in ClusterFolder.names(in: place) where name.hasPrefix(prefix) {
      let path = "\(place)/\(name)"
      guard let lock = try? lock(path) else { continue }
      remove(path)
      lock.release()
    }
  }

  private static func lock(_ path: String) throws(FileLock.Refusal) -> FileLock {
    try FileLock(at: path + "/lock")
  }

  private static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }
}
