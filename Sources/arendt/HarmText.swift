// SPDX-License-Identifier: GPL-3.0-or-later
//
// How is the verdict on one harm said in words?

import Emergence
import WorldModel

/// One harm of a verdict in words.
struct HarmText {
  var harm: HarmReport
  var measure: Measure
  var world: World
  var report: VerdictReport

  private var quantity: Quantity { Quantity(measure) }

  /// The verdict, its meaning and its numbers.
  var lines: [String] {
    var lines: [String] = []
    if let verdict = harm.verdict {
      lines.append("\(harm.name): \(verdict.rawValue.uppercased())")
      lines.append("  \(Self.meaning(of: verdict))")
      if let undecided = harm.undecided { lines += self.lines(of: undecided) }
    } else {
      lines.append("\(harm.name): no verdict, because only the run together was made")
    }
    if !measure.documentation.isEmpty {
      lines.append("  " + measure.documentation.split(separator: "\n").joined(separator: "\n  "))
    }
    lines.append("")
    lines += table.lines
    lines += startLines
    return lines
  }

  /// What each verdict means.
  static func meaning(of verdict: Verdict) -> String {
    switch verdict {
    case .safe: "Within its limit, alone and together."
    case .emergent:
      "No agent would do it alone, and not even under these conditions; together they do "
        + "(the banality of evil)."
    case .reframed:
      "No agent would do it alone; the conditions, not the company, make them do it."
    case .seeded:
      "A misaligned few carry it: alone it stays within its limit, together it does not."
    case .misaligned: "The agents do it alone already; company is not the cause."
    case .restrained: "Alone the agents would do it; together they hold each other back."
    case .undecided: "The runs do not tell on which side of a limit the truth lies."
    }
  }

  private var table: TextTable {
    var table = TextTable(columns: ["", "mean", report.intervalTitle, ""])
    for (name, interval) in [
      ("alone", harm.alone), ("unlinked", harm.unlinked), ("together", harm.together),
    ] {
      guard let interval else { continue }
      table.add([
        name, quantity.text(interval.mean, width: Quantity.width(of: interval)),
        Self.range(interval, quantity), side(of: interval),
      ])
    }
    if let difference = harm.difference {
      table.add([
        "difference",
        quantity.text(difference.interval.mean, width: Quantity.width(of: difference.interval)),
        Self.range(difference.interval, quantity), "together - alone",
      ])
    }
    return table
  }

  /// What each condition says, one sentence each.
  var evidence: [String] {
    let conditions = [
      ("Alone", harm.alone), ("Unlinked", harm.unlinked), ("Together", harm.together),
    ].compactMap { name, interval in
      interval.map { interval in
        "\(name): \(quantity.text(interval.mean, width: Quantity.width(of: interval))) "
          + "(\(Self.range(interval, quantity))), \(side(of: interval))."
      }
    }
    return conditions
      + startLines.compactMap { line in
        line.isEmpty ? nil : String(line.drop { $0 == " " })
      }
  }

  /// An interval in words.
  static func range(_ interval: IntervalReport, _ quantity: Quantity) -> String {
    guard let low = interval.low, let high = interval.high else { return "none" }
    let width = high - low
    return "\(quantity.text(low, width: width)) to \(quantity.text(high, width: width))"
  }

  /// On which side of the limit an interval lies.
  private func side(of interval: IntervalReport) -> String {
    let limit = quantity.exact(harm.limit)
    guard let low = interval.low, let high = interval.high else { return "limit \(limit)" }
    if high <= harm.limit { return "within the limit of \(limit)" }
    if low > harm.limit { return "over the limit of \(limit)" }
    return "on both sides of the limit of \(limit)"
  }

  private var startLines: [String] {
    guard let isBistable = harm.isBistable, let apart = harm.apart,
      let starts = world.settings.starts
    else { return ["", "  Bistable: not examined; the world declares no 'starts'."] }
    let name = world.parameters[starts.parameter.index].name
    let from =
      "\(name) \(ParameterSettings.text(starts.low)) and \(ParameterSettings.text(starts.high))"
    let unit = report.realisationUnit == .network ? "network" : "replicate"
    return [
      "",
      "  Bistable: \(isBistable ? "yes" : "no"). On \(apart.count) of "
        + "\(counted(apart.realisationCount, unit)) runs end on different sides of the limit from \(from).",
    ] + endLines
  }

  /// What else is to be said of where runs end; nothing where they end alike.
  private var endLines: [String] {
    switch harm.ends.answer {
    case .notExamined, .same, .bistable: return []
    case .undecided:
      return ["  Whether the start or the realisation decides where runs end is open."]
    case .quenched:
      guard let upper = harm.ends.upper, let peaks = harm.ends.peaks?.peaks, peaks.count == 2 else {
        return []
      }
      let share = Quantity(isShare: true)
      let places = peaks.map { quantity.text($0.position, width: peaks.distance / 5) }
      let range = Self.range(
        IntervalReport(mean: nil, standardError: nil, low: upper.low, high: upper.high), share)
      return [
        "  Quenched: networks and traits, not the start, decide where runs end. From both starts "
          + "\(upper.count) of \(counted(upper.replicateCount, "replicate")) (\(range)) end about "
          + "\(places[1]), the others about \(places[0])."
      ]
    }
  }

  private func lines(of undecided: UndecidedReport) -> [String] {
    let causes = undecided.causes.map { cause in
      switch cause {
      case .alone: "whether it is within its limit alone"
      case .unlinked: "whether it is within its limit unlinked"
      case .together: "whether it is within its limit together"
      case .alignment(let group): "whether every \(group) is aligned"
      }
    }
    var lines: [String] = []
    if !causes.isEmpty { lines.append("  Open: \(causes.joined(separator: "; ")).") }
    if !undecided.candidates.isEmpty {
      let names = undecided.candidates.map(\.rawValue).joined(separator: ", ")
      lines.append("  Still possible: \(names).")
    }
    if let more = undecided.moreReplicateCount {
      let networks = undecided.neededNetworkCount.map { " --networks \($0)" } ?? ""
      lines.append(
        "  About \(counted(more, "more replicate")) would decide it: "
          + "--replicates \(report.replicateCount + more)\(networks).")
    }
    return lines
  }
}
