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
  /// Largest number of realisations that the engine can name.
  static let mostNetworks = 4_096
  /// Largest number of replicates within a realisation that the engine can name.
  static let mostReplicatesEach = 1 << 20 - 1

  /// Replaces what the command line gives and checks what results.
  ///
  /// `--replicates` without `--networks` lowers a larger declared number of networks to that of replicates.
  ///
  /// - Throws: `CommandFailure` with status 64 when settings do not fit each other.
  mutating func override(
    steps: Int?, warmup: WarmUp?, replicates: Int?, networks: Int?, seed: UInt32?
  ) throws(CommandFailure) {
    if let steps { self.steps = steps }
    if let replicates {
      self.replicates = replicates
      if let declared = self.networks { self.networks = min(declared, replicates) }
    }
    if let networks { self.networks = networks }
    if let seed { self.seed = seed }
    switch warmup {
    case .steps(let steps)?: self.warmup = steps
    case .auto?: self.warmup = nil
    case nil: break
    }
    try check()
  }

  private func check() throws(CommandFailure) {
    func need(_ holds: Bool, _ message: String) throws(CommandFailure) {
      if !holds { throw CommandFailure(.usage, message) }
    }
    try need(steps >= 1, "--steps must be at least 1, not \(steps)")
    try need(replicates >= 1, "--replicates must be at least 1, not \(replicates)")
    let networks = self.networks ?? min(replicates, 16)
    try need(networks >= 1, "--networks must be at least 1, not \(networks)")
    try need(
      networks <= replicates,
      "\(networks) networks need at least as many replicates, not \(replicates)")
    try need(
      networks <= Self.mostNetworks,
      "--networks must be at most \(Self.mostNetworks), not \(networks)")
    try need(
      (replicates - 1) / networks < Self.mostReplicatesEach,
      "\(replicates) replicates on \(networks) networks are more than "
        + "\(Self.mostReplicatesEach) each")
    if let warmup {
      try need(
        warmup < steps, "a warm-up of \(warmup) leaves nothing of \(steps) steps")
    }
  }
}
