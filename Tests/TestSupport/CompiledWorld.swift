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

  /// Compiles a text that reads no files.
  ///
  /// - Throws: `CompilationFailure` with the diagnostics.
  public static func compiled(_ text: String) throws -> CheckedWorld {
    try compiled(SourceFile(path: "test.world", text: text)) {
      throw FileFailure(path: $0, code: 2)
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
