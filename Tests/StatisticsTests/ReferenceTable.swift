// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do tests read the values that SciPy computed? Comma-separated files beside this one, made by
// `Reference/make_reference.py`.

import Foundation

/// A table of `Reference/`.
struct ReferenceTable {
  /// Rows below the header, cell by cell.
  let rows: [[String]]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "Reference/\(name).csv"), encoding: .utf8)
    rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Rows whose cells are all numbers.
  var numbers: [[Double]] { rows.map { $0.compactMap(Double.init) } }

  /// Numbers of the row whose first cell is `name`.
  func answer(_ name: String) -> [Double] {
    rows.first { $0[0] == name }?.dropFirst().compactMap(Double.init) ?? []
  }

  /// Last cells of the rows whose first cell is `name`, in order.
  func series(_ name: String) -> [Double] {
    rows.filter { $0[0] == name }.compactMap { $0.last.flatMap(Double.init) }
  }

  /// Cells of one column, grouped by the number in the first.
  func groups(column: Int) -> [[Double]] {
    var groups: [[Double]] = []
    for row in numbers {
      while groups.count <= Int(row[0]) { groups.append([]) }
      groups[Int(row[0])].append(row[column])
    }
    return groups
  }
}

/// Whether two values agree to a relative tolerance (absolute below 1e-300).
func agree(_ a: Double?, _ b: Double, relative: Double) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= relative * max(abs(b), 1e-300)
}
