// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a benchmark? A world file that anyone could have written, run through the ordinary compiler and engine.

import WorldLanguage

/// One named piece of work.
public struct BenchmarkCase: Hashable, Sendable {
  /// Which of a case's figures is a yardstick's.
  public struct Comparison: Hashable, Sendable {
    /// Name of the ratio.
    public var ratio: String
    /// What the engine is measured against, on the case's own network with its own parameters.
    public var yardstick: Yardstick
  }

  /// Name on the command line.
  public var name: String
  /// What it is, in a few words.
  public var summary: String
  /// Path of the world, from the root of the repository.
  public var worldPath: String
  /// Values of parameters; several values are dealt to the runs in equal shares.
  public var settings: [String: [Double]]
  /// Number of runs.
  public var replicateCount: Int
  /// Steps between two looks at the clock.
  public var stepsPerRound: Int
  /// Whether its rounds are different work, as those of an epidemic, so that not the quickest but the median one counts.
  public var hasPhases: Bool
  /// What its first steps must give.
  public var answer: Answer
  /// Kernels in C that do the same work.
  public var comparisons: [Comparison]

  /// Returns the cases of these names, in the order of the list; all when there is none.
  ///
  /// - Throws: `BenchmarkError.unknownCase`.
  public static func named(_ names: [String]) throws(BenchmarkError) -> [BenchmarkCase] {
    for name in names where !all.contains(where: { $0.name == name }) {
      throw .unknownCase(
        name: name, suggestion: Spelling.closest(to: name, among: all.map(\.name)))
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }
}
