// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does a block draw, and what happens when an argument or a value is not valid?
//
// A failure ends the run of its lane alone. Of several in one unit, or one visit of a serial block, that of the lowest
// agent counts, then that of the first statement: the same whatever the blocks.

import CKernels

/// A failure found while a unit runs.
struct FailedLane {
  var lane: Int
  var agent: Int
  var source: Int
  var reason: String
}

extension BlockRunner {
  func draw(
    _ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int, _ ordinal: Int
  ) {
    let status: ak_draw_status
    if pointer.pointee.isMasked {
      var mask = resolve(pointer.pointee.c, first)
      status = draw(pointer, first, rows, ordinal, &mask)
    } else {
      status = draw(pointer, first, rows, ordinal, nil)
    }
    if status.index >= 0 { drawAroundFailures(pointer, first, rows, ordinal) }
  }

  private func draw(
    _ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int, _ ordinal: Int,
    _ mask: UnsafeMutablePointer<ak_operand>?
  ) -> ak_draw_status {
    let i = pointer.pointee
    var context = ak_draw_context(
      seed: seed, streams: streams, step: step, site: i.site, domain: domain,
      first_ordinal: UInt32(ordinal), first_attempt: 0)
    let destination = target(i.destination, first)
    let bytes = destination.assumingMemoryBound(to: UInt8.self)
    let a = resolve(i.a, first)
    let count = UInt32(rows)
    switch i.kind {
    case .bernoulli:
      return ak_draw_bernoulli(&context, i.type, bytes, a, mask, count, laneCount)
    case .bernoulliLogit:
      return ak_draw_bernoulli_logit(&context, i.type, bytes, a, mask, count, laneCount)
    case .number:
      return ak_draw_number(
        &context, ak_distribution(rawValue: i.operation), i.type, destination, a,
        resolve(i.b, first), mask, count, laneCount)
    default:
      return withUnsafeTemporaryAllocation(of: ak_operand.self, capacity: Int(i.armCount)) { arms in
        for arm in 0..<Int(i.armCount) { arms[arm] = resolve(i.arms![arm], first) }
        let armCount = UInt32(i.armCount)
        if i.kind == .weights {
          return ak_draw_weights(
            &context, i.type, bytes, arms.baseAddress, i.choices, armCount, mask, count, laneCount)
        }
        return ak_draw_logit(
          &context, i.type, bytes, a, arms.baseAddress, i.choices, armCount, mask, count, laneCount)
      }
    }
  }

  /// Draws again without the lanes whose arguments are not valid, until none is left.
  private func drawAroundFailures(
    _ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int, _ ordinal: Int
  ) {
    fillMask(pointer.pointee, first, rows, lanes)
    var mask = ak_operand(data: maskRoom, agent_stride: laneCount, lane_stride: 1)
    while true {
      let status = draw(pointer, first, rows, ordinal, &mask)
      guard status.index >= 0 else { return }
      let row = Int(status.index) / lanes
      let lane = Int(status.index) % lanes
      let i = pointer.pointee
      let value = argument(i, Int(status.argument), first, row, lane)
      let source = unit.source.sources[Int(i.source)]
      let name = source.arguments[min(Int(status.argument), source.arguments.count - 1)]
      let state = value.isFinite ? "is not allowed" : "is not finite"
      fail(
        lane, first + row, Int(i.source), "the \(name) of '\(source.subject)' \(state) (\(value))")
      for row in 0..<rows { maskRoom[row * lanes + lane] = 0 }
    }
  }

  /// Returns the argument of a draw that a status names.
  private func argument(
    _ i: BoundInstruction, _ argument: Int, _ first: Int, _ row: Int, _ lane: Int
  ) -> Double {
    switch i.kind {
    case .weights where argument >= Int(i.armCount):
      return (0..<Int(i.armCount)).reduce(0) {
        $0 + read(i.arms![$1], i.type, first, row, lane)
      }
    case .logit where argument >= Int(i.armCount): return read(i.a, i.type, first, row, lane)
    case .weights, .logit: return read(i.arms![argument], i.type, first, row, lane)
    default: return read(argument == 0 ? i.a : i.b, i.type, first, row, lane)
    }
  }

  /// Returns one number of an operand.
  func read(
    _ operand: BoundOperand, _ type: ak_type, _ first: Int, _ row: Int, _ lane: Int
  ) -> Double {
    let resolved = resolve(operand, first)
    let index = row * Int(resolved.agent_stride) + lane * Int(resolved.lane_stride)
    let data = resolved.data!
    switch type {
    case AK_U8: return Double(data.assumingMemoryBound(to: UInt8.self)[index])
    case AK_U32: return Double(data.assumingMemoryBound(to: UInt32.self)[index])
    case AK_F32: return Double(data.assumingMemoryBound(to: Float.self)[index])
    default: return data.assumingMemoryBound(to: Double.self)[index]
    }
  }

  /// Ends the run of lanes in which a value that is kept is not finite.
  func check(_ pointer: UnsafeMutablePointer<BoundInstruction>, _ first: Int, _ rows: Int) {
    let i = pointer.pointee
    let a = resolve(i.a, first)
    let agents = i.hasRows ? rows : 1
    let width = i.hasLanes ? lanes : 1
    var found = ak_first_nonfinite(i.type, a, nil, UInt32(agents), UInt32(width))
    guard found >= 0 else { return }
    fillMask(i, first, rows, lanes)
    var mask = ak_operand(data: maskRoom, agent_stride: laneCount, lane_stride: 1)
    while true {
      found = ak_first_nonfinite(i.type, a, &mask, UInt32(rows), laneCount)
      guard found >= 0 else { return }
      let row = Int(found) / lanes
      let lane = Int(found) % lanes
      let value = read(i.a, i.type, first, row, lane)
      let subject = unit.source.sources[Int(i.source)].subject
      fail(
        lane, first + row, Int(i.source),
        "\(subject) is not finite (\(value.isNaN ? "nan" : "\(value)"))")
      for row in 0..<rows { maskRoom[row * lanes + lane] = 0 }
    }
  }

  /// Fills the mask room with the instruction's mask, less the lanes that no longer count.
  private func fillMask(_ i: BoundInstruction, _ first: Int, _ rows: Int, _ lanes: Int) {
    for row in 0..<rows {
      for lane in 0..<lanes {
        let holds = !i.isMasked || read(i.c, AK_U8, first, row, lane) != 0
        maskRoom[row * lanes + lane] = holds ? alive[lane] : 0
      }
    }
  }

  private func fail(_ lane: Int, _ agent: Int, _ source: Int, _ reason: String) {
    failures.append(FailedLane(lane: lane, agent: agent, source: source, reason: reason))
  }

  /// Draws one neighbour for each row and lane; none where there is no neighbour.
  func pick(_ i: BoundInstruction, _ first: Int, _ rows: Int, _ ordinal: Int) {
    let store = stores[Int(i.index)]!
    let destination = target(i.destination, first).assumingMemoryBound(to: UInt32.self)
    var context = ak_draw_context(
      seed: seed, streams: streams, step: step, site: i.site, domain: domain,
      first_ordinal: UInt32(ordinal), first_attempt: 0)
    if store.isComplete {
      let others = store.readCount - (store.isWithinGroup ? 1 : 0)
      var bound = UInt32(max(others, 1))
      let n = withUnsafePointer(to: &bound) {
        ak_operand(data: UnsafeRawPointer($0), agent_stride: 0, lane_stride: 0)
      }
      _ = ak_draw_index(&context, destination, n, nil, UInt32(rows), laneCount)
      for row in 0..<rows {
        for lane in 0..<lanes {
          let ordinal = destination[row * lanes + lane]
          let skips = store.isWithinGroup && Int(ordinal) >= first + row
          destination[row * lanes + lane] = others > 0 ? ordinal + (skips ? 1 : 0) : .max
        }
      }
      return
    }
    for row in 0..<rows { indexRoom[row] = UInt32(max(store.degree(first + row), 1)) }
    let degrees = ak_operand(data: indexRoom, agent_stride: 1, lane_stride: 0)
    _ = ak_draw_index(&context, destination, degrees, nil, UInt32(rows), laneCount)
    let ordinals = ak_operand(data: destination, agent_stride: laneCount, lane_stride: 1)
    ak_link_targets(
      links + Int(i.index), UInt32(first), UInt32(rows), laneCount, ordinals, destination)
  }
}
