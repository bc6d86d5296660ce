// SPDX-License-Identifier: GPL-3.0-or-later

import Emergence
import Testing

@testable import Figures

@Suite("Diagrams as CSV")
struct DiagramCSVTests {
  /// Reads comma-separated values as RFC 4180 says.
  static func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        field += "\""
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        rows[rows.count - 1].append(field)
        field = ""
      case "\n" where !isQuoted:
        rows[rows.count - 1].append(field)
        field = ""
        rows.append([])
      default: field.unicodeScalars.append(scalar)
      }
    }
    rows.removeLast()
    return rows
  }

  static func table(_ diagram: PhaseDiagram) -> [[String]] {
    parse(DiagramCSV.lines(of: diagram).joined())
  }

  @Test("one row a cell holds its coordinates, every estimate with its interval, and the verdict")
  func table() throws {
    let diagram = SampleDiagram.panels(2)
    let rows = Self.table(diagram)
    #expect(rows.count == diagram.cells.count + 1)
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(Set(rows[0]).count == rows[0].count, "names are told apart")
    func value(_ name: String, _ row: Int) throws -> String {
      rows[row + 1][try #require(rows[0].firstIndex(of: name), "\(name)")]
    }
    for (index, cell) in diagram.cells.enumerated() {
      let harm = try #require(cell.report?.harms.first)
      #expect(try Double(value("conformity", index)) == cell.coordinates[0])
      #expect(try Double(value("conscience", index)) == cell.coordinates[1])
      #expect(try Double(value("solidarity", index)) == cell.coordinates[2])
      #expect(try Double(value("complicity.together.mean", index)) == harm.together.mean)
      #expect(try Double(value("complicity.together.low", index)) == harm.together.low)
      #expect(try Double(value("complicity.alone.high", index)) == harm.alone?.high)
      #expect(
        try Double(value("complicity.unlinked.standardError", index))
          == harm.unlinked?.standardError)
      #expect(
        try Double(value("complicity.difference.mean", index)) == harm.difference?.interval.mean)
      #expect(try value("complicity.verdict", index) == harm.verdict?.rawValue)
      #expect(
        try value("complicity.stands", index) == (cell.standing["complicity"].map { "\($0)" } ?? "")
      )
      #expect(try value("complicity.bistable", index) == "\(harm.isBistable == true)")
      #expect(try value("gloom.mean", index) == "3.0")
      #expect(try value("gloom.binderCumulant.standardError", index) == "")
      #expect(try value("replicates", index) == "64")
      #expect(try value("aligned.clerk.holds", index) == "true")
    }
  }

  @Test("a failed cell has a row that says why, and nasty texts stay in their fields")
  func failures() throws {
    for text in NastyTexts.all {
      var diagram = SampleDiagram.map(isRefined: false)
      diagram.axes[0].name = text
      diagram.cells = Array(diagram.cells.prefix(3))
      diagram.cells[1].report = nil
      diagram.cells[1].failure = text
      let rows = Self.table(diagram)
      #expect(rows.count == 4)
      #expect(rows[0][0] == text)
      #expect(rows[2].last == text)
      let numbers = rows[2][2..<rows[2].count - 1]
      #expect(numbers.filter { !$0.isEmpty }.isEmpty)
      #expect(rows[1].last == "")
    }
  }
}
