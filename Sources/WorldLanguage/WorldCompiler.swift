// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a text become a checked world? Parse, check, prove isolation.

import WorldModel

/// The compiler of world files.
public enum WorldCompiler {
  /// Compiles a world.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - pedantic: Whether to warn of what is legal but suspicious.
  ///   - readFile: Reads a file named in the world, given its path as written there; relative paths start from the
  ///     folder of the world file.
  /// - Returns: The checked world, if there is no error, and what there is to say in the order of the file, up to the
  ///   last error that is shown.
  public static func compile(
    _ source: SourceFile, pedantic: Bool = false,
    readFile: @escaping (String) throws -> [UInt8]
  ) -> Compilation {
    compileKeepingNames(source, pedantic: pedantic, readFile: readFile).compilation
  }

  /// Compiles a world, and keeps what it declares for its study.
  static func compileKeepingNames(
    _ source: SourceFile, pedantic: Bool, readFile: @escaping (String) throws -> [UInt8]
  ) -> (compilation: Compilation, checker: Checker) {
    let parsed = Parser.parseKeepingLayout(source)
    let (world, checker) = Checker.checkKeepingNames(
      parsed.tree, source: source, parseErrors: parsed.diagnostics, readFile: readFile)
    var diagnostics = parsed.diagnostics + checker.diagnostics
    var checked: CheckedWorld?
    if let world {
      if pedantic {
        diagnostics += UnusedWarnings.warnings(of: world, DeclaredNames(parsed.tree))
        diagnostics += UnusedWarnings.documentation(
          of: parsed.stream, parsed.layout, in: source)
        diagnostics += RangeWarnings.warnings(of: world)
      }
      switch IsolationProof.prove(world) {
      case .proved(let isolation):
        checked = CheckedWorld(together: world, isolation: isolation)
        if pedantic { diagnostics += RangeWarnings.stopWarnings(alone: isolation.alone) }
      case .notNeeded: checked = CheckedWorld(together: world, isolation: nil)
      case .leaks(let leaks): diagnostics += leaks
      }
    }
    let shown = diagnostics.inFileOrder().limited(to: Parser.maximumErrorCount)
    return (Compilation(checked: checked, diagnostics: shown), checker)
  }
}

/// What came of compiling a world.
public struct Compilation: Sendable {
  /// The world; `nil` when there is an error.
  public var checked: CheckedWorld?
  /// Errors, warnings and notes in the order of the file.
  public var diagnostics: [Diagnostic]

  /// Creates a result.
  public init(checked: CheckedWorld?, diagnostics: [Diagnostic]) {
    self.checked = checked
    self.diagnostics = diagnostics
  }
}
