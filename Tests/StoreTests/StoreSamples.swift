// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the tests of the store put into it?

import Foundation
import Store
import Synchronization
import TestSupport

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

extension StoredCell {
  /// The cell number `index`.
  static func sample(_ index: Int) -> StoredCell {
    StoredCell(
      digest: .sample(index), condition: index.isMultiple(of: 2) ? "together" : "alone",
      parameters: [Double(index), 0.5])
  }
}

extension StoredRun {
  /// A run of two measures over fifty steps: a count that is not recorded at first, and another that is absorbed.
  static func sample(
    _ cell: Int, _ network: Int, _ replicate: Int, firstStep: Int? = nil, _ random: inout SplitMix
  ) -> StoredRun {
    let stepCount = 50
    let series = (0..<stepCount).map { $0 < 5 ? .nan : Double(random.next() % 21) / 20 }
    let absorbed = Int(random.next() % 50)
    let record = RunRecord(
      stepsRun: stepCount, series: [series, series.indices.map { series[min($0, absorbed)] }],
      nonFiniteCounts: [5, 0], alignmentCounts: firstStep == nil ? [] : [[20, 1, 0]])
    return StoredRun(
      key: RunKey(
        cell: .sample(cell), networkIndex: network, replicateIndex: replicate,
        firstStep: firstStep),
      seed: 1, version: 7, outcome: .done(record))
  }
}

/// A folder that is gone after the test.
enum TemporaryFolder {
  /// Calls a closure with the path of a new folder.
  static func with<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = try made()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  /// Calls a closure that waits with the path of a new folder.
  static func withAsync<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = try made()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  private static func made() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "arendt-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path(percentEncoded: false)
  }

  /// Names of what is in a folder, in order.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}

/// A number that many threads change.
final class Counter: Sendable {
  private let value = Mutex(0)

  /// Adds to the number and returns it.
  func add(_ change: Int) -> Int {
    value.withLock { value in
      value += change
      return value
    }
  }
}
