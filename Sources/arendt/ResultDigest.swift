// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are two results of 'run' of the same cell? A digest of what decides them: the world with its limits, its parameters, what
// changes the dynamics, and the meaning of results; not replicates, networks, threads or thinning.

import Digest
import WorldModel

/// The digest of the result of a cell.
enum ResultDigest {
  /// Returns the digest as 64 hexadecimal digits.
  ///
  /// - Parameters:
  ///   - listing: The canonical listing of the checked world; a comment or a line break does not alter it.
  ///   - parameters: Values by `ParameterID`.
  ///   - settings: Settings of the run.
  /// - Returns: The digest.
  static func hexadecimal(listing: String, parameters: [Double], settings: RunSettings) -> String {
    let warmup = settings.warmup.map(String.init) ?? "auto"
    let starts = settings.starts.map { "\($0.parameter.index) \($0.low) \($0.high)" } ?? "none"
    let text = [
      "results \(Version.results)",
      "seed \(settings.seed)",
      "steps \(settings.steps)",
      "warmup \(warmup)",
      "starts \(starts)",
      "draws \(settings.drawsPacked ? "packed" : "plain")",
      "parameters " + parameters.map(\.description).joined(separator: " "),
      listing,
    ].joined(separator: "\n")
    return SHA256.hexadecimal(of: text.utf8)
  }
}

extension World {
  /// The digest of what the results of all its cells depend on, as 64 hexadecimal digits.
  var digest: String {
    SHA256.hexadecimal(of: WorldListing.text(of: self, .results).utf8)
  }
}
