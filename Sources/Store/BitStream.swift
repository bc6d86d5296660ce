// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do numbers of any number of bits lie in bytes? The lowest bit first, each after the one before.

/// Bits in the making, a word at a time.
struct BitWriter {
  private var words: [UInt64] = []
  private var pending: UInt64 = 0
  /// Bits of `pending`, in `0..<64`.
  private var pendingCount = 0

  /// Number of bytes that are full.
  var byteCount: Int { 8 * words.count + pendingCount / 8 }

  /// The bytes; the last one is filled with zeros.
  var bytes: [UInt8] {
    let count = 8 * words.count + (pendingCount + 7) / 8
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, initializedCount in
      for place in 0..<count {
        let word = place / 8 < words.count ? words[place / 8] : pending
        bytes.initializeElement(
          at: place, to: UInt8(truncatingIfNeeded: word >> UInt64(place % 8 * 8)))
      }
      initializedCount = count
    }
  }

  /// Appends the lowest bits of a word.
  ///
  /// - Parameters:
  ///   - value: The word; bits above `count` must be 0.
  ///   - count: How many, in `0...56`.
  @inline(__always)
  mutating func put(_ value: UInt64, bits count: Int) {
    pending |= value << UInt64(truncatingIfNeeded: pendingCount)
    pendingCount += count
    guard pendingCount >= 64 else { return }
    words.append(pending)
    pendingCount -= 64
    // Shifted by as many bits as found room; with all of them nothing is left.
    pending = value >> UInt64(truncatingIfNeeded: count - pendingCount)
  }

  /// Appends a whole word.
  mutating func put(word value: UInt64) {
    put(value & 0xFFFF_FFFF, bits: 32)
    put(value >> 32, bits: 32)
  }

  /// Appends a number that is likely to be small: seven bits at a time, each with one that tells whether more follow.
  mutating func put(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      put(rest & 0x7F | 0x80, bits: 8)
      rest >>= 7
    }
    put(rest, bits: 8)
  }
}

/// Bits that may be damaged.
struct BitReader {
  /// More was asked for than there is, or what there is makes no sense.
  struct Damage: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var next = 0
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// Reads from the beginning of bytes that outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Takes the next bits, in `0...56` of them.
  @inline(__always)
  mutating func take(bits count: Int) throws(Damage) -> UInt64 {
    while pendingCount < count {
      guard next < bytes.count else { throw Damage() }
      pending |= UInt64(bytes[next]) << UInt64(truncatingIfNeeded: pendingCount)
      next += 1
      pendingCount += 8
    }
    let value = pending & (1 << UInt64(truncatingIfNeeded: count) - 1)
    pending >>= UInt64(truncatingIfNeeded: count)
    pendingCount -= count
    return value
  }

  /// Takes a whole word.
  mutating func takeWord() throws(Damage) -> UInt64 {
    let low = try take(bits: 32)
    return try low | take(bits: 32) << 32
  }

  /// Takes what `BitWriter.put(number:)` appended.
  mutating func takeNumber() throws(Damage) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let part = try take(bits: 8)
      guard shift < 63 || part <= 1 else { throw Damage() }
      number |= (part & 0x7F) << shift
      if part < 0x80 { return number }
    }
    throw Damage()
  }

  /// Takes a number that must not be above a limit.
  mutating func takeCount(atMost limit: Int) throws(Damage) -> Int {
    let number = try takeNumber()
    guard number <= UInt64(limit) else { throw Damage() }
    return Int(number)
  }

  /// Takes ones up to the first zero, at most so many.
  @inline(__always)
  mutating func takeOnes(atMost limit: Int) throws(Damage) -> Int {
    var count = 0
    while count < limit, try take(bits: 1) == 1 { count += 1 }
    return count
  }

  /// Makes sure that nothing but the filling of the last byte is left.
  func end() throws(Damage) {
    guard next == bytes.count, pendingCount < 8, pending == 0 else { throw Damage() }
  }
}
