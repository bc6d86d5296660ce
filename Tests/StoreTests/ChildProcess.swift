// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a test get another process that writes a store, to be killed? The program of the tests starts itself once
// more, with nothing to do but that.

import Foundation
import Store
import TestSupport
import Testing

/// Batches that parent and child agree on.
enum Batch {
  /// Number of batches that a store is planned for.
  static let count = 2_000

  /// The runs of a batch.
  static func runs(_ index: Int) -> [StoredRun] {
    var random = SplitMix(UInt64(index))
    return (0..<20).map { StoredRun.sample(index % 5, index, $0, &random) }
  }

  /// The points of all batches; saving one marks its point as done.
  static let points = (0..<count).map {
    StudyPoint(digest: .sample(1_000 + $0), parameters: [Double($0)], round: 0)
  }

  /// Saves a batch.
  static func save(_ index: Int, to store: RunStore) throws {
    try store.save(
      runs(index), cells: [.sample(index % 5)],
      marking: [PointMark(digest: points[index].digest, state: .done)])
  }

  /// Reads how many batches a store holds, and records an issue where that is not a whole number of them.
  static func wholeCount(in store: RunStore) throws -> Int {
    let done = try store.points().filter { $0.state == .done }
    #expect(done.map(\.parameters[0]) == (0..<done.count).map(Double.init))
    #expect(try store.summary().doneRunCount == 20 * done.count)
    let keys = (0..<done.count).flatMap { runs($0).map(\.key) }
    #expect(try store.present(keys).count == keys.count)
    // The last ones are read to the bit.
    for index in max(0, done.count - 3)..<done.count {
      let runs = runs(index)
      let stored = try store.records(runs.map(\.key))
      #expect(runs.allSatisfy { stored[$0.key] == $0 }, "batch \(index)")
    }
    return done.count
  }
}

/// Another process with the program of these tests.
struct ChildProcess {
  private static let variable = "ARENDT_STORE_OF_CHILD"

  /// The store that this process is to write, where it is such a child.
  static let store = ProcessInfo.processInfo.environment[variable]

  private let process = Process()
  /// The store that it writes.
  let path: String

  /// Starts a child that writes one batch after the other into a store, from the first that it does not hold.
  init(writing path: String) throws {
    self.path = path
    process.executableURL = URL(filePath: CommandLine.arguments[0])
    process.arguments = ["--filter", "ChildProcessTests", "--testing-library", "swift-testing"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.variable: path], uniquingKeysWith: { _, new in new })
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  /// The number of the process.
  var identifier: Int { Int(process.processIdentifier) }

  /// Number of batches that the child, or one before it, has reported as saved.
  var reportedCount: Int { Self.reportedCount(of: path) }

  static func report(of store: String) -> String { store + ".report" }

  static func reportedCount(of store: String) -> Int {
    let length = try? FileManager.default.attributesOfItem(atPath: report(of: store))[.size]
    return (length as? NSNumber)?.intValue ?? 0
  }

  /// Waits until a number of batches, or all of them, has been reported; records an issue where the child ends before.
  func wait(forBatches count: Int) {
    while reportedCount < min(count, Batch.count) {
      guard process.isRunning else {
        Issue.record("the child ended with \(process.terminationStatus)")
        return
      }
      usleep(1_000)
    }
  }

  /// Waits until the child is about to make or to open the store.
  func waitForLock() {
    while access(path + "-lock", F_OK) != 0 && process.isRunning { usleep(200) }
  }

  /// Ends the child as `kill -9` does.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
  }
}

@Suite("A process to be killed", .enabled(if: ChildProcess.store != nil))
struct ChildProcessTests {
  @Test("writes batches without end and reports each with one byte after it is saved")
  func writesBatches() throws {
    let path = try #require(ChildProcess.store)
    let store = try RunStore.createOrOpen(at: path, identity: .sample)
    let report = open(ChildProcess.report(of: path), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    try #require(report >= 0)
    try store.plan(Batch.points)
    let saved = try store.points().count { $0.state == .done }
    // A batch that was saved but not reported before the end.
    for _ in ChildProcess.reportedCount(of: path)..<saved { write(report, "b", 1) }
    for index in saved..<Batch.count {
      try Batch.save(index, to: store)
      write(report, "b", 1)
    }
    // However late the test is, it finds a child that writes the store.
    while true { pause() }
  }
}
