// SPDX-License-Identifier: GPL-3.0-or-later
//
// In which form are all messages of the compiler kept?
//
// Every message is one static function of `Diagnostic` in a file `DiagnosticCatalogue+Subject.swift`; no other file
// holds wording or codes. A function takes names and spans, never text of its own. A code is never used again for
// another meaning, and every code has at least one golden test.
//
//   E0xx syntax                 +Syntax, +Text       E4xx draws and statements
//   E1xx names                  +Names               E5xx measures, harms, `aligned`, `run`
//   E2xx types                                       E6xx isolation
//   E3xx ranges, sizes, networks                     W7xx suspicious but legal (`--pedantic`)
//   E80x to E81x grammar and world of a study        E82x to E86x its clauses, which the command line words alike
//
// Wording: one sentence without a full stop, in the present tense, names in single quotes; `help` says what to write.

extension Diagnostic {
  /// Makes an error.
  static func error(
    _ code: String, _ message: String, _ span: Span, notes: [Note] = [], help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity: .error, code: code, message: message, span: span, notes: notes, help: help)
  }

  /// Makes a warning.
  static func warning(
    _ code: String, _ message: String, _ span: Span, notes: [Note] = [], help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity: .warning, code: code, message: message, span: span, notes: notes, help: help)
  }

  /// Returns the help text that proposes a name, or `nil` when there is none to propose.
  static func didYouMean(_ suggestion: String?) -> String? {
    suggestion.map { "did you mean '\($0)'?" }
  }
}
