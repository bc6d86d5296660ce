// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which integers stand for the doubles of a series? Those that make it short, and every bit comes back.
//
// A measure is most often a count over a number of agents, k/N: then k stands for it, with an N found from the values
// (continued fractions, whose convergents hold every fraction close enough to be the one; Khinchin 1964, theorem 19).
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
  private static let largestDenominator = 1 << 26
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
      if bits.bytes.count <= asPatterns.bytes.count { return }
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

extension SeriesRow {
  /// A series as numerators over one denominator.
  struct Fractions {
    /// One numerator a value.
    var numerators: [Int64] = []
    /// What all are divided by, >= 1.
    var denominator = 1

    /// Finds the denominator; nil where a value is no fraction of it.
    init?(_ values: [Double]) {
      numerators.reserveCapacity(values.count)
      for (index, value) in values.enumerated() {
        if let numerator = Self.numerator(of: value, over: denominator) {
          numerators.append(numerator)
          continue
        }
        guard let own = Self.denominator(of: value) else { return nil }
        let common = own / Self.greatestCommonDivisor(own, denominator) * denominator
        guard common <= SeriesRow.largestDenominator,
          let numerator = Self.numerator(of: value, over: common)
        else { return nil }
        let factor = Int64(common / denominator)
        denominator = common
        for earlier in 0..<index {
          let (product, isTooLarge) = numerators[earlier].multipliedReportingOverflow(by: factor)
          guard !isTooLarge, product.magnitude < 1 << 51 else { return nil }
          numerators[earlier] = product
        }
        numerators.append(numerator)
      }
    }

    /// The integer that gives the value to the bit when divided.
    private static func numerator(of value: Double, over denominator: Int) -> Int64? {
      let divisor = Double(denominator)
      let product = value * divisor
      guard abs(product) < 0x1p51 else { return nil }
      let numerator = Int64(product + (product < 0 ? -0.5 : 0.5))
      return (Double(numerator) / divisor).bitPattern == value.bitPattern ? numerator : nil
    }

    /// The denominator of the first convergent that is the value to the bit.
    private static func denominator(of value: Double) -> Int? {
      guard abs(value) < 0x1p26 else { return nil }
      var rest = abs(value)
      var (numerator, lastNumerator) = (1.0, 0.0)
      var (denominator, lastDenominator) = (0.0, 1.0)
      for _ in 0..<48 {
        let whole = rest.rounded(.down)
        (numerator, lastNumerator) = (whole * numerator + lastNumerator, numerator)
        (denominator, lastDenominator) = (whole * denominator + lastDenominator, denominator)
        guard denominator <= Double(SeriesRow.largestDenominator) else { return nil }
        if numerator / denominator == abs(value) { return Int(denominator) }
        rest = 1 / (rest - whole)
        guard rest.isFinite else { return nil }
      }
      return nil
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
      var (a, b) = (a, b)
      while b != 0 { (a, b) = (b, a % b) }
      return a
    }
  }

  /// A series as places in a list.
  struct Places {
    /// The values, sorted as numbers are.
    let patterns: [UInt64]
    /// One place a value.
    let indices: [Int64]

    /// Lists the values; nil where the list would be as long as what it shortens.
    init?(_ values: [Double], atMost limit: Int) {
      // A list costs 64 bits a value, and a place one less than a bit pattern's 53 or so does.
      let most = min(limit, max(1, values.count * 2 / 3))
      var known: [UInt64: Int64] = [:]
      for value in values where known.updateValue(0, forKey: value.bitPattern) == nil {
        guard known.count <= most else { return nil }
      }
      let sorted = known.keys.sorted { SeriesRow.inOrder($0) < SeriesRow.inOrder($1) }
      for (place, pattern) in sorted.enumerated() { known[pattern] = Int64(place) }
      patterns = sorted
      indices = values.map { known[$0.bitPattern] ?? 0 }
    }
  }
}
