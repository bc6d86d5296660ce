// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do tests hand blocks to the kernels? Memory that lives as long as a test, and the shapes of operands.

import CKernels
import TestSupport

/// Memory for the columns of one test; `free` ends it.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  func column<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: values.count * MemoryLayout<Value>.stride + Int(AK_OVERREAD), alignment: 16)
    blocks.append(block)
    return block.initializeMemory(as: Value.self, from: values, count: values.count)
  }

  func space<Value>(_ count: Int, of value: Value) -> UnsafeMutablePointer<Value> {
    column([Value](repeating: value, count: count))
  }

  func free() {
    for block in blocks { block.deallocate() }
    blocks = []
  }
}

/// How an operand is broadcast over a block.
enum Shape: CaseIterable {
  case full
  case perAgent
  case perLane
  case constant

  func count(_ agents: Int, _ lanes: Int) -> Int {
    switch self {
    case .full: agents * lanes
    case .perAgent: agents
    case .perLane: lanes
    case .constant: 1
    }
  }

  func operand(_ data: UnsafeRawPointer, lanes: Int) -> ak_operand {
    switch self {
    case .full: ak_operand(data: data, agent_stride: UInt32(lanes), lane_stride: 1)
    case .perAgent: ak_operand(data: data, agent_stride: 1, lane_stride: 0)
    case .perLane: ak_operand(data: data, agent_stride: 0, lane_stride: 1)
    case .constant: ak_operand(data: data, agent_stride: 0, lane_stride: 0)
    }
  }

  func index(_ agent: Int, _ lane: Int, _ lanes: Int) -> Int {
    switch self {
    case .full: agent * lanes + lane
    case .perAgent: agent
    case .perLane: lane
    case .constant: 0
    }
  }
}

/// Block sizes around a vector of 16: no lane, one, one less, as many, one more, three and a bit; and few lanes of more
/// agents than are made dense at once.
let kernelSizes: [(agents: Int, lanes: Int)] =
  [0, 1, 15, 16, 17, 50].map { (3, $0) } + [0, 1, 15, 16, 17, 50].map { ($0, 1) }
  + [(5, 64), (270, 2), (150, 4), (90, 12)]

/// A number type of the kernels.
protocol KernelFloat: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static var kernelType: ak_type { get }
  /// Values worth trying: signs of zero, halves, extremes, infinities, NaN.
  static var special: [Self] { get }
  var bits: UInt64 { get }
}

extension KernelFloat {
  static var special: [Self] {
    [
      0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 1, -1, 3, -7, 0.3, -0.3, 1e-30, -1e30, 4_503_599,
      8_388_607.5, -8_388_609, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -.leastNormalMagnitude,
    ]
  }

  /// The bits, one pattern for all NaN.
  var comparable: UInt64 { isNaN ? 1 << 63 - 1 : bits }
}

extension Float: KernelFloat {
  static var kernelType: ak_type { AK_F32 }
  var bits: UInt64 { UInt64(bitPattern) }
}

extension Double: KernelFloat {
  static var kernelType: ak_type { AK_F64 }
  var bits: UInt64 { bitPattern }
}

extension SplitMix {
  /// Special values and ordinary ones of all sizes.
  mutating func numbers<Value: KernelFloat>(_ count: Int) -> [Value] {
    (0..<count).map { _ in
      if next() % 3 == 0 { return Value.special[Int(next() % UInt64(Value.special.count))] }
      let unit = Double(Int64(bitPattern: next()) >> 11) * 0x1p-52
      return Value(unit * [1, 10, 1e4, 1e-4][Int(next() % 4)])
    }
  }
}
