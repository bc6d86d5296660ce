// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands in a file of comma-separated values? A header line and rows with as many fields.
//
// Fields may be quoted with `"`; blanks around a field, empty lines at the end, carriage returns and a byte order mark
// are dropped. A quoted field holds no newline.

/// A file of comma-separated values.
struct Table {
  /// Path as written in the world.
  let path: String
  /// Names of the columns.
  let header: [String]
  /// Fields row by row, each with the number of its line, counted from 1.
  let rows: [(line: Int, fields: [String])]

  /// What is wrong with a file.
  enum Problem: Error {
    case empty
    case notText
    case fieldCount(line: Int, found: Int, expected: Int)
    case quote(line: Int)
    case columnTwice(String)
  }

  /// Reads a table.
  init(path: String, bytes: [UInt8]) throws(Problem) {
    self.path = path
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lines = bytes[start...].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      lines.removeLast()
    }
    guard let first = lines.first else { throw .empty }
    header = try Self.fields(of: first, line: 1)
    var seen: Set<String> = []
    for name in header where !seen.insert(name).inserted { throw .columnTwice(name) }
    var rows: [(line: Int, fields: [String])] = []
    rows.reserveCapacity(lines.count - 1)
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = try Self.fields(of: line, line: index + 1)
      guard fields.count == header.count else {
        throw .fieldCount(line: index + 1, found: fields.count, expected: header.count)
      }
      rows.append((index + 1, fields))
    }
    self.rows = rows
  }

  private static func fields(of line: ArraySlice<UInt8>, line number: Int) throws(Problem)
    -> [String]
  {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    func finished() throws(Problem) -> String {
      var text = field[...]
      if !wasQuoted {
        while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0D {
          text.removeLast()
        }
        while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
      }
      guard let string = String(validating: text, as: UTF8.self) else { throw .notText }
      return string
    }
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      if byte == UInt8(ascii: "\"") {
        if isQuoted, index + 1 < line.endIndex, line[index + 1] == byte {
          field.append(byte)
          index += 1
        } else if isQuoted {
          isQuoted = false
        } else if field.allSatisfy({ $0 == 0x20 || $0 == 0x09 }), !wasQuoted {
          field = []
          (isQuoted, wasQuoted) = (true, true)
        } else {
          throw .quote(line: number)
        }
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append(try finished())
        (field, wasQuoted) = ([], false)
      } else if !wasQuoted || isQuoted {
        field.append(byte)
      } else if byte != 0x20, byte != 0x09, byte != 0x0D {
        throw .quote(line: number)
      }
      index += 1
    }
    guard !isQuoted else { throw .quote(line: number) }
    fields.append(try finished())
    return fields
  }
}
