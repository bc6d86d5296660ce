// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the jobs of a sweep go by? The study as it was when it was submitted, so that edits meanwhile do not matter.

import Foundation
import Scenarios
import Store
import WorldModel

/// A study with everything that its jobs need, as a file beside the store.
struct FrozenStudy: Codable {
  /// The texts that a store keeps of it, with the files that its world names.
  var study: StoredStudy
  /// The world as it was written.
  var worldText: String
  /// What numbers mean to the program that submitted it.
  var resultVersion: Int
  /// Absolute path of the store.
  var store: String
  /// Absolute path of the program that submitted it.
  var program: String
  /// Name of its jobs in the queue, by which they are found when store and folder have been moved.
  var jobName: String
  /// What the user asked of Slurm.
  var options: BatchOptions

  /// Freezes a study.
  init(
    _ source: StudySourceFile, store: String, jobName: String, options: BatchOptions
  ) {
    study = source.stored
    worldText = String(decoding: source.world.bytes, as: UTF8.self)
    resultVersion = Version.results
    self.store = store
    self.jobName = jobName
    program = Self.ownPath
    self.options = options
  }

  /// Compiles and plans the study, in a job.
  ///
  /// - Throws: `CommandFailure` with status 2 where it is not what was submitted any more.
  func plan() throws(CommandFailure) -> SweepPlan {
    guard resultVersion == Version.results else {
      throw CommandFailure(
        .failed,
        "the program was replaced by one whose results differ (\(resultVersion) then, \(Version.results) now)"
      )
    }
    let checked = try study.compiled(worldText: worldText)
    return try CommandCell.explained(study.path) {
      try SweepPlan(checked, version: Version.ofResults)
    }
  }

  /// Whether it is swept into a store; both may have been moved together, so that their names alone are compared.
  ///
  /// - Parameter store: Path of a store beside the folder that the study was read from.
  /// - Returns: Whether both have one name.
  func isOf(store: String) -> Bool {
    (self.store as NSString).lastPathComponent == (store as NSString).lastPathComponent
  }

  /// Whether the same results are asked for of this program, wherever files lie.
  func asksTheSame(as other: StoredStudy, worldText: String) -> Bool {
    study.asksTheSame(as: other) && self.worldText == worldText && resultVersion == Version.results
  }

  /// The store's identity, for one that is to be made.
  func identity(of plan: SweepPlan) -> StoreIdentity { plan.identity(worldText: worldText) }

  /// Absolute path of this program.
  private static var ownPath: String {
    guard let real = realpath("/proc/self/exe", nil) else {
      preconditionFailure("a program that runs has a file")
    }
    defer { free(real) }
    return String(cString: real)
  }
}
