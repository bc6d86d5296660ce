// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study does a store belong to? Its text is kept in the store, so that a store alone can be drawn and explained.

import Digest
import Figures
import Foundation
import Scenarios
import Store
import WorldLanguage
import WorldModel

/// The texts by which a store knows its study.
struct StoredStudy {
  /// The study as a text that compiles, of a world called `world`.
  var studyText: String
  /// Path of the study file, or of the world file where the study was told by options.
  var path: String
  /// Folder in which the files lie that the world names, absolute.
  var folder: String
  /// Path of the world file, for messages.
  var worldPath: String

  private enum Name {
    static let study = "study"
    static let path = "path"
    static let folder = "folder"
    static let world = "world path"
  }

  /// Creates texts.
  init(studyText: String, path: String, folder: String, worldPath: String) {
    self.studyText = studyText
    self.path = path
    self.folder = folder
    self.worldPath = worldPath
  }

  /// Reads the texts of a store.
  ///
  /// - Throws: `StoreError`, `CommandFailure` with status 64 where it holds none.
  init(of store: RunStore) throws {
    guard let study = try store.text(named: Name.study),
      let path = try store.text(named: Name.path), let folder = try store.text(named: Name.folder),
      let world = try store.text(named: Name.world)
    else {
      throw CommandFailure(.usage, "the store '\(store.path)' holds no study yet")
    }
    self.init(studyText: study, path: path, folder: folder, worldPath: world)
  }

  /// Writes the texts into a store.
  func keep(in store: RunStore) throws {
    try store.setText(studyText, named: Name.study)
    try store.setText(path, named: Name.path)
    try store.setText(folder, named: Name.folder)
    try store.setText(worldPath, named: Name.world)
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
    guard let checked = compilation.checked else {
      if let world = compilation.world {
        Terminal.put(DiagnosticText.render(world.diagnostics, in: world.file))
      }
      throw CommandFailure(
        .failed,
        "the study of the store no longer compiles; a file that its world names may be gone")
    }
    return checked
  }
}

/// The plan of a store.
struct StoredPlan {
  /// The plan.
  let plan: SweepPlan
  private let stored: StoredStudy
  private let identity: StoreIdentity

  /// Reads the study of a store and plans it.
  init(of store: RunStore) throws {
    stored = try StoredStudy(of: store)
    identity = store.identity
    let checked = try stored.compiled(worldText: identity.worldText)
    plan = try CommandCell.explained(store.path) {
      try SweepPlan(checked, version: Version.ofResults)
    }
    let differences = identity.differences(from: plan.identity(worldText: identity.worldText))
    guard differences.isEmpty else {
      throw StoreError.mismatch(path: store.path, differences: differences)
    }
  }

  /// Path that exported files begin with, beside the study; `nil` where it exports nothing.
  var exportBase: String? {
    plan.study.exportName.map { name in
      let folder = (stored.path as NSString).deletingLastPathComponent
      return folder.isEmpty ? name : folder + "/" + name
    }
  }

  /// What a diagram says of its origin.
  var provenance: DiagramProvenance {
    let settings = plan.study.settings
    return DiagramProvenance(
      world: plan.world.title,
      digest: SHA256.hexadecimal(of: identity.worldListing.utf8), version: Version.program,
      resultVersion: Version.results, seed: settings.seed, stepCount: settings.steps,
      replicateCount: settings.replicates, networkCount: plan.design.cell.networkCount)
  }
}
