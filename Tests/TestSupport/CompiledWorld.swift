// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test get a checked world? By compiling a file or a text, or failing with the diagnostics.

import WorldLanguage
import WorldModel

/// A world that did not compile although a test needs it.
public struct CompilationFailure: Error, CustomStringConvertible {
  /// The diagnostics as text.
  public let description: String
}

extension CheckedWorld {
  /// Compiles the world file at a path.
  ///
  /// - Throws: `CompilationFailure` with the diagnostics, or `FileFailure`.
  public static func compiled(at file: SourceFolder) throws -> CheckedWorld {
    let folder = SourceFolder(of: file.path)
    return try compiled(
      SourceFile(path: file.path, bytes: file.contents()),
      readFile: { try folder.appending($0).contents() })
  }

  /// Compiles a text.
  ///
  /// - Parameters:
  ///   - text: The text of a world.
  ///   - folder: Where the files are that the world names; without one it may name none.
  /// - Returns: The checked world.
  /// - Throws: `CompilationFailure` with the diagnostics.
  public static func compiled(_ text: String, in folder: SourceFolder? = nil) throws
    -> CheckedWorld
  {
    try compiled(SourceFile(path: "test.world", text: text)) { path in
      guard let folder else { throw FileFailure(path: path, code: 2) }
      return try folder.appending(path).contents()
    }
  }

  private static func compiled(
    _ source: SourceFile, readFile: @escaping (String) throws -> [UInt8]
  ) throws -> CheckedWorld {
    let compilation = WorldCompiler.compile(source, readFile: readFile)
    guard let checked = compilation.checked else {
      throw CompilationFailure(
        description: DiagnosticText.render(compilation.diagnostics, in: source))
    }
    return checked
  }
}
