// SPDX-License-Identifier: GPL-3.0-or-later
//
// How are the integers of a series kept in few bits? As differences, in a code that learns how large they are.
//
// Goals, in order: every series of 64-bit integers comes back, counts that hardly change take next to nothing, counts
// that fluctuate take little more than their entropy, few nanoseconds a value. A difference e is a Rice code whose k is
// the least for which 2^k reaches the mean of the last |e|, but not far above the last one, or series that converge would
// be followed too late; after a difference of 0 the length of the run of zeros follows in blocks that grow while runs go
// on. Predicting the mean of the past instead of the last value saved a tenth on stationary series and cost as much on
// others. General compressors see bytes where these are numbers: zlib made of the byte planes of doubles 3.2 to 6.3 bytes
// a value of the ministry's series, this code 0.5 to 0.9.
//
// Source: Weinberger, Seroussi & Sapiro, IEEE Trans. Image Process. 9, 1309 (2000), sections III-C and III-E (LOCO-I).

/// The code of a series of integers: what both of its ends have learned so far.
struct IntegerCode {
  /// Ones that a quotient may have; as many mean that the whole word follows.
  private static let mostOnes = 20
  /// Binary logarithms of the lengths of blocks of zeros; each whole block leads to the next.
  private static let blockBits: [UInt8] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3,
    4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ]
  /// Bits by which a parameter may exceed the last magnitude: fewer cost fluctuating counts, more converging series.
  private static let mostAboveLast = 4
  /// Differences after which the older ones count half: of 4, 8, 16 and 32 the shortest on most series.
  private static let memory: UInt64 = 8
  /// The largest magnitude that counts in the mean, so that sums stay within a word.
  private static let largestCounted: UInt64 = 1 << 54

  private var sum: UInt64 = 4
  private var count: UInt64 = 1
  private var lastMagnitude: UInt64 = 0
  private var block = 0

  private init() {}

  private var parameter: Int {
    let ofMean = sum <= count ? 0 : 64 - ((sum - 1) / count).leadingZeroBitCount
    return min(ofMean, 64 - lastMagnitude.leadingZeroBitCount + Self.mostAboveLast)
  }

  /// Counts integers outwards from 0, the negative one first.
  private static func folded(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1 ^ value >> 63)
  }

  private static func unfolded(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func learn(_ difference: Int64) {
    lastMagnitude = min(difference.magnitude, Self.largestCounted)
    sum += lastMagnitude
    count += 1
    if count == Self.memory {
      sum = sum / 2 + 1
      count /= 2
    }
  }

  /// Appends a series; its length is the reader's business.
  static func put(_ values: [Int64], to bits: inout BitWriter) {
    guard var last = values.first else { return }
    var code = IntegerCode()
    var index = 1
    bits.put(number: folded(last))
    values.withUnsafeBufferPointer { values in
      while index < values.count {
        let difference = values[index] &- last
        last = values[index]
        index += 1
        code.put(difference, to: &bits)
        guard difference == 0 else { continue }
        let begin = index
        while index < values.count && values[index] == last { index += 1 }
        code.put(zeros: index - begin, isLast: index == values.count, to: &bits)
      }
    }
  }

  private mutating func put(_ difference: Int64, to bits: inout BitWriter) {
    let folded = Self.folded(difference)
    let k = parameter
    let quotient = folded >> UInt64(k)
    if quotient < UInt64(Self.mostOnes) {
      bits.put(1 << quotient - 1, bits: Int(quotient) + 1)
      bits.put(folded & (1 << UInt64(k) - 1), bits: k)
    } else {
      bits.put(1 << UInt64(Self.mostOnes) - 1, bits: Self.mostOnes)
      bits.put(word: folded)
    }
    learn(difference)
  }

  private mutating func put(zeros: Int, isLast: Bool, to bits: inout BitWriter) {
    var rest = zeros
    while rest >= 1 << Int(Self.blockBits[block]) {
      bits.put(1, bits: 1)
      rest -= 1 << Int(Self.blockBits[block])
      block = min(block + 1, Self.blockBits.count - 1)
    }
    guard !isLast else {
      // A block that the end of the series cuts off.
      if rest > 0 { bits.put(1, bits: 1) }
      return
    }
    bits.put(0, bits: 1)
    bits.put(UInt64(rest), bits: Int(Self.blockBits[block]))
    block = max(block - 1, 0)
  }

  /// Takes a series of so many values.
  static func take(
    _ length: Int, from bits: inout BitReader
  ) throws(BitReader.Damage) -> [Int64] {
    guard length > 0 else { return [] }
    var code = IntegerCode()
    var last = unfolded(try bits.takeNumber())
    var values = [last]
    values.reserveCapacity(min(length, 1 << 16))
    while values.count < length {
      let difference = try code.takeDifference(from: &bits)
      last &+= difference
      values.append(last)
      guard difference == 0 else { continue }
      let zeros = try code.takeZeros(atMost: length - values.count, from: &bits)
      for _ in 0..<zeros { values.append(last) }
    }
    return values
  }

  private mutating func takeDifference(
    from bits: inout BitReader
  ) throws(BitReader.Damage) -> Int64 {
    let k = parameter
    let ones = try bits.takeOnes(atMost: Self.mostOnes)
    let folded =
      try ones < Self.mostOnes ? UInt64(ones) << UInt64(k) | bits.take(bits: k) : bits.takeWord()
    let difference = Self.unfolded(folded)
    learn(difference)
    return difference
  }

  private mutating func takeZeros(
    atMost limit: Int, from bits: inout BitReader
  ) throws(BitReader.Damage) -> Int {
    var zeros = 0
    while zeros < limit {
      let length = 1 << Int(Self.blockBits[block])
      guard try bits.take(bits: 1) == 1 else {
        zeros += Int(try bits.take(bits: Int(Self.blockBits[block])))
        block = max(block - 1, 0)
        // A run that ends before the series does is followed by a difference.
        guard zeros < limit else { throw BitReader.Damage() }
        return zeros
      }
      zeros += length
      block = min(block + 1, Self.blockBits.count - 1)
    }
    return min(zeros, limit)
  }
}
