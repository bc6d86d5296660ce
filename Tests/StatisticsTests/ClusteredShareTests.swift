// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Replicates that share realisations")
struct ClusteredShareTests {
  /// The values of each case of the reference, grouped by realisation.
  static func cases() throws -> [[[Double]]] {
    var cases: [[[Double]]] = []
    for row in try ReferenceTable("ends").numbers {
      while cases.count <= Int(row[0]) { cases.append([]) }
      while cases[Int(row[0])].count <= Int(row[1]) { cases[Int(row[0])].append([]) }
      cases[Int(row[0])][Int(row[1])].append(row[2])
    }
    return cases
  }

  @Test("give the shares, trials and effects of SciPy")
  func scipy() throws {
    let answers = try ReferenceTable("ends-answers").numbers
    for (groups, answer) in zip(try Self.cases(), answers) {
      let share = try ClusteredShare(of: groups.map { $0.map { $0 > 0.2 } })
      let interval = try #require(share.interval)
      #expect(agree(share.share, answer[1], relative: 1e-12))
      #expect(agree(share.effectiveTrials, answer[2], relative: 1e-10))
      #expect(agree(interval.low, answer[3], relative: 1e-9))
      #expect(agree(interval.high, answer[4], relative: 1e-9))
      let effect = try #require(try RealisationEffect(of: groups))
      #expect(agree(effect.ratio, answer[5], relative: 1e-10))
      #expect(agree(effect.pValue, answer[6], relative: 1e-9))
    }
    #expect(answers.count == 6)
  }

  @Test("count replicates alone as they are, and realisations where all agree")
  func limits() throws {
    let alone = try ClusteredShare(of: [[true], [false], [true], [true]])
    #expect(alone.interval == (try ClopperPearson.interval(successes: 3, trials: 4)))
    let agreed = try ClusteredShare(of: [[true, true], [true, true, true]])
    #expect(agreed.effectiveTrials == 2)
    #expect(agreed.interval == (try ClopperPearson.interval(successes: 2, trials: 2)))
    #expect(try ClusteredShare(counts: [(2, 2), (0, 0), (3, 3)]) == agreed)
    #expect(try ClusteredShare(of: [[true, false]]).interval == nil)
    #expect(try ClusteredShare(counts: [(1, 2)]).interval == nil)
    let mixed = try ClusteredShare(of: [[true, false, false], [true, true], [false, false]])
    let counted = try ClusteredShare(counts: [(1, 3), (2, 2), (0, 2)])
    #expect(counted.count == 3 && counted.replicateCount == 7)
    #expect(abs(counted.effectiveTrials - mixed.effectiveTrials) < 1e-12)
    #expect(throws: StatisticsError.self) { try ClusteredShare(of: [[], []]) }
    let exact = try #require(try RealisationEffect(of: [[1, 1], [2, 2]]))
    #expect(exact.ratio == .infinity && exact.pValue == 0)
    #expect(try RealisationEffect(of: [[1, 1], [1, 1]]) == nil)
    #expect(
      try RealisationEffect(of: [[1], [2]]) == nil && RealisationEffect(of: [[1, 2]]) == nil)
  }

  /// Null: the intervals cover at least 90 %, counted over 1,000 sets of 12 realisations of 8 replicates; 1e-6.
  ///
  /// The chance of a replicate is 0.05 or 0.75 by realisation, 0.4 on average.
  @Test("have intervals that cover; those of pooled replicates do not")
  func coverage() throws {
    var (clustered, pooled) = (Coverage(), Coverage())
    for set in 0..<1_000 {
      var random = SyntheticNormals(seed: 11, set: set)
      let groups = (0..<12).map { _ -> [Bool] in
        let chance = random.uniform() < 0.5 ? 0.05 : 0.75
        return (0..<8).map { _ in random.uniform() < chance }
      }
      let share = try ClusteredShare(of: groups)
      clustered.add(try #require(share.interval).contains(0.4))
      pooled.add(
        try ClopperPearson.interval(successes: Double(share.count), trials: 96).contains(0.4))
    }
    #expect(!clustered.isTooLow, "\(clustered)")
    #expect(pooled.isTooLow, "\(pooled)")
  }

  /// Null: the level of 5 % holds, 2,000 sets of 6 realisations of 4 normal replicates; refused from 150 up and from 56 down at 1e-6.
  @Test("are told apart from independent ones at the level asked for")
  func level() throws {
    var rejected = 0
    for set in 0..<2_000 {
      var random = SyntheticNormals(seed: 12, set: set)
      let groups = (0..<6).map { _ in (0..<4).map { _ in random.normal() } }
      rejected += try #require(try RealisationEffect(of: groups)).pValue <= 0.05 ? 1 : 0
    }
    #expect(binomialTail(atLeast: rejected, of: 2_000, probability: 0.05) > 1e-6, "\(rejected)")
    #expect(binomialTail(atMost: rejected, of: 2_000, probability: 0.05) > 1e-6, "\(rejected)")
  }
}
