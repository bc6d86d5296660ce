// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which study did the user name? A study file, or a world file with the study told by options.

import Foundation
import WorldLanguage
import WorldModel

/// A study with the texts that it was made of.
struct StudySourceFile {
  /// Path that the user wrote.
  let path: String
  /// The study and its world.
  let checked: CheckedStudy
  /// The world file.
  let world: SourceFile
  /// What a store keeps of it.
  let stored: StoredStudy
  /// The store that is used where none is named.
  let defaultStore: String

  /// Reads and compiles what the user named, and says what there is to say.
  ///
  /// - Throws: `CommandFailure` with status 1 for what does not compile, 64 for what cannot be read or options that do not
  ///   fit.
  init(path: String, options: StudyOptions, isQuiet: Bool) throws(CommandFailure) {
    self.path = path
    let file = try WorldFile(path: path)
    let files = NamedFiles()
    let stem = (path as NSString).deletingPathExtension
    if file.source.isStudy {
      let (study, world) = try file.checkedStudy(isQuiet: isQuiet, keeping: files)
      checked = try options.applied(to: study)
      self.world = world
      defaultStore = stem + ".store"
    } else {
      let world = try file.checked(isQuiet: isQuiet, keeping: files)
      checked = try options.study(of: world, path: path)
      guard checked.study.hasWork else {
        throw CommandFailure(
          .usage, "there is nothing to sweep; add --vary NAME=LO...HI/N, or name a study file")
      }
      self.world = file.source
      defaultStore = (stem as NSString).lastPathComponent + ".store"
    }
    stored = StoredStudy(
      studyText: file.source.isStudy
        ? String(decoding: file.source.bytes, as: UTF8.self) : StudyText.text(of: checked),
      settings: checked.study.settings,
      path: URL(filePath: path).standardizedFileURL.path(percentEncoded: false),
      files: files.bytes, worldPath: world.path)
  }
}

extension Study {
  /// Whether anything is to be run.
  fileprivate var hasWork: Bool { !axes.isEmpty || !panels.isEmpty || asksAtOnePoint }

  /// Whether it asks anything at one point, which 'arendt explain' tells.
  var asksAtOnePoint: Bool {
    scale != nil || ramp != nil || release != nil || !attributed.isEmpty
  }
}
