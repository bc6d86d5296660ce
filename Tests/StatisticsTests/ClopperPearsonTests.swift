// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite("Clopper-Pearson bounds")
struct ClopperPearsonTests {
  @Test(
    "give the check values of S11",
    arguments: [
      (0.0, 20.0, 0.0, 0.168433), (1, 20, 0.001265, 0.248733), (10, 20, 0.271958, 0.728042),
      (26, 40, 0.483156, 0.793718), (45, 122, 0.283308, 0.460925), (0, 100, 0, 0.036217),
    ])
  func checkValues(successes: Double, trials: Double, low: Double, high: Double) throws {
    let interval = try ClopperPearson.interval(successes: successes, trials: trials)
    #expect(abs(interval.low - low) <= 5e-7)
    #expect(abs(interval.high - high) <= 5e-7)
  }

  @Test("agree with SciPy for small, large and fractional counts")
  func scipy() throws {
    for row in try ReferenceTable("clopper-pearson").numbers {
      let (k, n, confidence) = (row[0], row[1], row[2])
      let interval = try ClopperPearson.interval(successes: k, trials: n, confidence: confidence)
      let tolerance = n > 1e6 ? 1e-9 : 1e-11
      #expect(agree(interval.low, row[3], relative: tolerance), "\(row)")
      #expect(agree(interval.high, row[4], relative: tolerance), "\(row)")
    }
  }

  @Test("on one side equal the ends of a two-sided interval at twice the error rate")
  func oneSided() throws {
    let interval = try ClopperPearson.interval(successes: 3, trials: 17, confidence: 0.9)
    #expect(try ClopperPearson.lowerBound(successes: 3, trials: 17) == interval.low)
    #expect(try ClopperPearson.upperBound(successes: 3, trials: 17) == interval.high)
    // The rule of three: 1 - 0.05^(1/n).
    #expect(abs(try ClopperPearson.upperBound(successes: 0, trials: 59) - 0.049507) < 1e-6)
  }

  @Test("cover the truth with at least the probability that they promise, exactly summed")
  func coverage() throws {
    let n = 20
    let intervals = try (0...n).map {
      try ClopperPearson.interval(successes: Double($0), trials: Double(n))
    }
    for step in 1..<100 {
      let p = Double(step) / 100
      var chance = (0..<n).reduce(1.0) { product, _ in product * (1 - p) }
      var covered = 0.0
      for k in 0...n {
        if intervals[k].contains(p) { covered += chance }
        chance *= Double(n - k) / Double(k + 1) * p / (1 - p)
      }
      #expect(covered >= 0.95 - 1e-12, "p = \(p)")
    }
  }

  @Test("refuse counts that cannot be")
  func refusals() {
    #expect(throws: StatisticsError.outOfRange(argument: "trials", value: 0)) {
      try ClopperPearson.interval(successes: 0, trials: 0)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "successes", value: 3)) {
      try ClopperPearson.interval(successes: 3, trials: 2)
    }
    #expect(throws: StatisticsError.outOfRange(argument: "confidence", value: 1)) {
      try ClopperPearson.lowerBound(successes: 1, trials: 2, confidence: 1)
    }
    #expect(throws: StatisticsError.self) {
      try ClopperPearson.interval(successes: .nan, trials: 2)
    }
  }

  @Test("and the test against a limit say the same")
  func againstLimit() throws {
    for n in [1.0, 2.5, 10, 73, 400] {
      for share in stride(from: 0.0, through: 1, by: 0.05) {
        for limit in [0.0, 0.01, 0.05, 0.3, 0.5, 0.99, 1] {
          let answer = try ProportionAgainstLimit(limit: limit, successes: share * n, trials: n)
          let low = try ClopperPearson.lowerBound(successes: share * n, trials: n)
          let high = try ClopperPearson.upperBound(successes: share * n, trials: n)
          let expected: ProportionAgainstLimit =
            low > limit ? .above : high <= limit ? .within : .open
          #expect(answer == expected, "share \(share) of \(n) against \(limit)")
        }
      }
    }
  }
}
