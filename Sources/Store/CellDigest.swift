// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is a cell of a store called? By 256 bits that are the same for the same program, parameters and settings.

/// A digest of 256 bits.
public struct CellDigest: Hashable, Comparable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// Takes a digest from its bytes; nil unless there are 32.
  public init?(bytes: [UInt8]) {
    guard let digest = bytes.withUnsafeBytes({ Self(rawBytes: $0) }) else { return nil }
    self = digest
  }

  /// Takes a digest from bytes in place.
  init?(rawBytes bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
  }

  /// Takes a digest from 64 hexadecimal digits of either case; nil from anything else.
  public init?(hexadecimal: String) {
    let digits = hexadecimal.utf8.map { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    guard digits.count == 64, !digits.contains(nil) else { return nil }
    let values = digits.compactMap(\.self)
    self.init(bytes: stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] })
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withRawBytes { Array($0) } }

  /// Calls a closure with the 32 bytes.
  func withRawBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    withUnsafeBytes(
      of: (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian), body)
  }

  /// The 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Orders as the bytes do.
  public static func < (a: Self, b: Self) -> Bool {
    (a.first, a.second, a.third, a.fourth) < (b.first, b.second, b.third, b.fourth)
  }
}

extension CellDigest: CustomStringConvertible {
  /// The hexadecimal digits.
  public var description: String { hexadecimal }
}

/// One program at one parameter vector.
public struct StoredCell: Hashable, Sendable {
  /// Its name.
  public let digest: CellDigest
  /// Which program it is, in words: `together`, `unlinked`, `alone`, a start.
  public let condition: String
  /// Values of the world's parameters, by `ParameterID`.
  public let parameters: [Double]

  /// Creates a cell.
  public init(digest: CellDigest, condition: String, parameters: [Double]) {
    self.digest = digest
    self.condition = condition
    self.parameters = parameters
  }
}
