// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import Testing

@Suite("Confidence sequences")
struct ConfidenceSequenceTests {
  @Test("of events agree with SciPy")
  func bernoulliReference() throws {
    for row in try ReferenceTable("bernoulli-sequence").numbers {
      let interval = try ConfidenceSequence.bernoulli(
        successes: Int(row[0]), trials: Int(row[1]), confidence: row[2])
      #expect(agree(interval.low, row[3], relative: 1e-9), "\(row)")
      #expect(agree(interval.high, row[4], relative: 1e-9), "\(row)")
    }
  }

  @Test("of sub-Gaussian values agree with SciPy")
  func subGaussianReference() throws {
    for row in try ReferenceTable("sub-gaussian-sequence").numbers {
      let interval = try ConfidenceSequence.subGaussian(
        mean: 0, count: Int(row[0]), scale: row[2], narrowestCount: Int(row[1]), confidence: row[3])
      #expect(agree(interval.high, row[4], relative: 1e-10), "\(row)")
      #expect(interval.low == -interval.high)
    }
  }

  @Test("of values in a range agree with the wealth that confseq computes")
  func boundedReference() throws {
    let data = try ReferenceTable("bounded")
    for row in try ReferenceTable("bounded-answers").rows {
      let numbers = row.compactMap(Double.init)
      let values = Array(data.series(row[0]).prefix(Int(numbers[0])))
      let interval = try ConfidenceSequence.bounded(values, in: 0...1, confidence: numbers[1])
      #expect(abs(interval.low - numbers[2]) < 1e-11, "\(row)")
      #expect(abs(interval.high - numbers[3]) < 1e-11, "\(row)")
      // The same values in another unit.
      let other = try ConfidenceSequence.bounded(
        values.map { 40 * $0 - 30 }, in: -30...10, confidence: numbers[1])
      #expect(abs(other.low - (40 * numbers[2] - 30)) < 1e-9, "\(row)")
      #expect(abs(other.high - (40 * numbers[3] - 30)) < 1e-9, "\(row)")
    }
  }

  @Test("know nothing of no values, and are mirrored with them")
  func symmetry() throws {
    let unit = ConfidenceInterval(low: 0, high: 1)
    #expect(try ConfidenceSequence.bernoulli(successes: 0, trials: 0) == unit)
    #expect(
      try ConfidenceSequence.bounded([], in: -2...3) == ConfidenceInterval(low: -2, high: 3))
    for n in [1, 7, 100] {
      for s in stride(from: 0, through: n, by: max(1, n / 7)) {
        let a = try ConfidenceSequence.bernoulli(successes: s, trials: n)
        let b = try ConfidenceSequence.bernoulli(successes: n - s, trials: n)
        #expect(abs(a.low - (1 - b.high)) < 1e-12 && abs(a.high - (1 - b.low)) < 1e-12)
        #expect(a.contains(Double(s) / Double(n)))
      }
    }
  }

  @Test("refuse what cannot be")
  func refusals() {
    #expect(throws: StatisticsError.outOfRange(argument: "successes", value: 3)) {
      try ConfidenceSequence.bernoulli(successes: 3, trials: 2)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "trials", value: -1)) {
      try ConfidenceSequence.bernoulli(successes: 0, trials: -1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "confidence", value: 1)) {
      try ConfidenceSequence.bernoulli(successes: 0, trials: 1, confidence: 1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "scale", value: 0)) {
      try ConfidenceSequence.subGaussian(mean: 0, count: 1, scale: 0, narrowestCount: 1)
    }
    #expect(throws: StatisticsError.notFinite) {
      try ConfidenceSequence.subGaussian(mean: .nan, count: 1, scale: 1, narrowestCount: 1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "values", value: 1.5)) {
      try ConfidenceSequence.bounded([0.5, 1.5], in: 0...1)
    }
    #expect(throws: StatisticsError.notFinite) {
      try ConfidenceSequence.bounded([.nan], in: 0...1)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "range", value: 0)) {
      try ConfidenceSequence.bounded([1], in: 1...1)
    }
  }

  // No simulation: the chance that some of 5,000 intervals misses p, summed over all walks; the numbers are those of
  // the same sum in SciPy, 3.6 % and 4.2 % of S13 were simulated. The mutant looks at the Clopper-Pearson interval after
  // every ten events up to 2,000: the 33 % of S13 are those of p = 0.1.
  @Test(
    "of events miss the truth at any of 5,000 looks with at most 5 %, exactly summed",
    arguments: [(0.1, 0.031419, 0.333502), (0.5, 0.038156, 0.373880)])
  func bernoulliMiscoverage(p: Double, expected: Double, expectedPeeked: Double) throws {
    let missed = try chanceOfMissing(p, looks: 1...5_000) {
      try ConfidenceSequence.bernoulli(successes: $0, trials: $1)
    }
    #expect(missed <= 0.05)
    #expect(abs(missed - expected) <= 5e-7, "\(missed)")
    let peeked = try chanceOfMissing(p, looks: (1...200).map { 10 * $0 }) {
      try ClopperPearson.interval(successes: Double($0), trials: Double($1))
    }
    #expect(abs(peeked - expectedPeeked) <= 5e-7, "\(peeked)")
  }

  /// Chance that an interval at one of the looks misses p, by carrying the weights of all counts that were never missed.
  private func chanceOfMissing(
    _ p: Double, looks: some Sequence<Int>, interval: (Int, Int) throws -> ConfidenceInterval
  ) throws -> Double {
    func misses(_ count: Int, _ look: Int) throws -> Bool {
      try !interval(count, look).contains(p)
    }
    var weights = [1.0]
    var (first, time) = (0, 0)
    for look in looks {
      while time < look {
        var next = [Double](repeating: 0, count: weights.count + 1)
        for (i, weight) in weights.enumerated() {
          next[i] += weight * (1 - p)
          next[i + 1] += weight * p
        }
        weights = next
        time += 1
      }
      // Counts whose interval misses p lie at the ends.
      while let weight = weights.first, try weight == 0 || misses(first, look) {
        weights.removeFirst()
        first += 1
      }
      while let weight = weights.last, try weight == 0 || misses(first + weights.count - 1, look) {
        weights.removeLast()
      }
    }
    return 1 - weights.reduce(0, +)
  }

  // Null: a sequence misses the truth at any look with at most 5 %; exact binomial test at 1e-6 of 1,000 sequences:
  // refused from 87 up, so that a rate of 11 % is caught with probability 0.99. The mutant looks at 1.96 sigma / sqrt(t).
  @Test("of normal values miss the truth in at most 5 % of sequences of 1,000 looks")
  func subGaussianMiscoverage() throws {
    let reaches = try (1...1_000).map {
      try ConfidenceSequence.subGaussian(mean: 0, count: $0, scale: 1, narrowestCount: 100).high
    }
    var (missed, peeked) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 91, set: set)
      var sum = 0.0
      var (isMissed, isPeekedMiss) = (false, false)
      for t in 1...1_000 {
        sum += normals.normal()
        if abs(sum) > reaches[t - 1] * Double(t) { isMissed = true }
        if abs(sum) > 1.96 * Double(t).squareRoot() { isPeekedMiss = true }
      }
      missed += isMissed ? 1 : 0
      peeked += isPeekedMiss ? 1 : 0
    }
    #expect(binomialTail(atLeast: missed, of: 1_000, probability: 0.05) > 1e-6, "\(missed)")
    #expect(binomialTail(atLeast: peeked, of: 1_000, probability: 0.05) < 1e-6, "\(peeked)")
  }

  // Null and test as above, for three laws in 0...1 at every look up to 2,000: the interval is asked for at the look at
  // which the wealth of the two gamblers against the truth, followed here step by step, is greatest; if that interval
  // holds the truth, all do. The mutant peeks at Student's interval after 10, 15, 22, ... values.
  @Test(
    "of values in a range miss the truth in at most 5 % of sequences of 2,000 looks",
    arguments: [("uniform", 0.5), ("rare", 0.05), ("narrow", 0.31)])
  func boundedMiscoverage(law: String, truth: Double) throws {
    let looks = (0..<13).map { Int(10 * pow(1.5, Double($0))) }
    var (missed, peeked) = (0, 0)
    for set in 0..<1_000 {
      var normals = SyntheticNormals(seed: 92, set: set)
      var wealth = WealthAgainstTruth(truth: truth)
      let values = (0..<2_000).map { _ in
        let value =
          switch law {
          case "uniform": normals.uniform()
          case "rare": normals.uniform() < 0.05 ? 1.0 : 0
          default: 0.31 + 0.02 * (normals.uniform() - 0.5)
          }
        wealth.bet(on: value)
        return value
      }
      let worst = try ConfidenceSequence.bounded(
        Array(values.prefix(wealth.richestLook)), in: 0...1)
      #expect(worst.contains(truth) == (wealth.greatest < 40), "set \(set)")
      missed += worst.contains(truth) ? 0 : 1
      let isPeekedMiss = try looks.contains { look in
        let seen = values.prefix(look).map { [$0] }
        return try RealisationMean(of: seen).interval?.contains(truth) == false
      }
      peeked += isPeekedMiss ? 1 : 0
    }
    #expect(binomialTail(atLeast: missed, of: 1_000, probability: 0.05) > 1e-6, "\(missed)")
    #expect(binomialTail(atLeast: peeked, of: 1_000, probability: 0.05) < 1e-6, "\(peeked)")
  }

  /// Wealth of the gamblers who bet that the mean is above and below the truth, at alpha = 5 %.
  private struct WealthAgainstTruth {
    let truth: Double
    var (above, below) = (1.0, 1.0)
    var (greatest, richestLook) = (0.0, 0)
    private var (look, sum, squares) = (0, 0.5, 0.25)

    init(truth: Double) { self.truth = truth }

    mutating func bet(on value: Double) {
      look += 1
      let t = Double(look)
      let stake = (2 * log(40) / (squares * log(1 + t))).squareRoot()
      above *= 1 + min(stake, 0.5 / truth) * (value - truth)
      below *= 1 - min(stake, 0.5 / (1 - truth)) * (value - truth)
      sum += value
      squares += (value - sum / (t + 1)) * (value - sum / (t + 1))
      if max(above, below) > greatest { (greatest, richestLook) = (max(above, below), look) }
    }
  }

  @Test("of values in a range say nothing when the values drift beyond any single mean")
  func drift() throws {
    let values = Array(repeating: 0.5, count: 200) + Array(repeating: 0.9, count: 800)
    let drifting = values + Array(repeating: 1, count: 500)
    #expect(
      try ConfidenceSequence.bounded(drifting, in: 0...1) == ConfidenceInterval(low: 0, high: 1))
  }

  @Test("become as narrow as values differ: 0.1 wide after a hundred, 0.03 after a thousand")
  func width() throws {
    var normals = SyntheticNormals(seed: 93, set: 0)
    let values = (0..<1_000).map { _ in 0.4 + 0.05 * (normals.uniform() - 0.5) }
    let hundred = try ConfidenceSequence.bounded(Array(values.prefix(100)), in: 0...1)
    let thousand = try ConfidenceSequence.bounded(values, in: 0...1)
    #expect(hundred.high - hundred.low < 0.1 && thousand.high - thousand.low < 0.03)
    // Half the range alone would give 0.15 at a thousand, whatever the values.
    let sigma = try ConfidenceSequence.subGaussian(
      mean: 0, count: 1_000, scale: 0.5, narrowestCount: 1_000)
    #expect(sigma.high - sigma.low > 0.09)
  }
}
