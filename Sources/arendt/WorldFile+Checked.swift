// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a world file become a checked world? Compiled, with everything said that there is to say.

import Foundation
import WorldLanguage
import WorldModel

extension WorldFile {
  /// Compiles the text; the files that it names are looked for beside it.
  func compile(isPedantic: Bool = false) -> Compilation {
    let folder = (source.path as NSString).deletingLastPathComponent
    return WorldCompiler.compile(source, pedantic: isPedantic) { path in
      let isRelative = !path.hasPrefix("/") && !folder.isEmpty
      return try InputFile.bytes(at: isRelative ? folder + "/" + path : path)
    }
  }

  /// Compiles the text and says on standard error what there is to say.
  ///
  /// - Throws: `CommandFailure` with status 1 when it is no world.
  func checked(isQuiet: Bool) throws(CommandFailure) -> CheckedWorld {
    let compilation = compile()
    let shown = compilation.diagnostics.filter { !isQuiet || $0.severity == .error }
    Terminal.put(DiagnosticText.render(shown, in: source))
    guard let world = compilation.checked else { throw CommandFailure(.wrong) }
    return world
  }
}
