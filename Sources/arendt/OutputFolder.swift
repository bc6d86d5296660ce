// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a folder of results appear? Written whole or not at all.
//
// Everything is written to a folder of its own beside the target and renamed at the end, which is atomic on one file
// system. Whatever goes wrong before, nothing is left over.

import Foundation

/// A folder that appears under its name when `publish` is called, and otherwise never does.
final class OutputFolder {
  private let target: String
  private let draft: String
  private var isPublished = false

  /// Prepares a folder, so that what cannot be written is known before anything is computed.
  ///
  /// - Parameter target: Path that must not exist yet, or be an empty folder.
  /// - Throws: `CommandFailure` with status 2.
  init(target: String) throws(CommandFailure) {
    var path = target
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.target = path
    if Self.isOccupied(path) {
      throw CommandFailure(
        .failed, "'\(path)' exists already; choose another --output or remove it")
    }
    let name = (path as NSString).lastPathComponent
    guard !path.isEmpty, name != ".", name != ".." else {
      throw CommandFailure(
        .failed, "'\(target)' cannot be written: give --output a name of its own")
    }
    var template = Self.draftTemplate(beside: path)
    guard let made = mkdtemp(&template) else {
      throw CommandFailure(.failed, "cannot write '\(path)': \(InputFile.systemReason())")
    }
    draft = String(cString: made)
  }

  deinit { discard() }

  /// What the system makes the name of a draft of: hidden, beside its place, with six signs for the system to choose.
  ///
  /// Names have 255 bytes at most, and the draft's must fit too.
  static func draftTemplate(beside path: String) -> [CChar] {
    let name = (path as NSString).lastPathComponent
    let parent = path.parentPath
    let prefix = parent.isEmpty ? "" : parent.hasSuffix("/") ? parent : parent + "/"
    let start = String(String.UnicodeScalarView(name.unicodeScalars.prefix(40)))
    return template("\(prefix).\(start).")
  }

  /// What `mkdtemp` and `mkstemp` make a new name of: its beginning, with six signs for them to choose.
  static func template(_ beginning: String) -> [CChar] {
    Array((beginning + String(repeating: "X", count: 6)).utf8CString)
  }

  /// Writes one file of text.
  ///
  /// - Throws: `CommandFailure` with status 2; the folder is then discarded.
  func write(_ chunks: some Sequence<String>, to name: String) throws(CommandFailure) {
    try write(bytes: chunks.lazy.map(\.utf8), to: name)
  }

  /// Writes one file of any bytes.
  ///
  /// - Throws: `CommandFailure` with status 2; the folder is then discarded.
  func write(
    bytes chunks: some Sequence<some Sequence<UInt8>>, to name: String
  ) throws(CommandFailure) {
    let path = draft + "/" + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal() }
    var buffer: [UInt8] = []
    for chunk in chunks {
      buffer.append(contentsOf: chunk)
      if buffer.count >= 1 << 20 {
        guard Self.put(buffer, descriptor) else { throw refusal(closing: descriptor) }
        buffer.removeAll(keepingCapacity: true)
      }
    }
    guard Self.put(buffer, descriptor), fsync(descriptor) == 0 else {
      throw refusal(closing: descriptor)
    }
    guard close(descriptor) == 0 else { throw refusal() }
  }

  /// Lets the folder appear under its name.
  ///
  /// - Throws: `CommandFailure` with status 2; the folder is then discarded.
  func publish() throws(CommandFailure) {
    let mask = umask(0)
    umask(mask)
    guard chmod(draft, 0o777 & ~mask) == 0, rename(draft, target) == 0 else { throw refusal() }
    isPublished = true
  }

  /// Removes what was written so far.
  func discard() {
    if !isPublished { try? FileManager.default.removeItem(atPath: draft) }
  }

  private func refusal(closing descriptor: Int32? = nil) -> CommandFailure {
    let reason = InputFile.systemReason()
    if let descriptor { close(descriptor) }
    discard()
    return CommandFailure(.failed, "cannot write '\(target)': \(reason); nothing was kept")
  }

  /// Whether something stands at a path that a rename would not replace: anything but an empty folder.
  private static func isOccupied(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    guard status.st_mode & S_IFMT == S_IFDIR else { return true }
    return (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) != true
  }

  /// Writes all bytes; false, with the system's reason, where they cannot be.
  static func put(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
        if count >= 0 { start += count } else if errno != EINTR { return false }
      }
      return true
    }
  }
}
