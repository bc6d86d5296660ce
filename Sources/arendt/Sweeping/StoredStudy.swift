// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study does a store belong to? Its text is kept in the store, so that a store alone can be drawn and explained.

import Store
import WorldLanguage
import WorldModel

/// The texts by which a store knows its study.
struct StoredStudy: Equatable, Codable {
  /// The study as a text that compiles.
  var studyText: String
  /// The settings of its runs, with those of the command line: one a line, as in a study.
  var settings: String
  /// Path of the study file, or of the world file where the study was told by options.
  var path: String
  /// Folder in which the files lie that the world names, absolute.
  var folder: String
  /// Path of the world file, for messages.
  var worldPath: String

  private enum Name {
    static let study = "study"
    static let settings = "settings"
    static let path = "path"
    static let folder = "folder"
    static let world = "world path"
  }

  /// Creates texts.
  init(
    studyText: String, settings: RunSettings, path: String, folder: String, worldPath: String
  ) {
    self.studyText = studyText
    self.settings = Self.text(of: settings)
    self.path = path
    self.folder = folder
    self.worldPath = worldPath
  }

  /// Reads the texts of a store.
  ///
  /// - Throws: `StoreError`, `CommandFailure` with status 64 where it holds none.
  init(of store: RunStore) throws {
    guard let study = try store.text(named: Name.study),
      let settings = try store.text(named: Name.settings),
      let path = try store.text(named: Name.path), let folder = try store.text(named: Name.folder),
      let world = try store.text(named: Name.world)
    else {
      throw CommandFailure(.usage, "the store '\(store.path)' holds no study yet")
    }
    studyText = study
    self.settings = settings
    self.path = path
    self.folder = folder
    worldPath = world
  }

  /// Writes the texts into a store.
  func keep(in store: RunStore) throws {
    try store.setTexts([
      Name.study: studyText, Name.settings: settings, Name.path: path, Name.folder: folder,
      Name.world: worldPath,
    ])
  }

  /// Compiles the study against the world of its store.
  ///
  /// - Parameter worldText: The text of the world.
  /// - Returns: The study.
  /// - Throws: `CommandFailure` with status 2 where a file that the world names is no longer what it was.
  func compiled(worldText: String) throws(CommandFailure) -> CheckedStudy {
    let source = SourceFile(path: path, text: studyText)
    let compilation = StudyCompiler.compile(
      source, readWorld: { _ in SourceFile(path: worldPath, text: worldText) },
      readFile: { [folder] path, _ in
        try InputFile.bytes(at: path.hasPrefix("/") ? path : folder + "/" + path)
      })
    guard var checked = compilation.checked else {
      if let world = compilation.world {
        Terminal.put(DiagnosticText.render(world.diagnostics, in: world.file))
      }
      throw CommandFailure(
        .failed,
        "the study of the store no longer compiles; a file that its world names may be gone")
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
