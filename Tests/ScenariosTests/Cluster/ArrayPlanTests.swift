// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Scenarios

@Suite("The plan of a job array")
struct ArrayPlanTests {
  /// Work of all kinds, with numbers whose shortest texts are long.
  static let plan = ArrayPlan(tasks: [
    ClusterTask(work: [
      CellWork(cells: .grid(0..<32), warmUp: nil, runs: [0..<64, 128..<192], agentUpdates: 300),
      CellWork(cells: .grid(40..<41), warmUp: 17, runs: [3..<4], agentUpdates: 0),
    ]),
    ClusterTask(work: [
      CellWork(
        cells: .refined(coordinates: [0.1 + 0.2, -1e-300, 4], replicates: 48, round: 3),
        warmUp: 0, runs: [0..<1, 7..<9], agentUpdates: .max)
    ]),
  ])

  @Test("is read back bit for bit")
  func roundTrip() throws {
    #expect(try ArrayPlan(Self.plan.text) == Self.plan)
    #expect(try ArrayPlan(ArrayPlan(tasks: []).text).tasks.isEmpty)
    #expect(
      Self.plan.text == """
        arendt array 1
        task 0
        grid 0-31 warmup - updates 300 runs 0-63,128-191
        grid 40-40 warmup 17 updates 0 runs 3-3
        task 1
        refined 3 replicates 48 at 0.30000000000000004 -1e-300 4.0 warmup 0 updates \(Int.max) runs 0-0,7-8
        end 6

        """)
  }

  @Test("whether an array made what it was given first is seen however that was dealt")
  func lacksAgain() {
    var work = MissingWork()
    for cell in 3..<9 {
      work.add(
        CellWork(cells: .grid(cell..<cell + 1), warmUp: nil, runs: [0..<4], agentUpdates: 10),
        runCount: 4, bytes: 1)
    }
    for count in 1...6 { #expect(work.lacksAgain(ArrayPlan(tasks: work.dealt(over: count)))) }
    var rest = MissingWork()
    rest.add(
      CellWork(cells: .grid(4..<9), warmUp: nil, runs: [0..<4], agentUpdates: 10), runCount: 20,
      bytes: 1)
    #expect(!rest.lacksAgain(ArrayPlan(tasks: work.dealt(over: 2))))
    // Its warm-up is known now, and other runs are asked for.
    for next in [(17, 0..<4), (nil, 4..<8)] as [(Int?, Range<Int>)] {
      var later = MissingWork()
      later.add(
        CellWork(cells: .grid(3..<4), warmUp: next.0, runs: [next.1], agentUpdates: 10),
        runCount: 4, bytes: 1)
      #expect(!later.lacksAgain(ArrayPlan(tasks: work.dealt(over: 2))))
    }
    #expect(!MissingWork().lacksAgain(Self.plan) && !work.lacksAgain(ArrayPlan(tasks: [])))
  }

  @Test("is refused where it was cut, but for its last line break")
  func cut() {
    let text = Array(Self.plan.text)
    for length in 0..<text.count - 1 {
      #expect(throws: ArrayPlan.Malformed.self) { try ArrayPlan(String(text[..<length])) }
    }
  }

  @Test(
    "is refused where a line makes no sense",
    arguments: [
      "grid 3-1 warmup - updates 1 runs 0-0", "grid 0-1 warmup - updates 1 runs", "grid 0-1",
      "grid 0-1 warmup x updates 1 runs 0-0", "grid 0-1 warmup - updates -1 runs 0-0",
      "grid 0-1 warmup - updates 1 runs 0-0,,2-3", "grid -1-1 warmup - updates 1 runs 0-0",
      "grid 0-9223372036854775807 warmup - updates 1 runs 0-0", "task 7",
      "refined 0 replicates 1 at 1 warmup - updates 1 runs 0-0",
      "refined 1 replicates 1 at one warmup - updates 1 runs 0-0", "",
    ])
  func nonsense(line: String) {
    let text = "arendt array 1\ntask 0\n\(line)\nend 3\n"
    #expect(throws: ArrayPlan.Malformed.self) { try ArrayPlan(text) }
  }
}
