// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the folder of a sweep know of its arrays? What each was to make, what it was given, and how far it is.

import Foundation
import Scenarios

extension ClusterFolder {
  func folder(ofArray number: Int) -> String { "\(path)/array-\(number)" }
  func planPath(ofArray number: Int) -> String { folder(ofArray: number) + "/plan" }
  func shardPath(_ task: Int, array: Int) -> String {
    "\(folder(ofArray: array))/shards/\(task).store"
  }
  func mergedPath(_ task: Int, array: Int) -> String {
    "\(folder(ofArray: array))/shards/\(task).merged"
  }

  /// Number of the last array; `nil` where none was planned.
  var lastArray: Int? {
    Self.names(in: path).compactMap { name in
      name.hasPrefix("array-") ? Int(name.dropFirst(6)) : nil
    }.filter { $0 > 0 }.max()
  }

  /// The plan of an array.
  ///
  /// - Throws: `CommandFailure` with status 2.
  func plan(ofArray number: Int) throws(CommandFailure) -> ArrayPlan {
    let path = planPath(ofArray: number)
    do {
      return try ArrayPlan(String(decoding: try InputFile.bytes(at: path), as: UTF8.self))
    } catch {
      throw CommandFailure(.failed, "cannot read '\(path)': \(error)")
    }
  }

  /// What the jobs of an array ask of Slurm.
  ///
  /// - Throws: `CommandFailure` with status 2.
  func needs(ofArray number: Int) throws(CommandFailure) -> ArrayNeeds {
    try decoded(ArrayNeeds.self, from: folder(ofArray: number) + "/needs.json")
  }

  /// Lets the folder of an array appear whole.
  func make(_ plan: ArrayPlan, _ needs: ArrayNeeds, number: Int) throws(CommandFailure) {
    let target = folder(ofArray: number)
    let draft = path + "/.array-\(number)-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    try make(draft)
    try make(draft + "/shards")
    try make(draft + "/attempts")
    try write(plan.text, to: draft + "/plan")
    try write(Self.encoded(needs), to: draft + "/needs.json")
    guard rename(draft, target) == 0 else {
      throw CommandFailure(
        .failed, "cannot make the folder '\(target)': \(InputFile.systemReason())")
    }
  }

  /// How far an array is.
  ///
  /// - Throws: `CommandFailure` with status 2.
  func state(ofArray number: Int) throws(CommandFailure) -> ArrayState {
    let tasks = try plan(ofArray: number).tasks.count
    var tries: [Int: Int] = [:]
    for name in Self.names(in: folder(ofArray: number) + "/attempts") {
      guard let task = Int(name.prefix { $0 != "-" }) else { continue }
      tries[task, default: 0] += 1
    }
    return ArrayState(
      number: number, taskCount: tasks, published: published(array: number), tries: tries,
      submissionCount: submissionCount(ofArray: number))
  }

  /// Tasks whose shards are there or were merged.
  private func published(array: Int) -> Set<Int> {
    Set(
      Self.names(in: folder(ofArray: array) + "/shards").compactMap { name in
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "store" || parts[1] == "merged" else { return nil }
        return Int(parts[0])
      })
  }

  /// Tasks whose shards wait to be merged, ascending.
  func unmerged(array: Int) -> [Int] {
    Self.names(in: folder(ofArray: array) + "/shards").compactMap { name in
      name.hasSuffix(".store") ? Int(name.dropLast(6)) : nil
    }.sorted()
  }

  /// How often tasks of an array were submitted.
  func submissionCount(ofArray number: Int) -> Int {
    Self.names(in: folder(ofArray: number)).count { $0.hasPrefix("submission-") }
  }
}
