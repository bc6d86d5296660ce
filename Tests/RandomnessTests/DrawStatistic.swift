// SPDX-License-Identifier: GPL-3.0-or-later
//
// How likely is what a sequence of words does, if its bits are independent and fair?
//
// Every probability is two-sided: a sequence that is too even fails as well. Laws are exact but for the steps named: sums of
// squared deviations of counts are taken as chi-square (smallest expected count 4, of 65,536), repeated spacings as Poisson.
// Marsaglia's tests are those of "The Marsaglia random number CDROM with the Diehard battery", 1995; Knuth's those of "The
// art of computer programming" 2, 3.3.2. Deviations are the smallest that 2^17 words show at 1e-9.

import Glibc
import TestKernels
import TestSupport

/// A test of a sequence of words.
enum DrawStatistic: String, CaseIterable {
  /// Ones at each of the 32 places of bits: chi-square, 32 degrees. Sees one place of chance 0.512.
  case bits
  /// Each bit of a word beside each of the words 1, 2 and 4 later: the differences of 1,024 pairs of
  /// places, uncorrelated; chi-square, 1,024 degrees, thrice. Sees one pair that agrees with chance 0.524.
  case pairs
  /// Lengths of runs up with the word after each thrown away (Knuth G): chance 1/l! - 1/(l+1)!.
  case runs
  /// Gaps between words of the lowest eighth (Knuth D): geometric.
  case gaps
  /// Birthday spacings (Marsaglia), 2^12 birthdays in a year of 2^32 days: repeats are Poisson of mean 4
  /// a group. Sees 1.6 times as many.
  case spacings
  /// Words seen before, among 2^32 (Knuth I, collisions): mean exact, law Poisson; 2 among 2^17 words.
  case repeats
  /// Rank of 32 x 32 matrices of bits (Marsaglia): exact classes 32, 31 and less.
  case ranks
  /// Numbers of bits set in two words that follow each other: 49 classes, binomial squared.
  case weights
  /// The 256 values of bytes.
  case bytes
  /// The 65,536 values of half words.
  case halves

  /// Birthdays in a group.
  static let birthdayCount = 4096

  /// Returns the probability of a sequence at least as far from its law, on either side.
  ///
  /// Runs, gaps and spacings look at the words and at the words with their bits reversed, pairs at three
  /// distances; the probability is then the smallest times their number (Bonferroni).
  func probability(_ words: [UInt32]) -> Double {
    switch self {
    case .bits:
      var counts = [UInt64](repeating: 0, count: 32)
      tk_count_bits(words, nil, words.count, &counts)
      return Self.fair(counts, of: words.count)
    case .pairs:
      return Self.smallest(
        [1, 2, 4].map { lag in
          var counts = [UInt64](repeating: 0, count: 1024)
          words.withUnsafeBufferPointer { words in
            guard let start = words.baseAddress else { return }
            tk_count_differences(start, start + lag, words.count - lag, &counts)
          }
          return Self.fair(counts, of: words.count - lag)
        })
    case .runs: return Self.bothWays(words, Self.runs)
    case .gaps: return Self.bothWays(words, Self.gaps)
    case .spacings:
      return Self.bothWays(words) { words in
        let groups = words.count / Self.birthdayCount
        let repeats = tk_repeated_spacings(words, words.count, Self.birthdayCount)
        return Self.poisson(repeats, mean: 4 * Double(groups))
      }
    case .repeats:
      // n words leave 2^32 (1 - (1 - 2^-32)^n) different ones: n - n (n - 1) / 2^33 + ..., third order kept.
      let n = Double(words.count)
      let mean = n * (n - 1) * 0x1p-33 * (1 - (n - 2) * 0x1p-32 / 3)
      return Self.poisson(tk_repeated_words(words, words.count), mean: mean)
    case .ranks: return Self.ranks(words)
    case .weights: return Self.weights(words)
    case .bytes: return Self.pieces(words, bits: 8)
    case .halves: return Self.pieces(words, bits: 16)
    }
  }

  private static func smallest(_ probabilities: [Double]) -> Double {
    min(1, Double(probabilities.count) * (probabilities.min() ?? 1))
  }

  private static func bothWays(_ words: [UInt32], _ test: ([UInt32]) -> Double) -> Double {
    var reversed = [UInt32](repeating: 0, count: words.count)
    tk_reverse(words, words.count, &reversed)
    return smallest([test(words), test(reversed)])
  }

  private static func runs(_ words: [UInt32]) -> Double {
    var counts = [UInt64](repeating: 0, count: 7)
    tk_count_runs(words, words.count, &counts)
    let tails: [Double] = [1, 2, 6, 24, 120, 720, 5040].map { 1 / $0 }
    return law(counts, zip(tails, tails.dropFirst() + [0]).map { $0 - $1 })
  }

  private static func gaps(_ words: [UInt32]) -> Double {
    var counts = [UInt64](repeating: 0, count: 41)
    tk_count_gaps(words, words.count, &counts)
    var tails = [1.0]
    for _ in 0..<40 { tails.append(tails[tails.count - 1] * 0.875) }
    return law(counts, zip(tails, tails.dropFirst() + [0]).map { $0 - $1 })
  }

  private static func ranks(_ words: [UInt32]) -> Double {
    var counts = [UInt64](repeating: 0, count: 33)
    tk_count_ranks(words, words.count, &counts)
    func chance(_ rank: Int) -> Double {
      let left = Double(32 - rank)
      return (0..<rank).map(Double.init).reduce(exp2(-left * left)) { product, i in
        let free = 1 - exp2(i - 32)
        return product * free * free / (1 - exp2(i - Double(rank)))
      }
    }
    let less = counts[..<31].reduce(0, +)
    return law(
      [less, counts[31], counts[32]], [1 - chance(31) - chance(32), chance(31), chance(32)])
  }

  private static func weights(_ words: [UInt32]) -> Double {
    var counts = [UInt64](repeating: 0, count: 33 * 33)
    tk_count_weights(words, words.count, &counts)
    func group(_ weight: Int) -> Int { min(max(weight, 13), 19) - 13 }
    let binomial = DistributionFunctions.binomial(trials: 32, probability: 0.5)
    var grouped = [UInt64](repeating: 0, count: 49)
    var chances = [Double](repeating: 0, count: 49)
    for v in 0...32 {
      for w in 0...32 {
        grouped[7 * group(v) + group(w)] += counts[33 * v + w]
        chances[7 * group(v) + group(w)] += binomial[v] * binomial[w]
      }
    }
    return law(grouped, chances)
  }

  private static func pieces(_ words: [UInt32], bits: Int) -> Double {
    var counts = [UInt64](repeating: 0, count: 1 << bits)
    tk_count_pieces(words, words.count, Int32(bits), &counts)
    return law(counts, [Double](repeating: 1 / Double(counts.count), count: counts.count))
  }
}
