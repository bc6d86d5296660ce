// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do threads divide the agents of one lane group? Range by range: the thread that runs the group publishes a piece
// of work, all take ranges of its rows until none is left, and the first goes on when the last has done its share.
//
// Ranges begin at multiples of the leaves of sums, and nothing that a range yields depends on who worked on it. Threads
// stay from when they join to the end of the run; between pieces they spin for some microseconds and then sleep.

import CKernels
import Synchronization

/// The threads that work on a lane group.
final class Crew: @unchecked Sendable {
  typealias Work = (BlockRunner, Range<Int>) -> Void

  /// Least numbers (rows x lanes) of a loop for which waking other threads pays: about 0.1 ms of work.
  static let leastElements = 1 << 14
  /// Looks at a word before a thread sleeps: some 10 microseconds.
  private static let spins = 1 << 13
  /// Ranges for each thread, so that one which the system holds up does not hold up the others for long.
  private static let rangesEach = 8

  private unowned let leader: BlockRunner
  private let layout: MemoryLayoutPlan
  private let common: RunnerCommon
  private let leastElements: Int
  private var helpers: [(runner: BlockRunner, memory: PrivateMemory)] = []

  private var work: Work?
  private var rowCount = 0
  private var rangeRows = 0
  private var keepsOrder = false
  private let nextRange = Atomic<Int>(0)
  /// Counts pieces of work; each helper waits for the next.
  private let piece = Atomic<Int>(0)
  /// Helpers that have not done their share of the piece.
  private let busy = Atomic<Int>(0)
  /// Pieces that have begun and ended; where threads sleep that wait for one more.
  private let began = Locked(0)
  private let ended = Locked(0)

  init(leader: BlockRunner, common: RunnerCommon, layout: MemoryLayoutPlan, leastElements: Int) {
    self.leader = leader
    self.common = common
    self.layout = layout
    self.leastElements = leastElements
  }

  /// Whether a loop over rows should be divided.
  func isWorthIt(rows: Int) -> Bool {
    !helpers.isEmpty && rows * common.lanes >= leastElements
  }

  /// Takes one more thread on, between two pieces of work.
  ///
  /// - Returns: What that thread has to do: it works until the crew is dismissed.
  func enlist() -> @Sendable () -> Void {
    let memory = PrivateMemory(layout)
    let runner = BlockRunner(common: common, slots: memory.slots, unit: leader.unit)
    helpers.append((runner, memory))
    let seat = helpers.count
    let seen = piece.load(ordering: .relaxed)
    let member = Member(crew: self, runner: runner, seat: seat, piece: seen)
    return { member.crew.serve(member) }
  }

  /// Sends all helpers away.
  func dismiss() {
    guard !helpers.isEmpty else { return }
    publish(nil)
    helpers.removeAll()
  }

  /// Runs a closure on ranges that cover all rows, each once.
  ///
  /// - Parameters:
  ///   - rows: Number of rows.
  ///   - keepsOrder: Whether the k-th thread takes the k-th range, so that the order of threads is that of rows.
  ///   - work: What is done with a runner and a range of rows.
  func run(rows: Int, keepsOrder: Bool = false, _ work: @escaping Work) {
    let leaf = Int(AK_LEAF_AGENTS)
    let threads = helpers.count + 1
    let ranges = keepsOrder ? threads : threads * Self.rangesEach
    rowCount = rows
    rangeRows = ((rows + ranges - 1) / ranges + leaf - 1) / leaf * leaf
    self.keepsOrder = keepsOrder
    nextRange.store(0, ordering: .relaxed)
    busy.store(helpers.count, ordering: .relaxed)
    for helper in helpers {
      helper.runner.follow(leader)
      helper.memory.follow(leader.slots)
    }
    publish(work)
    takeRanges(leader, seat: 0, work)
    wait(ended) { busy.load(ordering: .acquiring) == 0 }
    self.work = nil
    for helper in helpers where !helper.runner.failures.isEmpty {
      leader.failures += helper.runner.failures
      helper.runner.failures.removeAll()
    }
  }

  /// Prepares the totals that helpers keep in a pass.
  func prepareTotals(_ section: BoundSection) {
    for helper in helpers { helper.runner.prepareOwnTotals(section) }
  }

  /// Adds the totals of helpers to those of the leader, in the order of rows where it matters.
  func addTotals(_ section: BoundSection) {
    for helper in helpers { leader.addTotals(of: helper.runner, section) }
  }

  private struct Member: @unchecked Sendable {
    let crew: Crew
    let runner: BlockRunner
    let seat: Int
    var piece: Int
  }

  private func serve(_ member: Member) {
    var seen = member.piece
    while true {
      wait(began) { piece.load(ordering: .acquiring) != seen }
      seen += 1
      guard let work else { return }
      takeRanges(member.runner, seat: member.seat, work)
      if busy.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
        ended.withLock { $0 += 1 }
        ended.signal()
      }
    }
  }

  private func takeRanges(_ runner: BlockRunner, seat: Int, _ work: Work) {
    var range = keepsOrder ? seat : nextRange.add(1, ordering: .relaxed).oldValue
    while range * rangeRows < rowCount {
      work(runner, range * rangeRows..<min((range + 1) * rangeRows, rowCount))
      if keepsOrder { return }
      range = nextRange.add(1, ordering: .relaxed).oldValue
    }
  }

  private func publish(_ work: Work?) {
    self.work = work
    began.withLock {
      $0 += 1
      piece.store($0, ordering: .releasing)
    }
    began.signal()
  }

  private func wait(_ place: Locked<Int>, until isDone: () -> Bool) {
    for _ in 0..<Self.spins where isDone() { return }
    place.wait { _ in isDone() ? () : nil }
  }
}
