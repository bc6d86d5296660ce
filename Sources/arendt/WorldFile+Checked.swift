// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a file become a checked world or study? Compiled, with everything said that there is to say.

import Foundation
import WorldLanguage
import WorldModel

/// The files that a world names, for whoever is to compile it without them.
final class NamedFiles {
  /// Their bytes, by their paths as written in the world.
  private(set) var bytes: [String: Data] = [:]

  /// Reads a file.
  fileprivate func read(_ path: String, beside world: String) throws -> [UInt8] {
    let read = try InputFile.bytes(at: InputFile.path(path, beside: world))
    bytes[path] = Data(read)
    return read
  }
}

extension WorldFile {
  /// Compiles the text; the files that it names are looked for beside it.
  func compile(isPedantic: Bool = false, keeping files: NamedFiles = NamedFiles()) -> Compilation {
    WorldCompiler.compile(source, pedantic: isPedantic) { path in
      try files.read(path, beside: source.path)
    }
  }

  /// Compiles the text of a study; its world is looked for beside it, the files of the world beside that.
  func compileStudy(
    isPedantic: Bool = false, keeping files: NamedFiles = NamedFiles()
  ) -> StudyCompilation {
    StudyCompiler.compile(
      source, pedantic: isPedantic,
      readWorld: { path in
        let beside = InputFile.path(path, beside: source.path)
        return SourceFile(
          path: beside,
          bytes: try InputFile.bytes(at: beside, limit: SourceFile.maximumByteCount))
      },
      readFile: { path, world in
        try files.read(path, beside: world.path)
      })
  }

  /// Compiles the text and says on standard error what there is to say.
  ///
  /// - Throws: `CommandFailure` with status 1 when it is no world.
  func checked(
    isQuiet: Bool, keeping files: NamedFiles = NamedFiles()
  ) throws(CommandFailure) -> CheckedWorld {
    if source.isStudy {
      throw CommandFailure(.wrong, "'\(source.path)' is a study, and this command takes a world")
    }
    let compilation = compile(keeping: files)
    let shown = compilation.diagnostics.filter { !isQuiet || $0.severity == .error }
    Terminal.put(DiagnosticText.render(shown, in: source))
    guard let world = compilation.checked else { throw CommandFailure(.wrong) }
    return world
  }

  /// Compiles the text of a study and says on standard error what there is to say of it and of its world.
  ///
  /// - Returns: The study, and the file of its world.
  /// - Throws: `CommandFailure` with status 1 when it is no study.
  func checkedStudy(
    isQuiet: Bool, keeping files: NamedFiles = NamedFiles()
  ) throws(CommandFailure) -> (study: CheckedStudy, world: SourceFile) {
    let compilation = compileStudy(keeping: files)
    for (file, diagnostics) in [(source, compilation.diagnostics)]
      + [compilation.world].compactMap({ $0 })
    {
      let shown = diagnostics.filter { !isQuiet || $0.severity == .error }
      Terminal.put(DiagnosticText.render(shown, in: file))
    }
    guard let study = compilation.checked, let world = compilation.world else {
      throw CommandFailure(.wrong)
    }
    return (study, world.file)
  }
}
