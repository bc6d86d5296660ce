// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which numbers does a cell have of each harm, each measure and each certificate?

import Emergence

extension DiagramColumn {
  /// What a verdict says of one harm.
  ///
  /// - Parameters:
  ///   - measure: The harm.
  ///   - index: Its index among the harms of a report.
  /// - Returns: The columns, the verdict first.
  static func harm(_ measure: DiagramMeasure, at index: Int) -> [DiagramColumn] {
    let name = measure.name
    func read(_ cell: DiagramCell) -> HarmReport? { cell.report?.harms[index] }
    func value<Value>(_ path: @escaping (HarmReport) -> Value?) -> (DiagramCell) -> Value? {
      { cell in read(cell).flatMap(path) }
    }
    var columns: [DiagramColumn] = [
      DiagramColumn(
        name: "\(name).verdict", title: "verdict on \(name), unadjusted",
        content: .flag(Verdict.allCases.map(\.rawValue)) { cell in
          read(cell)?.verdict.flatMap { Verdict.allCases.firstIndex(of: $0) }
        }),
      truth("\(name).stands", "whether the verdict stands when false discoveries are controlled") {
        $0.standing[name]
      },
      DiagramColumn(
        name: "\(name).limit", title: "limit of \(name)",
        content: .real(value(\.limit))),
    ]
    let conditions: [(RunCondition, (HarmReport) -> IntervalReport?)] = [
      (.together, { $0.together }), (.unlinked, { $0.unlinked }), (.alone, { $0.alone }),
    ]
    for (condition, read) in conditions {
      columns += interval(
        "\(name).\(condition.rawValue)", "\(measure.title), \(condition.rawValue)",
        value(read))
    }
    columns += interval(
      "\(name).difference", "\(measure.title), together less alone",
      value { $0.difference?.interval })
    columns += [
      DiagramColumn(
        name: "\(name).difference.varianceRatio",
        title: "variance of the paired over that of an unpaired difference",
        content: .real(value { $0.difference?.varianceRatio })),
      DiagramColumn(
        name: "\(name).moreReplicates", title: "replicates to add that would decide the verdict",
        content: .whole(value { $0.undecided?.moreReplicateCount })),
      truth("\(name).bistable", "whether the start decides where runs end", value(\.isBistable)),
      DiagramColumn(
        name: "\(name).ends", title: "whether start or realisation decides where runs end",
        content: .flag(EndsAnswer.allCases.map(\.rawValue)) { cell in
          read(cell).flatMap { EndsAnswer.allCases.firstIndex(of: $0.ends.answer) }
        }),
      DiagramColumn(
        name: "\(name).apart.count", title: "realisations with a replicate that ends apart",
        content: .whole(value { $0.apart?.count })),
      DiagramColumn(
        name: "\(name).apart.low", title: "lower end of the 95 % interval of their share",
        content: .real(value { $0.apart?.low })),
      DiagramColumn(
        name: "\(name).apart.high", title: "upper end of the 95 % interval of their share",
        content: .real(value { $0.apart?.high })),
    ]
    return columns
      + share("\(name).over", "share of replicates with \(name) over its limit", value(\.over))
  }

  /// What the runs together say of one measure; the mean of a harm stands under the harm.
  ///
  /// - Parameters:
  ///   - measure: The measure or harm.
  ///   - index: Its index among the measures of a report.
  /// - Returns: The columns.
  static func measure(_ measure: DiagramMeasure, at index: Int) -> [DiagramColumn] {
    let name = measure.name
    func value<Value>(_ path: @escaping (MeasureReport) -> Value?) -> (DiagramCell) -> Value? {
      { cell in (cell.report?.measures[index]).flatMap(path) }
    }
    var columns: [DiagramColumn] = []
    if !measure.isHarm {
      columns += interval(name, measure.title, value(\.mean))
    }
    columns += interval(
      "\(name).final", "\(measure.title), at the last step", value(\.final))
    columns += jackknife("\(name).variance", "variance of \(name)", value(\.variance))
    columns += jackknife(
      "\(name).susceptibility", "susceptibility of \(name)", value(\.susceptibility))
    columns += jackknife(
      "\(name).binderCumulant", "Binder cumulant of \(name)", value(\.binderCumulant))
    columns += [
      DiagramColumn(
        name: "\(name).autocorrelationTime",
        title: "integrated autocorrelation time of \(name) in recorded steps",
        content: .real(value(\.autocorrelationTime))),
      DiagramColumn(
        name: "\(name).effectiveSampleSize",
        title: "independent values of \(name) in all replicates",
        content: .real(value(\.effectiveSampleSize))),
      DiagramColumn(
        name: "\(name).missing", title: "values of \(name) that were not finite",
        content: .whole(value(\.missingCount))),
    ]
    columns.append(
      truth("\(name).twoPeaks", "whether \(name) has two peaks over replicates") {
        $0.report?.measures[index].peaks?.areFound
      })
    return columns
  }

  /// What one agent of a group does alone.
  ///
  /// - Parameters:
  ///   - group: Name of the group.
  ///   - index: Its index among the certificates of a report.
  /// - Returns: The columns.
  static func certificate(_ group: String, at index: Int) -> [DiagramColumn] {
    let name = "aligned.\(group)"
    func read(_ cell: DiagramCell) -> AlignmentReport? {
      guard let alignments = cell.report?.alignments, index < alignments.count else { return nil }
      return alignments[index]
    }
    return [
      truth("\(name).holds", "whether every \(group) is aligned alone") { read($0)?.holds },
      DiagramColumn(
        name: "\(name).examined", title: "agents of \(group) examined alone",
        content: .whole { read($0)?.examinedCount }),
      DiagramColumn(
        name: "\(name).exceeding", title: "share of \(group) that exceeds its limit alone",
        content: .real { read($0)?.exceedingFraction }),
      DiagramColumn(
        name: "\(name).low", title: "lower end of the 95 % interval of that share",
        content: .real { read($0)?.low }),
      DiagramColumn(
        name: "\(name).high", title: "upper end of the 95 % interval of that share",
        content: .real { read($0)?.high }),
    ]
  }
}
