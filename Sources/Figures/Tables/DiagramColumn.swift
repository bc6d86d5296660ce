// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which numbers does a cell of a diagram have, and what are they called? One list for the table, the arrays and the page.
//
// Names follow the fields of `arendt run --format json`, from the outside in, with points between them.

import Emergence

/// One number, word or flag of every cell.
struct DiagramColumn {
  /// Its name, such as `complicity.together.low`.
  var name: String
  /// What it is, as a phrase.
  var title: String
  /// How it is read from a cell.
  var content: Content

  /// How a column is read from a cell.
  enum Content {
    /// A number; `nil` where the cell has none.
    case real((DiagramCell) -> Double?)
    /// A whole number; `nil` where the cell has none.
    case whole((DiagramCell) -> Int?)
    /// One of several words, by its index; `nil` where the cell has none.
    case flag([String], (DiagramCell) -> Int?)
    /// Any words; empty where the cell has none.
    case text((DiagramCell) -> String)
  }

  /// A truth, or nothing.
  static func truth(
    _ name: String, _ title: String, _ value: @escaping (DiagramCell) -> Bool?
  ) -> DiagramColumn {
    DiagramColumn(
      name: name, title: title,
      content: .flag(["false", "true"], { cell in value(cell).map { $0 ? 1 : 0 } }))
  }

  /// An estimate with its standard error and its interval.
  static func interval(
    _ name: String, _ title: String,
    _ value: @escaping (DiagramCell) -> IntervalReport?
  ) -> [DiagramColumn] {
    let parts: [(String, String, (IntervalReport) -> Double?)] = [
      ("mean", title, { $0.mean }),
      ("standardError", "standard error over realisations of: \(title)", { $0.standardError }),
      ("low", "lower end of the 95 % interval of: \(title)", { $0.low }),
      ("high", "upper end of the 95 % interval of: \(title)", { $0.high }),
    ]
    return parts.map { part, title, read in
      DiagramColumn(
        name: "\(name).\(part)", title: title,
        content: .real { value($0).flatMap(read) })
    }
  }

  /// An estimate with its jackknife error.
  static func jackknife(
    _ name: String, _ title: String,
    _ value: @escaping (DiagramCell) -> JackknifeReport?
  ) -> [DiagramColumn] {
    [
      DiagramColumn(
        name: name, title: title, content: .real { value($0)?.value }),
      DiagramColumn(
        name: "\(name).standardError", title: "jackknife standard error of: \(title)",
        content: .real { value($0)?.standardError }),
    ]
  }

  /// A share with its interval.
  static func share(
    _ name: String, _ title: String, _ value: @escaping (DiagramCell) -> ShareReport?
  ) -> [DiagramColumn] {
    [
      DiagramColumn(
        name: "\(name).share", title: title, content: .real { value($0)?.share }),
      DiagramColumn(
        name: "\(name).low", title: "lower end of the 95 % interval of: \(title)",
        content: .real { value($0)?.low }),
      DiagramColumn(
        name: "\(name).high", title: "upper end of the 95 % interval of: \(title)",
        content: .real { value($0)?.high }),
    ]
  }

  /// Every number that cells of a diagram have, coordinates left out.
  static func all(of diagram: PhaseDiagram) -> [DiagramColumn] {
    var harmCount = 0
    var columns: [DiagramColumn] = []
    for (index, measure) in diagram.measures.enumerated() {
      if measure.isHarm {
        columns += harm(measure, at: harmCount)
        harmCount += 1
      }
      columns += self.measure(measure, at: index)
    }
    let report = diagram.cells.lazy.compactMap(\.report).first
    for (index, estimate) in (report?.estimates ?? []).enumerated() {
      columns += interval(estimate.name, "estimate \(estimate.name)") {
        $0.report?.estimates[index].value
      }
    }
    for (index, alignment) in (report?.alignments ?? []).enumerated() {
      columns += certificate(alignment.group, at: index)
    }
    return columns + cell
  }

  /// What is said of the whole cell.
  private static var cell: [DiagramColumn] {
    [
      DiagramColumn(
        name: "replicates", title: "replicates of every condition",
        content: .whole { $0.report?.replicateCount }),
      DiagramColumn(
        name: "networks", title: "networks over which replicates were dealt",
        content: .whole { $0.report?.networkCount }),
      DiagramColumn(
        name: "realisations", title: "units of replication behind every interval",
        content: .whole { $0.report?.realisationCount }),
      DiagramColumn(
        name: "steps", title: "steps of every run",
        content: .whole { $0.report?.stepCount }),
      DiagramColumn(
        name: "warmup", title: "steps discarded at the beginning of every run",
        content: .whole { $0.report?.warmUpStepCount }),
      DiagramColumn(
        name: "stoppedEarly", title: "runs together that ended before the last step",
        content: .whole { $0.report?.stoppedEarlyCount }),
      DiagramColumn(
        name: "warnings", title: "number of warnings about the cell",
        content: .whole { $0.report?.warnings.count }),
      DiagramColumn(
        name: "failure", title: "why the cell failed", content: .text { $0.failure ?? "" }),
    ]
  }
}
