// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do rows of words and numbers stand under each other?

/// Columns of text; the first, and any without a heading, stand to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]

  /// Creates a table with its headings.
  init(columns: [String]) { rows = [columns] }

  /// Adds a row, one cell a column.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table, indented by two spaces, without trailing spaces.
  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let filling = String(repeating: " ", count: widths[column] - cell.count)
        return rows[0][column].isEmpty ? cell + filling : filling + cell
      }
      var line = "  " + cells.joined(separator: "   ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
