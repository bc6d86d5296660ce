// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every record come back bit for bit, short where it can be, and is damage found?

import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("The bytes of a record")
struct RunPayloadTests {
  static func record(_ bytes: [UInt8]) -> RunRecord? {
    bytes.withUnsafeBytes { RunPayload.record(from: $0) }
  }

  static func expectReturn(_ record: RunRecord, _ comment: Comment) {
    #expect(Self.record(RunPayload.bytes(of: record)) == record, comment)
  }

  static func record(_ series: [Double]) -> RunRecord {
    RunRecord(stepsRun: series.count, series: [series], nonFiniteCounts: [0])
  }

  @Test("series of every kind come back bit for bit")
  func seriesReturn() {
    var random = SplitMix(11)
    let payload = Double(nan: 0x123, signaling: false)
    let special: [Double] = [
      .nan, -.nan, payload, 0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude,
      -.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1, -1, 1 / 3, 0x1p53, -0x1p60,
    ]
    let makers: [(String, (inout SplitMix) -> Double)] = [
      ("constants", { _ in 0.25 }),
      ("counts", { Double($0.next() % 51) / 50 }),
      ("counts of many", { Double($0.next() % 99_999_989) / 99_999_989 }),
      ("magnetisations", { (2 * Double($0.next() % 101) - 100) / 100 }),
      ("reals", { Double($0.next() >> 11) * 0x1p-53 }),
      ("floats", { Double(Float($0.next() >> 40) * 0x1p-24) - 0.5 }),
      ("any bits", { Double(bitPattern: $0.next()) }),
      ("special values", { special[Int($0.next() % UInt64(special.count))] }),
      ("gaps", { $0.next() % 5 < 2 ? .nan : Double($0.next() % 11) / 10 }),
      ("two kinds of gap", { $0.next() % 5 < 2 ? ($0.next() % 2 == 0 ? .nan : payload) : 0.5 }),
      (
        "gaps among special values", { $0.next() % 4 == 0 ? payload : special[Int($0.next() % 15)] }
      ),
    ]
    for (name, make) in makers {
      for length in [0, 1, 2, 3, 7, 50, 100, 333, 2_000] {
        let series = (0..<length).map { _ in make(&random) }
        Self.expectReturn(Self.record(series), "\(name), \(length) steps")
        // Absorbed half way, and not recorded in the first third.
        let held = series.indices.map { series[min($0, length / 2)] }
        Self.expectReturn(Self.record(held), "\(name), held, \(length) steps")
        let late = series.indices.map { $0 < length / 3 ? .nan : series[$0] }
        Self.expectReturn(Self.record(late), "\(name), late, \(length) steps")
      }
    }
  }

  @Test("shapes and counts come back")
  func shapesReturn() {
    Self.expectReturn(
      RunRecord(stepsRun: 0, series: [], nonFiniteCounts: []), "nothing at all")
    Self.expectReturn(
      RunRecord(
        stepsRun: 61, series: [[1, .nan, 3], [.nan, .nan, .nan], [0, 0, 0]],
        nonFiniteCounts: [1, .max, 0], alignmentCounts: [[2_000, 12, 3], [], [.max, 0, 1]]),
      "all counts")
  }

  @Test("a fluctuating count takes little more than its entropy, a held one next to nothing")
  func recordsAreShort() {
    // A binomial count of 2,000 agents: standard deviation 17.3, entropy log2(17.3 sqrt(2 pi e)) = 6.2 bits a value, as
    // differences half a bit more.
    var random = SplitMix(5)
    let counts = (0..<2_000).map { _ in
      Double((0..<2_000).reduce(0) { sum, _ in sum + (random.next() >> 62 == 0 ? 1 : 0) }) / 2_000
    }
    let bits = Double(8 * RunPayload.bytes(of: Self.record(counts)).count) / 2_000
    #expect(bits > 6.2 && bits < 7.6, "\(bits) bits a value")
    // A value that halves its distance to 1/3: 52 bits that go down by one a step, and what it costs to follow.
    let converging = (0..<100).map { 1 / 3 + (($0 % 2 == 0 ? 0.5 : -0.5) * pow(0.5, Double($0))) }
    let length = RunPayload.bytes(of: Self.record(converging)).count
    #expect(length > 52 * 52 / 16 && length < 320, "\(length) bytes")
    let held = [Double](repeating: 0.9995, count: 2_000)
    #expect(RunPayload.bytes(of: Self.record(held)).count <= 24)
    // A first time: all but one step not recorded.
    var first = [Double](repeating: .nan, count: 2_000)
    first[700] = 700
    #expect(RunPayload.bytes(of: Self.record(first)).count <= 24)
  }

  @Test("every change of one bit, and every cut, is found")
  func damageIsFound() {
    var random = SplitMix(3)
    let series = (0..<40).map { $0 < 4 ? .nan : Double(random.next() % 21) / 20 }
    let bytes = RunPayload.bytes(
      of: RunRecord(
        stepsRun: 40, series: [series, series.map { $0 * 1.1 }], nonFiniteCounts: [4, 4],
        alignmentCounts: [[20, 1, 0]]))
    for place in 0..<8 * bytes.count {
      var damaged = bytes
      damaged[place / 8] ^= 1 << UInt8(place % 8)
      #expect(Self.record(damaged) == nil, "bit \(place)")
    }
    for count in 0..<bytes.count { #expect(Self.record(Array(bytes[..<count])) == nil) }
    #expect(Self.record(bytes + [0]) == nil)
  }

  @Test("bytes that pass the check although nothing wrote them are read or refused, never a trap")
  func fuzz() {
    var random = SplitMix(17)
    var readCount = 0
    for round in 0..<20_000 {
      let length = Int(random.next() % 60)
      let series = (0..<length).map { step -> Double in
        switch (round + step / 9) % 4 {
        case 0: Double(random.next() % 9) / 8
        case 1: Double(bitPattern: random.next())
        case 2: .nan
        default: 0.1
        }
      }
      var bytes = RunPayload.bytes(of: Self.record(series))
      bytes.removeLast(4)
      for _ in 0...random.next() % 4 {
        switch random.next() % 4 {
        case 0: bytes.append(UInt8(truncatingIfNeeded: random.next()))
        case 1: bytes.removeLast(min(bytes.count, Int(random.next() % 5)))
        default:
          guard !bytes.isEmpty else { continue }
          bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
            truncatingIfNeeded: random.next())
        }
      }
      let record = try? bytes.withUnsafeBytes {
        try RunPayload.uncheckedRecord(from: $0, mostValues: 1 << 16)
      }
      if let record {
        readCount += 1
        // What was read is a record like any other.
        Self.expectReturn(record, "round \(round)")
      }
    }
    #expect(readCount > 500 && readCount < 19_500, "\(readCount) were read")
  }
}
