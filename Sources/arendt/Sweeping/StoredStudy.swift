// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study does a store belong to? Its text is kept in the store, with the files that its world names, so that a store
// alone can be drawn and explained.

import Foundation
import Store
import WorldLanguage
import WorldModel

/// The texts by which a store knows its study.
struct StoredStudy: Codable {
  /// The study as a text that compiles.
  var studyText: String
  /// The settings of its runs, with those of the command line: one a line, as in a study.
  var settings: String
  /// Path of the study file, or of the world file where the study was told by options.
  var path: String
  /// The files that the world names, by their paths as written there.
  var files: [String: Data]
  /// Path of the world file, for messages.
  var worldPath: String

  private enum Name {
    static let study = "study"
    static let settings = "settings"
    static let path = "path"
    static let files = "files"
    static let world = "world path"
  }

  /// Creates texts.
  init(
    studyText: String, settings: RunSettings, path: String, files: [String: Data], worldPath: String
  ) {
    self.studyText = studyText
    self.settings = Self.text(of: settings)
    self.path = path
    self.files = files
    self.worldPath = worldPath
  }

  /// Reads the texts of a store.
  ///
  /// - Throws: `StoreError`, `CommandFailure` with status 64 where it holds none.
  init(of store: RunStore) throws {
    guard let study = try store.text(named: Name.study),
      let settings = try store.text(named: Name.settings),
      let path = try store.text(named: Name.path), let files = try store.text(named: Name.files),
      let world = try store.text(named: Name.world)
    else {
      throw CommandFailure(.usage, "the store '\(store.path)' holds no study yet")
    }
    studyText = study
    self.settings = settings
    self.path = path
    do {
      self.files = try JSONDecoder().decode([String: Data].self, from: Data(files.utf8))
    } catch {
      throw StoreError.corrupt(path: store.path, reason: "the files of its world make no sense")
    }
    worldPath = world
  }

  /// Whether the same is asked, wherever files lie.
  func asksTheSame(as other: StoredStudy) -> Bool {
    studyText == other.studyText && settings == other.settings && files == other.files
  }

  /// Writes the texts into a store.
  func keep(in store: RunStore) throws {
    try store.setTexts([
      Name.study: studyText, Name.settings: settings, Name.path: path,
      Name.files: String(decoding: try Self.encoder.encode(files), as: UTF8.self),
      Name.world: worldPath,
    ])
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// Compiles the study against the world of its store.
  ///
  /// - Parameter worldText: The text of the world.
  /// - Returns: The study.
  /// - Throws: `CommandFailure` with status 2 where this program does not take what another took.
  func compiled(worldText: String) throws(CommandFailure) -> CheckedStudy {
    let source = SourceFile(path: path, text: studyText)
    let compilation = StudyCompiler.compile(
      source, readWorld: { _ in SourceFile(path: worldPath, text: worldText) },
      readFile: { [files] path, _ in
        guard let bytes = files[path] else {
          throw InputFile.Unreadable(reason: "not kept with the study")
        }
        return Array(bytes)
      })
    guard var checked = compilation.checked else {
      if let world = compilation.world {
        Terminal.put(DiagnosticText.render(world.diagnostics, in: world.file))
      }
      throw CommandFailure(
        .failed,
        "the study of the store does not compile with this version of the program")
    }
    apply(to: &checked.study.settings)
    return checked
  }

  /// The settings that the command line may change, one a line.
  private static func text(of settings: RunSettings) -> String {
    var lines = [
      "steps \(settings.steps)", "warmup \(settings.warmup.map(String.init) ?? "auto")",
      "replicates \(settings.replicates)",
    ]
    if let networks = settings.networks { lines.append("networks \(networks)") }
    return (lines + ["seed \(settings.seed)"]).joined(separator: "\n")
  }

  private func apply(to target: inout RunSettings) {
    target.networks = nil
    for line in settings.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2 else { continue }
      switch words[0] {
      case "steps": target.steps = Int(words[1]) ?? target.steps
      case "warmup": target.warmup = Int(words[1])
      case "replicates": target.replicates = Int(words[1]) ?? target.replicates
      case "networks": target.networks = Int(words[1])
      default: target.seed = UInt32(words[1]) ?? target.seed
      }
    }
  }
}
