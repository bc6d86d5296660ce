// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which data with known answers are the estimates tried on? Gaussian series and nested Gaussian replicates from named
// draws, so that every test is the same on every machine.

import Foundation
import Randomness

/// Standard normal values by name: value `i` of set `set`.
struct SyntheticNormals {
  let draws: NamedDraws
  private var next: UInt32 = 0
  private var kept: Double?

  init(seed: UInt32, set: Int) {
    draws = NamedDraws(
      key: DrawKey(seed: seed, networkIndex: 0, replicateIndex: 0), domain: .resampling, site: 7,
      step: UInt32(set))
  }

  /// Next value (Box and Muller, both halves used).
  mutating func normal() -> Double {
    if let value = kept {
      kept = nil
      return value
    }
    let words = draws.words(quad: next)
    next += 1
    let radius = (-2 * log((Double(words[0]) + 0.5) * 0x1p-32)).squareRoot()
    let angle = 2 * Double.pi * Double(words[1]) * 0x1p-32
    kept = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Next value uniform inside 0...1.
  mutating func uniform() -> Double {
    defer { next += 1 }
    return (Double(draws.words(quad: next)[0]) + 0.5) * 0x1p-32
  }

  /// x_(t+1) = memory x_t + sqrt(1 - memory^2) normal, in units of its standard deviation.
  mutating func autoregressive(count: Int, memory: Double, start: Double) -> [Double] {
    let noise = (1 - memory * memory).squareRoot()
    var x = start
    return (0..<count).map { _ in
      x = memory * x + noise * normal()
      return x
    }
  }

  /// Replicates about realisation levels, both of standard deviation 1.
  mutating func nested(realisations: Int, replicates: Int) -> [[Double]] {
    (0..<realisations).map { _ in
      let level = normal()
      return (0..<replicates).map { _ in level + normal() }
    }
  }
}
