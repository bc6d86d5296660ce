// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which integers stand for the doubles of a series? Those that make it short, and every bit comes back.
//
// A measure is most often a count over a number of agents, k/N: then k stands for it, with an N found from the values.
// Else the bit patterns in the order of numbers or, where few values recur and that is shorter, their places in the
// sorted list of them.
// What was not recorded is one NaN, which is left out and told by the lengths of its runs.

/// The integers that stand for a series.
enum SeriesRow {
  private enum Kind: UInt64 {
    /// Numerators over one denominator.
    case fractions = 0
    /// Places in a list of values.
    case places = 1
    /// Bit patterns in the order of numbers, without the zeros that all end with.
    case patterns = 2
  }

  /// The largest denominator: beyond, two fractions of it may be one double.
  static let largestDenominator = 1 << 26
  /// Most values of a list.
  private static let mostPlaces = 4_096
  private static let usualNaN = Double.nan.bitPattern

  /// Appends a series; its length is the reader's business.
  static func put(_ series: [Double], to bits: inout BitWriter) {
    let gap = series.first { $0.isNaN }?.bitPattern
    let values = gap.map { gap in series.filter { $0.bitPattern != gap } } ?? series
    if let fractions = Fractions(values) {
      putHead(.fractions, series, gap, to: &bits)
      bits.put(number: UInt64(fractions.denominator))
      IntegerCode.put(fractions.numerators, to: &bits)
      return
    }
    var asPatterns = bits
    putHead(.patterns, series, gap, to: &asPatterns)
    let ordered = values.map { inOrder($0.bitPattern) }
    let zeros = min(63, ordered.reduce(0, |).trailingZeroBitCount)
    asPatterns.put(UInt64(zeros), bits: 6)
    IntegerCode.put(ordered.map { $0 >> Int64(zeros) }, to: &asPatterns)
    if let places = Places(values, atMost: mostPlaces) {
      putHead(.places, series, gap, to: &bits)
      bits.put(number: UInt64(places.patterns.count))
      for pattern in places.patterns { bits.put(word: pattern) }
      IntegerCode.put(places.indices, to: &bits)
      if bits.byteCount <= asPatterns.byteCount { return }
    }
    bits = asPatterns
  }

  /// Appends what stands before the integers.
  private static func putHead(
    _ kind: Kind, _ series: [Double], _ gap: UInt64?, to bits: inout BitWriter
  ) {
    bits.put(kind.rawValue, bits: 2)
    bits.put(gap == nil ? 0 : gap == usualNaN ? 1 : 2, bits: 2)
    guard let gap else { return }
    if gap != usualNaN { bits.put(word: gap) }
    putGaps(series, gap, to: &bits)
  }

  /// Takes a series of so many values.
  static func take(
    _ length: Int, from bits: inout BitReader
  ) throws(BitReader.Damage) -> [Double] {
    guard let kind = Kind(rawValue: try bits.take(bits: 2)) else { throw BitReader.Damage() }
    var runs: [Int] = []
    var gap = usualNaN
    switch try bits.take(bits: 2) {
    case 0: runs = [length]
    case 1: runs = try takeGaps(length, from: &bits)
    case 2:
      gap = try bits.takeWord()
      runs = try takeGaps(length, from: &bits)
    default: throw BitReader.Damage()
    }
    let count = stride(from: 0, to: runs.count, by: 2).reduce(0) { $0 + runs[$1] }
    let values = try takeValues(kind, count, from: &bits)
    guard runs.count > 1 else { return values }
    var series: [Double] = []
    series.reserveCapacity(min(length, 1 << 16))
    var next = 0
    for (index, run) in runs.enumerated() {
      if index.isMultiple(of: 2) {
        series.append(contentsOf: values[next..<next + run])
        next += run
      } else {
        series.append(contentsOf: repeatElement(Double(bitPattern: gap), count: run))
      }
    }
    return series
  }

  private static func takeValues(
    _ kind: Kind, _ count: Int, from bits: inout BitReader
  ) throws(BitReader.Damage) -> [Double] {
    switch kind {
    case .fractions:
      let denominator = try bits.takeCount(atMost: largestDenominator)
      guard denominator > 0 else { throw BitReader.Damage() }
      let divisor = Double(denominator)
      return try IntegerCode.take(count, from: &bits).map { Double($0) / divisor }
    case .places:
      let patternCount = try bits.takeCount(atMost: mostPlaces)
      var patterns: [Double] = []
      for _ in 0..<patternCount { patterns.append(Double(bitPattern: try bits.takeWord())) }
      let indices = try IntegerCode.take(count, from: &bits)
      guard indices.allSatisfy({ patterns.indices.contains(Int($0)) }) else {
        throw BitReader.Damage()
      }
      return indices.map { patterns[Int($0)] }
    case .patterns:
      let zeros = Int64(try bits.take(bits: 6))
      return try IntegerCode.take(count, from: &bits).map {
        Double(bitPattern: pattern(inOrder: $0 << zeros))
      }
    }
  }

  /// Appends the lengths of the runs that are not and that are a gap, in turn; the last follows from the others.
  private static func putGaps(_ series: [Double], _ gap: UInt64, to bits: inout BitWriter) {
    var runs = [0]
    for value in series {
      let isGap = value.bitPattern == gap
      if isGap == runs.count.isMultiple(of: 2) {
        runs[runs.count - 1] += 1
      } else {
        runs.append(1)
      }
    }
    bits.put(number: UInt64(runs.count))
    for run in runs.dropLast() { bits.put(number: UInt64(run)) }
  }

  private static func takeGaps(
    _ length: Int, from bits: inout BitReader
  ) throws(BitReader.Damage) -> [Int] {
    let count = try bits.takeCount(atMost: length + 1)
    guard count > 0 else { throw BitReader.Damage() }
    var runs: [Int] = []
    var rest = length
    for _ in 1..<count {
      runs.append(try bits.takeCount(atMost: rest))
      rest -= runs[runs.count - 1]
    }
    runs.append(rest)
    return runs
  }

  /// The integer whose order among integers is that of a double among doubles.
  static func inOrder(_ pattern: UInt64) -> Int64 {
    let bits = Int64(bitPattern: pattern)
    return bits >= 0 ? bits : Int64.min &- bits &- 1
  }

  /// The bit pattern of an integer of `inOrder`.
  static func pattern(inOrder value: Int64) -> UInt64 {
    UInt64(bitPattern: value >= 0 ? value : Int64.min &- value &- 1)
  }
}
