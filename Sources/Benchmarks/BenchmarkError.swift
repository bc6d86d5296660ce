// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why can a benchmark not be made, or not be believed?

/// Why there is no figure.
public enum BenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No case has this name.
  case unknownCase(name: String, suggestion: String?)
  /// A folder or file that is needed is not there.
  case missing(path: String, reason: String)
  /// The yardsticks could not be built, and why.
  case notBuilt(reason: String)
  /// A library holds no such function, or is none.
  case notLoaded(path: String, reason: String)
  /// A world file has errors; the diagnostics as text.
  case invalidWorld(diagnostics: String)
  /// A case sets a parameter that its world has not.
  case unknownParameter(name: String, path: String)
  /// The engine's results are not those that are on record.
  case wrongAnswer(caseName: String, found: String, expected: String)
  /// A yardstick and the engine disagree by more than chance allows.
  case disagreement(caseName: String, symbol: String, engine: Double, yardstick: Double)
  /// The runs failed.
  case failedRun(caseName: String, reason: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .unknownCase(let name, let suggestion):
      "no case is called '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" }
          ?? "; there are \(BenchmarkCase.all.map(\.name).joined(separator: ", "))")
    case .missing(let path, let reason): "cannot read '\(path)': \(reason)"
    case .notBuilt(let reason): "the yardsticks cannot be built: \(reason)"
    case .notLoaded(let path, let reason): "cannot load '\(path)': \(reason)"
    case .invalidWorld(let diagnostics): diagnostics
    case .unknownParameter(let name, let path): "'\(path)' has no parameter '\(name)'"
    case .wrongAnswer(let name, let found, let expected):
      "case '\(name)': the results are wrong: their digest is \(found), not \(expected)"
    case .disagreement(let name, let symbol, let engine, let yardstick):
      "case '\(name)': the mean state is \(engine), but \(yardstick) by '\(symbol)'"
    case .failedRun(let name, let reason): "case '\(name)': \(reason)"
    }
  }
}
