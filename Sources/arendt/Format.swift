// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are these files in the one style? `arendt format`.

import ArgumentParser
import Foundation
import WorldLanguage

struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rewrites worlds and studies in the one style; comments are kept.")

  @Argument(help: "World and study files.", completion: .file(extensions: ["world", "study"]))
  var files: [String]

  @Flag(help: "Change nothing; exit with status 1 when a file is not in the style.")
  var check = false

  @Flag(help: "Say nothing but what is wrong.")
  var quiet = false

  func run() throws {
    var status = ExitStatus.done
    for path in files {
      do {
        if try !format(path) { status = max(status, .wrong) }
      } catch let failure as CommandFailure {
        if let message = failure.message { Terminal.say("arendt: \(message)") }
        status = max(status, failure.status)
      }
    }
    if status != .done { throw CommandFailure(status) }
  }

  /// Formats one file; false when `--check` found a difference.
  private func format(_ path: String) throws -> Bool {
    let source = try WorldFile(path: path).source
    let (text, diagnostics) = WorldLanguage.Formatter.format(source)
    guard let text else {
      Terminal.put(DiagnosticText.render(diagnostics, in: source))
      throw CommandFailure(.wrong)
    }
    if Array(text.utf8) == source.bytes { return true }
    if check {
      if !quiet { Terminal.say("\(path): not in the style") }
      return false
    }
    try Self.replace(path, with: text)
    if !quiet { Terminal.say("\(path): rewritten") }
    return true
  }

  /// Replaces a file, whole or not at all; a link keeps pointing at what it names.
  private static func replace(_ path: String, with text: String) throws(CommandFailure) {
    let target = URL(filePath: path).resolvingSymlinksInPath()
    do {
      let permissions = try FileManager.default.attributesOfItem(
        atPath: target.path(percentEncoded: false))[.posixPermissions]
      try Data(text.utf8).write(to: target, options: .atomic)
      if let permissions {
        try FileManager.default.setAttributes(
          [.posixPermissions: permissions], ofItemAtPath: target.path(percentEncoded: false))
      }
    } catch {
      throw CommandFailure(.failed, "cannot write '\(path)': \(InputFile.systemReason())")
    }
  }
}
