// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the files that a world names hold? Columns of numbers and lists of links, checked line by line.

import WorldModel

extension Checker {
  /// Reads a table, or reports why it cannot be read.
  mutating func readTable(_ path: String, _ span: Span) -> Table? {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      report(.fileUnreadable(path, reason: String(describing: error), span))
      return nil
    }
    do {
      return try Table(path: path, bytes: bytes)
    } catch {
      report(.badTable(path, error, span))
      return nil
    }
  }

  /// Reads a column of finite numbers, or reports the first line that holds something else.
  mutating func readColumn(
    _ column: String, of table: Table, _ columnSpan: Span, _ span: Span
  ) -> [Double]? {
    guard let position = table.header.firstIndex(of: column) else {
      report(
        .unknownColumn(
          table.path, column, header: table.header,
          suggestion: suggestion(for: column, among: table.header), columnSpan))
      return nil
    }
    var values: [Double] = []
    values.reserveCapacity(table.rows.count)
    for (line, fields) in table.rows {
      guard let value = Double(fields[position]), value.isFinite else {
        report(.notANumberInFile(table.path, line: line, fields[position], span))
        return nil
      }
      values.append(value)
    }
    return values
  }

  /// Reads a list of links, or reports the first line that is wrong.
  ///
  /// Agents are counted from 0 and there are fewer than `readerCount` and `readCount`; a link and its reverse are two
  /// when `isDirected`.
  mutating func readEdges(
    _ path: String, readerCount: Double, readCount: Double, isWithin: Bool, isDirected: Bool,
    _ span: Span
  ) -> EdgeList? {
    guard let table = readTable(path, span) else { return nil }
    guard table.header == ["from", "to"] || table.header == ["from", "to", "weight"] else {
      report(.edgeHeader(path, found: table.header, span))
      return nil
    }
    var list = EdgeList(path: path, from: [], to: [], weights: table.header.count == 3 ? [] : nil)
    var seen: [UInt64: Int] = [:]
    seen.reserveCapacity(table.rows.count)
    for (line, fields) in table.rows {
      var ends: [UInt32] = []
      for (field, limit) in zip(fields, [readerCount, readCount]) {
        guard let end = UInt32(field) else {
          report(.edgeNotAnAgent(path, line: line, field, span))
          return nil
        }
        guard Double(end) < limit else {
          report(.edgeUnknownAgent(path, line: line, agent: end, limit: limit, span))
          return nil
        }
        ends.append(end)
      }
      if isWithin, ends[0] == ends[1] {
        report(.edgeToItself(path, line: line, agent: ends[0], span))
        return nil
      }
      let isTurned = isWithin && !isDirected && ends[0] > ends[1]
      let key = UInt64(isTurned ? ends[1] : ends[0]) << 32 | UInt64(isTurned ? ends[0] : ends[1])
      if let first = seen.updateValue(line, forKey: key) {
        report(
          .edgeTwice(path, line: line, first: first, isSymmetric: isWithin && !isDirected, span))
        return nil
      }
      list.from.append(ends[0])
      list.to.append(ends[1])
      if fields.count == 3 {
        guard let weight = Float(fields[2]), weight.isFinite else {
          report(.notANumberInFile(path, line: line, fields[2], span))
          return nil
        }
        list.weights?.append(weight)
      }
    }
    return list
  }
}
