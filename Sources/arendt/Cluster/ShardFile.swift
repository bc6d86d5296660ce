// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a shard come from the disk of a machine to where all see it? Copied under another name, made sure of, renamed.

import Foundation

/// Shards on their way.
enum ShardFile {
  /// Copies a file beside its place and renames it.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - target: Its place, maybe on another file system.
  /// - Returns: Its length in bytes.
  /// - Throws: `CommandFailure` with status 2; nothing is left over.
  static func publish(_ source: String, as target: String) throws(CommandFailure) -> Int {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw refusal(target) }
    defer { close(input) }
    var template = OutputFolder.draftTemplate(beside: target)
    let output = mkstemp(&template)
    guard output >= 0 else { throw refusal(target) }
    var isPublished = false
    defer { if !isPublished { unlink(template) } }
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var length = 0
    let mask = umask(0)
    umask(mask)
    while true {
      let count = read(input, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0, OutputFolder.put(Array(chunk[..<count]), output) else {
        throw refusal(target, closing: output)
      }
      if count == 0 { break }
      length += count
    }
    guard fchmod(output, 0o666 & ~mask) == 0, fsync(output) == 0 else {
      throw refusal(target, closing: output)
    }
    guard close(output) == 0, rename(template, target) == 0 else { throw refusal(target) }
    isPublished = true
    // The name has to outlive the machine too.
    let folder = open(target.parentPath, O_RDONLY | O_DIRECTORY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
    return length
  }

  private static func refusal(_ target: String, closing descriptor: Int32? = nil) -> CommandFailure
  {
    let reason = InputFile.systemReason()
    if let descriptor { close(descriptor) }
    return CommandFailure(.failed, "cannot write '\(target)': \(reason)")
  }
}
