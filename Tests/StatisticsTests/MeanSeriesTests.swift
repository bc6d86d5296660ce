// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Statistics

@Suite("The mean series of several runs")
struct MeanSeriesTests {
  @Test("is the mean of what was recorded, at the steps where something was")
  func recorded() {
    let mean = MeanSeries(of: [
      [.nan, 1, 4, .infinity, 2], [.nan, 2, .nan, .nan, 4], [.nan, 6, 8, -.infinity, 9],
    ])
    #expect(mean.steps == [1, 2, 4])
    #expect(mean.values == [3, 6, 5])
    #expect(MeanSeries(of: []).steps.isEmpty && MeanSeries(of: [[], []]).values.isEmpty)
  }

  @Test("is to the bit what all runs agree on")
  func constant() {
    // The sum of 37 tenths divided by 37 is another number.
    #expect((0..<37).reduce(0.0) { sum, _ in sum + 0.1 } / 37 != 0.1)
    let mean = MeanSeries(of: Array(repeating: Array(repeating: 0.1, count: 50), count: 37))
    #expect(mean.values == Array(repeating: 0.1, count: 50) && mean.steps == Array(0..<50))
  }
}
