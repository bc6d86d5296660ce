// SPDX-License-Identifier: GPL-3.0-or-later
//
// How does the record of a run lie in a few bytes? Shapes and counts, then a row a measure, then a check.
//
// Invariant: bytes are either those that were written or refused. The check is FNV-1a over all bytes before it, which
// every change of one byte alters, for each step of it can be undone; what passes it all the same is still read within
// its bounds. Source: Fowler, Noll, Vo & Eastlake, RFC 9923 (2025).

/// The bytes of the record of a run.
enum RunPayload {
  /// Meaning of the bytes; another one must have another number.
  private static let format: UInt64 = 1
  /// Most values of all series of a run, 4 GiB of them.
  static let mostValues = 1 << 29
  private static let checkByteCount = 4

  /// Writes a record.
  ///
  /// - Parameter record: The record, with rows of one length and at most `mostValues` values.
  /// - Returns: Its bytes.
  static func bytes(of record: RunRecord) -> [UInt8] {
    let length = record.series.first?.count ?? 0
    precondition(record.series.allSatisfy { $0.count == length }, "rows of one length")
    precondition(record.nonFiniteCounts.count == record.series.count, "one count a row")
    var bits = BitWriter()
    bits.put(format, bits: 8)
    bits.put(number: UInt64(record.series.count))
    bits.put(number: UInt64(length))
    bits.put(number: UInt64(record.stepsRun))
    bits.put(number: UInt64(record.alignmentCounts.count))
    for counts in record.alignmentCounts {
      bits.put(number: UInt64(counts.count))
      for count in counts { bits.put(number: UInt64(count)) }
    }
    for count in record.nonFiniteCounts { bits.put(number: UInt64(count)) }
    for row in record.series { SeriesRow.put(row, to: &bits) }
    var bytes = bits.bytes
    let check = bytes.withUnsafeBytes { Self.check($0) }
    withUnsafeBytes(of: check.littleEndian) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Reads a record; nil from bytes that were not written by `bytes(of:)`.
  static func record(from bytes: UnsafeRawBufferPointer) -> RunRecord? {
    guard bytes.count > checkByteCount else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(checkByteCount))
    let check = bytes.loadUnaligned(fromByteOffset: body.count, as: UInt32.self)
    guard UInt32(littleEndian: check) == Self.check(body) else { return nil }
    return try? uncheckedRecord(from: body)
  }

  /// Reads a record of at most so many values whose check has been made.
  static func uncheckedRecord(
    from body: UnsafeRawBufferPointer, mostValues: Int = mostValues
  ) throws(BitReader.Damage) -> RunRecord {
    var bits = BitReader(body)
    guard try bits.take(bits: 8) == format else { throw BitReader.Damage() }
    // A count takes a byte at least.
    let rowCount = try bits.takeCount(atMost: body.count)
    let length = try bits.takeCount(atMost: rowCount == 0 ? 0 : mostValues / rowCount)
    let stepsRun = try bits.takeCount(atMost: .max)
    var alignmentCounts: [[Int]] = []
    for _ in 0..<(try bits.takeCount(atMost: body.count)) {
      var counts: [Int] = []
      for _ in 0..<(try bits.takeCount(atMost: body.count)) {
        counts.append(try bits.takeCount(atMost: .max))
      }
      alignmentCounts.append(counts)
    }
    var nonFiniteCounts: [Int] = []
    for _ in 0..<rowCount { nonFiniteCounts.append(try bits.takeCount(atMost: .max)) }
    var series: [[Double]] = []
    for _ in 0..<rowCount { series.append(try SeriesRow.take(length, from: &bits)) }
    try bits.end()
    return RunRecord(
      stepsRun: stepsRun, series: series, nonFiniteCounts: nonFiniteCounts,
      alignmentCounts: alignmentCounts)
  }

  /// The check of bytes.
  static func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
