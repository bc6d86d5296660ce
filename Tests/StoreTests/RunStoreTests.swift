// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is everything that was saved found again, by whichever question?

import Store
import TestSupport
import Testing

@Suite("A store")
struct RunStoreTests {
  @Test("runs come back by key and by cell, done and failed, measures and alignments apart")
  func runsReturn() throws {
    try TemporaryFolder.with { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      var random = SplitMix(1)
      var runs: [StoredRun] = []
      for cell in 0..<5 {
        for network in 0..<4 {
          for replicate in 0..<6 {
            runs.append(.sample(cell, network, replicate, &random))
            if replicate == 0 {
              runs.append(.sample(cell, network, replicate, firstStep: 10, &random))
              runs.append(.sample(cell, network, replicate, firstStep: 0, &random))
            }
          }
        }
      }
      runs[7] = StoredRun(
        key: runs[7].key, seed: .max, version: 7, outcome: .failed(reason: "'x' is not finite"))
      try store.save(runs, cells: (0..<5).map(StoredCell.sample))
      let keys = runs.map(\.key)
      let absent = [
        RunKey(cell: .sample(9), networkIndex: 0, replicateIndex: 0),
        RunKey(cell: .sample(0), networkIndex: 4, replicateIndex: 0),
        RunKey(cell: .sample(0), networkIndex: 0, replicateIndex: 0, firstStep: 1),
      ]
      #expect(try store.present(keys + absent) == Set(keys))
      #expect(try store.present(keys.prefix(3)) == Set(keys.prefix(3)))
      #expect(try store.present(absent).isEmpty)
      let all = try store.records(keys + absent)
      #expect(all == Dictionary(uniqueKeysWithValues: runs.map { ($0.key, $0) }))
      #expect(try store.records(Array(keys[5..<8]) + absent).count == 3)
      let ofCell = try store.runs(of: .sample(2))
      #expect(ofCell.map(\.key) == keys.filter { $0.cell == .sample(2) && $0.firstStep == nil })
      #expect(try store.runs(of: .sample(2), firstStep: 10).count == 4)
      #expect(try store.runs(of: .sample(9)).isEmpty)
      #expect(try store.failures(limit: 9) == [runs[7]])
      #expect(try store.failures(among: keys + absent) == [keys[7]: "'x' is not finite"])
      #expect(try store.failures(among: keys[8...]).isEmpty)
      let summary = try store.summary()
      // What is found with and without a tally is one run.
      #expect(summary.failedRunCount == 1 && summary.doneRunCount == 5 * 4 * 6 - 1)
    }
  }

  @Test("a run that is stored stays, but one that is done replaces one that failed")
  func runsStay() throws {
    try TemporaryFolder.with { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      var random = SplitMix(2)
      let done = StoredRun.sample(0, 0, 0, &random)
      let failed = StoredRun(key: done.key, seed: 1, version: 7, outcome: .failed(reason: "late"))
      let earlier = StoredRun(key: done.key, seed: 1, version: 7, outcome: .failed(reason: "air"))
      try store.save([failed], cells: [.sample(0)])
      try store.save([earlier])
      try store.save([failed])
      #expect(try store.records([done.key])[done.key] == earlier)
      try store.save([done])
      try store.save([failed])
      try store.save([StoredRun.sample(0, 0, 0, &random)])
      #expect(try store.records([done.key])[done.key] == done)
      #expect(try store.summary().failedRunCount == 0)
      #expect(try store.summary().doneRunCount == 1)
    }
  }

  @Test("points keep their state, and a plan repeated changes none")
  func pointsReturn() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      var store = try RunStore.createOrOpen(at: path, identity: .sample)
      let points = (0..<6).map {
        StudyPoint(digest: .sample(9 - $0), parameters: [Double($0), .nan], round: $0 / 4)
      }
      try store.plan(points)
      var random = SplitMix(3)
      try store.save(
        [.sample(0, 0, 0, &random)], cells: [.sample(0)],
        marking: [
          PointMark(digest: .sample(9), state: .done),
          PointMark(digest: .sample(8), state: .failed(reason: "no limit")),
        ])
      try store.mark([PointMark(digest: .sample(7), state: .running)])
      try store.plan(points)
      try store.setText("study \"a\"", named: "study")
      try store.setText("study \"b\"", named: "study")
      try store.close()
      store = try RunStore.open(at: path, for: .reading)
      let read = try store.points()
      #expect(read.map(\.digest) == [6, 7, 8, 9, 4, 5].map(CellDigest.sample))
      #expect(read.map(\.round) == [0, 0, 0, 0, 1, 1])
      #expect(read[0].parameters[0] == 3 && read[0].parameters[1].isNaN)
      #expect(
        read.map(\.state) == [
          .planned, .running, .failed(reason: "no limit"), .done, .planned, .planned,
        ])
      #expect(try store.text(named: "study") == "study \"b\"")
      #expect(try store.text(named: "other") == nil)
      let summary = try store.summary()
      #expect(summary.pointCount == 6 && summary.roundCount == 1 && summary.donePointCount == 1)
      try store.close()
    }
  }

  @Test("a point that a later round asks for is told of that round alone")
  func laterRounds() throws {
    try TemporaryFolder.with { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      func point(_ index: Int, _ round: Int, _ state: PointState = .planned) -> StudyPoint {
        StudyPoint(
          digest: .sample(index), parameters: [Double(index), 0], round: round, state: state)
      }
      func mark(_ index: Int, _ round: Int, _ state: PointState) -> PointMark {
        PointMark(digest: .sample(index), state: state, round: round)
      }
      try store.plan([point(1, 0, .running), point(2, 0)])
      try store.mark([mark(1, 0, .done), mark(2, 0, .failed(reason: "air"))])
      try store.plan([point(1, 3), point(3, 3)])
      #expect(
        try store.points() == [point(2, 0, .failed(reason: "air")), point(1, 3), point(3, 3)])
      // Gone through once more from the beginning, nothing goes back.
      try store.plan([point(1, 0, .running), point(2, 0, .running)])
      try store.mark([mark(1, 0, .done)])
      #expect(
        try store.points() == [point(2, 0, .failed(reason: "air")), point(1, 3), point(3, 3)])
      try store.plan([point(1, 3, .running)])
      #expect(try store.summary().runningPointCount == 1)
      try store.mark([mark(1, 3, .done)])
      let summary = try store.summary()
      #expect(summary.pointCount == 3 && summary.roundCount == 3)
      #expect(summary.donePointCount == 1 && summary.failedPointCount == 1)
      #expect(summary.plannedPointCount == 1 && summary.runningPointCount == 0)
      #expect(try store.failedPoints(limit: 9) == [point(2, 0, .failed(reason: "air"))])
      #expect(try store.failedPoints(limit: 0).isEmpty)
      try store.close()
    }
  }

  @Test("points are those of the study that was begun last; runs stay, and what was running is not")
  func studies() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a.store"
      let store = try RunStore.createOrOpen(at: path, identity: .sample)
      #expect(try store.study() == nil)
      let first = StudyOutline(signature: .sample(100), gridCount: 9)
      try store.begin(first)
      #expect(try store.study() == first)
      #expect(try store.summary().plannedPointCount == 9)
      var random = SplitMix(6)
      try store.plan(
        (0..<4).map {
          StudyPoint(
            digest: .sample($0), parameters: [0, 0], round: 0, state: $0 < 3 ? .running : .planned)
        })
      try store.save(
        [.sample(0, 0, 0, &random)], cells: [.sample(0)],
        marking: [PointMark(digest: .sample(0), state: .done)])
      var summary = try store.summary()
      #expect(summary.pointCount == 9 && summary.gridPointCount == 9)
      #expect(summary.donePointCount == 1 && summary.runningPointCount == 2)
      #expect(summary.plannedPointCount == 6 && summary.isBeingWritten)
      // Begun again, the same study keeps what is done.
      try store.begin(first)
      summary = try store.summary()
      #expect(summary.donePointCount == 1 && summary.runningPointCount == 0)
      #expect(summary.plannedPointCount == 8)
      let second = StudyOutline(signature: .sample(101), gridCount: 2)
      try store.begin(second)
      #expect(try store.points().isEmpty)
      #expect(try store.study() == second)
      try store.close()
      let reader = try RunStore.open(at: path, for: .reading)
      summary = try reader.summary()
      #expect(summary.pointCount == 2 && summary.plannedPointCount == 2)
      #expect(summary.doneRunCount == 1 && !summary.isBeingWritten)
      try reader.close()
    }
  }

  @Test("cells are read in parts in the order of their digests")
  func cellsReturn() throws {
    try TemporaryFolder.with { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      let cells = (0..<25).map(StoredCell.sample)
      try store.insert(cells.reversed())
      try store.insert(cells)
      #expect(try store.cells() == cells)
      var parts: [StoredCell] = []
      while case let part = try store.cells(after: parts.last?.digest, limit: 10), !part.isEmpty {
        #expect(part.count <= 10)
        parts += part
      }
      #expect(parts == cells)
    }
  }

  @Test("many threads save and read at once")
  func threads() async throws {
    try await TemporaryFolder.withAsync { folder in
      let store = try RunStore.createOrOpen(at: folder + "/a.store", identity: .sample)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for thread in 0..<6 {
          group.addTask {
            var random = SplitMix(UInt64(thread))
            for batch in 0..<10 {
              let runs = (0..<20).map { StoredRun.sample(thread, batch, $0, &random) }
              try store.save(runs, cells: [.sample(thread)])
              #expect(try store.present(runs.map(\.key)).count == 20)
              #expect(try store.runs(of: .sample(thread)).count == 20 * (batch + 1))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try store.summary().doneRunCount == 1_200)
    }
  }
}
