// SPDX-License-Identifier: GPL-3.0-or-later
//
// How do the data of a scaling study become its report, and where is a second look worth its runs?

import Statistics
import WorldModel

extension ScaleDesign {
  /// Further values that the second round asks for, for each measure.
  static let refinedCount = 6

  /// Analyses the data of one or both rounds.
  ///
  /// - Parameter data: Every plan of the rounds that were run.
  /// - Returns: The report.
  /// - Throws: `StatisticsError`.
  public func report(_ data: ScaleData) throws -> ScaleReport {
    ScaleReport(
      seed: cell.settings.seed, stepCount: cell.settings.steps,
      replicateCount: cell.settings.replicates, realisationCount: cell.realisationCount,
      realisationUnit: cell.realisationUnit,
      sizeParameter: cell.world.together.parameters[size.index].name,
      alongParameter: cell.world.together.parameters[along.index].name, values: data.values,
      refinedValues: data.values.filter { !values.contains($0) },
      measures: try measures.indices.map { try transition(data, place: $0) })
  }

  private func transition(_ data: ScaleData, place: Int) throws -> TransitionReport {
    let findings = try findings(data, place: place)
    let name = cell.world.together.measures[measures[place].index].name
    if findings.kind == .absorbing {
      let absorbing = absorbing(data, place: place)
      return TransitionReport(
        measure: name, answer: absorbing.answer, orderParameter: .absorbing,
        evidence: absorbing.evidence, sizes: findings.allCurves.map(report),
        criticality: absorbing.criticality,
        needs: absorbing.answer == .undecided
          ? absorbing.needs(
            values: findings.valueRange, size: sizes[sizes.count - 1],
            stepCount: cell.settings.steps) : [])
    }
    let judgement = TransitionJudgement(
      findings: findings, stepCount: cell.settings.steps, replicateCount: cell.settings.replicates)
    let answer = judgement.answer
    return TransitionReport(
      measure: name, answer: answer,
      orderParameter: findings.kind, evidence: try TransitionEvidenceLines(judgement).lines,
      sizes: findings.allCurves.map(report), criticality: try judgement.criticality(),
      needs: answer == .undecided ? judgement.needs : [])
  }

  /// What the data of a measure say.
  func findings(_ data: ScaleData, place: Int) throws -> TransitionFindings {
    let readings = data.readings.map { $0[place] }
    let kind = try orderParameterKind(readings)
    let curves = try readings.indices.map {
      try curve(of: measures[place], sizeIndex: $0, readings[$0], kind)
    }
    return try TransitionFindings(curves: curves, kind: kind)
  }

  /// What the decay of an absorbing measure says.
  private func absorbing(_ data: ScaleData, place: Int) -> AbsorbingFindings {
    AbsorbingFindings(
      self, data.readings.map { $0[place] },
      agentCounts: sizes.indices.map { agentCount(of: measures[place], sizeIndex: $0) })
  }

  private func report(_ curve: ScaleCurve) -> ScaleSizeReport {
    func report(_ estimate: JackknifeEstimate?) -> JackknifeReport {
      JackknifeReport(value: estimate?.value, standardError: estimate?.standardError)
    }
    return ScaleSizeReport(
      size: curve.size, agentCount: curve.agentCount, isUsed: curve.isUsed,
      points: curve.points.map { point in
        ScalePointReport(
          value: point.value, orderParameter: point.order,
          susceptibility: report(point.susceptibility),
          binderCumulant: report(point.binderCumulant),
          autocorrelationTime: point.sample.autocorrelationTime?.value,
          warmUpStepCount: point.sample.warmUpStepCount, startsApart: point.startsApart,
          flags: point.flags)
      })
  }

  /// The second round: values between those about the peaks of the susceptibility, at every size.
  ///
  /// Only where the peak of the largest size used stands inside the values and is beyond chance higher than that of the
  /// smallest; from the value before the lowest peak to the one after the highest, evenly. Where the two starts disagree,
  /// within the steepest interval instead, which tells a jump from a curve that is only steep. Of a measure that ends at 0
  /// for good, between the values about the threshold that the first round found.
  ///
  /// - Parameter data: What the first round gave.
  /// - Returns: One plan a size; none where nothing is worth refining.
  /// - Throws: `StatisticsError`.
  public func secondRound(after data: ScaleData) throws -> [ScalePlan] {
    var more: Set<Double> = []
    for place in measures.indices {
      let findings = try findings(data, place: place)
      let window =
        findings.kind == .absorbing
        ? absorbing(data, place: place).window(data.values) : window(findings, data.values)
      guard let window else { continue }
      for k in 1...Self.refinedCount {
        let share = Double(k) / Double(Self.refinedCount + 1)
        let value = window.low + share * (window.high - window.low)
        more.insert(isWhole ? value.rounded() : value)
      }
    }
    // What is nearer to a known or another new value than a tenth of the spacing tells nothing new: the windows of two
    // measures may be the same but for rounding.
    let known = data.values
    var new: [Double] = []
    for value in more.sorted() {
      guard let above = known.firstIndex(where: { $0 >= value }), above > 0 else { continue }
      let least = 0.1 * (known[above] - known[above - 1])
      let below = max(known[above - 1], new.last ?? known[above - 1])
      if known[above] - value > least, value - below > least { new.append(value) }
    }
    return new.isEmpty ? [] : round(new)
  }

  private var isWhole: Bool { cell.world.together.parameters[along.index].isCount }

  private func window(
    _ findings: TransitionFindings, _ values: [Double]
  ) -> (low: Double, high: Double)? {
    if let apart = findings.startsApart.last, apart.isMaterial, apart.isBounded,
      let steepest = findings.allCurves.last?.steepest, (findings.jumpShare ?? 1) >= 0.3
    {
      return (steepest.low, steepest.high)
    }
    let curves = findings.curves.isEmpty ? findings.allCurves : findings.curves
    let tops = curves.compactMap(\.top)
    guard let small = curves.first, let large = curves.last, curves.count == tops.count,
      let a = small.top, let b = large.top, b > 0, b < values.count - 1,
      let before = small.points[a].susceptibility, let after = large.points[b].susceptibility,
      let errorBefore = before.standardError, let errorAfter = after.standardError
    else { return nil }
    let error = (errorBefore * errorBefore + errorAfter * errorAfter).squareRoot()
    guard after.value - before.value > 2 * error else { return nil }
    let low = max(0, (tops.min() ?? b) - 1)
    let high = min(values.count - 1, (tops.max() ?? b) + 1)
    return (values[low], values[high])
  }
}
