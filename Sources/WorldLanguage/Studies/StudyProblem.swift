// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with a study, wherever it was written? A value that a file renders with a place, a command line in a
// sentence; all wording stands in the catalogue.

/// Something wrong with the values or clauses of a study.
public struct StudyProblem: Error, Hashable, Sendable {
  /// Stable code such as `E824`.
  public var code: String
  /// One sentence without a full stop, names in single quotes.
  public var message: String
  /// What to do.
  public var help: String?
  /// What is said of the clause that stands in its way, if there is one.
  public var firstNote: String?

  init(_ code: String, _ message: String, help: String? = nil, firstNote: String? = nil) {
    self.code = code
    self.message = message
    self.help = help
    self.firstNote = firstNote
  }

  /// The message, and the help after a semicolon.
  public var sentence: String { message + (help.map { "; \($0)" } ?? "") }

  /// The problem at a place of a file.
  func diagnostic(at span: Span, first: Span? = nil) -> Diagnostic {
    let note = firstNote.flatMap { text in first.map { Diagnostic.Note(text, $0) } }
    return .error(code, message, span, notes: [note].compactMap { $0 }, help: help)
  }
}
