// SPDX-License-Identifier: GPL-3.0-or-later
//
// What do the three arms of a release say of each harm?
//
// Harms are judged by their means over the last half of the steps after the release. A harm is `irreversible` where all
// three hold surely: over its limit with the cause, over it after the release, and after the release above the arm that
// never had the cause, and nothing speaks for a harm that would be gone in longer runs. It `recovers` where it surely is
// within its limit after the release.
//
// A harm still falls where its excess over the arm that never had the cause surely shrinks from the third to the last
// quarter after the release, by more than 2 % of itself; or where of the runs that were over the limit at the release more
// than a tenth are within it in the mean of the last quarter, or half have been within it for a step.
//
// The lifetime is that of the harm over its limit: a run that was over it in the last step before the release is watched
// until the first step in which it is not, or to its end. The limit, and not the middle between both branches, since it is
// the line that the author of the world drew; noise that crosses it for one step counts as a return.

import Engine
import Statistics
import WorldModel

extension ReleaseDesign {
  /// Analyses results that are all there.
  ///
  /// - Parameter results: One result a request, in the order of `plan`.
  /// - Returns: The report.
  /// - Throws: `DesignError.runFailed` for the first run that failed, `VerdictError.notFinite` for a limit that is not.
  public func report(from results: [RunResult]) throws -> ReleaseReport {
    let count = cell.settings.replicates
    precondition(results.count == 3 * count, "one result a request")
    try RampDesign.checkFailures(results)
    let arms = (0..<3).map { Array(results[$0 * count..<($0 + 1) * count]) }
    return ReleaseReport(
      parameter: program.parameters[parameter.index].name,
      keptValue: cell.parameters[parameter.index], releasedValue: value, step: step,
      judgedSteps: judgedSteps, replicateCount: count, networkCount: cell.networkCount,
      realisationCount: cell.realisationCount, realisationUnit: cell.realisationUnit,
      harms: try harms.map { try report($0, arms) })
  }

  private func report(_ harm: MeasureID, _ arms: [[RunResult]]) throws -> HarmRelease {
    let limit = try cell.limit(of: harm.index, parameters: releasedParameters)
    let means = arms.map { $0.map { judgedMean(of: harm, in: $0) } }
    func interval(_ arm: Int) throws -> IntervalReport {
      try cell.interval(means[arm], within: program.measures[harm.index].meanRange)
    }
    var report = HarmRelease(
      name: program.measures[harm.index].name, limit: limit, answer: .undecided, doubts: [],
      moreReplicateCount: nil, suggestedStepCount: nil, kept: try interval(0),
      released: try interval(1), never: try interval(2),
      remains: try cell.paired(means[1], means[2]), relief: try cell.paired(means[0], means[1]),
      lifetime: try lifetime(of: harm, limit: limit, arms[1]))
    let isFalling = try isFalling(report, arms[1], arms[2], harm)
    (report.answer, report.doubts) = Self.answer(report, isFalling: isFalling)
    if report.doubts.contains(.stillFalling) { report.suggestedStepCount = longerStepCount }
    if report.answer == .undecided { report.moreReplicateCount = try neededReplicates(report) }
    return report
  }

  /// Mean over the steps that are judged; `nil` where nothing was recorded in them.
  private func judgedMean(of harm: MeasureID, in run: RunResult) -> Double? {
    mean(of: harm, in: run, judgedSteps)
  }

  private func mean(of harm: MeasureID, in run: RunResult, _ steps: Range<Int>) -> Double? {
    MeasureReading.mean(run.series[harm.index][steps].filter(\.isFinite))
  }

  /// Whether what the cause leaves behind is still on its way out.
  private func isFalling(
    _ report: HarmRelease, _ released: [RunResult], _ never: [RunResult], _ harm: MeasureID
  ) throws -> Bool {
    let middle = judgedSteps.lowerBound + judgedSteps.count / 2
    let last = released.map { mean(of: harm, in: $0, middle..<judgedSteps.upperBound) }
    if let lifetime = report.lifetime {
      let returned = zip(released, last).count { run, mean in
        run.series[harm.index][step - 1] > report.limit && (mean ?? .infinity) <= report.limit
      }
      if 10 * returned > lifetime.watchedCount { return true }
      if 2 * lifetime.returnCount >= lifetime.watchedCount { return true }
    }
    // A quarter needs a step.
    guard judgedSteps.lowerBound < middle else { return false }
    func excess(_ steps: Range<Int>) -> [Double?] {
      zip(released, never).map { released, never in
        guard let left = mean(of: harm, in: released, steps),
          let right = mean(of: harm, in: never, steps)
        else { return nil }
        return left - right
      }
    }
    let drift = try cell.paired(
      excess(middle..<judgedSteps.upperBound), excess(judgedSteps.lowerBound..<middle))
    guard let drift = drift?.interval, let high = drift.high, let mean = drift.mean,
      let remains = report.remains?.interval.mean
    else { return false }
    return high < 0 && mean < -Self.leastFallShare * abs(remains)
  }

  /// A fall of the excess by less than this share of it does not count.
  private static let leastFallShare = 0.02

  /// Steps of a run that watches four times as long after the release.
  private var longerStepCount: Int {
    let (watched, isTooLong) = (cell.settings.steps - step).multipliedReportingOverflow(by: 4)
    let (steps, isTooLate) = watched.addingReportingOverflow(step)
    return isTooLong || isTooLate ? .max : steps
  }

  /// The answer that intervals establish, and the facts that are open where they establish none.
  private static func answer(
    _ harm: HarmRelease, isFalling: Bool
  ) -> (ReleaseAnswer, [ReleaseDoubt]) {
    let isKept = isOver(harm.limit, harm.kept)
    let wasThere = isOver(harm.limit, harm.never)
    if isKept == false || wasThere == true { return (.noHarmToRelease, []) }
    let stays = isOver(harm.limit, harm.released)
    // The harm is smaller where the cause never was; where the opposite is sure nothing stays of the cause.
    let remains = harm.remains.flatMap { isOver(0, $0.interval) }
    if isKept == true {
      if stays == false { return (.recovers, []) }
      if stays == true, remains == true, !isFalling { return (.irreversible, []) }
    }
    var doubts: [ReleaseDoubt] = []
    if isKept == nil { doubts.append(.kept) }
    if stays == nil { doubts.append(.released) }
    if stays != false, remains != true { doubts.append(.remains) }
    if stays != false, remains != true, wasThere == nil { doubts.append(.never) }
    if stays != false, remains != false, isFalling { doubts.append(.stillFalling) }
    return (.undecided, doubts)
  }

  /// Whether a mean surely is over a limit; `nil` where its interval holds the limit or does not exist.
  private static func isOver(_ limit: Double, _ interval: IntervalReport) -> Bool? {
    guard let low = interval.low, let high = interval.high else { return nil }
    return low > limit ? true : high <= limit ? false : nil
  }

  /// Replicates to add so that all open facts would be settled; `nil` where none would settle one.
  private func neededReplicates(_ harm: HarmRelease) throws -> Int? {
    let replication = cell.replication
    var most = 0
    for doubt in harm.doubts {
      let needed: Int?
      switch doubt {
      case .kept: needed = try replication.realisations(toSeparate: harm.kept, from: harm.limit)
      case .never: needed = try replication.realisations(toSeparate: harm.never, from: harm.limit)
      case .released:
        needed = try replication.realisations(toSeparate: harm.released, from: harm.limit)
      case .remains:
        needed = try harm.remains.flatMap {
          try replication.realisations(toSeparate: $0.interval, from: 0)
        }
      case .stillFalling: needed = nil
      }
      guard let needed else { return nil }
      most = max(most, needed)
    }
    return most > 0 ? replication.replicates(of: most) - replication.replicateCount : nil
  }

  /// How long runs stay over the limit; `nil` where none was over it at the release.
  private func lifetime(
    of harm: MeasureID, limit: Double, _ runs: [RunResult]
  ) throws -> LifetimeReport? {
    let watches = runs.map { run -> Lifetime.Watch? in
      let series = run.series[harm.index]
      guard series[step - 1] > limit else { return nil }
      // A step without a record is none within the limit.
      guard let returned = series[step...].firstIndex(where: { $0 <= limit }) else {
        return Lifetime.Watch(duration: Double(series.count - step), escaped: false)
      }
      return Lifetime.Watch(duration: Double(returned - step + 1), escaped: true)
    }
    guard watches.contains(where: { $0 != nil }) else { return nil }
    let found = try Lifetime(of: cell.realisations(watches))
    return LifetimeReport(
      watchedCount: watches.count { $0 != nil }, returnCount: found.escapeCount,
      watchedSteps: cell.settings.steps - step, medianReturn: Self.medianReturn(watches),
      mean: found.mean, low: found.interval?.low, high: found.interval?.high,
      moreThan: found.moreThan,
      constantRatePValue: found.constantRatePValue)
  }

  /// Median duration of the watches that ended with a return; `nil` without one.
  private static func medianReturn(_ watches: [Lifetime.Watch?]) -> Double? {
    let times = watches.compactMap { $0 }.filter(\.escaped).map(\.duration).sorted()
    guard !times.isEmpty else { return nil }
    return (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
  }
}
