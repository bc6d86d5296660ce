// SPDX-License-Identifier: GPL-3.0-or-later
//
// What did the compiler make of a world or a study, stage by stage? For `arendt check`.

import Engine
import Foundation
import Scenarios
import WorldLanguage
import WorldModel

/// A file that was compiled, whether it has errors or not.
struct Compiled {
  /// What there is to say: about the file, then about the world of a study.
  let reports: [(file: SourceFile, diagnostics: [Diagnostic])]
  private let source: SourceFile
  private let world: CheckedWorld?
  private let study: Study?

  /// Compiles a file.
  init(_ file: WorldFile, isPedantic: Bool) {
    source = file.source
    if source.isStudy {
      let compilation = file.compileStudy(isPedantic: isPedantic)
      reports = [(source, compilation.diagnostics)] + [compilation.world].compactMap { $0 }
      world = compilation.checked?.world
      study = compilation.checked?.study
    } else {
      let compilation = file.compile(isPedantic: isPedantic)
      reports = [(source, compilation.diagnostics)]
      world = compilation.checked
      study = nil
    }
  }

  /// Whether there is no error.
  var isSound: Bool { world != nil }

  /// What one stage made of the file; nothing where an error keeps it from being reached.
  ///
  /// - Throws: `CommandFailure` where a plan cannot be made of a study.
  func listing(_ stage: Check.Stage) throws(CommandFailure) -> String {
    switch stage {
    case .tokens: return TokenListing.text(of: source)
    case .tree:
      return source.isStudy
        ? TreeListing.text(of: Parser.parseStudy(source).0)
        : TreeListing.text(of: Parser.parse(source).0)
    case .study:
      guard let study, let world else { return "" }
      return StudyListing.text(of: study, in: world.together)
    case .plan:
      guard let study, let world else { return "" }
      return try CommandCell.explained(source.path) {
        try SweepPlan(
          CheckedStudy(study: study, world: world, worldPath: ""), version: Version.ofResults)
      }.estimateText(
        path: source.path, threadCount: ProcessInfo.processInfo.activeProcessorCount
      ).text
    case .world: return world.map { WorldListing.text(of: $0.together) } ?? ""
    case .program: return world.map { ProgramListing($0.together).description } ?? ""
    case .isolation:
      guard let world else { return "" }
      guard let isolation = world.isolation else {
        return "A world without harm needs no isolation proof.\n"
      }
      return isolation.reasoning.map { $0 + "\n" }.joined()
    }
  }
}
