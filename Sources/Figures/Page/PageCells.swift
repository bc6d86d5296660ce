// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do thousands of cells fit into one page? What cells have in common is written once: cells of different panels share
// their runs alone, whole series and the sentences about them; and no number has digits that a screen cannot show.
//
// Goals, in order: hover and click tell what the cell's report says; a page stays small enough to be sent and opened; its
// text is a pure function of the diagram.
//
// Estimates have six significant digits. A series has its least and greatest value with six digits and between them 4095
// heights, two letters of the alphabet of base64 a value; the two last letters stand where nothing was recorded.

import Emergence
import Glibc

/// The cells of a page, and the tables that they refer to.
struct PageCells {
  /// Members of the page's data.
  private(set) var members: [(String, ScriptValue)] = []

  /// Values that are written once, by their text.
  private struct Table {
    private(set) var values: [ScriptValue] = []
    private var places: [String: Int] = [:]

    /// Adds a value that was not there before; returns its place as a value.
    mutating func place(of value: ScriptValue) -> ScriptValue {
      let text = value.text
      if let place = places[text] { return .whole(place) }
      places[text] = values.count
      values.append(value)
      return .whole(values.count - 1)
    }
  }

  private let diagram: PhaseDiagram
  private var designs = Table()
  private var sentences = Table()
  private var steps = Table()
  private var series = Table()

  init(_ diagram: PhaseDiagram) {
    self.diagram = diagram
    let cells = diagram.cells.map { cell($0) }
    members = [
      ("cells", .array(cells)), ("designs", .array(designs.values)),
      ("sentences", .array(sentences.values)), ("steps", .array(steps.values)),
      ("series", .array(series.values)), ("letters", .text(String(Self.letters))),
      ("heights", .whole(Self.heightCount)),
    ]
  }

  private mutating func cell(_ cell: DiagramCell) -> ScriptValue {
    let harm = diagram.harm(of: cell)
    var members: [(String, ScriptValue)] = [("at", ScriptValue(cell.coordinates))]
    func add(_ name: String, _ value: ScriptValue?) {
      if let value { members.append((name, value)) }
    }
    add("together", interval(diagram.value(of: cell)))
    if let harm {
      add("unlinked", interval(harm.unlinked))
      add("alone", interval(harm.alone))
      add("difference", interval(harm.difference?.interval))
      add("verdict", harm.verdict.map { .text($0.rawValue) })
      if cell.standing[harm.name] == false { add("stands", .truth(false)) }
      if harm.isBistable == true { add("bistable", .truth(true)) }
    }
    if let report = cell.report {
      add(
        "design",
        designs.place(
          of: .object([
            ("limit", ScriptValue(harm?.limit)), ("replicates", .whole(report.replicateCount)),
            ("networks", .whole(report.networkCount)), ("warmup", .whole(report.warmUpStepCount)),
          ])))
    }
    add("failure", cell.failure.map { .text($0) })
    if !cell.series.isEmpty {
      members.append(("series", .array(cell.series.map { place(of: $0) })))
    }
    if !cell.evidence.isEmpty {
      members.append(("evidence", .array(cell.evidence.map { sentences.place(of: .text($0)) })))
    }
    return .object(members)
  }

  private func interval(_ report: IntervalReport?) -> ScriptValue? {
    guard let report, let mean = report.mean else { return nil }
    return .array(
      [mean, report.low, report.high].map { ScriptValue($0.map(Self.rounded)) })
  }

  /// A number with six significant digits.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let digits = 5 - Int(floor(log10(abs(value))))
    guard abs(digits) < 300 else { return value }
    // Powers of ten are exact up to 22: dividing by one is nearer to the decimal than multiplying by its inverse.
    let scale = pow(10, Double(abs(digits)))
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  /// Place of a series in its table.
  private mutating func place(of found: DiagramSeries) -> ScriptValue {
    let all = (found.values + found.lows + found.highs).filter(\.isFinite)
    let (low, high) = (Self.rounded(all.min() ?? 0), Self.rounded(all.max() ?? 0))
    func text(_ values: [Double]) -> ScriptValue {
      .text(Self.letters(of: values, from: low, to: high))
    }
    var members: [(String, ScriptValue)] = [
      ("condition", .text(found.condition.rawValue)),
      ("x", steps.place(of: ScriptValue(found.steps))),
      ("from", ScriptValue(low)), ("to", ScriptValue(high)), ("y", text(found.values)),
    ]
    if !found.lows.isEmpty { members += [("low", text(found.lows)), ("high", text(found.highs))] }
    return series.place(of: .object(members))
  }

  /// Heights between the least and the greatest value of a series; one more pair of letters is for no value.
  private static let heightCount = 64 * 64 - 1
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  private static func letters(of values: [Double], from low: Double, to high: Double) -> String {
    var text = ""
    text.reserveCapacity(2 * values.count)
    for value in values {
      let share = high > low ? (value - low) / (high - low) : 0
      let height =
        value.isFinite
        ? Int((min(max(share, 0), 1) * Double(heightCount - 1)).rounded()) : heightCount
      text.append(letters[height / 64])
      text.append(letters[height % 64])
    }
    return text
  }
}
