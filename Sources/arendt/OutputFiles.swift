// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do several files appear beside each other? Each written whole beside its place and renamed when all are.

import Foundation

/// Files that appear under their names when `publish` is called, and otherwise never do.
final class OutputFiles {
  private var drafts: [(draft: String, target: String)] = []

  deinit { discard() }

  /// Writes one file under a name of its own beside its place; a file that stands there stays until `publish`.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - target: Its path.
  /// - Throws: `CommandFailure` with status 2; all files are then discarded.
  func write(_ bytes: [UInt8], to target: String) throws(CommandFailure) {
    let name = (target as NSString).lastPathComponent
    guard !name.isEmpty, !target.hasSuffix("/"), !Self.isFolder(target) else {
      discard()
      throw CommandFailure(.failed, "'\(target)' cannot be written: it names a folder")
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

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
