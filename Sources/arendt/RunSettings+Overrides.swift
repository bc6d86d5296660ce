// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the command line change the settings that a world declares?

import ArgumentParser
import WorldModel

/// The value of `--warmup`: a number of steps, or `auto`.
enum WarmUp: ExpressibleByArgument {
  case steps(Int)
  case auto

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let steps = Int(argument), steps >= 0 {
      self = .steps(steps)
    } else {
      return nil
    }
  }
}

extension RunSettings {
  /// Replaces what the command line gives.
  ///
  /// `--replicates` without `--networks` lowers a larger declared number of networks to that of replicates.
  mutating func override(
    steps: Int?, warmup: WarmUp?, replicates: Int?, networks: Int?, seed: UInt32?
  ) {
    if let steps { self.steps = steps }
    if let replicates { setReplicates(replicates) }
    if let networks { self.networks = networks }
    if let seed { self.seed = seed }
    switch warmup {
    case .steps(let steps)?: self.warmup = steps
    case .auto?: self.warmup = nil
    case nil: break
    }
  }
}
