// SPDX-License-Identifier: GPL-3.0-or-later
//
// What does the compiler say about the grammar and the world of a study? E80x and E81x, and W75x with `--pedantic`.

import WorldModel

extension Diagnostic {
  /// A world where a study was expected.
  static func worldFile(_ span: Span) -> Diagnostic {
    .error(
      "E801", "this is a world; a study was expected", span,
      help: "a study begins with: study \"Title\" of \"PATH.world\"")
  }

  /// A study that does not say that it is one.
  static func missingStudy(_ span: Span) -> Diagnostic {
    .error(
      "E802", "the first line is not 'study'", span,
      help: "begin with: study \"Title\" of \"PATH.world\"")
  }

  /// A second `study`.
  static func secondStudy(_ span: Span, first: Span) -> Diagnostic {
    .error(
      "E803", "'study' stands once, first in the file", span,
      notes: [Note("the study is declared here", first)])
  }

  /// A study of nothing.
  static func studyWithoutWorld(_ place: Span) -> Diagnostic {
    .error(
      "E804", "the study names no world", place, help: "end the line with: of \"PATH.world\"")
  }

  /// Something that begins no clause.
  static func unknownClause(_ found: Token, suggestion: String?) -> Diagnostic {
    .error(
      "E805", "expected a clause of the study, found \(found.description)", found.span,
      help: didYouMean(suggestion)
        ?? "a clause begins with \(quotedList(StudyWord.clauses)), or a setting of the run")
  }

  /// A declaration of a world.
  static func declarationInStudy(_ word: String, _ span: Span, suggestion: String?) -> Diagnostic {
    .error(
      "E806", "'\(word)' belongs into the world", span,
      help: didYouMean(suggestion)
        ?? (word == "run" ? "a study has the settings alone, as in 'steps 2_000'" : nil))
  }

  /// `log` before a list.
  static func logarithmOfList(_ span: Span) -> Diagnostic {
    .error(
      "E807", "'log' makes steps between two ends, and a list has its own", span,
      help: "leave out 'log', or write 'log over LOW...HIGH in N'")
  }

  /// A world that cannot be read.
  static func worldUnreadable(_ path: String, reason: String, _ span: Span) -> Diagnostic {
    .error("E810", "cannot read the world '\(path)': \(reason)", span)
  }

  /// A world with errors.
  static func worldWrong(_ path: String, _ span: Span) -> Diagnostic {
    .error("E811", "the world '\(path)' has errors", span)
  }

  /// A study of a study.
  static func studyOfStudy(_ path: String, _ span: Span) -> Diagnostic {
    .error("E812", "'\(path)' is a study; a study is of a world", span)
  }

  /// What stands against packing the draws of a world whose study asks for it.
  static func worldCannotPack(
    _ path: String, _ obstacle: PackedObstacle, _ span: Span
  ) -> Diagnostic {
    let place = "\(path):\(obstacle.origin.line):\(obstacle.origin.column)"
    return .error(
      "E813", "'draws packed' \(words(obstacle.reason)) (\(place))", span,
      help: "leave 'draws packed' out; without it draws are named one by one")
  }

  /// A panel that repeats nothing.
  static func panelOfOne(_ parameter: String, _ span: Span) -> Diagnostic {
    .warning(
      "W751", "a panel of one value repeats nothing", span,
      help: "write 'set \(parameter) = ...'")
  }

  /// An axis along which nothing changes.
  static func axisWithoutEffect(_ parameter: String, _ span: Span) -> Diagnostic {
    .warning("W752", "nothing in the world reads '\(parameter)'", span)
  }

  /// Fewer replicates than intervals need.
  static func fewReplicates(_ count: Int, _ span: Span) -> Diagnostic {
    .warning(
      "W753", "\(counted(count, "replicate")) give wide intervals, and none by resampling", span,
      help: "10 or more are needed for those")
  }

  /// Words in single quotes, with commas between them.
  private static func quotedList(_ words: [String]) -> String {
    words.map { "'\($0)'" }.joined(separator: ", ")
  }
}
