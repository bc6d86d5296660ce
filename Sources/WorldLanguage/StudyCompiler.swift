// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a text become a checked study? Parse, compile its world, check each clause, put them together.

import WorldModel

/// The compiler of study files.
public enum StudyCompiler {
  /// Compiles a study.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - pedantic: Whether to warn of what is legal but suspicious; of the study, not of its world.
  ///   - readWorld: Reads the world, given its path as written in the study; relative paths start from the folder of the
  ///     study file. The path of the result is for messages.
  ///   - readFile: Reads a file named in the world, given its path as written there and the world.
  /// - Returns: The checked study, if there is no error, and what there is to say.
  public static func compile(
    _ source: SourceFile, pedantic: Bool = false,
    readWorld: (String) throws -> SourceFile,
    readFile: @escaping (String, SourceFile) throws -> [UInt8]
  ) -> StudyCompilation {
    let parsed = Parser.parseStudyKeepingLayout(source)
    var result = StudyCompilation(diagnostics: parsed.diagnostics)
    if let path = parsed.tree.world {
      do {
        let file = try readWorld(path.text)
        if file.isStudy || file.path.hasSuffix(".world") && file.beginsStudy {
          result.diagnostics.append(.studyOfStudy(path.text, path.span))
        } else {
          compile(parsed, of: file, path, source, pedantic, readFile, &result)
        }
      } catch {
        result.diagnostics.append(.worldUnreadable(path.text, reason: "\(error)", path.span))
      }
    } else if parsed.diagnostics.isEmpty {
      result.diagnostics.append(.studyWithoutWorld(Span(0, 0)))
    }
    if result.diagnostics.contains(where: { $0.severity == .error }) { result.checked = nil }
    result.diagnostics = result.diagnostics.inFileOrder().limited(to: Parser.maximumErrorCount)
    return result
  }

  /// Compiles the world, then checks the study against it.
  private static func compile(
    _ parsed: ParsedStudy, of file: SourceFile, _ path: PathSyntax, _ source: SourceFile,
    _ isPedantic: Bool, _ readFile: @escaping (String, SourceFile) throws -> [UInt8],
    _ result: inout StudyCompilation
  ) {
    let (compilation, names) = WorldCompiler.compileKeepingNames(file, pedantic: false) {
      try readFile($0, file)
    }
    result.world = (file, compilation.diagnostics)
    guard let world = compilation.checked else {
      result.diagnostics.append(.worldWrong(path.text, path.span))
      return
    }
    var checker = StudyChecker(names, of: world, source, parseErrors: parsed.diagnostics)
    result.checked = checker.check(parsed.tree, path)
    result.diagnostics += checker.diagnostics
    if isPedantic, let study = result.checked {
      result.diagnostics += StudyWarnings.warnings(of: study, parsed.tree)
      result.diagnostics += UnusedWarnings.documentation(
        of: parsed.stream, parsed.layout, in: source)
    }
  }
}

/// What came of compiling a study.
public struct StudyCompilation: Sendable {
  /// The study; `nil` when there is an error in it or in its world.
  public var checked: CheckedStudy?
  /// Errors and warnings in the study, in the order of the file.
  public var diagnostics: [Diagnostic]
  /// The world's file with what there is to say about it; `nil` where it was not read.
  public var world: (file: SourceFile, diagnostics: [Diagnostic])?
}
