// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the jobs of a sweep leave what they know? In a folder beside the store, of plain files that any machine reads;
// each appears whole, by a rename.
//
//   NAME.cluster/study.json              the study as submitted
//   NAME.cluster/ending                  why nothing more was submitted
//   NAME.cluster/lock                    who submits holds it
//   NAME.cluster/log/                    what the jobs said
//   NAME.cluster/array-N/plan            which task makes what
//   NAME.cluster/array-N/needs.json      memory and time of its jobs
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
  var exists: Bool { access(path + "/study.json", F_OK) == 0 }

  /// The study as it was submitted, with the store beside this folder: both may have been moved together.
  ///
  /// - Throws: `CommandFailure` with status 2 where the file is not what this program writes.
  func frozenStudy() throws(CommandFailure) -> FrozenStudy {
    var study = try decoded(FrozenStudy.self, from: path + "/study.json")
    study.store = "\(path.parentPath)/\((study.store as NSString).lastPathComponent)"
    return study
  }

  /// Whether it is that of a store: one folder stands beside `big` and `big.store`.
  ///
  /// - Parameter store: Absolute path of the store.
  /// - Returns: Whether the folder is that of this store, or of none yet.
  func isOf(_ store: String) -> Bool {
    guard exists, let frozen = try? frozenStudy() else { return true }
    return frozen.isOf(store: store)
  }

  /// Whether its jobs were to sweep a study.
  func wasToSweep(_ study: StoredStudy, worldText: String) -> Bool {
    (try? frozenStudy())?.asksTheSame(as: study, worldText: worldText) ?? false
  }

  /// Keeps a study for the jobs that are submitted next.
  func keep(_ study: FrozenStudy) throws(CommandFailure) {
    try write(Self.encoded(study), to: path + "/study.json")
  }

  /// Reads a value that `encoded` wrote.
  func decoded<Value: Decodable>(
    _ type: Value.Type, from path: String
  ) throws(CommandFailure) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(try InputFile.bytes(at: path)))
    } catch {
      let reason = (error as? InputFile.Unreadable)?.reason ?? "another program wrote it"
      throw CommandFailure(.failed, "cannot read '\(path)': \(reason)")
    }
  }

  /// A value as the text of a file.
  static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("texts and whole numbers are JSON")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Name of its jobs in the queue: that under which the last ones were submitted.
  var jobName: String { (try? frozenStudy())?.jobName ?? newJobName }

  /// Name of jobs that are submitted where none wait or run: that of the folder, and digits that tell folders of one name
  /// apart.
  var newJobName: String {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let plain = name.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain || scalar == "." || scalar == "_" || scalar == "-" ? Character(scalar) : "_"
    }
    return "arendt-\(String(plain.prefix(40)))-\(SHA256.hexadecimal(of: path.utf8).prefix(8))"
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
