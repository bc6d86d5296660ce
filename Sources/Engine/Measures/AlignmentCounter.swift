// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often did the value of an alignment hold, agent by agent? Sums over steps, and the variance of batch means.
//
// The autocorrelation time comes from batches of b steps: Var(batch mean) = 2 tau s^2 / b with s^2 = p (1 - p), hence
// tau = b Var(batch mean) / (2 s^2), at least 1/2. Steps after the last whole batch count in the share only.
// Source: Flyvbjerg & Petersen, J. Chem. Phys. 91, 461 (1989).

import CKernels

/// Tallies one alignment over all agents and lanes of a lane group.
final class AlignmentCounter {
  /// Batches aimed at; with fewer steps each is a batch.
  static let batchCount = 32

  let agents: Int
  let lanes: Int
  let isProbability: Bool
  let batchLength: Int
  private let count: Int
  /// Sums over whole batches and, after them, over the batch at hand; one a [agent][lane].
  private let sums: UnsafeMutablePointer<Double>
  private let batch: UnsafeMutablePointer<Double>
  private let squares: UnsafeMutablePointer<Double>
  private var stepsInBatch = 0
  /// Steps tallied and whole batches, by lane.
  private var steps: [Int]
  private var batches: [Int]
  var isActive = false

  init(agents: Int, lanes: Int, isProbability: Bool, stepCount: Int) {
    self.agents = agents
    self.lanes = lanes
    self.isProbability = isProbability
    batchLength = max(1, stepCount / Self.batchCount)
    count = Self.columnCount(isProbability) * agents * lanes
    sums = .allocate(capacity: max(count, 1))
    sums.initialize(repeating: 0, count: count)
    batch = isProbability ? sums : sums + agents * lanes
    squares = isProbability ? sums : sums + 2 * agents * lanes
    steps = Array(repeating: 0, count: lanes)
    batches = Array(repeating: 0, count: lanes)
  }

  deinit { sums.deallocate() }

  static func byteCount(agents: Int, lanes: Int, isProbability: Bool) -> Int {
    columnCount(isProbability) * agents * lanes * 8
  }

  private static func columnCount(_ isProbability: Bool) -> Int { isProbability ? 1 : 3 }

  /// Adds the values of a block of agents, for the lanes alive (`nil`: all); `room` has room for the block.
  func add(
    _ value: ak_operand, _ type: ak_type, first: Int, rows: Int,
    alive: UnsafeMutablePointer<UInt8>?, room: UnsafeMutablePointer<Double>
  ) {
    guard isActive else { return }
    let (agents, width) = (UInt32(rows), UInt32(lanes))
    let target = batch + first * lanes
    let full = { ak_operand(data: $0, agent_stride: width, lane_stride: 1) }
    ak_convert(AK_F64, room, type, value, agents, width)
    if let alive {
      for k in 0..<rows * lanes where alive[k % lanes] == 0 { room[k] = 0 }
    }
    ak_binary(AK_ADD, AK_F64, target, full(target), full(room), agents, width)
  }

  /// Ends a step in which all agents were added; `forAll` calls a closure for ranges that cover them.
  func endStep(
    alive: UnsafeMutablePointer<UInt8>, forAll: (Int, @escaping (Range<Int>) -> Void) -> Void
  ) {
    guard isActive else { return }
    for lane in 0..<lanes where alive[lane] != 0 { steps[lane] += 1 }
    guard !isProbability else { return }
    stepsInBatch += 1
    guard stepsInBatch == batchLength else { return }
    stepsInBatch = 0
    for lane in 0..<lanes where alive[lane] != 0 { batches[lane] += 1 }
    forAll(agents) { self.endBatch($0, alive) }
  }

  private func endBatch(_ rows: Range<Int>, _ alive: UnsafeMutablePointer<UInt8>) {
    for agent in rows {
      for lane in 0..<lanes where alive[lane] != 0 {
        let k = agent * lanes + lane
        sums[k] += batch[k]
        squares[k] += batch[k] * batch[k]
        batch[k] = 0
      }
    }
  }

  /// Returns the tally of one lane.
  func tally(alignment: Int, lane: Int) -> AlignmentTally {
    let n = steps[lane]
    var shares = [Double](repeating: 0, count: agents)
    var times: [Double] = []
    for agent in 0..<agents {
      let k = agent * lanes + lane
      let sum = isProbability ? sums[k] : sums[k] + batch[k]
      shares[agent] = n > 0 ? sum / Double(n) : 0
      if !isProbability { times.append(autocorrelationTime(k, lane, shares[agent])) }
    }
    return AlignmentTally(
      alignmentIndex: alignment, stepCount: n, isProbability: isProbability, shares: shares,
      autocorrelationTimes: times)
  }

  private func autocorrelationTime(_ k: Int, _ lane: Int, _ share: Double) -> Double {
    let m = Double(batches[lane])
    let variance = share * (1 - share)
    guard m >= 2, variance > 0 else { return 0.5 }
    let b = Double(batchLength)
    let ofSums = max(0, (squares[k] - sums[k] * sums[k] / m) / (m - 1))
    return max(0.5, ofSums / b / (2 * variance))
  }
}
