// SPDX-License-Identifier: GPL-3.0-or-later
//
// Do the neighbour kernels fold the right rows, in the order of the links?

import CKernels
import TestSupport
import Testing

@Suite struct LinkTests {
  /// A network with empty readers, ordinary ones and one of more than 255 links.
  private struct Network {
    var offsets: [UInt64]
    var targets: [UInt32]
    var weights: [Float]

    init(readers: Int, columnRows: Int, seed: UInt64) {
      var random = SplitMix(seed)
      offsets = [0]
      targets = []
      for reader in 0..<readers {
        let degree = reader == 2 ? 700 : Int(random.next() % 6)
        for _ in 0..<degree { targets.append(UInt32(random.next() % UInt64(columnRows))) }
        offsets.append(UInt64(targets.count))
      }
      weights = targets.map { _ in Float(Int64(bitPattern: random.next()) >> 40) * 0x1p-20 }
    }

    func links(_ arena: Arena, wide: Bool, weighted: Bool, direct: Bool = false) -> ak_links {
      let narrow = arena.column(offsets.map { UInt32($0) })
      let broad = arena.column(offsets)
      return ak_links(
        offsets: wide ? UnsafeRawPointer(broad) : UnsafeRawPointer(narrow),
        targets: direct ? nil : UnsafePointer(arena.column(targets)),
        weights: weighted ? UnsafePointer(arena.column(weights)) : nil,
        target_base: 0, wide_offsets: wide ? 1 : 0, row_count: wide ? 1 << 30 : 0)
    }

    func range(_ reader: Int) -> Range<Int> { Int(offsets[reader])..<Int(offsets[reader + 1]) }
  }

  static let laneCounts = [0, 1, 3, 4, 8, 12, 15, 16, 17, 48, 50, 64, 65, 130]

  @Test("counts of true neighbours are exact above 255 links, as u32, f32 and f64")
  func counts() throws {
    try EachKernelLevel.run { _ in countsOfTrue() }
  }

  private func countsOfTrue() {
    let network = Network(readers: 9, columnRows: 7, seed: 1)
    for lanes in Self.laneCounts {
      for wide in [false, true] {
        let arena = Arena()
        defer { arena.free() }
        var random = SplitMix(2)
        let column = (0..<7 * lanes).map { _ in UInt8(random.next() % 4 == 0 ? 0 : 1) }
        var links = network.links(arena, wide: wide, weighted: false)
        let scale = (0..<8).map { 1 / Float($0 + 1) }
        let words = arena.space(8 * lanes, of: 9 as UInt32)
        let singles = arena.space(8 * lanes, of: 9 as Float)
        let doubles = arena.space(8 * lanes, of: 9.0)
        let bytes = arena.column(column)
        ak_link_reduce(AK_LINK_SUM, &links, 1, 8, UInt32(lanes), AK_U8, bytes, AK_U32, words, nil)
        ak_link_reduce(
          AK_LINK_SUM, &links, 1, 8, UInt32(lanes), AK_U8, bytes, AK_F32, singles, scale)
        ak_link_reduce(
          AK_LINK_SUM, &links, 1, 8, UInt32(lanes), AK_U8, bytes, AK_F64, doubles, nil)
        for row in 0..<8 {
          for lane in 0..<lanes {
            let count = network.range(row + 1).reduce(0) {
              $0 + Int(column[Int(network.targets[$1]) * lanes + lane])
            }
            #expect(words[row * lanes + lane] == UInt32(count))
            #expect(singles[row * lanes + lane] == Float(count) * scale[row])
            #expect(doubles[row * lanes + lane] == Double(count))
          }
        }
      }
    }
  }

  /// Folds one reader and lane in plain Swift.
  private func sums<T: KernelFloat>(_: T.Type, weighted: Bool, direct: Bool) {
    let network = Network(readers: 9, columnRows: 7, seed: 3)
    let rows = direct ? network.targets.count : 7
    for lanes in Self.laneCounts {
      let arena = Arena()
      defer { arena.free() }
      var random = SplitMix(4)
      let column = (0..<rows * lanes).map { _ in T(Int64(bitPattern: random.next()) >> 30) / 1e6 }
      let scale = (0..<8).map { 1 / T($0 + 1) }
      var links = network.links(arena, wide: true, weighted: weighted, direct: direct)
      let data = arena.column(column)
      let sum = arena.space(8 * lanes, of: 9 as T)
      let least = arena.space(8 * lanes, of: 9 as T)
      let most = arena.space(8 * lanes, of: 9 as T)
      let type = T.kernelType
      ak_link_reduce(
        AK_LINK_SUM, &links, 1, 8, UInt32(lanes), type, data, type, sum, arena.column(scale))
      ak_link_reduce(AK_LINK_MIN, &links, 1, 8, UInt32(lanes), type, data, type, least, nil)
      ak_link_reduce(AK_LINK_MAX, &links, 1, 8, UInt32(lanes), type, data, type, most, nil)
      for row in 0..<8 {
        for lane in 0..<lanes {
          var total: T = 0
          var (low, high) = (T.infinity, -T.infinity)
          for link in network.range(row + 1) {
            let value = column[(direct ? link : Int(network.targets[link])) * lanes + lane]
            total += weighted ? T(network.weights[link]) * value : value
            low = min(low, value)
            high = max(high, value)
          }
          let at = row * lanes + lane
          #expect(sum[at].bits == (total * scale[row]).bits)
          #expect(least[at] == low && most[at] == high)
        }
      }
    }
  }

  @Test("sums run in the order of the links, with and without weights, over targets and per link")
  func sums() throws {
    try EachKernelLevel.run { _ in
      for weighted in [false, true] {
        for direct in [false, true] {
          sums(Float.self, weighted: weighted, direct: direct)
          sums(Double.self, weighted: weighted, direct: direct)
        }
      }
    }
  }

  @Test("booleans: any, all, min, max and weighted sums")
  func booleans() throws {
    try EachKernelLevel.run { _ in foldsOfBooleans() }
  }

  private func foldsOfBooleans() {
    let network = Network(readers: 6, columnRows: 7, seed: 5)
    for lanes in Self.laneCounts {
      let arena = Arena()
      defer { arena.free() }
      var random = SplitMix(6)
      let column = (0..<7 * lanes).map { _ in UInt8(random.next() & 1) }
      let data = arena.column(column)
      var links = network.links(arena, wide: false, weighted: true)
      func reduce<T>(_ operation: ak_link_operation, _ type: ak_type, _ start: T)
        -> UnsafeMutablePointer<T>
      {
        let dst = arena.space(6 * lanes, of: start)
        ak_link_reduce(operation, &links, 0, 6, UInt32(lanes), AK_U8, data, type, dst, nil)
        return dst
      }
      let any = reduce(AK_LINK_ANY, AK_U8, 9 as UInt8)
      let all = reduce(AK_LINK_ALL, AK_U8, 9 as UInt8)
      let least = reduce(AK_LINK_MIN, AK_U8, 9 as UInt8)
      let most = reduce(AK_LINK_MAX, AK_U8, 9 as UInt8)
      let single = reduce(AK_LINK_SUM, AK_F32, 9 as Float)
      let double = reduce(AK_LINK_SUM, AK_F64, 9.0)
      for row in 0..<6 {
        for lane in 0..<lanes {
          let at = row * lanes + lane
          let values = network.range(row).map { column[Int(network.targets[$0]) * lanes + lane] }
          #expect(any[at] == (values.contains(1) ? 1 : 0))
          #expect(all[at] == (values.contains(0) ? 0 : 1))
          #expect(least[at] == values.min() ?? 255 && most[at] == values.max() ?? 0)
          var (f, d): (Float, Double) = (0, 0)
          for (link, value) in zip(network.range(row), values) {
            f += network.weights[link] * Float(value)
            d += Double(network.weights[link]) * Double(value)
          }
          #expect(single[at] == f && double[at] == d)
        }
      }
    }
  }

  @Test("NaN of a neighbour stays in min and max")
  func nan() {
    var values = [1, Float.nan, 3]
    var links = ak_links()
    let offsets: [UInt32] = [0, 3]
    var (least, most): (Float, Float) = (0, 0)
    offsets.withUnsafeBytes {
      links.offsets = $0.baseAddress
      ak_link_reduce(AK_LINK_MIN, &links, 0, 1, 1, AK_F32, &values, AK_F32, &least, nil)
      ak_link_reduce(AK_LINK_MAX, &links, 0, 1, 1, AK_F32, &values, AK_F32, &most, nil)
    }
    #expect(least.isNaN && most.isNaN)
  }

  @Test("degrees, readers and targets are those of the network")
  func structure() {
    let network = Network(readers: 9, columnRows: 7, seed: 7)
    let arena = Arena()
    defer { arena.free() }
    for wide in [false, true] {
      var links = network.links(arena, wide: wide, weighted: true)
      var degrees = [UInt32](repeating: 9, count: 8)
      var single = [Float](repeating: 9, count: 8)
      var double = [Double](repeating: 9, count: 8)
      ak_link_degrees(&links, 1, 8, AK_U32, &degrees)
      ak_link_degrees(&links, 1, 8, AK_F32, &single)
      ak_link_degrees(&links, 1, 8, AK_F64, &double)
      for row in 0..<8 {
        let range = network.range(row + 1)
        #expect(degrees[row] == UInt32(range.count) && double[row] == Double(range.count))
        #expect(single[row] == Float(range.count))
      }
      let first = network.offsets[1]
      let count = network.targets.count - Int(first)
      var readers = [UInt32](repeating: 99, count: count)
      ak_link_readers(&links, 0, first, UInt32(count), &readers)
      for i in 0..<count {
        #expect(network.range(Int(readers[i])).contains(Int(first) + i))
      }
      let ordinals = (0..<16).map {
        UInt32(degrees[$0 / 2] == 0 ? 0 : UInt32($0) % degrees[$0 / 2])
      }
      let operand = Shape.full.operand(arena.column(ordinals), lanes: 2)
      var targets = [UInt32](repeating: 99, count: 16)
      ak_link_targets(&links, 1, 8, 2, operand, &targets)
      for i in 0..<16 {
        let range = network.range(i / 2 + 1)
        let expected = range.isEmpty ? .max : network.targets[range.lowerBound + Int(ordinals[i])]
        #expect(targets[i] == expected)
      }
    }
  }

  private func gathers<T: BitwiseCopyable & Equatable & ExpressibleByIntegerLiteral>(
    _ type: ak_type, _ values: (Int) -> T
  ) {
    let arena = Arena()
    defer { arena.free() }
    let column = (0..<50).map(values)
    let data = arena.column(column)
    let rows: [UInt32] = [4, 0, .max, 9, 9, 3, 2, 1, 0, 5, 6, 7]
    let dst = arena.space(12 * 5, of: 77 as T)
    ak_gather_rows(type, dst, data, rows, 12, 5)
    for i in 0..<60 {
      #expect(dst[i] == (rows[i / 5] == .max ? 0 : column[Int(rows[i / 5]) * 5 + i % 5]))
    }
    let index = (0..<20).map { $0 == 7 ? UInt32.max : UInt32($0 * 7 % 10) }
    let operand = Shape.full.operand(arena.column(index), lanes: 5)
    ak_gather_elements(type, dst, data, operand, 4, 5, 5)
    for i in 0..<20 {
      #expect(dst[i] == (index[i] == .max ? 0 : column[Int(index[i]) * 5 + i % 5]))
    }
    ak_gather_elements(type, dst, data, operand, 4, 5, 1)
    for i in 0..<20 { #expect(dst[i] == (index[i] == .max ? 0 : column[Int(index[i])])) }
  }

  @Test("gathers take the rows and elements that are named, and 0 for none")
  func gathers() {
    gathers(AK_U8) { UInt8($0 + 1) }
    gathers(AK_U32) { UInt32($0 + 1) }
    gathers(AK_F32) { Float($0) + 0.5 }
    gathers(AK_F64) { Double($0) + 0.25 }
  }
}
