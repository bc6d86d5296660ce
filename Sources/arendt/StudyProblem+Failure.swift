// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the command line say what a file would say with a place? The same sentence after the option.

import WorldLanguage

extension CommandFailure {
  /// A misuse of an option.
  ///
  /// - Parameters:
  ///   - problem: What is wrong.
  ///   - option: The option with its value, such as `--ramp conformity=0...9/5`; `nil` where the sentence tells which.
  init(_ problem: StudyProblem, option: String? = nil) {
    self.init(.usage, option.map { "'\($0)': \(problem.sentence)" } ?? problem.sentence)
  }

  /// Asks a rule of studies.
  ///
  /// - Throws: `CommandFailure` with status 64 for what breaks it.
  static func judged<Result>(
    option: String? = nil, _ rule: () throws(StudyProblem) -> Result
  ) throws(CommandFailure) -> Result {
    do {
      return try rule()
    } catch {
      throw CommandFailure(error, option: option)
    }
  }
}
