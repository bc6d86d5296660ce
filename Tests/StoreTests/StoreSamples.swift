// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the tests of the store put into it?

import Foundation
import Store

extension StoreIdentity {
  /// An identity of a world with two parameters.
  static let sample = StoreIdentity(
    resultVersion: 7, programVersion: "1.2", worldTitle: "A world",
    worldListing: "world\nline two\nline three", worldText: "world \"A world\"",
    settings: [
      StoredSetting(name: "seed", value: "1"), StoredSetting(name: "steps", value: "50"),
      StoredSetting(name: "warmup", value: "auto"),
    ], parameterNames: ["conformity", "noise"])
}

extension CellDigest {
  /// The digest number `index`, in the order of numbers.
  static func sample(_ index: Int) -> CellDigest {
    let digits = String(index, radix: 16)
    let padded = String(repeating: "0", count: 64 - digits.count) + digits
    guard let digest = CellDigest(hexadecimal: padded) else {
      preconditionFailure("64 digits are a digest")
    }
    return digest
  }
}

/// A folder that is gone after the test.
enum TemporaryFolder {
  /// Calls a closure with the path of a new folder.
  static func with<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "arendt-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path(percentEncoded: false))
  }

  /// Names of what is in a folder, in order.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}
