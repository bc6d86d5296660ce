// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the jobs of a sweep leave what they know? In a folder beside the store, of plain files that any machine reads;
// each appears whole, by a rename.
//
//   NAME.cluster/study.json              the study as submitted
//   NAME.cluster/ending                  why nothing more was submitted
//   NAME.cluster/log/                    what the jobs said
//   NAME.cluster/array-N/plan            which task makes what
//   NAME.cluster/array-N/submission-M/   the scripts, and the numbers of their jobs
//   NAME.cluster/array-N/attempts/K-T    how try T of task K went
//   NAME.cluster/array-N/shards/K.store  what task K made; K.merged once the store has it

import Digest
import Foundation
import Scenarios

/// The folder of a sweep on a cluster.
struct ClusterFolder {
  /// Its absolute path.
  let path: String

  /// Takes a folder that exists.
  init(path: String) { self.path = path }

  /// The folder beside a store.
  ///
  /// - Parameter store: Absolute path of the store.
  init(besideStore store: String) {
    path = (store.hasSuffix(".store") ? String(store.dropLast(6)) : store) + ".cluster"
  }

  /// Absolute path of a store that may not exist yet, without links in its folder.
  ///
  /// - Throws: `CommandFailure` with status 64 where there is no such folder.
  static func absolute(store: String) throws(CommandFailure) -> String {
    let name = (store as NSString).lastPathComponent
    let parent = store.parentPath
    guard !store.isEmpty, !store.hasSuffix("/"),
      let real = realpath(parent.isEmpty ? "." : parent, nil)
    else {
      throw CommandFailure(
        .usage, "the store '\(store)' cannot be made: there is no folder '\(parent)'")
    }
    defer { free(real) }
    let folder = String(cString: real)
    return (folder == "/" ? "" : folder) + "/" + name
  }

  /// Whether anything was submitted from it.
  var exists: Bool { Self.names(in: path).contains("study.json") }

  /// The study as it was submitted.
  ///
  /// - Throws: `CommandFailure` with status 2 where the file is not what this program writes.
  func frozenStudy() throws(CommandFailure) -> FrozenStudy {
    let path = path + "/study.json"
    do {
      return try JSONDecoder().decode(
        FrozenStudy.self, from: Data(try InputFile.bytes(at: path)))
    } catch {
      let reason = (error as? InputFile.Unreadable)?.reason ?? "another program wrote it"
      throw CommandFailure(.failed, "cannot read '\(path)': \(reason)")
    }
  }

  /// Keeps a study for the jobs that are submitted next.
  func keep(_ study: FrozenStudy) throws(CommandFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(study) else {
      preconditionFailure("texts and whole numbers are JSON")
    }
    try write(String(decoding: data, as: UTF8.self) + "\n", to: path + "/study.json")
  }

  /// Name of its jobs in the queue: that of the folder, and digits that tell folders of one name apart.
  var jobName: String {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let plain = name.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain || scalar == "." || scalar == "_" || scalar == "-" ? Character(scalar) : "_"
    }
    return "arendt-\(String(plain.prefix(40)))-\(SHA256.hexadecimal(of: path.utf8).prefix(8))"
  }

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
    }.max()
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

  /// Removes what tasks left that were killed while they published.
  func removeDrafts(array: Int) {
    let shards = folder(ofArray: array) + "/shards"
    for name in Self.names(in: shards) where name.hasPrefix(".") { unlink("\(shards)/\(name)") }
  }

  /// How often tasks of an array were submitted.
  func submissionCount(ofArray number: Int) -> Int {
    Self.names(in: folder(ofArray: number)).count { $0.hasPrefix("submission-") }
  }

  /// Why nothing more was submitted; `nil` while there is no reason.
  var ending: ClusterEnding? {
    guard let bytes = try? InputFile.bytes(at: path + "/ending") else { return nil }
    return ClusterEnding(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Tells why nothing more is submitted, or takes that back.
  func tell(_ ending: ClusterEnding?) throws(CommandFailure) {
    if let ending {
      try write(ending.text, to: path + "/ending")
    } else {
      unlink(path + "/ending")
    }
  }

  /// Writes a whole file, over one that stands there.
  func write(_ text: String, to path: String) throws(CommandFailure) {
    let files = OutputFiles()
    try files.write(Array(text.utf8), to: path)
    try files.publish()
  }

  /// Makes a folder that may be there already.
  func make(_ path: String) throws(CommandFailure) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw CommandFailure(.failed, "cannot make the folder '\(path)': \(InputFile.systemReason())")
    }
  }

  /// Names of what is in a folder; none where there is no folder.
  static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}

/// Why nothing more is submitted of a sweep.
enum ClusterEnding: Equatable {
  /// Everything that the study asks for is in the store.
  case complete
  /// Somebody has to look; the reason in words.
  case stopped(String)

  init(text: String) {
    let line = text.split(separator: "\n").joined(separator: " ")
    self = line == "complete" ? .complete : .stopped(line)
  }

  /// The file.
  var text: String {
    switch self {
    case .complete: "complete\n"
    case .stopped(let reason): reason + "\n"
    }
  }
}
