// SPDX-License-Identifier: GPL-3.0-or-later
//
// What are the values of the elementary functions to 300 bits? Reads Reference/elementary.txt, written by elementary.py.

import TestSupport

/// Arguments, and the true value as the nearest double and what that leaves.
struct ElementaryCase {
  var arguments: [Double]
  var value: Double
  var rest: Double

  /// Returns the cases by the name of the function.
  static func all() throws -> [String: [ElementaryCase]] {
    let bytes = try SourceFolder(of: #filePath).appending("Reference").appending("elementary.txt")
      .contents()
    var cases: [String: [ElementaryCase]] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: " ")
      let numbers = fields.dropFirst().map { Double(bitPattern: UInt64($0, radix: 16) ?? 0) }
      let entry = ElementaryCase(
        arguments: Array(numbers.dropLast(2)), value: numbers[numbers.count - 2],
        rest: numbers[numbers.count - 1])
      cases[String(fields[0]), default: []].append(entry)
    }
    return cases
  }
}
