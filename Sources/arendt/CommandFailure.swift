// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a command end when it cannot do its work? With one message and one of five statuses.

/// The exit statuses of every command; warnings and verdicts never change them.
///
/// Where several files fail, the largest is reported.
enum ExitStatus: Int32, Comparable {
  case done = 0
  /// A world is wrong, or `format --check` found a difference.
  case wrong = 1
  /// A run failed, memory was refused, or a result could not be written.
  case failed = 2
  /// Unknown or out-of-range `--set`, an unreadable file, or any other misuse of the command line.
  case usage = 64
  /// Control-C.
  case interrupted = 130

  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The end of a command that could not do its work.
struct CommandFailure: Error {
  /// The exit status.
  var status: ExitStatus
  /// What is said on standard error after `arendt: `; `nil` when all was said before.
  var message: String?

  /// The user stopped a run.
  static let interrupted = CommandFailure(
    .interrupted, "interrupted: nothing was kept; the same command starts afresh")

  /// The user stopped an explanation.
  static let interruptedExplanation = CommandFailure(
    .interrupted,
    "interrupted: what was done is above; name the parts that are missing to make them")

  init(_ status: ExitStatus, _ message: String? = nil) {
    self.status = status
    self.message = message
  }
}
