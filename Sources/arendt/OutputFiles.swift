// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do several files appear beside each other? Each written whole beside its place and renamed when all are.

import Foundation

/// Files that appear under their names when `publish` is called, and otherwise never do.
final class OutputFiles {
  private var drafts: [(draft: String, target: String)] = []

  deinit { discard() }

  /// Finds out whether a file can be written, so that it is known before anything is computed.
  ///
  /// - Parameter target: Its path.
  /// - Throws: `CommandFailure` with status 2 for the path of a folder, one that no file can have, and a folder that
  ///   takes no files.
  static func check(_ target: String) throws(CommandFailure) {
    guard !namesFolder(target) else { throw isTaken(target) }
    let folder = target.parentPath
    var status = stat()
    guard access(folder.isEmpty ? "." : folder, W_OK | X_OK) == 0,
      stat(target, &status) == 0 || errno == ENOENT
    else {
      throw CommandFailure(.failed, "cannot write '\(target)': \(InputFile.systemReason())")
    }
  }

  /// Writes one file under a name of its own beside its place; a file that stands there stays until `publish`.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - target: Its path.
  /// - Throws: `CommandFailure` with status 2; all files are then discarded.
  func write(_ bytes: [UInt8], to target: String) throws(CommandFailure) {
    guard !Self.namesFolder(target) else {
      discard()
      throw Self.isTaken(target)
    }
    var template = OutputFolder.draftTemplate(beside: target)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw refusal(target) }
    let draft = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    drafts.append((draft, target))
    let mask = umask(0)
    umask(mask)
    guard OutputFolder.put(bytes, descriptor), fchmod(descriptor, 0o666 & ~mask) == 0,
      fsync(descriptor) == 0
    else {
      let failure = refusal(target)
      close(descriptor)
      throw failure
    }
    guard close(descriptor) == 0 else { throw refusal(target) }
  }

  /// Lets all files appear under their names, over what stood there, in the order in which they were written.
  ///
  /// - Throws: `CommandFailure` with status 2; what has not appeared yet is discarded.
  func publish() throws(CommandFailure) {
    while let (draft, target) = drafts.first {
      guard rename(draft, target) == 0 else { throw refusal(target) }
      drafts.removeFirst()
    }
  }

  private func discard() {
    for (draft, _) in drafts { unlink(draft) }
    drafts = []
  }

  private func refusal(_ target: String) -> CommandFailure {
    let reason = InputFile.systemReason()
    discard()
    return CommandFailure(.failed, "cannot write '\(target)': \(reason)")
  }

  private static func namesFolder(_ path: String) -> Bool {
    if (path as NSString).lastPathComponent.isEmpty || path.hasSuffix("/") { return true }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func isTaken(_ target: String) -> CommandFailure {
    CommandFailure(.failed, "'\(target)' cannot be written: it names a folder")
  }
}
