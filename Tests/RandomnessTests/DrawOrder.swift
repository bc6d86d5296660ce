// SPDX-License-Identifier: GPL-3.0-or-later
//
// In which orders are draws looked at? Along every part of their names, and as the engine goes through them.

import Randomness
import TestKernels

/// A sequence of names, by their places in it.
struct DrawOrder: Sendable {
  /// What neighbours differ in.
  let name: String
  /// Changes the common name into that at a place.
  let change: @Sendable (inout tk_name, UInt32) -> Void

  /// The name that all are made from.
  static let common = tk_name(
    seed: 2026, stream: DrawKey(seed: 2026, networkIndex: 3, replicateIndex: 5).stream,
    ordinal: 40, step: 17, site: 0x8C1F_3A52, domain: DrawDomain.dynamics.rawValue, attempt: 0)

  /// Three statements of a step.
  private static let sites: [UInt32] = [0x8C1F_3A52, 0x11D2_0A37, 0xF00D_9E14]

  /// A number whose neighbours differ in one bit.
  private static func gray(_ i: UInt32) -> UInt32 { i ^ (i >> 1) }

  /// Every order.
  static let all: [DrawOrder] = [
    DrawOrder(name: "agents") { $0.ordinal = $1 },
    DrawOrder(name: "every fourth agent") { $0.ordinal = 4 &* $1 },
    DrawOrder(name: "agents one bit apart") { $0.ordinal = gray($1) },
    DrawOrder(name: "steps") { $0.step = $1 },
    DrawOrder(name: "sites") { $0.site = 0x8C00_0000 + $1 },
    DrawOrder(name: "sites one low bit apart") { $0.site ^= gray($1) },
    DrawOrder(name: "sites one high bit apart") { $0.site ^= gray($1).byteSwapped },
    DrawOrder(name: "seeds") { $0.seed = $1 },
    DrawOrder(name: "replicates") { $0.stream = $1 },
    DrawOrder(name: "networks") { $0.stream = ($1 % 4096) << 20 | ($1 / 4096) },
    DrawOrder(name: "attempts") { $0.attempt = $1 },
    DrawOrder(name: "64-bit draws of agents") { ($0.ordinal, $0.attempt) = ($1 / 2, $1 % 2) },
    DrawOrder(name: "domains") { ($0.ordinal, $0.domain) = ($1 / 6, $1 % 6) },
    // [agent][plane pair][word], with counter word 0 the agent.
    DrawOrder(name: "packed draws") {
      $0.domain = DrawDomain.packed.rawValue
      ($0.ordinal, $0.attempt) = ($1 / 16 * 4 + $1 % 4, $1 / 4 % 4)
    },
    // [step][site][agent][lane]: 100 agents, 64 lanes of 4 networks.
    DrawOrder(name: "lanes") {
      $0.stream = ($1 % 64 / 16) << 20 | ($1 % 16)
      ($0.ordinal, $0.site, $0.step) = ($1 / 64 % 100, sites[Int($1 / 6400 % 3)], $1 / 19_200)
    },
    // [step][site][agent]: 1,000 agents.
    DrawOrder(name: "one run") {
      ($0.ordinal, $0.site, $0.step) = ($1 % 1000, sites[Int($1 / 1000 % 3)], $1 / 3000)
    },
  ]

  /// Returns the names at the first places.
  func names(_ count: Int) -> [tk_name] {
    [tk_name](unsafeUninitializedCapacity: count) { names, filled in
      var i = 0
      while i < count {
        var name = Self.common
        change(&name, UInt32(truncatingIfNeeded: i))
        names[i] = name
        i += 1
      }
      filled = count
    }
  }
}

/// Where words come from.
enum WordSource {
  /// Returns what the kernels draw.
  static func draw(_ names: [tk_name]) -> [UInt32] {
    filled(names.count) { tk_draw(names, names.count, $0) }
  }

  /// Returns what Philox with another number of rounds gives.
  static func draw(_ names: [tk_name], rounds: UInt32) -> [UInt32] {
    filled(names.count) { tk_draw_rounds(names, names.count, rounds, $0) }
  }

  /// Returns what the kernels draw under flawed names.
  static func draw(_ names: [tk_name], _ flaw: (inout tk_name) -> Void) -> [UInt32] {
    var names = names
    for i in names.indices { flaw(&names[i]) }
    return draw(names)
  }

  /// Returns words written by a kernel of the tests.
  static func filled(
    _ count: Int, _ body: (UnsafeMutablePointer<UInt32>) -> Void
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count) { words, filled in
      if let start = words.baseAddress { body(start) }
      filled = count
    }
  }
}
