// SPDX-License-Identifier: GPL-3.0-or-later
//
// By which program were results made?

/// The versions that stand beside every stored result.
public struct ResultVersion: Hashable, Sendable {
  /// The version of the program, for people.
  public var program: String
  /// Raised whenever numbers change at the same seed; part of every digest.
  public var results: Int

  /// Creates a value from its parts.
  public init(program: String, results: Int) {
    self.program = program
    self.results = results
  }
}
