// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do Granovetter's crowds riot as often as they must?
//
// Null: the mean over independent crowds equals the exact chance at this size; false-alarm rate 1e-6 (4.9 standard errors).

import Engine
import Foundation
import TestSupport
import Testing
import WorldModel

@Suite("Reference worlds: thresholds of crowds")
struct ReferenceThresholdTests {
  /// Share of normal thresholds of mean 0.25 that are at most `share`.
  private func below(_ share: Double, _ spread: Double) -> Double {
    erfc((0.25 - share) / (spread * 2.0.squareRoot())) / 2
  }

  /// The chance of `count` successes in `trials` of chance `p`.
  private func binomial(_ count: Int, _ trials: Int, _ p: Double) -> Double {
    if p <= 0 || p >= 1 { return count == (p <= 0 ? 0 : trials) ? 1 : 0 }
    let (k, n) = (Double(count), Double(trials))
    let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    let odds: Double = k * log(p) + (n - k) * log1p(-p)
    return exp(ways + odds)
  }

  /// The chance that more than half of a crowd with independent thresholds ends up rioting.
  ///
  /// By the chain on how many rioted at the last two steps: who still waits has a threshold above the earlier share.
  private func chanceOfLargeRiot(people: Int, spread: Double) -> Double {
    let shares = (0...people).map { below(Double($0) / Double(people), spread) }
    // Chances of pairs: how many rioted, and how many do now. The first step sees nobody riot.
    var chances = Array(repeating: Array(repeating: 0.0, count: people + 1), count: people + 1)
    for count in 0...people { chances[0][count] = binomial(count, people, shares[0]) }
    var large = 0.0
    for count in 1...people {
      for before in 0..<count where chances[before][count] > 1e-15 {
        let joining = (shares[count] - shares[before]) / (1 - shares[before])
        for new in 0...people - count {
          let chance = chances[before][count] * binomial(new, people - count, joining)
          if new > 0 {
            chances[count][count + new] += chance
          } else if 2 * count > people {
            large += chance
          }
        }
      }
    }
    return large
  }

  // The published chances are of some thousand crowds each; their error is at most 0.008.
  @Test("R17: the chain of two steps gives the published chances for crowds of 100")
  func table() {
    for (spread, chance) in [(0.1, 0.002), (0.12, 0.167), (0.122, 0.208), (0.15, 0.8)] {
      let exact = chanceOfLargeRiot(people: 100, spread: spread)
      #expect(abs(exact - chance) < 0.03, "\(spread): \(exact)")
    }
  }

  @Test("R17: a crowd of 100 riots by more than half as often as its thresholds make it")
  func crowds() throws {
    let world = try ReferenceWorld("granovetter")
    for spread in [0.12, 0.13, 0.15] {
      let mean = try world.run(["spread": spread], steps: 110, replicates: 4_096, networks: 64)
        .mean("large", afterSteps: 110)
      let exact = chanceOfLargeRiot(people: 100, spread: spread)
      #expect(mean.accepts(exact), "\(spread): \(mean.mean), \(exact)")
      // Mutant: thresholds a fifth farther apart.
      #expect(!mean.accepts(chanceOfLargeRiot(people: 100, spread: 1.2 * spread)), "\(spread)")
    }
  }

  // The share that ends up rioting in a large crowd is the smallest x with Phi((x - 0.25) / sigma) = x.
  @Test(
    "R17: in a large crowd the share is the smallest that meets itself, and jumps past 0.1222209")
  func largeCrowd() throws {
    func fixedShare(_ spread: Double) -> Double {
      var share = 0.0
      for _ in 0..<200_000 { share = below(share, spread) }
      return share
    }
    #expect(abs(fixedShare(0.12) - 0.040211) < 1e-6)
    #expect(abs(fixedShare(0.122) - 0.054792) < 1e-6)
    #expect(abs(fixedShare(0.12222) - 0.062003) < 1e-3)
    #expect(fixedShare(0.12223) > 0.9999)
    let world = try ReferenceWorld("granovetter")
    func rioting(_ spread: Double) throws -> MeanTest {
      try world.run(["people": 200_000, "spread": spread], steps: 150, replicates: 8)
        .mean("rioting", afterSteps: 150)
    }
    let few = try rioting(0.12)
    #expect(few.accepts(0.040211, referenceError: 0.0005), "\(few.mean)")
    let many = try rioting(0.13)
    #expect(many.mean > 0.999, "\(many.mean)")
  }
}
