// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is each measure recorded when it should be, and does a run stop where it should?

import TestSupport
import Testing
import WorldModel

@testable import Engine

@Suite("Measures")
struct MeasureTests {
  @Test("measures are recorded every step, when, first and at the end")
  func timings() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Count"
      agents a[3] { state n = 0 }
      step a { n = n + 1 }
      measure each = mean(a.n)
      measure odd = mean(a.n) when mod(mean(a.n), 2) == 1
      measure last = sum(a.n) at end
      measure fourth = first each >= 4
      measure never = first each > 100
      measure root = sqrt(3 - mean(a.n))
      """
    ).together
    let result = try run(world, steps: 5)[0]
    #expect(result.series[0] == [1, 2, 3, 4, 5])
    #expect(Self.text(result.series[1]) == "1.0 - 3.0 - 5.0")
    #expect(Self.text(result.series[2]) == "- - - - 15.0")
    #expect(Self.text(result.series[3]) == "- - - 3.0 -")
    #expect(Self.text(result.series[4]) == "- - - - -")
    #expect(Array(result.series[5].prefix(3)) == [(2.0).squareRoot(), 1, 0])
    #expect(result.series[5][3].isNaN && result.series[5][4].isNaN)
    #expect(result.nonFiniteCounts == [0, 0, 0, 0, 0, 2])
    #expect(result.stepsRun == 5)
  }

  @Test("a stopped run repeats its last values, and the lanes beside it go on")
  func stopping() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Stop"
      parameter bound = 3 in 0...100
      agents a[3] { state n = 0 }
      step a { n = n + 1 }
      measure each = mean(a.n)
      measure last = sum(a.n) at end
      measure third = first each >= 3
      run { stop when each >= bound }
      """
    ).together
    var plan = plan(world, steps: 6, replicates: 3, observation: .snapshots(every: 2))
    plan.requests[1].parameters[0] = 100
    plan.requests[2].parameters[0] = 1
    let results = try plan.execute(ExecutionOptions(threadCount: 1))
    #expect(results.map(\.stepsRun) == [3, 6, 1])
    #expect(results[0].series[0] == [1, 2, 3, 3, 3, 3])
    #expect(results[1].series[0] == [1, 2, 3, 4, 5, 6])
    #expect(results[2].series[0] == [1, 1, 1, 1, 1, 1])
    #expect(Self.text(results[0].series[1]) == "- - 9.0 9.0 9.0 9.0")
    #expect(Self.text(results[1].series[1]) == "- - - - - 18.0")
    #expect(Self.text(results[0].series[2]) == "- - 2.0 - - -")
    #expect(results[0].snapshots.map(\.step) == [0, 2, 4, 6])
    #expect(results[0].snapshots.map { $0.columns[0][0][0] } == [0, 2, 3, 3])
    #expect(results[1].snapshots.map { $0.columns[0][0][2] } == [0, 2, 4, 6])
  }

  @Test("a network aggregate inside a group aggregate has the agent of the group as its reader")
  func nested() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Energy"
      agents spin[6] { state up = index < 3 }
      network beside: spin -> spin = ring(degree: 2)
      step spin { up = up }
      measure bonds = sum(spin.up * count(beside.up))
      measure alike = sum(count(beside.up == up) * spin.up)
      """
    )
    .together
    let result = try run(world, steps: 1)[0]
    #expect(result.series == [[4], [4]])
  }

  @Test("the index in a measure is that of the agent of the outer aggregate")
  func indices() throws {
    let world = try CheckedWorld.compiled(
      """
      world "Places"
      parameter side: count = 3 in 1...10
      agents site[side * side] { state x = 2 * index }
      agents boss { state order = true }
      network beside: site -> site = lattice(dimensions: 2)
      network everyone: site -> site = complete()
      network staff: site -> boss = complete()
      function last(place) = place >= size(site) - side
      step site { x = x + 1 }
      measure row = sum(site.x where last(index))
      measure places = sum(site.x - 2 * index) / size(site)
      measure spread = sum(sum(beside.x - 2 * index))
      measure others = sum(count(everyone.x > 2 * index) where index == 4)
      measure ruled = count(any(staff.order) and index < 2)
      measure corner = max(if index == 0 then -1 else -site.x)
      measure heaviest = first any(site.x > 10 and index < 5)
      measure lone = count(boss.order and index == 0)
      run { stop when any(site.x >= 20 and index == size(site) - 1) }
      """
    ).together
    let results = try run(world, steps: 6, replicates: 3)
    #expect(results.count == 3)
    for result in results {
      #expect(result.failure == nil)
      // After n steps agent i has 2 i + n.
      #expect(result.series[0] == [45, 48, 51, 54, 54, 54])
      #expect(result.series[1] == [1, 2, 3, 4, 4, 4])
      // Over four neighbours each: the sums of 2 j and of 2 i are equal, and n remains 36 times.
      #expect(result.series[2] == [36, 72, 108, 144, 144, 144])
      // Above 8 are the agents from 4, 4, 3 and 3 on, the reader, number 4, left out.
      #expect(result.series[3] == [4, 4, 5, 5, 5, 5])
      #expect(result.series[4] == [2, 2, 2, 2, 2, 2])
      #expect(result.series[5] == [-1, -1, -1, -1, -1, -1])
      #expect(Self.text(result.series[6]) == "- - 2.0 - - -")
      #expect(result.series[7] == [1, 1, 1, 1, 1, 1])
      #expect(result.stepsRun == 4)
    }
  }

  static func text(_ values: [Double]) -> String {
    values.map { $0.isNaN ? "-" : "\($0)" }.joined(separator: " ")
  }

  @Test("the mean of a group is the sum divided by the size, so that 3 of 20 are 0.15")
  func divided() throws {
    let world = try CheckedWorld.compiled(
      """
      world "On the limit"
      parameter some: count = 3 in 0...20
      agents a[20] { state x = index < some }
      step a { x = x }
      measure share = mean(a.x)
      """
    ).together
    for some in 0...20 {
      let result = try #require(try run(world, steps: 1, setting: ["some": Double(some)]).first)
      #expect(result.series == [[Double(some) / 20]])
    }
  }
}
