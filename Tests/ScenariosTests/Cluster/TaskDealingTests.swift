// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Scenarios

@Suite("Dealing cells over tasks")
struct TaskDealingTests {
  /// Work of some pieces with lengths and costs that look random and are not.
  private static func work(pieces: Int, seed: Int) -> MissingWork {
    var work = MissingWork()
    var state = UInt64(seed)
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var place = 0
    for piece in 0..<pieces {
      let length = 1 + next(9)
      work.add(
        CellWork(
          cells: piece % 4 == 3
            ? .refined(coordinates: [Double(piece)], replicates: 4, round: 1)
            : .grid(place..<place + length),
          warmUp: nil, runs: [0..<1 + next(3)], agentUpdates: next(5) == 0 ? 0 : next(1000)),
        runCount: 1, bytes: 1)
      place += length + next(2)
    }
    return work
  }

  /// Every cell as a text, in order.
  private static func cells(_ work: [CellWork]) -> [String] {
    work.flatMap { piece -> [String] in
      let rest = "\(piece.runs) \(piece.agentUpdates)"
      switch piece.cells {
      case .grid(let range): return range.map { "\($0) \(rest)" }
      case .refined: return ["\(piece.cells) \(rest)"]
      }
    }
  }

  @Test("gives every cell to one task, in order, and none is idle or has more than its share")
  func partition() {
    for seed in 0..<60 {
      let work = Self.work(pieces: 1 + seed % 17, seed: seed)
      let largest = work.cells.map(\.agentUpdates).max() ?? 0
      for count in 1...work.cellCount {
        let tasks = work.dealt(over: count)
        #expect(tasks.count == count, "seed \(seed), \(count) tasks")
        #expect(tasks.allSatisfy { $0.cellCount > 0 }, "seed \(seed), \(count) tasks")
        #expect(
          Self.cells(tasks.flatMap(\.work)) == Self.cells(work.cells),
          "seed \(seed), \(count) tasks")
        // A boundary between tasks is within half a cell of its place, so that a task is within one of its share, and cells
        // that are left to tasks which would else be idle cost one more.
        let share = work.agentUpdates / count
        let most = tasks.map(\.agentUpdates).max() ?? 0
        #expect(most <= share + 2 * largest, "seed \(seed), \(count) tasks: \(most) of \(share)")
      }
    }
  }

  @Test("costs nothing that grows with the grid where all cells are alike")
  func largeGrid() {
    var work = MissingWork()
    work.add(
      CellWork(
        cells: .grid(0..<1_000_000_000), warmUp: nil, runs: [0..<64], agentUpdates: 1_000),
      runCount: 64_000_000_000, bytes: 1)
    let tasks = work.dealt(over: 1000)
    #expect(tasks.allSatisfy { $0.cellCount == 1_000_000 && $0.work.count == 1 })
  }

  @Test("joins neighbours on the grid that lack the same runs, and no others")
  func joining() {
    var work = MissingWork()
    let base = CellWork(cells: .grid(4..<5), warmUp: nil, runs: [0..<3], agentUpdates: 7)
    func add(_ place: Int, _ change: (inout CellWork) -> Void = { _ in }) {
      var piece = base
      piece.cells = .grid(place..<place + 1)
      change(&piece)
      work.add(piece, runCount: 3, bytes: place)
    }
    add(4)
    add(5)
    add(7)
    add(8) { $0.warmUp = 3 }
    add(9) { $0.runs = [0..<2] }
    add(10) { $0.agentUpdates = 8 }
    #expect(
      work.cells.map(\.cells) == [
        .grid(4..<6), .grid(7..<8), .grid(8..<9), .grid(9..<10), .grid(10..<11),
      ])
    #expect(
      work.cellCount == 6 && work.agentUpdates == 43 && work.largestCellUpdates == 8
        && work.runCount == 18 && work.bytes == 10)
  }

  @Test("makes tasks that last minutes, within what was asked and what an array may hold")
  func sizing() {
    func count(
      _ updates: Int, cells: Int = 1_000_000, asked: Int? = nil, limit: Int = 1_001,
      time: Double? = nil, rate: Double? = 1e6
    ) -> Int {
      TaskSizing(updatesPerSecond: rate, timeLimitSeconds: time, asked: asked, limit: limit)
        .taskCount(cellCount: cells, agentUpdates: updates)
    }
    #expect(count(0) == 1 && count(299_000_000) == 1 && count(301_000_000) == 2)
    #expect(count(30_000_000_000) == 100)
    #expect(count(.max) == 1_001)
    #expect(count(30_000_000_000, cells: 12) == 12)
    #expect(count(30_000_000_000, time: 120) == 500, "half of the time limit")
    #expect(count(30_000_000_000, time: .infinity) == 100)
    #expect(count(5, asked: 40) == 40 && count(5, cells: 3, asked: 40) == 3)
    #expect(count(5, asked: 4_000) == 1_001)
    #expect(count(30_000_000_000, rate: nil) == 1)
  }

  @Test("a cell that takes longer than a task may is told, and what is not known is not")
  func excessive() {
    func seconds(_ updates: Int, time: Double?, rate: Double? = 1e6) -> Double? {
      TaskSizing(updatesPerSecond: rate, timeLimitSeconds: time, asked: nil, limit: 9)
        .excessiveSeconds(ofCell: updates)
    }
    #expect(seconds(61_000_000, time: 60) == 61 && seconds(60_000_000, time: 60) == nil)
    #expect(seconds(.max, time: nil) == nil && seconds(.max, time: .infinity) == nil)
    #expect(seconds(.max, time: 60, rate: nil) == nil)
  }

  @Test("deals over more tasks than an array has where they would exceed their time")
  func parts() {
    func parts(_ updates: Int, cells: Int = 1_000_000, time: Double?, asked: Int? = nil) -> Int {
      TaskSizing(updatesPerSecond: 1e6, timeLimitSeconds: time, asked: asked, limit: 1_001)
        .partCount(cellCount: cells, agentUpdates: updates)
    }
    // 3,600,000 s of work, tasks of at most 1,800 s.
    #expect(parts(3_600_000_000_000, time: 3_600) == 2_000)
    #expect(parts(3_600_000_000_000, time: nil) == 1_001)
    #expect(parts(3_600_000_000_000, time: .infinity) == 1_001)
    #expect(parts(3_600_000_000_000, cells: 1_500, time: 3_600) == 1_500)
    #expect(parts(3_600_000_000_000, time: 3_600, asked: 10) == 2_000)
    #expect(parts(30_000_000, time: 3_600) == 1 && parts(0, time: 60) == 1)
  }
}
